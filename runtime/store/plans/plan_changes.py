"""Every change of a plan, what was done of it, and the plan that was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from runtime.engine.position import Party
from runtime.store.connection.upserts import upsert
from runtime.store.missing import Missing
from runtime.store.tables.tables import CASE_FILE, PLAN_BASELINE, PLAN_CHANGE, WORK_DONE
from schemas.words import Words, read_words, write_words

Touched = Mapping[str, Mapping[str, Any] | None]
"""Activity id to itself as JSON, with its place; None where it is not there."""


@dataclass(frozen=True)
class PlanChange:
    """It made version ``version`` of the plan. ``undoes``: the version that it takes back. ``delay``: days it put milestones off.

    ``said`` is what moved; ``double_booked`` whom it books twice. ``case_number`` only for those who read.
    """

    workspace: str
    project_id: str
    version: int
    at: datetime
    by: Party
    by_name: str
    why: str = ""
    case_id: str = ""
    undoes: int | None = None
    delay: int = 0
    was: Touched = field(default_factory=dict)
    became: Touched = field(default_factory=dict)
    said: tuple[Words, ...] = ()
    double_booked: tuple[Words, ...] = ()
    case_number: str = ""


@dataclass(frozen=True)
class WorkDone:
    """Of an activity: how far it is, what was done, and what came of it."""

    workspace: str
    id: str
    project_id: str
    activity_id: str
    at: datetime
    by: Party
    by_name: str
    done: int
    operation: str = ""
    result: str = ""


@dataclass(frozen=True)
class Baseline:
    """Version ``version`` of the plan, as it was agreed: activity id to its first and last day."""

    version: int
    at: datetime
    by_name: str
    dates: Mapping[str, tuple[date, date]]


_OF_CHANGE = ("project_id", "version", "at", "by", "by_name", "why", "case_id", "undoes", "delay", "was", "became")
_OF_WORK = ("id", "project_id", "activity_id", "at", "by", "by_name", "done", "operation", "result")


def add(tx: Connection, one: PlanChange) -> None:
    said = {name: getattr(one, name) for name in _OF_CHANGE}
    tx.execute(
        insert(PLAN_CHANGE).values(
            workspace_id=one.workspace,
            said=[write_words(text) for text in one.said],
            double_booked=[write_words(text) for text in one.double_booked],
            **said,
        )
    )


def changes(
    tx: Connection, workspace: str, project_id: str, since: int = 0, until: int | None = None, limit: int = 200
) -> list[PlanChange]:
    """Those that made a version above ``since`` and up to ``until``, newest first."""
    where = [PLAN_CHANGE.c.project_id == project_id, PLAN_CHANGE.c.version > since]
    where += [PLAN_CHANGE.c.version <= until] if until is not None else []
    return _changes(tx, workspace, *where, limit=limit)


def change(tx: Connection, workspace: str, project_id: str, version: int) -> PlanChange:
    """The one that made this version.

    Raises:
        Missing: there is none.
    """
    found = changes(tx, workspace, project_id, version - 1, version, limit=1)
    if not found:
        raise Missing(f"{project_id}/{version}")
    return found[0]


def of_case(tx: Connection, workspace: str, case_id: str, limit: int = 50) -> list[PlanChange]:
    """What a request has changed in plans, newest first."""
    return _changes(tx, workspace, PLAN_CHANGE.c.case_id == case_id, limit=limit)


def delayed_by(tx: Connection, workspace: str, project_id: str, case_id: str) -> int:
    """By how many days a request has put milestones of the project off so far."""
    where = (PLAN_CHANGE.c.workspace_id == workspace, PLAN_CHANGE.c.project_id == project_id)
    total = select(func.sum(PLAN_CHANGE.c.delay)).where(*where, PLAN_CHANGE.c.case_id == case_id)
    return int(tx.execute(total).scalar() or 0)


def add_work(tx: Connection, one: WorkDone) -> None:
    said = {name: getattr(one, name) for name in _OF_WORK}
    tx.execute(insert(WORK_DONE).values(workspace_id=one.workspace, **said))


def work(tx: Connection, workspace: str, project_id: str, activity_id: str = "", limit: int = 200) -> list[WorkDone]:
    """Of one activity or of the whole project, newest first."""
    where = [WORK_DONE.c.workspace_id == workspace, WORK_DONE.c.project_id == project_id]
    where += [WORK_DONE.c.activity_id == activity_id] if activity_id else []
    columns = (WORK_DONE.c.workspace_id, *(WORK_DONE.c[name] for name in _OF_WORK))
    rows = tx.execute(select(*columns).where(*where).order_by(WORK_DONE.c.id.desc()).limit(limit))
    return [WorkDone(*row) for row in rows]


def keep_baseline(tx: Connection, workspace: str, project_id: str, one: Baseline, by: Party) -> None:
    said = {
        "version": one.version,
        "at": one.at,
        "by": by,
        "by_name": one.by_name,
        "dates": {key: [begins.isoformat(), ends.isoformat()] for key, (begins, ends) in one.dates.items()},
    }
    first = upsert(tx, PLAN_BASELINE).values(workspace_id=workspace, project_id=project_id, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id", "project_id"], set_=said))


def baseline(tx: Connection, workspace: str, project_id: str) -> Baseline | None:
    where = (PLAN_BASELINE.c.workspace_id == workspace, PLAN_BASELINE.c.project_id == project_id)
    row = tx.execute(select(PLAN_BASELINE).where(*where)).first()
    if row is None:
        return None
    dates = {key: (date.fromisoformat(one[0]), date.fromisoformat(one[1])) for key, one in row.dates.items()}
    return Baseline(row.version, row.at, row.by_name, dates)


def _changes(tx: Connection, workspace: str, *where: Any, limit: int) -> list[PlanChange]:
    beside = (CASE_FILE.c.workspace_id == PLAN_CHANGE.c.workspace_id) & (CASE_FILE.c.id == PLAN_CHANGE.c.case_id)
    asked = (
        select(PLAN_CHANGE, CASE_FILE.c.number.label("case_number"))
        .select_from(PLAN_CHANGE.outerjoin(CASE_FILE, beside))
        .where(PLAN_CHANGE.c.workspace_id == workspace, *where)
        .order_by(PLAN_CHANGE.c.at.desc(), PLAN_CHANGE.c.version.desc())
        .limit(limit)
    )
    return [_change(row) for row in tx.execute(asked)]


def _change(row: Any) -> PlanChange:
    return PlanChange(
        row.workspace_id,
        **{name: getattr(row, name) for name in _OF_CHANGE},
        said=tuple(read_words(text) for text in row.said),
        double_booked=tuple(read_words(text) for text in row.double_booked),
        case_number=row.case_number or "",
    )
