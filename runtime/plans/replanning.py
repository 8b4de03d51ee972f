"""The one door by which a plan changes: page, API, requests and undoing all come through here.

Whoever calls opens the transaction, and nobody below commits.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from runtime.access import Actor, Denied
from runtime.asking import Rejected
from runtime.engine.outcome import NotAllowedHere
from runtime.planning import plan_words
from runtime.planning.assignments import wanted
from runtime.planning.delta import Delta
from runtime.planning.plan import Plan
from runtime.plans import plan_notices, planned
from runtime.plans.planned import Preview, may_change
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.people import calendars
from runtime.store.plans import bookings, plan_changes, plans, project_rows
from runtime.store.plans.plan_changes import PlanChange
from runtime.store.plans.project_rows import Project
from schemas.problem import Problem


@dataclass(frozen=True)
class Replan:
    """A change of a plan that somebody wants. ``version``: of the plan that they were looking at; None where that does not matter.

    ``stop_if_double_booked``: then it is refused where it books somebody twice who was not before.
    """

    project_id: str
    delta: Delta
    version: int | None = None
    why: str = ""
    stop_if_double_booked: bool = False


@dataclass(frozen=True)
class Because:
    """Why a plan changes, for its history."""

    why: str = ""
    case_id: str = ""
    undoes: int | None = None
    delay: int = 0


@dataclass(frozen=True)
class Replanned:
    project: Project
    change: PlanChange
    preview: Preview


def replan(tx: Connection, actor: Actor, asked: Replan, now: datetime) -> Replanned:
    """Change it.

    Raises:
        Missing: there is no such project.
        Denied: it is not the actor's to change.
        NotAllowedHere: ``plan.changed``, somebody was faster; or the project is closed.
        Rejected: it makes no sense, or books somebody twice although it must not.
    """
    project = _to_change(tx, actor, asked.project_id)
    if asked.version not in (None, project.plan_version):
        raise NotAllowedHere(Problem("plan.changed"), str(project.plan_version))
    now_planned = planned.situation(tx, project)
    found = planned.looked(project, now_planned, _from_outside(now_planned.schedules[project.id].plan, asked.delta))
    if asked.stop_if_double_booked and found.fresh:
        raise Rejected((double_booked(found),))
    return carry_out(tx, actor, found, Because(asked.why), now)


def undo(tx: Connection, actor: Actor, project_id: str, version: int, now: datetime) -> Replanned:
    """Take back the change that made this version, if nothing of what it touched has been changed again.

    Raises:
        Missing: there is no such project or change.
        Denied: it is not the actor's to change.
        NotAllowedHere: the project is closed.
        Rejected: ``plan.not-undone``, or the plan would make no sense without it.
    """
    project = _to_change(tx, actor, project_id)
    change = plan_changes.change(tx, actor.workspace, project_id, version)
    now_planned = planned.situation(tx, project)
    plan = now_planned.schedules[project_id].plan
    before = planned.put(plan, change.was)
    was, _ = planned.touched(plan, planned.put(plan, change.became))
    if was:
        key = next(iter(was))
        title = plan.by_id[key].title if key in plan.by_id else key
        raise Rejected((Problem("plan.not-undone", params={"title": title}),))
    found = planned.between(project, now_planned, replace(before, version=plan.version + 1))
    return carry_out(tx, actor, found, Because(change.why, change.case_id, version, -change.delay), now)


def work_out_again(
    tx: Connection, actor: Actor, project: Project, now: datetime, because: Because, begins: date | None = None
) -> Replanned:
    """The same plan with the working days as they are now, or from another beginning."""
    now_planned = planned.situation(tx, project)
    plan = now_planned.schedules[project.id].plan
    after = replace(plan, version=plan.version + 1, begins=begins or plan.begins)
    return carry_out(tx, actor, planned.between(project, now_planned, after), because, now)


def carry_out(tx: Connection, actor: Actor, found: Preview, because: Because, now: datetime) -> Replanned:
    """Plan, bookings, history and messages, all or nothing.

    Raises:
        NotAllowedHere: ``plan.changed``, somebody was faster.
    """
    project = replace(
        found.project,
        plan_version=found.before.plan.version + 1,
        begins=found.after.plan.begins,
        ends=found.after.ends,
        calendar=calendars.version(tx, found.project.workspace),
    )
    if not project_rows.plan_changed(tx, project, found.before.plan.version):
        raise NotAllowedHere(Problem("plan.changed"), str(project.plan_version))
    plans.keep(tx, project.workspace, found.before.plan, found.after)
    fresh = bookings.keep(tx, project.workspace, project.id, wanted(found.after))
    was, became = planned.touched(found.before.plan, found.after.plan)
    change = PlanChange(
        project.workspace,
        project.id,
        project.plan_version,
        now,
        actor.party,
        actor.name,
        because.why,
        because.case_id,
        because.undoes,
        because.delay,
        was,
        became,
        plan_words.difference(found.difference),
        tuple(plan_words.conflict(one) for one in found.fresh),
    )
    plan_changes.add(tx, change)
    outbox.add(tx, plan_notices.of_change(actor, project, found, fresh, now))
    return Replanned(project, change, found)


def double_booked(found: Preview) -> Problem:
    """Whom it books twice, as a refusal."""
    return Problem("plan.double-booked", params={"said": plan_words.conflict(found.fresh[0])})


def _to_change(tx: Connection, actor: Actor, project_id: str) -> Project:
    planned.may_see(actor)
    project = project_rows.to_change(tx, actor.workspace, project_id)
    if project is None:
        raise Missing(project_id)
    if not may_change(actor, project):
        raise Denied(f"{actor.party} may not change the plan of {project_id}")
    if not project.is_open:
        raise NotAllowedHere(Problem("plan.no-project"), project.status)
    return project


def _from_outside(plan: Plan, delta: Delta) -> Delta:
    """Which request has brought something, and how far it is, is said by other doors."""
    return replace(
        delta,
        add=tuple(replace(one, case="", done=0) for one in delta.add),
        change=tuple(
            replace(one, case=plan.by_id[one.id].case, done=plan.by_id[one.id].done) if one.id in plan.by_id else one
            for one in delta.change
        ),
    )
