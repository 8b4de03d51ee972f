"""A walk through a draft, as a page carries it along: what was done so far, as a script, and nothing else.

It is replayed from its start for every page. So there is nothing to be kept on the server, nothing that could be left over or
mixed up between two tabs, and taking a step back is leaving away the last line. It is carried in the page rather than in the
session, since a cookie holds four kilobytes and is shared by all tabs; it needs no seal, since a script can do nothing that
whoever may design could not write into the document's tests by hand.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from runtime.engine.facts import Directory
from runtime.engine.position import Party
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.rehearsal.rehearsable import Rehearsed
from runtime.rehearsal.rehearsal_people import Players, called
from runtime.rehearsal.rehearsal_scene import Scene, scene
from runtime.rehearsal.stage import Stage
from schemas.document import dumps, loads
from schemas.format.reading import Part
from schemas.format.script_reading import read_tests
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import Words, words

MOST_STEPS: Final = 300
MOST_TEXT: Final = 200_000
"""Characters of a walk that a page carries."""
INVENTED, REAL = "invented", "real"


@dataclass(frozen=True)
class Trod:
    """``script`` as `schemas.format.script_reading` reads it; None before the form was sent. ``real``: walked by real people."""

    script: Mapping[str, Any] | None = None
    real: bool = False

    @property
    def steps(self) -> tuple[Mapping[str, Any], ...]:
        return tuple((self.script or {}).get("steps") or ())

    def after(self, step: Mapping[str, Any]) -> "Trod":
        return replace(self, script={**(self.script or {}), "steps": [*self.steps, step]})

    def back(self) -> "Trod":
        """Without the last step; before the first, the form is filled in again."""
        if not self.steps:
            return replace(self, script=None)
        return replace(self, script={**(self.script or {}), "steps": list(self.steps[:-1])})

    @property
    def is_full(self) -> bool:
        return len(self.steps) > MOST_STEPS or len(written(self)) > MOST_TEXT


def read(text: str, *, real: bool = False) -> Trod:
    """What a page carried along; a walk that has not begun where that is no script."""
    try:
        script = json.loads(text) if text and len(text) <= MOST_TEXT else None
    except (ValueError, RecursionError):
        script = None
    problems: list[Problem] = []
    if script is not None:
        read_tests(Part({"tests": [script]}, (), problems))
    is_script = isinstance(script, dict) and not problems and len(script.get("steps") or ()) <= MOST_STEPS
    return Trod(script if is_script else None, real)


def written(trod: Trod) -> str:
    """The walk as a page carries it."""
    return "" if trod.script is None else json.dumps(trod.script, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Stood:
    """Where a walk stands. ``problems``: what stops it, with paths into the script."""

    scene: Scene
    problems: tuple[Problem, ...]
    names: Mapping[Party, str] = field(default_factory=dict)

    def called(self, party: Party) -> Words:
        return called(self.scene.compiled.process, party, self.names)


def stand(
    process: Process, trod: Trod, directory: Directory, names: Mapping[Party, str], lang: str, now: datetime
) -> Stood:
    """Walk it from the start; one that has not begun begins ``now``.

    ``directory`` and ``names`` are of the workspace, and only asked where real people walk.
    """
    compiled = of(process)
    stage = Stage(process, directory) if trod.real else Stage(process)
    walk, problems = stage.walk(trod.script or {"begins": now.isoformat()})
    mine = names if trod.real else {}
    players = Players(walk.stage.cast, process, mine, lang)
    return Stood(scene(compiled, walk, players), problems, mine)


def of(process: Process) -> Compiled:
    return _compiled(dumps(process))


@lru_cache(maxsize=32)
def _compiled(document: str) -> Compiled:
    return deployment.compiled(loads(document))


class CannotKeep(Exception):
    """What the walk came to with real people it does not come to with invented ones."""


def as_test(process: Process, trod: Trod, stood: Stood, title: Words) -> Mapping[str, Any]:
    """A test of the document that walks the same way and expects what came of it.

    A document knows nobody: real people are called there by the part that they play.

    Raises:
        CannotKeep: walked by invented people it stops somewhere.
    """
    script = _with_invented(process, trod, stood) if trod.real else dict(trod.script or {})
    walked = Stage(process).rehearse(script)
    if walked.problems:
        raise CannotKeep
    plain = {key: value for key, value in script.items() if key not in {"title", "expect"}}
    return {"title": dict(title), **plain, "expect": expectations(walked)}


def expectations(walked: Rehearsed) -> dict[str, Any]:
    """What came of it: the steps it has gone through, where it waits or how it ended."""
    found: dict[str, Any] = {"visits": list(walked.visits)}
    return found | ({"ends": walked.ended} if walked.ended else {"open": [one.state for one in walked.open]})


def _with_invented(process: Process, trod: Trod, stood: Stood) -> dict[str, Any]:
    """The same script, in which whoever acted is "the first who is asked" of those like them."""
    script = {**(trod.script or {}), "steps": [_anybody(process, step, stood) for step in trod.steps]}
    if script.get("as") != "contact":
        script.pop("as", None)
    return script


def _anybody(process: Process, step: Mapping[str, Any], stood: Stood) -> dict[str, Any]:
    plain = dict(step)
    party = plain.get("as", "")
    if party == stood.scene.walk.requester:
        plain["as"] = "requester"
    elif party.startswith("person:"):
        state = process.flow.by_key.get(plain.get("at", ""))
        groups = [who.key for who in (state.who if state else ()) if who.kind == "group"]
        plain["as"] = f"group:{groups[0]}" if groups else ""
    return {key: value for key, value in plain.items() if value != ""}


def title_of(process: Process, walked: Rehearsed) -> Words:
    """A name for a test that nobody has named: the steps that people did, and where it ended."""
    states = process.flow.by_key
    seen = [states[key] for key in walked.visits if key in states and states[key].kind not in ("choice", "action")]
    titles = [state.title or words(state.key, state.key) for state in seen]
    few = titles if len(titles) <= _MANY else [*titles[: _MANY - 2], words("…", "…"), titles[-1]]
    if not few:
        return words("Nothing happens", "无流转")
    joined = few[0]
    for one in few[1:]:
        joined = words("{a} → {b}", "{a} → {b}").formatted(a=joined, b=one)
    return joined


_MANY: Final = 6
