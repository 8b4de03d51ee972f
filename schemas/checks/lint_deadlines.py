"""Deadlines that never come, or at which nothing could happen."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from schemas.fields.registry import type_of
from schemas.format.addresses import Addresses
from schemas.model import period
from schemas.model.flow import Deadline, Flow, State
from schemas.model.form import Field
from schemas.model.period import Duration
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.words import Words, words

UNREADABLE = words(
    "“{after}” is no length of time, such as P2WD, P3D or PT4H", "“{after}”不是有效时长，例如 P2WD、P3D 或 PT4H"
)
AT_ONCE = words("it falls due at once", "一进入步骤就到期")
BEFORE = words("only what counts from a date can fall due before", "只有按日期字段计算的时限才能提前")
NO_DATE = words("“{field}” is no date", "“{field}”不是日期")
NOBODY_WAITS = words("nobody is asked here", "此步骤无人办理")
NO_VOTE = words("only a vote can be closed", "只有表决步骤才能截止计票")
NOBODY_NAMED = words("it does not say to whom", "没有指定移交给谁")
NO_MOVE = words("there is no way on “{move}” here", "此步骤没有“{move}”这一流向")
BEGINS = words("“{move}” is the beginning of a branch", "“{move}”是分支的起点，不是流向")
AFTER_THE_END = words("“{move}” is taken after {after} already", "在{after}时已自动执行“{move}”")
AFTER_ESCALATION = words("it is reminded only after others have heard of it ({after})", "提醒晚于上报（{after}）")
FAR = words("it falls due in more than {years} years", "到期时间超过 {years} 年")
FURTHEST = 10
"""Years; nobody plans a step for longer."""
PASSED = ("choice", "action", "end")
"""Kinds of step at which nothing waits."""
DATES = ("date", "datetime")


def never_due(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    for index, state in enumerate(process.flow.states):
        for number, deadline in enumerate(state.deadlines):
            path = pointer("flow", "states", index, "deadlines", number)
            if deadline.since and deadline.since not in process.form.fields:
                yield Problem("field.unknown", f"{path}/since", {"field": deadline.since})
            elif why := _why(process, state, deadline):
                yield Problem("deadline.never", path, {"state": state.title or state.key, "why": why})


def odd(process: Process, at: Addresses) -> Iterator[Problem]:
    """Deadlines in an order that nobody can have meant."""
    del at
    for index, state in enumerate(process.flow.states):
        parsed = [(number, one, _parsed(one)) for number, one in enumerate(state.deadlines)]
        known = [(number, one, length) for number, one, length in parsed if length and not _why(process, state, one)]
        for number, one, length in known:
            others = ((other, after) for at_, other, after in known if at_ != number and other.since == one.since)
            if why := _order(process.flow, state, one, length, others) or _far(length):
                path = pointer("flow", "states", index, "deadlines", number)
                repair = ({"op": "remove", "path": path},)
                params = {"state": state.title or state.key, "why": why}
                yield Problem("deadline.odd", path, params, "warning", repair=repair)


def _order(
    flow: Flow, state: State, one: Deadline, length: Duration, others: Iterable[tuple[Deadline, Duration]]
) -> Words | None:
    for other, after in others:
        if not _not_before(length, after):
            continue
        move = next((move for move in flow.moves_from(state.key) if move.key == other.move), None)
        if other.do == "move" and move and move.when is None and (one.do != "move" or length != after):
            return AFTER_THE_END.formatted(after=other.after, move=move.title or move.key)
        if one.do == "remind" and other.do in ("escalate", "hand_over"):
            return AFTER_ESCALATION.formatted(after=other.after)
    return None


def _not_before(one: Duration, other: Duration) -> bool:
    """Surely not earlier than the other. Working days and hours are not compared with those of the calendar."""
    if one.back != other.back:
        return other.back
    first, second = (other, one) if one.back else (one, other)
    calendar = first.months >= second.months and first.rest >= second.rest
    return calendar and first.workdays >= second.workdays and first.workhours >= second.workhours


def _far(length: Duration) -> Words | None:
    days = length.months * 30 + length.rest.days + length.workdays + length.workhours / 24
    return FAR.formatted(years=FURTHEST) if days > FURTHEST * 366 else None


def _parsed(deadline: Deadline) -> Duration | None:
    try:
        return period.parse(deadline.after)
    except (ValueError, OverflowError):
        return None


def _why(process: Process, state: State, deadline: Deadline) -> Words | None:
    if state.kind in PASSED:
        return NOBODY_WAITS
    counted_from = process.form.fields.get(deadline.since)
    return _length(deadline) or _no_date(counted_from) or _nothing_done(process.flow, state, deadline)


def _length(deadline: Deadline) -> Words | None:
    before = deadline.after.startswith("-")
    try:
        length = period.parse(deadline.after.removeprefix("-"))
    except (ValueError, OverflowError):
        return UNREADABLE.formatted(after=deadline.after)
    if deadline.since:
        return None
    some = length.months or length.rest > timedelta(0) or length.workdays or length.workhours
    return BEFORE if before else None if some else AT_ONCE


def _no_date(one: Field | None) -> Words | None:
    """Of what is computed or looked up nobody can say beforehand whether it is a date."""
    if one is None or one.type in DATES or (one.compute is not None and type_of(one).value_of(one) == "text"):
        return None
    return NO_DATE.formatted(field=one.title or one.key)


def _nothing_done(flow: Flow, state: State, deadline: Deadline) -> Words | None:
    match deadline.do:
        case "move":
            return _no_move(flow, state, deadline.move)
        case "close" if state.kind != "approval":
            return NO_VOTE
        case "hand_over" if not deadline.to:
            return NOBODY_NAMED
        case "remind" | "hand_over" if not state.asks:
            return NOBODY_WAITS
        case "escalate" if not (state.asks or deadline.to):
            return NOBODY_WAITS
        case _:
            return None


def _no_move(flow: Flow, state: State, key: str) -> Words | None:
    move = next((move for move in flow.moves_from(state.key) if move.key == key), None)
    if move is None:
        return NO_MOVE.formatted(move=key)
    return BEGINS.formatted(move=move.title or key) if move.branch else None
