"""What the rehearsal page posts, as the next line of the walk's script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from builder.rehearsal import sample_answers
from builder.rehearsal.walk_script import Stood, Trod
from builder.web.frame.lines import Posted
from builder.web.rehearsal.preview import Preview
from runtime.forms import rule_context
from runtime.rehearsal.cast import CONTACT, REQUESTER
from runtime.rehearsal.rehearsal_scene import Scene
from runtime.web.forms.questions import Beside, ask, only_asked
from runtime.web.frame.posted import asks_for_rows, raw_answers
from schemas.fields.registry import type_of
from schemas.filling import rights
from schemas.filling.answers import Reading
from schemas.filling.defaults import defaults
from schemas.filling.visible import settle
from schemas.format.script_reading import ASKED_BEFORE
from schemas.model.flow import Right
from schemas.problem import Problem

MOVE, ACT, WAIT, MESSAGE, RETURNED = "move", "act", "wait", "message", "returned"


@dataclass(frozen=True)
class Typed:
    """What was typed and was not taken, for the page to show it again. ``at`` is the step, empty for the first form."""

    raw: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    comment: str = ""
    reading: Reading | None = None
    problems: tuple[Problem, ...] = ()


def next_line(trod: Trod, stood: Stood, posted: Posted, me: str) -> tuple[Trod, Typed]:
    """The walk with what was asked for done; or as it was, and what was typed."""
    do, _, what = posted.get("do", "").partition(":")
    if do == "fill" or trod.script is None:
        return _filled(trod, stood, posted, me, what)
    if do == MOVE:
        return _moved(trod, stood, posted, me, what)
    line: dict[str, Any] = {}
    if do == ACT:
        line = _acted(posted, me, what)
    elif do == WAIT:
        line = {"wait": what}
    elif do == MESSAGE:
        line = {"message": what}
    elif do == RETURNED:
        line = {"returned": what, "outcome": posted.get("outcome", "") or "closed"}
    return (trod.after(line) if line else trod), Typed()


def _filled(trod: Trod, stood: Stood, posted: Posted, me: str, what: str) -> tuple[Trod, Typed]:
    form = stood.scene.compiled.process.form
    raw = _with_media(stood.scene, None, raw_answers(form, posted))
    reading = _reading(stood.scene, None, raw)
    if what == "example":
        raw = _example(stood.scene, None, raw)
        return trod, Typed(raw, reading=None)
    if asks_for_rows(posted) or "do" not in posted:
        return trod, Typed(raw)
    if reading.problems:
        return trod, Typed(raw, reading=reading, problems=reading.problems)
    answers = {key: value for key, value in reading.answers.items() if key in raw}
    filer = CONTACT if me == CONTACT else (me if trod.real else REQUESTER)
    now = stood.scene.walk.now.isoformat(timespec="seconds")
    asked = posted.get("_asked", "").strip()[:4]
    lately = {ASKED_BEFORE: int(asked)} if asked.isdecimal() else {}
    return Trod({"begins": now, "as": filer, **lately, "answers": answers, "steps": []}, trod.real), Typed()


def _moved(trod: Trod, stood: Stood, posted: Posted, me: str, move: str) -> tuple[Trod, Typed]:
    at, comment = posted.get("_at", ""), posted.get("_comment", "")[:5000]
    scene = stood.scene
    raw = _with_media(scene, at, raw_answers(scene.compiled.process.form, posted))
    if move == "example":
        return trod, Typed(_example(scene, at, raw), at, comment)
    if asks_for_rows(posted):
        return trod, Typed(raw, at, comment)
    before = scene.walk.answers
    reading = _reading(scene, at, raw)
    given = {key: reading.answers.get(key, "") for key in raw if reading.answers.get(key) != before.get(key)}
    answers = given if not reading.problems else raw
    line = {"at": at, "as": me, "do": move, "answers": answers, "comment": comment}
    refused = scene.walk.copied().step(line)
    if refused:
        return trod, Typed(raw, at, comment, reading, tuple(_placed(one) for one in refused))
    return trod.after({key: value for key, value in line.items() if value}), Typed()


def _placed(problem: Problem) -> Problem:
    """The path as the page knows its questions."""
    return Problem(problem.code, problem.path.removeprefix("/answers"), problem.params, problem.severity)


def _acted(posted: Posted, me: str, act: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "at": posted.get("_at", ""),
        "as": me,
        "act": act,
        "comment": posted.get("_comment", "")[:5000],
    }
    if act in ("transfer", "delegate", "add", "remove", "copy"):
        said["to"] = [posted.get("to", "")]
    if act == "add" and posted.get("where"):
        said["where"] = posted["where"]
    if act == "return":
        said |= {"back_to": posted.get("back_to", ""), "then": posted.get("then", "") or "again"}
    return {key: value for key, value in said.items() if value}


def _opened(scene: Scene, at: str | None) -> Mapping[str, Right]:
    return scene.compiled.rights.get(at, {})


def _around(scene: Scene) -> Mapping[str, Any]:
    walk = scene.walk
    return rule_context.invented(scene.compiled.checker.mentioned, walk.now, scene.players.lang, walk.asked)


def _reading(scene: Scene, at: str | None, raw: Mapping[str, Any]) -> Reading:
    checker, around = scene.compiled.checker, _around(scene)
    if at is None:
        kept = defaults(scene.compiled.process.form, around)
        return checker.read(raw, _opened(scene, None), None, None, around, kept)
    return checker.read(raw, _opened(scene, at), scene.walk.answers, None, around)


def _with_media(scene: Scene, at: str | None, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Invented people have every file, picture and signature at hand that is asked for: nothing can be brought here."""
    asked = scene.compiled.checker.asked
    media = frozenset(key for key, one in asked.items() if type_of(one).family in ("media", "place"))
    lacking = {key for one in _reading(scene, at, raw).problems if (key := one.path[1:].partition("/")[0]) in media}
    if not lacking:
        return raw
    mine = {key: value for key, value in raw.items() if key not in lacking}
    before = None if at is None else scene.walk.answers
    opened = {key: right for key, right in _opened(scene, at).items() if key in lacking | mine.keys()}
    return sample_answers.filled(scene.compiled.checker, opened, before, _around(scene), None, mine)


