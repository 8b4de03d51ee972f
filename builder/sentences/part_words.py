"""What the parts of a field, a step, a way say, in words: by the name of the part, empty where it says nothing.

Texts are not here: a comparison quotes them. Of what cannot be held by a sentence it says that it changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from builder.editing.new_steps import KIND_TITLES
from builder.editing.spots import Ruled, Spot
from builder.sentences.asked_words import outcome, who
from builder.sentences.rule_sentences import of_way, rule
from builder.sentences.step_sentences import (
    AGAIN,
    ASKED,
    PERMITTED,
    TOLD,
    WITHDRAWN,
    calls,
    deadline,
    decide,
    deed,
    each,
    join,
)
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.parts.bands import Criterion, Grade
from schemas.fields.registry import TYPES
from schemas.format.notice_reading import CHANNEL
from schemas.model.assignment import Who
from schemas.model.flow import Block, Move, State
from schemas.model.form import Field, Form, Page, Section
from schemas.model.notices import Notice
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words, words

Said = Mapping[str, Words]
Names = Mapping[str, str]
"""Of people, by the key that a document calls them by."""

SIDES: Final[Mapping[str, Words]] = {
    "for": words("for", "同意票"),
    "against": words("against", "反对票"),
    "abstain": words("abstention", "弃权票"),
    "": words("no vote", "不计票"),
}
WIDTHS: Final[Mapping[str, Words]] = {
    "": words("the whole line", "整行"),
    "half": words("half a line", "半行"),
    "third": words("a third of a line", "三分之一行"),
}
ENDS: Final[Mapping[str, Words]] = {
    "branch": words("its own branch", "所在分支"),
    "all": words("all branches that are still open", "所有未结束的分支"),
}
BY: Final[Mapping[str, Words]] = {"app": words("in the app", "站内"), "mail": words("by mail", "邮件")}
YES, NO = words("yes", "是"), words("no", "否")
_RULES: Final = ("show", "require", "compute", "lock", "set", "limit", "default")


def process_words(process: Process) -> Said:
    return {"category": literal(process.category), "number": literal(process.number)}


def flow_words(process: Process, people: Names) -> Said:
    flow = process.flow
    return {
        "fallback": _people(process, flow.fallback, people),
        "withdraw": WITHDRAWN[flow.withdraw],
        "notices": notices(process, flow.notices, people),
    }


def form_words(form: Form) -> Said:
    return {name: YES if getattr(form, name) else NO for name in ("one_at_a_time", "review")}


def page_words(process: Process, page: Page) -> Said:
    jumps = (
        rule(Spot("page", page.key, "jump", at), Ruled(one.when, to=one.to), process)
        for at, one in enumerate(page.jumps)
    )
    return {"show": rule(Spot("page", page.key, "show"), Ruled(page.show), process), "jumps": listed(jumps)}


def section_words(process: Process, section: Section) -> Said:
    shown = rule(Spot("section", section.key, "show"), Ruled(section.show), process)
    return {"show": shown, "columns": literal(str(section.columns))}


def field_words(process: Process, field: Field) -> Said:
    """Of a field that is no column: a column's rules read its row."""
    found = {"type": TYPES[field.type].title if field.type in TYPES else literal(field.type)}
    found["options"] = listed(_options(field))
    found["width"] = WIDTHS[field.width]
    remarks = (
        rule(Spot("field", field.key, "refuse" if one.stops else "warn", at), Ruled(one.when, one.text), process)
        for at, one in enumerate(field.remarks)
    )
    found["remarks"] = listed(remarks)
    for kind in _RULES:
        given = getattr(field, kind)
        spot = Spot("field", field.key, kind)
        found[kind] = Words() if given is None else rule(spot, Ruled(given), process)
    for name in ("locked", "soft", "unique", "total", "internal"):
        found[name] = YES if getattr(field, name) else NO
    return found


