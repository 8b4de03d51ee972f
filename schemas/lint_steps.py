"""Steps at which nobody is asked, votes that cannot come to a decision, deadlines that never come."""

from collections.abc import Iterator
from datetime import timedelta

from schemas import period
from schemas.addresses import Addresses
from schemas.assignment import Who
from schemas.certainty import never
from schemas.flow import Deadline, Flow, State
from schemas.problem import Problem, Severity, pointer
from schemas.process import Process
from schemas.words import Words, words

ASKING = ("task", "approval")
ALONE = ("person", "requester", "manager", "contact", "field")
"""Kinds of "who" that are one person each."""

NO_FOR = words("no move counts as a vote for it", "没有任何操作计为同意票")
NO_AGAINST = words("no move counts as a vote against it", "没有任何操作计为反对票")
NO_COUNT = words("at least one has to agree", "至少需要一人同意")
TOO_MANY = words("it needs {count} who agree, and asks {asked}", "需要 {count} 人同意，但只有 {asked} 人参与")
UNREADABLE = words(
    "“{after}” is no length of time, such as P2WD, P3D or PT4H", "“{after}”不是有效时长，例如 P2WD、P3D 或 PT4H"
)
AT_ONCE = words("it falls due at once", "一进入步骤就到期")
NOBODY_WAITS = words("nobody is asked here", "此步骤无人办理")


def stuck(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    for index, state in enumerate(process.flow.states):
        path = pointer("flow", "states", index)
        if state.kind in ASKING:
            yield from _nobody(process, state, path)
        if state.kind == "approval":
            yield from _undecided(process.flow, state, path)
        for number, deadline in enumerate(state.deadlines):
            why = NOBODY_WAITS if state.kind not in ASKING else _never(deadline)
            if why:
                params = {"state": state.title or state.key, "why": why}
                yield Problem("deadline.never", path + pointer("deadlines", number), params)


def _nobody(process: Process, state: State, path: str) -> Iterator[Problem]:
    """An error where nobody can be found; a warning where nobody may be."""
    if process.flow.fallback:
        return
    severity: Severity | None = None
    if not state.who or _excluded(process.flow, state):
        severity = "error"
    elif all(_may_be_missing(process, who) for who in state.who):
        severity = "warning"
    if severity:
        yield Problem("step.nobody", path + (pointer("who") if state.who else ""), _named(state), severity)


def _excluded(flow: Flow, state: State) -> bool:
    """The only one who is asked is the only one who can have done a step whose doers are left out."""
    asked = set(state.who)
    done = (set(flow.by_key[key].who) for key in state.not_who_did if key in flow.by_key)
    return len(asked) == 1 and next(iter(asked)).kind in ("person", "requester") and asked in done


def _may_be_missing(process: Process, who: Who) -> bool:
    match who.kind:
        case "manager":
            return True
        case "contact":
            return not process.contact.email
        case "field":
            named = process.form.fields.get(who.key)
            return named is not None and (not named.required or named.show is not None)
        case _:
            return False


def _undecided(flow: Flow, state: State, path: str) -> Iterator[Problem]:
    moves = [move for move in flow.moves_from(state.key) if not never(move.when)]
    votes = {move.vote for move in moves}
    if "for" not in votes:
        yield _cannot(state, path, NO_FOR)
    if "against" not in votes:
        yield _cannot(state, path, NO_AGAINST, "warning" if "" in votes else "error")
    decide = state.decide
    if decide.rule == "at_least" and decide.count < 1:
        yield _cannot(state, path + pointer("decide", "count"), NO_COUNT)
    asked = len(set(state.who))
    alone = bool(state.who) and all(who.kind in ALONE for who in state.who)
    if decide.rule == "at_least" and alone and decide.count > asked:
        yield _cannot(state, path + pointer("decide", "count"), TOO_MANY.formatted(count=decide.count, asked=asked))


def _cannot(state: State, path: str, why: Words, severity: Severity = "error") -> Problem:
    return Problem("step.cannot-decide", path, {**_named(state), "why": why}, severity)


def _never(deadline: Deadline) -> Words | None:
    try:
        length = period.parse(deadline.after)
    except (ValueError, OverflowError):
        return UNREADABLE.formatted(after=deadline.after)
    some = length.months or length.rest > timedelta(0) or length.workdays or length.workhours
    return None if some else AT_ONCE


def _named(state: State) -> dict[str, Words | str]:
    return {"state": state.title or state.key}