def _example(scene: Scene, at: str | None, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed, and for the rest that is required something that is taken."""
    checker, around = scene.compiled.checker, _around(scene)
    typed = {key: value for key, value in raw.items() if not _is_blank(value)}
    wrong = _reading(scene, at, typed).problems
    good = {key: value for key, value in typed.items() if not any(one.path.startswith(f"/{key}") for one in wrong)}
    kept = defaults(checker.form, around) if at is None else None
    email = scene.compiled.process.contact.email
    also = (email,) if at is None and email else ()
    before = None if at is None else scene.walk.answers
    return sample_answers.filled(checker, _opened(scene, at), before, around, kept, good, also=also)


def _is_blank(value: Any) -> bool:
    return all(map(_is_blank, value.values())) if isinstance(value, dict) else value in ("", [], None)


def drawn(scene: Scene, at: str | None, typed: Typed) -> Preview:
    """The form as whoever is asked there meets it, or the blank one."""
    form, around = scene.compiled.process.form, _around(scene)
    kept = defaults(form, around) if at is None else scene.walk.answers
    mine = typed if typed.at == (at or "") else Typed()
    reading, beside = mine.reading, Beside(around, kept)
    values = {**kept, **(reading.answers if reading else {}), **mine.raw}
    given = scene.compiled.rights[at] if at is None else only_asked(form, scene.compiled.rights[at])
    settled = settle(form, values, around, kept, rights.demanded(given))
    asked = ask(form, given, values, beside=beside)
    return Preview(
        form,
        {**values, **settled.values},
        given,
        settled.shown,
        settled.required,
        asked.rules,
        reading,
        beside=beside,
        given=asked.given,
        kept=asked.kept,
    )