def _options(field: Field) -> Iterator[Words | str]:
    """The choices by their titles, and what else the type may be told, as its own form says it."""
    yield from (one.title or one.const for one in choices_of(field))
    asked = TYPES[field.type].options.fields if field.type in TYPES else {}
    for name, one in asked.items():
        value = field.options.get(name)
        if isinstance(value, tuple) and name in ("criteria", "grades"):
            yield from _graded(value)
        elif value is not None and name != "choices":
            said = Words({lang: TYPES[one.type].show(one, value, lang) for lang in LANGUAGES})
            yield words("{title}: {said}", "{title}：{said}").formatted(title=one.title, said=said)


def _graded(rows: Iterable[Criterion | Grade]) -> Iterator[Words]:
    """A criterion with what its bands take, a grade with its points."""
    for one in rows:
        bands = one.bands if isinstance(one, Criterion) else ()
        said = "; ".join(" ".join(filter(None, (band.range or band.key, f"→ {band.grade}"))) for band in bands)
        points = f" ({one.points})" if isinstance(one, Grade) and one.points else ""
        yield words("{title}: {said}", "{title}：{said}").formatted(
            title=one.title or one.key, said=said or one.key + points
        )


def state_words(process: Process, state: State, people: Names) -> Said:
    steps = process.flow.by_key
    block = state.kind in Block
    return {
        "kind": KIND_TITLES[state.kind],
        "who": _people(process, state.who, people),
        "not_who_did": listed((steps[key].title or key) if key in steps else key for key in state.not_who_did),
        "decide": decide(state.decide),
        "deadlines": listed(deadline(process, one) for one in state.deadlines),
        "outcome": literal(outcome(state)) if state.kind == "end" else literal(state.outcome),
        "if_requester": AGAIN[state.if_requester],
        "if_acted": AGAIN[state.if_acted],
        "permits": listed(PERMITTED[one] for one in state.permits),
        "join": join(process, state) if block else Words(),
        "each": each(process, state) if block else Words(),
        "calls": calls(state.calls, {}) if state.kind == "process" else Words(),
        "deeds": listed(deed(process, state, at) for at in range(len(state.deeds))),
        "notices": notices(process, state.notices, people),
        "reports": listed(one.title or one.key for one in process.reports if one.key in state.reports),
        "ends": ENDS[state.ends],
    }


def move_words(process: Process, move: Move, people: Names) -> Said:
    found = {
        "notices": notices(process, move.notices, people),
        "when": of_way(process, move.source, move.key),
        "asks": listed(ASKED[one] for one in move.asks),
        "vote": SIDES[move.vote],
        "message": literal(move.message),
        "accepts": literal(move.accepts),
    }
    flags = ("unfinished", "branch", "leaves", "by_hand", "keeps")
    return {**found, **{name: YES if getattr(move, name) else NO for name in flags}}


def notices(process: Process, told: Iterable[Notice], people: Names) -> Words:
    """Who is told when and how, and under which title."""
    return listed(_notice(process, one, people) for one in told)


def _notice(process: Process, one: Notice, people: Names) -> Words:
    ways = listed(BY.get(way) or way.removeprefix(CHANNEL) for way in one.by)
    said = (
        words("{when}: {whom} ({ways})", "{when}：{whom}（{ways}）")
        if one.to
        else words("{when}: {ways}", "{when}：{ways}")
    )
    said = said.formatted(when=TOLD[one.on], whom=_people(process, one.to, people), ways=ways)
    text = one.title or one.text
    return words("{said}, “{text}”", "{said}，“{text}”").formatted(said=said, text=text) if text else said


def literal(text: Words | str) -> Words:
    return text if isinstance(text, Words) else words(text, text)


def listed(said: Iterable[Words | str]) -> Words:
    texts = [literal(one) for one in said]
    return words("; ".join(one.in_("en") for one in texts), "；".join(one.in_("zh-Hans") for one in texts))


def _people(process: Process, asked: Iterable[Who], people: Names) -> Words:
    return listed(who(process, one, people) for one in asked)
