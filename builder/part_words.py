"""What the parts of a field, a step, a way say, in words: by the name of the part, empty where it says nothing.

Only parts that a sentence can hold are here; of the others a comparison says that they changed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from builder.asked_words import outcome, who
from builder.new_steps import KIND_TITLES
from builder.rule_sentences import of_way, rule
from builder.spots import Ruled, Spot
from builder.step_sentences import AGAIN, ASKED, PERMITTED, WITHDRAWN, calls, deadline, decide, deed, each, join
from schemas.assignment import Who
from schemas.fields.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.flow import Block, Move, State
from schemas.form import Field
from schemas.process import Process
from schemas.words import Words, words

Said = Mapping[str, Words]
Names = Mapping[str, str]
"""Of people, by the key that a document calls them by."""

SIDES: Final[Mapping[str, Words]] = {
    "for": words("for", "同意票"),
    "against": words("against", "反对票"),
    "abstain": words("abstention", "弃权票"),
    "": words("no vote", "不计票"),
}
YES, NO = words("yes", "是"), words("no", "否")
_RULES: Final = ("show", "require", "compute", "lock", "set", "limit", "default")


def process_words(process: Process) -> Said:
    return {"category": literal(process.category), "number": literal(process.number)}


def flow_words(process: Process, people: Names) -> Said:
    return {"fallback": _people(process, process.flow.fallback, people), "withdraw": WITHDRAWN[process.flow.withdraw]}


def field_words(process: Process, field: Field) -> Said:
    """Of a field that is no column: a column's rules read its row."""
    found = {"type": TYPES[field.type].title if field.type in TYPES else literal(field.type)}
    found["options"] = listed(one.title or one.const for one in choices_of(field))
    for kind in _RULES:
        given = getattr(field, kind)
        spot = Spot("field", field.key, kind)
        found[kind] = Words() if given is None else rule(spot, Ruled(given), process)
    for name in ("locked", "soft", "unique", "total"):
        found[name] = YES if getattr(field, name) else NO
    return found


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
    }


def move_words(process: Process, move: Move) -> Said:
    found = {
        "when": of_way(process, move.source, move.key),
        "asks": listed(ASKED[one] for one in move.asks),
        "vote": SIDES[move.vote],
        "message": literal(move.message),
    }
    flags = ("unfinished", "branch", "leaves", "by_hand", "keeps")
    return {**found, **{name: YES if getattr(move, name) else NO for name in flags}}


def literal(text: Words | str) -> Words:
    return text if isinstance(text, Words) else words(text, text)


def listed(said: Iterable[Words | str]) -> Words:
    texts = [literal(one) for one in said]
    return words("; ".join(one.in_("en") for one in texts), "；".join(one.in_("zh-Hans") for one in texts))


def _people(process: Process, asked: Iterable[Who], people: Names) -> Words:
    return listed(who(process, one, people) for one in asked)
