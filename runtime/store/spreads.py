"""How what is counted is spread: by day, by length of time, by step, by person, by answer. Exact, whatever the number of requests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from runtime.engine.position import Party
from runtime.store.tables import CONTACT, CUSTOMER, FIGURE_CASE, FIGURE_STEP, TASK

Measure = Literal["took", "lasted", "response", "response_lasted"]
Counted = Literal["opened", "closed"]
"""By which day a request belongs to a period."""

ANY: Final = ""
_CASE, _STEP = FIGURE_CASE.c, FIGURE_STEP.c


@dataclass(frozen=True)
class Selection:
    """Which requests are looked at. ``said`` are answers that they have; ``customers`` the ids of one with its doubles.

    ``first`` and ``last`` are days, counted from the first of the year 1, both within.
    """

    workspace: str
    process: str = ANY
    first: int = 1
    last: int = 3_652_059
    channel: str = ""
    customers: tuple[str, ...] = ()
    outcome: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


def by_day(tx: Connection, chosen: Selection, counted: Counted) -> dict[int, int]:
    """How many were opened or closed, by day, up to the last: also before the first, so that the open ones can be told."""
    at = _CASE.opened_on if counted == "opened" else _CASE.closed_on
    found = select(at, func.count()).where(*of(chosen), at <= chosen.last).group_by(at)
    return {row[0]: row[1] for row in tx.execute(found)}


def times(tx: Connection, chosen: Selection, measure: Measure) -> dict[int, int]:
    """Minutes to how many requests took so long: of those closed in the period, or, of responses, opened in it."""
    found = select(_CASE[measure], func.count()).where(*of(chosen), *_within(chosen, measure))
    return {row[0]: row[1] for row in tx.execute(found.group_by(_CASE[measure]))}


def times_by_day(tx: Connection, chosen: Selection, measure: Measure) -> dict[int, dict[int, int]]:
    """The same by day."""
    at = _CASE.opened_on if measure.startswith("response") else _CASE.closed_on
    found = select(at, _CASE[measure], func.count()).where(*of(chosen), *_within(chosen, measure))
    return _nested(tx.execute(found.group_by(at, _CASE[measure])))


def outcomes(tx: Connection, chosen: Selection) -> list[tuple[str, int, int]]:
    """Outcome, how many were closed with it, how many of them late."""
    late = func.sum(case((_CASE.late, 1), else_=0))
    found = select(_CASE.outcome, func.count(), late).where(*of(chosen), *went(chosen)).group_by(_CASE.outcome)
    return sorted(((row[0], row[1], row[2]) for row in tx.execute(found)), key=lambda one: (-one[1], one[0]))


def late_by_day(tx: Connection, chosen: Selection) -> dict[int, int]:
    found = select(_CASE.closed_on, func.count()).where(*of(chosen), *went(chosen), _CASE.late)
    return {row[0]: row[1] for row in tx.execute(found.group_by(_CASE.closed_on))}


@dataclass(frozen=True)
class Share:
    """Of the requests with one answer: ``times`` are working minutes to how many of those closed took so long."""

    value: str
    opened: int = 0
    closed: int = 0
    late: int = 0
    times: Mapping[int, int] = field(default_factory=dict)


def by_answer(tx: Connection, chosen: Selection, by: str) -> list[Share]:
    """By what was answered to a field, or by ``@channel``, ``@customer``, ``@process``; the most frequent first."""
    value = _value(by)
    opening = _beside(select(value, func.count()), by).where(*of(chosen), *came(chosen)).group_by(value)
    opened = {row[0] or "": row[1] for row in tx.execute(opening)}
    closing = _beside(select(value, _CASE.took, _CASE.late, func.count()), by).where(*of(chosen), *went(chosen))
    closed: dict[str, list[tuple[int, bool, int]]] = {}
    for row in tx.execute(closing.group_by(value, _CASE.took, _CASE.late)):
        closed.setdefault(row[0] or "", []).append((row[1], bool(row[2]), row[3]))
    made = [_share(one, opened.get(one, 0), closed.get(one, [])) for one in {*opened, *closed}]
    return sorted(made, key=lambda one: (-one.opened, -one.closed, one.value))


def ratings(tx: Connection, chosen: Selection) -> list[tuple[int, float, float | None, int]]:
    """Day of closing, satisfaction, what was expected, how many."""
    by = (_CASE.closed_on, _CASE.satisfaction, _CASE.expected)
    found = select(*by, func.count()).where(*of(chosen), *went(chosen), _CASE.satisfaction.is_not(None))
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(found.group_by(*by))]


def goals(tx: Connection, chosen: Selection) -> dict[str, int]:
    found = select(_CASE.goal, func.count()).where(*of(chosen), *went(chosen), _CASE.goal != "")
    return {row[0]: row[1] for row in tx.execute(found.group_by(_CASE.goal))}


def step_times(tx: Connection, chosen: Selection, measure: Measure) -> dict[str, dict[int, int]]:
    """State to minutes to how many visits, of those that ended in the period."""
    found = select(_STEP.state, _STEP[measure], func.count()).where(*steps(chosen), _STEP[measure].is_not(None))
    return _nested(tx.execute(found.group_by(_STEP.state, _STEP[measure])))


def step_late(tx: Connection, chosen: Selection) -> dict[str, int]:
    found = select(_STEP.state, func.count()).where(*steps(chosen), _STEP.late).group_by(_STEP.state)
    return {row[0]: row[1] for row in tx.execute(found)}


def ways(tx: Connection, chosen: Selection) -> dict[tuple[str, str, str], int]:
    """State, how it was left, and to which state, to how often."""
    by = (_STEP.state, _STEP.how, _STEP.to)
    found = select(*by, func.count()).where(*steps(chosen)).group_by(*by)
    return {(row[0], row[1], row[2]): row[3] for row in tx.execute(found)}


def hands(tx: Connection, chosen: Selection) -> dict[tuple[Party, str], dict[int, int]]:
    """Who acted, for which group, to working minutes until they did, to how often."""
    by = (_STEP.party, _STEP.team, _STEP.took)
    found = select(*by, func.count()).where(*steps(chosen, hands=True)).group_by(*by)
    acted: dict[tuple[Party, str], dict[int, int]] = {}
    for party, team, took, number in tx.execute(found):
        acted.setdefault((party, team), {})[took] = number
    return acted


def waiting(tx: Connection, chosen: Selection, now: Any) -> list[tuple[Party, str, str, int, int]]:
    """Party, its name, state, how many open to-dos it has there, how many of them overdue: as it is now."""
    late = func.sum(case((TASK.c.due_at < now, 1), else_=0))
    found = (
        select(TASK.c.party, func.max(TASK.c.party_name), TASK.c.state, func.count(), late)
        .join_from(TASK, FIGURE_CASE, _same(TASK, FIGURE_CASE))
        .where(TASK.c.workspace_id == chosen.workspace, TASK.c.open, *of(chosen))
        .group_by(TASK.c.party, TASK.c.state)
    )
    return [(row[0], row[1], row[2], row[3], row[4] or 0) for row in tx.execute(found)]


def values(tx: Connection, workspace: str, process: str, by: str, limit: int) -> list[str]:
    """What was answered there so far, the most frequent first: what a filter offers."""
    value = _value(by)
    chosen = Selection(workspace, process)
    found = _beside(select(value, func.count().label("times")), by).where(*of(chosen), value.is_not(None), value != "")
    rows = tx.execute(found.group_by(value).order_by(func.count().desc(), value).limit(limit))
    return [row[0] for row in rows]


def customer_names(tx: Connection, workspace: str, ids: Iterable[str]) -> dict[str, str]:
    found = select(CUSTOMER.c.id, CUSTOMER.c.name).where(
        CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id.in_(tuple(ids))
    )
    return {row[0]: row[1] for row in tx.execute(found)}


def doubles(tx: Connection, workspace: str, customer: str) -> tuple[str, ...]:
    """The ids under which requests of a customer are counted: its own, and of those that were merged into it."""
    found = select(CUSTOMER.c.id).where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.merged_into == customer)
    return (customer, *(row[0] for row in tx.execute(found)))


def _share(value: str, opened: int, closed: Sequence[tuple[int, bool, int]]) -> Share:
    times: dict[int, int] = {}
    for took, _, number in closed:
        times[took] = times.get(took, 0) + number
    late = sum(number for _, is_late, number in closed if is_late)
    return Share(value, opened, sum(times.values()), late, times)


def _value(by: str) -> ColumnElement[Any]:
    match by:
        case "@channel":
            return _CASE.channel
        case "@process":
            return _CASE.process_key
        case "@customer":
            return func.coalesce(CUSTOMER.c.merged_into, _CASE.customer_id, CONTACT.c.customer_id)
        case _:
            answer: ColumnElement[Any] = _CASE.said[by].as_string()
            return answer


def _beside(found: Select[Any], by: str) -> Select[Any]:
    """Whose a request is, is known of itself or else of the contact who asked."""
    if by != "@customer":
        return found.select_from(FIGURE_CASE)
    of_contact = and_(CONTACT.c.workspace_id == _CASE.workspace_id, CONTACT.c.id == _CASE.contact_id)
    merged = and_(
        CUSTOMER.c.workspace_id == _CASE.workspace_id,
        CUSTOMER.c.id == func.coalesce(_CASE.customer_id, CONTACT.c.customer_id),
    )
    return found.select_from(FIGURE_CASE.outerjoin(CONTACT, of_contact).outerjoin(CUSTOMER, merged))


def of(chosen: Selection) -> list[ColumnElement[bool]]:
    """Everything but the period."""
    found = [_CASE.workspace_id == chosen.workspace]
    if chosen.process:
        found.append(_CASE.process_key == chosen.process)
    if chosen.channel:
        found.append(_CASE.channel == chosen.channel)
    if chosen.outcome:
        found.append(_CASE.outcome == chosen.outcome)
    if chosen.customers:
        theirs = select(CONTACT.c.id).where(
            CONTACT.c.workspace_id == chosen.workspace, CONTACT.c.customer_id.in_(chosen.customers)
        )
        of_contact = and_(_CASE.customer_id.is_(None), _CASE.contact_id.in_(theirs))
        found.append(or_(_CASE.customer_id.in_(chosen.customers), of_contact))
    return [*found, *(_CASE.said[key].as_string() == value for key, value in chosen.said.items())]


def came(chosen: Selection) -> list[ColumnElement[bool]]:
    return [_CASE.opened_on.between(chosen.first, chosen.last)]


def went(chosen: Selection) -> list[ColumnElement[bool]]:
    return [_CASE.closed_on.is_not(None), _CASE.closed_on.between(chosen.first, chosen.last)]


def _within(chosen: Selection, measure: Measure) -> list[ColumnElement[bool]]:
    within = came(chosen) if measure.startswith("response") else went(chosen)
    return [*within, _CASE[measure].is_not(None)]


def steps(chosen: Selection, *, hands: bool = False) -> list[ColumnElement[bool]]:
    found = [
        _STEP.workspace_id == chosen.workspace,
        _STEP.party != "" if hands else _STEP.party == "",
        _STEP.left_on.between(chosen.first, chosen.last),
    ]
    if chosen.process:
        found.append(_STEP.process_key == chosen.process)
    if chosen.channel or chosen.said or chosen.customers or chosen.outcome:
        found.append(_STEP.case_id.in_(select(_CASE.case_id).where(*of(chosen))))
    return found


def _same(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(other.c.workspace_id == one.c.workspace_id, other.c.case_id == one.c.case_id)


def _nested(rows: Iterable[Any]) -> dict[Any, dict[int, int]]:
    found: dict[Any, dict[int, int]] = {}
    for key, minutes, number in rows:
        found.setdefault(key, {})[minutes] = number
    return found
