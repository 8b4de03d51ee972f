"""Plans as they stand: of one project and of all at once, as they were, and as they would be."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.engine.worktime import Calendar
from runtime.hours import office_hours
from runtime.planning import delta as deltas
from runtime.planning import leveling, plan_json
from runtime.planning.delta import Delta, Difference, compare
from runtime.planning.double_bookings import Conflict
from runtime.planning.leveling import Situation, Suggestion
from runtime.planning.plan import Activity, Plan, Unplannable
from runtime.planning.schedule import Schedule, schedule
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.plans import plan_changes, plans, project_rows, resources
from runtime.store.plans.plan_changes import PlanChange, Touched
from runtime.store.plans.project_rows import Project
from schemas.problem import Problem

MOST_SUGGESTED: Final = 4
"""Conflicts for which a way out is looked for: each is a search."""


@dataclass(frozen=True)
class Preview:
    """What a change would make of a plan, and nothing is written.

    ``conflicts`` are those of this project afterwards, ``fresh`` those of them that were not there before, each with the
    ``ways`` in which it could be solved.
    """

    project: Project
    before: Schedule
    after: Schedule
    difference: Difference
    conflicts: tuple[Conflict, ...] = ()
    fresh: tuple[Conflict, ...] = ()
    ways: tuple[tuple[Suggestion, ...], ...] = field(default=())


@dataclass(frozen=True)
class Picture:
    """One project among all: its plan as it stands, who there is, and where it books somebody twice."""

    project: Project
    plan: Schedule
    situation: Situation
    conflicts: tuple[Conflict, ...]


def may_see(actor: Actor) -> None:
    """Everybody of the workspace may look at its projects; clients and whoever holds a link may not.

    Raises:
        Denied: they may not.
    """
    require(actor, Permission.USE)


def may_change(actor: Actor, project: Project) -> bool:
    """Its lead, its members, and administrators."""
    return actor.may(Permission.ADMIN) or (actor.is_colleague and actor.id in project.people)


def picture(tx: Connection, actor: Actor, project_id: str, *, alone: bool = False) -> Picture:
    """In three reads, however many projects there are.

    ``alone``: for who only looks. The situation then holds no more than what the project shares somebody or something
    with; who looks for ways out, or for what a change would do, needs all of it.

    Raises:
        Missing: there is no such project.
        Denied: the actor may not look at projects.
    """
    may_see(actor)
    return picture_of(tx, project_rows.project(tx, actor.workspace, project_id), alone=alone)


def picture_of(tx: Connection, project: Project, *, alone: bool = False) -> Picture:
    """The same of a project that is read already, for who `may_see` it: in two reads."""
    now = situation(tx, project, alone=alone)
    return Picture(project, now.schedules[project.id], now, concerning(project.id, now))


def situation(tx: Connection, project: Project, *, alone: bool = False) -> Situation:
    """All open projects, and this one even if it is closed; ``alone`` as in `picture`.

    A plan that makes no sense by now (its calendar may have changed) is left out, unless it is the one that is asked for.
    """
    calendar = office_hours.calendar(tx, project.workspace)
    found = (plans.beside if alone else plans.around)(tx, project)
    return Situation(_scheduled(found, project.id, calendar), resources.resources(tx, project.workspace), calendar)


def everything(tx: Connection, workspace: str) -> Situation:
    """All open projects."""
    schedules, calendar = open_schedules(tx, workspace), office_hours.calendar(tx, workspace)
    return Situation(schedules, resources.resources(tx, workspace), calendar)


def open_schedules(tx: Connection, workspace: str) -> dict[str, Schedule]:
    """The plans of all open projects, by their ids."""
    calendar = office_hours.calendar(tx, workspace)
    return _scheduled(plans.open_plans(tx, workspace), "", calendar)


def concerning(project_id: str, now: Situation) -> tuple[Conflict, ...]:
    """Double bookings in which the project has a part."""
    return tuple(one for one in now.conflicts() if any(booked.project == project_id for booked in one.activities))


def preview(tx: Connection, actor: Actor, project_id: str, delta: Delta) -> Preview:
    """What would come of it, with the double bookings and how they could be solved.

    Raises:
        Missing: there is no such project.
        Rejected: it makes no sense.
    """
    may_see(actor)
    project = project_rows.project(tx, actor.workspace, project_id)
    now = situation(tx, project)
    return with_ways(now, looked(project, now, delta))


def looked(project: Project, now: Situation, delta: Delta) -> Preview:
    """The same, of a situation that is known, and without ways out.

    Raises:
        Rejected: it makes no sense.
    """
    before = now.schedules[project.id]
    try:
        after = deltas.apply(before.plan, delta, now.calendar)
    except Unplannable as wrong:
        raise Rejected((wrong.problem,)) from None
    _are_there(now, before.plan, after)
    return between(project, now, after)


def between(project: Project, now: Situation, after: Plan) -> Preview:
    """What another plan would mean."""
    before = now.schedules[project.id]
    try:
        then = now.after(after)
    except Unplannable as wrong:
        raise Rejected((wrong.problem,)) from None
    known = {one.key for one in concerning(project.id, now)}
    found = concerning(project.id, then)
    fresh = tuple(one for one in found if one.key not in known)
    made = then.schedules[project.id]
    return Preview(project, before, made, compare(before, made), found, fresh)


def with_ways(now: Situation, found: Preview) -> Preview:
    """With the ways out of the first few double bookings."""
    then = replace(now, schedules={**now.schedules, found.project.id: found.after})
    ways = tuple(leveling.suggestions(then, one, {found.project.id}) for one in found.fresh[:MOST_SUGGESTED])
    return replace(found, ways=ways)


def around_change(
    tx: Connection, actor: Actor, project_id: str, version: int
) -> tuple[Project, PlanChange, Schedule, Schedule]:
    """A change that was made, with the plan before and after it, worked out with today's working days; in three reads.

    The plan as it was is taken back change by change from what it is. What is done of it stays as it is now.

    Raises:
        Missing: there is no such project or change.
        Rejected: one of the plans makes no sense any more.
    """
    may_see(actor)
    project = project_rows.project(tx, actor.workspace, project_id)
    made = plan_changes.changes(tx, actor.workspace, project.id, version - 1, limit=project.plan_version + 1)
    change = next((one for one in made if one.version == version), None)
    if change is None:
        raise Missing(f"{project_id}/{version}")
    after = plans.plan(tx, project)
    for one in sorted(made, key=lambda one: -one.version):
        after = put(after, one.was) if one.version > version else after
    after = replace(after, version=version)
    before = put(after, change.was)
    calendar = office_hours.calendar(tx, actor.workspace)
    try:
        return project, change, schedule(before, calendar), schedule(after, calendar)
    except Unplannable as wrong:
        raise Rejected((wrong.problem,)) from None


def put(plan: Plan, said: Touched) -> Plan:
    """With these activities in place of those of the same ids, as far done as they are now."""
    done = {one.id: one.done for one in plan.activities}
    kept = [one for one in plan.activities if one.id not in said]
    back = [(one["place"], one["activity"]) for one in said.values() if one is not None]
    for place, raw in sorted(back, key=lambda pair: pair[0]):
        activity = plan_json.read_activity(raw)
        kept.insert(place, replace(activity, done=done.get(activity.id, activity.done)))
    return Plan(plan.project, plan.version, tuple(kept), plan.begins)


def touched(before: Plan, after: Plan) -> tuple[Touched, Touched]:
    """Everything that is not as it was, as it was and as it is. How far something is done is no change of the plan."""
    was, became = _by_id(before), _by_id(after)
    keys = [key for key in {**was, **became} if _said(was.get(key)) != _said(became.get(key))]
    return {key: was.get(key) for key in keys}, {key: became.get(key) for key in keys}


def today(calendar: Calendar, now: datetime) -> date:
    """The date where the workspace works."""
    return now.astimezone(calendar.tz).date()


def _by_id(plan: Plan) -> dict[str, dict[str, object]]:
    return {
        one.id: {"place": place, "activity": plan_json.activity_to_json(one)}
        for place, one in enumerate(plan.activities)
    }


def _said(kept: dict[str, object] | None) -> object:
    activity = kept and kept["activity"]
    return {key: value for key, value in activity.items() if key != "done"} if isinstance(activity, dict) else None


def _scheduled(found: dict[str, Plan], needed: str, calendar: Calendar) -> dict[str, Schedule]:
    made = {}
    for key, plan in found.items():
        try:
            made[key] = schedule(plan, calendar)
        except Unplannable as wrong:
            if key == needed:
                raise Rejected((wrong.problem,)) from None
    return made


def _are_there(now: Situation, before: Plan, after: Plan) -> None:
    """Whoever is booked anew has to be known here."""
    for one in after.activities:
        was = before.by_id.get(one.id)
        for resource in _booked(one) - (_booked(was) if was else set()):
            if resource not in now.resources:
                raise Rejected((Problem("plan.no-person", params={"name": resource}),))


def _booked(one: Activity) -> set[str]:
    return {*(share.resource for share in one.people), *(need.resource for need in one.material)}
