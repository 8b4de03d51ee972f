"""How what is counted is spread: by day, by length of time, by step, by person, by answer. Exact, whatever the number of requests."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, and_, case, cast, distinct, func, literal, or_, select

from runtime.engine.position import Party
from runtime.store.tables.tables import CASE_FILE, CONTACT, CUSTOMER, FIGURE_CASE, FIGURE_STEP, TASK

Measure = Literal["took", "lasted", "response", "response_lasted"]
Counted = Literal["opened", "closed"]
"""By which day a request belongs to a period."""
Ended = tuple[str, str]
"""The key of a process, and an outcome or a goal of it."""

ANY: Final = ""
CUSTOMERS: Final = "@customer"
_SPEAKS: Final = "contact:"
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


def earlier(tx: Connection, chosen: Selection, counted: Counted) -> int:
    """How many were opened or closed before the period."""
    at = _CASE.opened_on if counted == "opened" else _CASE.closed_on
    return int(tx.execute(select(func.count()).where(*of(chosen), at < chosen.first)).scalar_one())


def openings(tx: Connection, chosen: Selection, starts: Sequence[int]) -> Counter[tuple[int, int | None]]:
    """Of the requests opened in the period: part and minutes until somebody answered, to how many.

    ``starts`` are the first days of the parts; part 0 lies before them all.
    """
    kept: Counter[tuple[int, int | None]] = Counter()
    for part, response, number in _by_part(tx, _CASE.opened_on, [_CASE.response], [*of(chosen), *came(chosen)], starts):
        kept[part, response] += number
    return kept


def closings(tx: Connection, chosen: Selection, starts: Sequence[int]) -> Counter[tuple[int, Ended, bool, int]]:
    """Of the requests closed in the period: part, process and outcome, whether late, minutes of work, to how many."""
    kept: Counter[tuple[int, Ended, bool, int]] = Counter()
    by = [_CASE.process_key, _CASE.outcome, _CASE.late, _CASE.took]
    for part, process, outcome, late, took, number in _by_part(
        tx, _CASE.closed_on, by, [*of(chosen), *went(chosen)], starts
    ):
        kept[part, (process, outcome), bool(late), took] += number
    return kept


def _by_part(
    tx: Connection, at: Any, by: list[Any], there: list[ColumnElement[bool]], starts: Sequence[int]
) -> Iterable[Any]:
    """SQLite would sort all rows to group them: there it is quicker to count here, row by row."""
    if tx.dialect.name == "sqlite":
        rows = tx.execute(select(at, *by).where(*there))
        return ((bisect_right(starts, row[0]), *row[1:], 1) for row in rows)
    part = func.width_bucket(at, cast(literal(list(starts), ARRAY(Integer)), ARRAY(Integer))).label("part")
    parted = select(part, *by).where(*there).subquery()
    return tx.execute(select(*parted.c, func.count()).group_by(*parted.c))


def lasting(tx: Connection, chosen: Selection) -> dict[int, int]:
    """Minutes by the clock to how many of the requests closed in the period took so long."""
    found = select(_CASE.lasted, func.count()).where(*of(chosen), *went(chosen)).group_by(_CASE.lasted)
    return {row[0]: row[1] for row in tx.execute(found)}


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
    value, called = _value(by), _customers(tx, chosen.workspace) if by == CUSTOMERS else {}
    opening = select(value, func.count()).where(*of(chosen), *came(chosen)).group_by(value)
    opened: dict[str, int] = {}
    for answer, number in tx.execute(opening):
        who = called.get(answer, answer) or ""
        opened[who] = opened.get(who, 0) + number
    closing = select(value, _CASE.took, _CASE.late).where(*of(chosen), *went(chosen))
    closed: dict[str, list[tuple[int, bool, int]]] = {}
    for answer, took, late in tx.execute(closing):
        closed.setdefault(called.get(answer, answer) or "", []).append((took, bool(late), 1))
    made = [_share(one, opened.get(one, 0), closed.get(one, [])) for one in {*opened, *closed}]
    return sorted(made, key=lambda one: (-one.opened, -one.closed, one.value))


def ratings(tx: Connection, chosen: Selection) -> list[tuple[int, float, float | None, int]]:
    """Day of closing, satisfaction, what was expected, how many."""
    by = (_CASE.closed_on, _CASE.satisfaction, _CASE.expected)
    found = select(*by, func.count()).where(*of(chosen), *went(chosen), _CASE.satisfaction.is_not(None))
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(found.group_by(*by))]


def goals(tx: Connection, chosen: Selection) -> dict[Ended, int]:
    by = (_CASE.process_key, _CASE.goal)
    found = select(*by, func.count()).where(*of(chosen), *went(chosen), _CASE.goal != "")
    return {(row[0], row[1]): row[2] for row in tx.execute(found.group_by(*by))}


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


def standing(tx: Connection, chosen: Selection, now: Any) -> list[tuple[str, str, int, int]]:
    """Version and state, in how many requests somebody is asked there now, in how many of them that is overdue."""
    late = func.count(distinct(case((TASK.c.due_at < now, TASK.c.case_id))))
    by = (CASE_FILE.c.version_id, TASK.c.state)
    case_of = and_(CASE_FILE.c.workspace_id == TASK.c.workspace_id, CASE_FILE.c.id == TASK.c.case_id)
    found = (
        select(*by, func.count(distinct(TASK.c.case_id)), late)
        .join_from(TASK, FIGURE_CASE, _same(TASK, FIGURE_CASE))
        .join(CASE_FILE, case_of)
        .where(TASK.c.workspace_id == chosen.workspace, TASK.c.open, *of(chosen))
        .group_by(*by)
    )
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(found)]


def values(tx: Connection, workspace: str, process: str, by: str, limit: int) -> list[str]:
    """What was answered there so far, the most frequent first: what a filter offers."""
    value = _value(by)
    chosen = Selection(workspace, process)
    found = select(value, func.count()).where(*of(chosen), value.is_not(None), value != "")
    rows = tx.execute(found.group_by(value).order_by(func.count().desc(), value).limit(limit))
    return [row[0] for row in rows]


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
            return func.coalesce(_CASE.customer_id, literal(_SPEAKS) + _CASE.contact_id)
        case _:
            answer: ColumnElement[Any] = _CASE.said[by].as_string()
            return answer


def _customers(tx: Connection, workspace: str) -> dict[str, str]:
    """Whose a request is that is of a contact, or of a customer who was merged into another."""
    merged = select(CUSTOMER.c.id, CUSTOMER.c.merged_into).where(
        CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.merged_into.is_not(None)
    )
    into = {row[0]: row[1] for row in tx.execute(merged)}
    speaks = select(CONTACT.c.id, CONTACT.c.customer_id).where(CONTACT.c.workspace_id == workspace)
    of_contacts = {f"{_SPEAKS}{row[0]}": into.get(row[1], row[1]) or "" for row in tx.execute(speaks)}
    return {**into, **of_contacts}


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
