"""What is counted of requests and of the steps that they have left: written with each change, or all anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, or_, select, true, update

from runtime.engine.position import Party
from runtime.store.connection.prepared import ByHeart
from runtime.store.tables.tables import CASE_FILE, FIGURE_CASE, FIGURE_STEP


@dataclass(frozen=True)
class CaseFigures:
    """``opened_on`` and ``closed_on`` are days, counted from the first of the year 1; lengths of time are whole minutes.

    ``took`` and ``response`` are working time, ``lasted`` and ``response_lasted`` time by the clock. ``said`` are the answers
    that requests are counted by, as texts.
    """

    workspace: str
    case_id: str
    process_key: str
    opened_on: int
    closed_on: int | None = None
    outcome: str = ""
    channel: str = ""
    contact_id: str | None = None
    customer_id: str | None = None
    took: int | None = None
    lasted: int | None = None
    response: int | None = None
    response_lasted: int | None = None
    late: bool = False
    satisfaction: float | None = None
    expected: float | None = None
    goal: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StepFigures:
    """One visit of a state that is over; with a ``party`` what they did in it, and how long it was until they did.

    ``seq`` is the line of the journal that ended it, ``part`` numbers the rows of one line. ``how``: the key of the move,
    or returned, placed, stopped, straight_back. ``team`` is the group that the step asks, empty where it asks others.
    """

    workspace: str
    case_id: str
    seq: int
    part: int
    process_key: str
    state: str
    left_on: int
    entered_at: datetime
    left_at: datetime
    how: str
    to: str
    team: str
    party: Party
    took: int
    lasted: int
    response: int | None
    response_lasted: int | None
    late: bool


_ONCE = ("response", "response_lasted")
_SETTLED = ("workspace_id", "case_id", "process_key", "opened_on")
_CHANGING = [name for column in FIGURE_CASE.columns if (name := column.name) not in (*_SETTLED, *_ONCE, "late")]
_INSERT = ByHeart(insert(FIGURE_CASE))
_INSERT_STEP = ByHeart(insert(FIGURE_STEP))
_UPDATE = ByHeart(
    update(FIGURE_CASE)
    .where(FIGURE_CASE.c.workspace_id == bindparam("the_workspace"), FIGURE_CASE.c.case_id == bindparam("the_case"))
    .values(
        **{
            name: func.coalesce(FIGURE_CASE.c[name], bindparam(f"first_{name}", type_=FIGURE_CASE.c[name].type))
            for name in _ONCE
        },
        late=case(
            (or_(FIGURE_CASE.c.late, bindparam("is_late", type_=FIGURE_CASE.c.late.type)), true()),
            else_=FIGURE_CASE.c.late,
        ),
    ),
    _CHANGING,
)


def begin(tx: Connection, figures: CaseFigures) -> None:
    _INSERT.run(tx, _columns(figures))


def follow(tx: Connection, figures: CaseFigures) -> None:
    """As they are now; who has responded first, and that it was late, stays."""
    said = _columns(figures)
    _UPDATE.run(
        tx,
        {
            **{name: said[name] for name in _CHANGING},
            **{f"first_{name}": said[name] for name in _ONCE},
            "is_late": figures.late,
            "the_workspace": figures.workspace,
            "the_case": figures.case_id,
        },
    )


def leave(tx: Connection, steps: Sequence[StepFigures]) -> None:
    _INSERT_STEP.run_each(tx, [_columns(one) for one in steps])


def rewrite(tx: Connection, figures: Sequence[CaseFigures], steps: Sequence[StepFigures]) -> None:
    """In the place of whatever was counted of these cases."""
    if not figures:
        return
    workspace = figures[0].workspace
    for start in range(0, len(figures), 300):
        ids = [one.case_id for one in figures[start : start + 300]]
        for table in (FIGURE_STEP, FIGURE_CASE):
            tx.execute(delete(table).where(table.c.workspace_id == workspace, table.c.case_id.in_(ids)))
    tx.execute(insert(FIGURE_CASE), [_columns(one) for one in figures])
    if steps:
        tx.execute(insert(FIGURE_STEP), [_columns(one) for one in steps])


def uncounted(tx: Connection, limit: int) -> list[str]:
    """The ids of cases of which nothing is counted, the oldest first."""
    there = select(FIGURE_CASE.c.case_id).where(
        FIGURE_CASE.c.workspace_id == CASE_FILE.c.workspace_id, FIGURE_CASE.c.case_id == CASE_FILE.c.id
    )
    found = select(CASE_FILE.c.id).where(~there.exists()).order_by(CASE_FILE.c.id).limit(limit)
    return list(tx.execute(found).scalars())


def of_cases(tx: Connection, workspace: str, ids: Iterable[str]) -> list[CaseFigures]:
    """In the order of their ids."""
    found = select(FIGURE_CASE).where(FIGURE_CASE.c.workspace_id == workspace, FIGURE_CASE.c.case_id.in_(tuple(ids)))
    return [_read(CaseFigures, row) for row in tx.execute(found.order_by(FIGURE_CASE.c.case_id))]


def steps_of(tx: Connection, workspace: str, ids: Iterable[str]) -> list[StepFigures]:
    """In the order in which they happened, by case."""
    found = select(FIGURE_STEP).where(FIGURE_STEP.c.workspace_id == workspace, FIGURE_STEP.c.case_id.in_(tuple(ids)))
    ordered = found.order_by(FIGURE_STEP.c.case_id, FIGURE_STEP.c.seq, FIGURE_STEP.c.part)
    return [_read(StepFigures, row) for row in tx.execute(ordered)]


def _columns(figures: CaseFigures | StepFigures) -> dict[str, Any]:
    said = dict(vars(figures))
    said["workspace_id"] = said.pop("workspace")
    return said


def _read(kind: type[Any], row: Any) -> Any:
    said = dict(row._mapping)  # noqa: SLF001 -- its public name in SQLAlchemy
    return kind(workspace=said.pop("workspace_id"), **said)
