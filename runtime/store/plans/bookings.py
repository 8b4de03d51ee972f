"""Who is to do what of plans: to-dos that come from a plan and not from a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, select, update

from runtime.planning.assignments import Booking
from runtime.store.tables.tables import ACTIVITY, BOOKING, CASE_FILE, PROCESS, PROJECT


@dataclass(frozen=True)
class PlanTask:
    """One activity as whoever is to do it sees it."""

    project_id: str
    project_number: str
    project: str
    activity_id: str
    title: str
    begins: date
    ends: date
    done: int
    leads: bool
    open: bool
    case_id: str
    case_number: str
    person_id: str


def keep(tx: Connection, workspace: str, project_id: str, now: dict[tuple[str, str], Booking]) -> set[tuple[str, str]]:
    """They become those. Gives those that are new: person and activity."""
    here = (BOOKING.c.workspace_id == workspace, BOOKING.c.project_id == project_id)
    before = {(row.person_id, row.activity_id): row for row in tx.execute(select(BOOKING).where(*here))}
    for person, activity in sorted(before.keys() - now.keys()):
        tx.execute(delete(BOOKING).where(*here, BOOKING.c.person_id == person, BOOKING.c.activity_id == activity))
    fresh = sorted(now.keys() - before.keys())
    if fresh:
        tx.execute(insert(BOOKING), [_written(workspace, project_id, now[key]) for key in fresh])
    for key in sorted(now.keys() & before.keys()):
        said, was = now[key], before[key]
        if (said.leads, said.open, said.begins, said.ends) != (was.leads, was.open, was.begins, was.ends):
            changed = {"leads": said.leads, "open": said.open, "begins": said.begins, "ends": said.ends}
            again = {"reminded": False} if said.ends != was.ends else {}
            this = (*here, BOOKING.c.person_id == key[0], BOOKING.c.activity_id == key[1])
            tx.execute(update(BOOKING).where(*this).values(**changed, **again))
    return set(fresh)


def tasks(tx: Connection, workspace: str, person_id: str, *, open_only: bool, limit: int = 200) -> list[PlanTask]:
    """What somebody is to do, the first to end first; what can begin before what cannot."""
    where = [BOOKING.c.person_id == person_id, *([BOOKING.c.open] if open_only else [])]
    return _tasks(tx, workspace, where, (BOOKING.c.open.desc(), BOOKING.c.ends, BOOKING.c.activity_id), limit)


@dataclass(frozen=True)
class Part:
    """How much of open projects' plans is somebody's: ``all`` of it, and ``now`` what can begin and ought to have by today."""

    all: int = 0
    now: int = 0


def part(tx: Connection, workspace: str, person_id: str, today: date) -> tuple[Part, bool]:
    """Somebody's part of the plans; and whether the workspace has any process, for the page that asks both. One read."""
    here = (BOOKING.c.workspace_id == workspace, BOOKING.c.person_id == person_id, PROJECT.c.status == "open")
    project = and_(PROJECT.c.workspace_id == BOOKING.c.workspace_id, PROJECT.c.id == BOOKING.c.project_id)
    theirs = select(func.count()).select_from(BOOKING.join(PROJECT, project)).where(*here)
    ought = theirs.where(BOOKING.c.open, BOOKING.c.begins <= today)
    any_process = exists().where(PROCESS.c.workspace_id == workspace)
    row = tx.execute(select(theirs.scalar_subquery(), ought.scalar_subquery(), any_process)).one()
    return Part(row[0], row[1]), bool(row[2])


def ending(tx: Connection, workspace: str, until: date, limit: int) -> list[PlanTask]:
    """What can begin, ends until then, and nobody has been reminded of."""
    where = [BOOKING.c.open, BOOKING.c.reminded.is_(False), BOOKING.c.ends <= until]
    return _tasks(tx, workspace, where, (BOOKING.c.ends, BOOKING.c.person_id, BOOKING.c.activity_id), limit)


def reminded(tx: Connection, workspace: str, those: Iterable[PlanTask]) -> None:
    for one in those:
        this = (
            BOOKING.c.workspace_id == workspace,
            BOOKING.c.person_id == one.person_id,
            BOOKING.c.project_id == one.project_id,
            BOOKING.c.activity_id == one.activity_id,
        )
        tx.execute(update(BOOKING).where(*this).values(reminded=True))


def _tasks(tx: Connection, workspace: str, where: list[Any], order: tuple[Any, ...], limit: int) -> list[PlanTask]:
    activity = and_(
        ACTIVITY.c.workspace_id == BOOKING.c.workspace_id,
        ACTIVITY.c.project_id == BOOKING.c.project_id,
        ACTIVITY.c.id == BOOKING.c.activity_id,
    )
    project = and_(PROJECT.c.workspace_id == BOOKING.c.workspace_id, PROJECT.c.id == BOOKING.c.project_id)
    case = and_(CASE_FILE.c.workspace_id == BOOKING.c.workspace_id, CASE_FILE.c.id == ACTIVITY.c.case_id)
    asked = (
        select(
            BOOKING.c.project_id,
            PROJECT.c.number,
            PROJECT.c.name,
            BOOKING.c.activity_id,
            ACTIVITY.c.title,
            BOOKING.c.begins,
            BOOKING.c.ends,
            ACTIVITY.c.done,
            BOOKING.c.leads,
            BOOKING.c.open,
            ACTIVITY.c.case_id,
            func.coalesce(CASE_FILE.c.number, ""),
            BOOKING.c.person_id,
        )
        .select_from(BOOKING.join(ACTIVITY, activity).join(PROJECT, project).outerjoin(CASE_FILE, case))
        .where(BOOKING.c.workspace_id == workspace, PROJECT.c.status == "open", *where)
        .order_by(*order)
        .limit(limit)
    )
    return [PlanTask(*tuple(row)) for row in tx.execute(asked)]


def _written(workspace: str, project_id: str, one: Booking) -> dict[str, Any]:
    return {
        "workspace_id": workspace,
        "project_id": project_id,
        "person_id": one.person_id,
        "activity_id": one.activity_id,
        "leads": one.leads,
        "open": one.open,
        "begins": one.begins,
        "ends": one.ends,
        "reminded": False,
    }
