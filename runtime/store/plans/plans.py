"""The activities of plans, and who is booked for them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, or_, select, update

from runtime.planning import plan_json
from runtime.planning.plan import Activity, Plan
from runtime.planning.schedule import Schedule
from runtime.store.connection.among import among
from runtime.store.plans.project_rows import OPEN, Project
from runtime.store.tables.tables import ACTIVITY, BOOKING, PROJECT

_OF_PLAN: Final = (ACTIVITY.c.workspace_id == PROJECT.c.workspace_id, ACTIVITY.c.project_id == PROJECT.c.id)


def plan(tx: Connection, project: Project) -> Plan:
    """In the order in which it is listed."""
    where = (ACTIVITY.c.workspace_id == project.workspace, ACTIVITY.c.project_id == project.id)
    rows = tx.execute(select(ACTIVITY).where(*where).order_by(ACTIVITY.c.place, ACTIVITY.c.id))
    return Plan(project.id, project.plan_version, tuple(_activity(row) for row in rows), project.begins)


def open_plans(tx: Connection, workspace: str) -> dict[str, Plan]:
    """Of every open project, by its id, in one read."""
    return {key: _plan(key, rows) for key, rows in _rows(tx, workspace, PROJECT.c.status == OPEN).items()}


def around(tx: Connection, project: Project) -> dict[str, Plan]:
    """Of the project, be it open or not, and of every open one; in one read."""
    rows = _rows_around(tx, project)
    return {key: _plan(key, of) for key, of in rows.items()}


def beside(tx: Connection, project: Project) -> dict[str, Plan]:
    """Of the project, and of those open ones that ask for somebody or something for which it asks; in one read."""
    rows = _rows_around(tx, project)
    asked = _asked_for(rows[project.id])
    return {
        key: _plan(key, of) for key, of in rows.items() if key == project.id or not asked.isdisjoint(_asked_for(of))
    }


def _rows_around(tx: Connection, project: Project) -> dict[str, list[Any]]:
    return _rows(tx, project.workspace, or_(PROJECT.c.status == OPEN, PROJECT.c.id == project.id))


def _rows(tx: Connection, workspace: str, which: Any) -> dict[str, list[Any]]:
    """Of each project at least one, which is no activity where its plan is empty."""
    heads = (PROJECT.c.id.label("of"), PROJECT.c.plan_version, PROJECT.c.begins.label("plan_begins"))
    asked = (
        select(*heads, ACTIVITY)
        .select_from(PROJECT.outerjoin(ACTIVITY, _OF_PLAN[0] & _OF_PLAN[1]))
        .where(PROJECT.c.workspace_id == workspace, which)
        .order_by(PROJECT.c.id, ACTIVITY.c.place, ACTIVITY.c.id)
    )
    found: dict[str, list[Any]] = {}
    for row in tx.execute(asked):
        found.setdefault(row.of, []).append(row)
    return found


def _asked_for(rows: Iterable[Any]) -> set[str]:
    """The ids of people and material."""
    return {one["resource"] for row in rows for one in (*(row.people or ()), *(row.material or ()))}


def _plan(key: str, rows: list[Any]) -> Plan:
    activities = tuple(_activity(row) for row in rows if row.id is not None)
    return Plan(key, rows[0].plan_version, activities, rows[0].plan_begins)


def keep(tx: Connection, workspace: str, before: Plan, after: Schedule) -> None:
    """Only what has changed is written. What is ``done`` of an activity is not this door's."""
    was = {one.id: (number, one) for number, one in enumerate(before.activities)}
    gone = sorted(was.keys() - after.plan.by_id.keys())
    _remove(tx, workspace, before.project, gone)
    days = _days(tx, workspace, before.project)
    fresh = []
    for place, row in enumerate(after.rows):
        said = _written(row.activity) | {"place": place, "begins": row.begins, "ends": row.ends}
        if row.id not in was:
            fresh.append({"workspace_id": workspace, "project_id": before.project, "done": row.activity.done, **said})
        elif was[row.id] != (place, row.activity) or days.get(row.id) != (row.begins, row.ends):
            this = (*_in(ACTIVITY, workspace, before.project), ACTIVITY.c.id == row.id)
            tx.execute(update(ACTIVITY).where(*this).values(**said))
    if fresh:
        tx.execute(insert(ACTIVITY), fresh)


def progress(tx: Connection, workspace: str, project_id: str, activity_id: str, done: int) -> None:
    this = (*_in(ACTIVITY, workspace, project_id), ACTIVITY.c.id == activity_id)
    tx.execute(update(ACTIVITY).where(*this).values(done=done))


def of_case(tx: Connection, workspace: str, case_id: str) -> Mapping[str, list[Activity]]:
    """What a change has brought, by project."""
    where = (ACTIVITY.c.workspace_id == workspace, ACTIVITY.c.case_id == case_id)
    found: dict[str, list[Activity]] = {}
    for row in tx.execute(select(ACTIVITY).where(*where).order_by(ACTIVITY.c.project_id, ACTIVITY.c.place)):
        found.setdefault(row.project_id, []).append(_activity(row))
    return found


def _remove(tx: Connection, workspace: str, project_id: str, ids: Iterable[str]) -> None:
    if gone := list(ids):
        named = among(ACTIVITY.c.id, "gone")
        tx.execute(delete(ACTIVITY).where(*_in(ACTIVITY, workspace, project_id), named), {"gone": gone})
        booked = among(BOOKING.c.activity_id, "gone")
        tx.execute(delete(BOOKING).where(*_in(BOOKING, workspace, project_id), booked), {"gone": gone})


def _days(tx: Connection, workspace: str, project_id: str) -> Mapping[str, tuple[date, date]]:
    columns = (ACTIVITY.c.id, ACTIVITY.c.begins, ACTIVITY.c.ends)
    rows = tx.execute(select(*columns).where(*_in(ACTIVITY, workspace, project_id)))
    return {row.id: (row.begins, row.ends) for row in rows}


def _in(table: Any, workspace: str, project_id: str) -> tuple[Any, Any]:
    return table.c.workspace_id == workspace, table.c.project_id == project_id


def _written(one: Activity) -> dict[str, Any]:
    said = plan_json.activity_to_json(one)
    return {
        "id": one.id,
        "title": one.title,
        "parent": one.parent,
        "start": one.start,
        "days": one.days,
        "after": said.get("after", []),
        "people": said.get("people", []),
        "material": said.get("material", []),
        "case_id": one.case,
        "kind": one.kind,
        "fixed": one.fixed,
    }


def _activity(row: Any) -> Activity:
    return Activity(
        row.id,
        row.title,
        row.parent,
        row.start,
        row.days,
        plan_json.read_links(row.after),
        plan_json.read_shares(row.people),
        plan_json.read_needs(row.material),
        row.done,
        row.case_id,
        row.kind,
        row.fixed,
    )
