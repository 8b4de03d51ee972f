"""What people are to do by plans: their list, how far they are, and reminders before the end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from runtime.access import Actor, Denied, system
from runtime.asking import Rejected, spoken
from runtime.changes import errands
from runtime.hours import office_hours
from runtime.people.roster import PERSON
from runtime.planning.assignments import wanted
from runtime.planning.plan import FULL, Activity, Plan
from runtime.planning.schedule import schedule
from runtime.plans import plan_notices, planned
from runtime.plans.replanning import Because, work_out_again
from runtime.store.connection.database import Connection, Database
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.people import calendars, workspaces
from runtime.store.plans import bookings, plan_changes, plans, project_rows
from runtime.store.plans.bookings import Part, PlanTask
from runtime.store.plans.plan_changes import WorkDone
from runtime.store.plans.project_rows import Project
from schemas.problem import Problem

AHEAD: Final = timedelta(days=1)
"""So long before the end somebody is reminded."""
ROUND: Final = 500
"""Reminders in one round."""
DONE: Final = "plan-done"
"""The message that a request gets when everything is done that it has brought into a plan."""


@dataclass(frozen=True)
class Report:
    """How far an activity is: ``done`` in percent, what was done, and what came of it."""

    project_id: str
    activity_id: str
    done: int
    operation: str = ""
    result: str = ""


def mine(tx: Connection, actor: Actor) -> list[PlanTask]:
    """What the actor is to do: first what can begin, the first to end first. One read."""
    planned.may_see(actor)
    return bookings.tasks(tx, actor.workspace, actor.id, open_only=False)


def part(tx: Connection, actor: Actor, now: datetime) -> tuple[Part, bool]:
    """How much of it there is; and whether the workspace has any process, which the page of to-dos asks as well. One read."""
    return bookings.part(tx, actor.workspace, actor.id, now.date())


def report(tx: Connection, actor: Actor, said: Report, now: datetime) -> WorkDone:
    """Say how far it is. What waits for it may begin; the request that has brought it goes on when all of it is done.

    Raises:
        Missing: there is no such activity.
        Denied: it is neither the actor's, nor do they lead or belong to the project.
        Rejected: the percent is none, or others stand below it.
    """
    planned.may_see(actor)
    project_rows.touch(tx, actor.workspace, said.project_id)
    project = project_rows.project(tx, actor.workspace, said.project_id)
    plan = plans.plan(tx, project)
    activity = plan.by_id.get(said.activity_id)
    if activity is None:
        raise Missing(said.activity_id)
    if not (planned.may_change(actor, project) or actor.id in {share.resource for share in activity.people}):
        raise Denied(f"{said.activity_id} is not {actor.party}'s")
    if not 0 <= said.done <= FULL or plan.is_summary(activity.id):
        raise Rejected((Problem("plan.percent", "/done"),))
    plans.progress(tx, actor.workspace, project.id, activity.id, said.done)
    work = WorkDone(
        actor.workspace,
        new_id(now),
        project.id,
        activity.id,
        now,
        actor.party,
        actor.name,
        said.done,
        spoken(said.operation),
        spoken(said.result),
    )
    plan_changes.add_work(tx, work)
    _goes_on(tx, actor, project, plan, replace(activity, done=said.done), now)
    return work


def remind(database: Database, now: datetime) -> int:
    """A round of reminders before the end of what is not done; each once for each end."""
    sent = 0
    with database.reading() as tx:
        houses = [one.id for one in workspaces.all_of_them(tx)]
    for workspace in houses:
        with database.writing() as tx:
            today = planned.today(office_hours.calendar(tx, workspace), now)
            due = bookings.ending(tx, workspace, today + AHEAD, ROUND)
            bookings.reminded(tx, workspace, due)
            by_person = groupby(sorted(due, key=lambda one: (one.person_id, one.ends)), key=lambda one: one.person_id)
            for person, tasks in by_person:
                outbox.add(tx, plan_notices.ending(workspace, person, tasks, now))
                sent += 1
    return sent


def follow_working_time(database: Database, now: datetime) -> int:
    """Plans that were worked out with other working days are worked out again; whose days move is told."""
    moved = 0
    with database.reading() as tx:
        houses = [one.id for one in workspaces.all_of_them(tx)]
    for workspace in houses:
        with database.writing() as tx:
            for project_id in project_rows.of_older_calendar(tx, workspace, calendars.version(tx, workspace), ROUND):
                project = project_rows.project(tx, workspace, project_id)
                work_out_again(tx, system(workspace), project, now, Because())
                moved += 1
    return moved


def _goes_on(tx: Connection, actor: Actor, project: Project, before: Plan, changed: Activity, now: datetime) -> None:
    """What comes of it for those who wait."""
    activities = tuple(changed if one.id == changed.id else one for one in before.activities)
    after = replace(before, activities=activities)
    was = wanted(schedule(before, office_hours.calendar(tx, project.workspace)))
    became = wanted(schedule(after, office_hours.calendar(tx, project.workspace)))
    bookings.keep(tx, project.workspace, project.id, became)
    free: dict[str, list[str]] = {}
    for (person, activity), one in became.items():
        if one.open and not (was.get((person, activity)) or one).open:
            free.setdefault(person, []).append(after.by_id[activity].title)
    for person, titles in sorted(free.items()):
        if PERSON + person != actor.party:
            outbox.add(tx, plan_notices.can_begin(actor, project, person, titles, now))
    if changed.is_done and changed.case and _all_done(tx, project, after, changed.case):
        outbox.add(tx, [errands.deliver(project.workspace, changed.case, DONE, now)])


def _all_done(tx: Connection, project: Project, plan: Plan, case_id: str) -> bool:
    """Here, and in every other project into which the request has brought something."""
    others = plans.of_case(tx, project.workspace, case_id)
    elsewhere = [one for key, ones in others.items() if key != project.id for one in ones]
    theirs = [one for one in (*elsewhere, *plan.activities) if one.case == case_id]
    groups = {one.parent for one in theirs}
    return all(one.is_done for one in theirs if one.id not in groups)


DUTIES: Final = (
    ("remind of what ends in plans", 600, remind),
    ("work plans out again", 300, follow_working_time),
)
"""For the worker: its name, the seconds between two rounds, and what to do."""
