"""What requests do to plans: an action brings steps into a project's plan, in the transaction that moves the request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runtime.access import Actor
from runtime.asking import Rejected
from runtime.engine.effects import Replan
from runtime.engine.facts import Outlook
from runtime.engine.outcome import NotAllowedHere
from runtime.engine.tokens import plan_wish
from runtime.planning import plan_words
from runtime.planning.change_steps import Wanted, delta_of
from runtime.planning.plan import Unplannable
from runtime.plans import planned, replanning
from runtime.plans.planned import Preview
from runtime.plans.replanning import Because, Replanned
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.people import people
from runtime.store.plans import plan_changes, project_rows
from runtime.store.plans.plan_changes import PlanChange
from runtime.visibility import sight
from schemas.logic import LogicError, evaluate
from schemas.messages.problem_words import say
from schemas.problem import Problem
from schemas.words import Words

NO_PROJECT = Problem("plan.no-project")


@dataclass(frozen=True)
class Coming:
    """What an action that a request has still to come to would do to a plan: the ``preview``, or what hinders it."""

    state: str
    title: Words
    preview: Preview | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class OfCase:
    """``coming``: as the answers stand now. ``done``: what the request has changed already, newest first."""

    coming: tuple[Coming, ...]
    done: tuple[PlanChange, ...]


def look(tx: Connection, workspace: str, case_id: str) -> Callable[[Replan, datetime], Outlook]:
    """What the engine asks before it goes on: on PostgreSQL nobody else changes the plan from then on."""

    def outlook(wish: Replan, now: datetime) -> Outlook:
        try:
            found, _ = _found(tx, workspace, case_id, wish, now)
        except Rejected as wrong:
            problem = wrong.problems[0]
            code = "plan.no-project" if problem is NO_PROJECT else "plan.refused"
            return Outlook(stuck=code, detail=say(problem, "en"))
        if wish.stop_if_double_booked and found.fresh:
            return Outlook(stuck="plan.double-booked", detail=plan_words.conflict(found.fresh[0]).in_("en"))
        return Outlook(plan_words.difference(found.difference), tuple(map(plan_words.conflict, found.fresh)))

    return outlook


def carry(tx: Connection, actor: Actor, case: Case, wish: Replan, now: datetime) -> Replanned:
    """Do it, in the transaction of the move.

    Raises:
        NotAllowedHere: somebody has changed the plan since it was looked at; nothing has moved.
    """
    try:
        found, net = _found(tx, case.workspace, case.id, wish, now)
    except Rejected as wrong:
        raise NotAllowedHere(wrong.problems[0], case.state) from None
    return replanning.carry_out(tx, actor, found, Because(case_id=case.id, delay=net), now)


def of_case(tx: Connection, actor: Actor, case_id: str, now: datetime) -> OfCase:
    """What a request would change in plans, and has.

    Raises:
        Missing: the actor may not see the request.
        Denied: the actor may not look at projects.
    """
    planned.may_see(actor)
    case = cases.case(tx, actor.workspace, case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    sight.rights(actor, compiled, case, tasks.of_case(tx, case.workspace, case.id))
    return OfCase(
        () if case.ended else tuple(_coming(tx, compiled, case, now)),
        tuple(plan_changes.of_case(tx, case.workspace, case_id)),
    )


def would(tx: Connection, compiled: Compiled, case: Case, answers: Mapping[str, Any], now: datetime) -> list[Coming]:
    """The same for answers that are only typed so far."""
    return [*_coming(tx, compiled, case, now, answers)]


def _coming(
    tx: Connection, compiled: Compiled, case: Case, now: datetime, answers: Mapping[str, Any] | None = None
) -> Iterator[Coming]:
    said = case.answers if answers is None else answers
    for state in compiled.process.flow.states:
        for deed in state.deeds:
            if deed.plan:
                try:
                    delay = evaluate(deed.plan.delay, {**said}) if deed.plan.delay is not None else 0
                except LogicError:
                    delay = 0
                wish = plan_wish.of(deed.plan, said, delay)
                if wish is not None and (wish.steps or wish.delay):
                    yield _previewed(tx, compiled, case, state.key, wish, now)


def _previewed(tx: Connection, compiled: Compiled, case: Case, state: str, wish: Replan, now: datetime) -> Coming:
    try:
        found, _ = _found(tx, case.workspace, case.id, wish, now)
    except Rejected as wrong:
        return Coming(state, compiled.title(state), problem=wrong.problems[0])
    project = project_rows.project(tx, case.workspace, found.project.id)
    return Coming(state, compiled.title(state), planned.with_ways(planned.situation(tx, project), found))


def _found(tx: Connection, workspace: str, case_id: str, wish: Replan, now: datetime) -> tuple[Preview, int]:
    """What would come of it, and the delay that is new.

    Raises:
        Rejected: it cannot be done.
    """
    project = project_rows.to_change(tx, workspace, str(wish.project.get("id")))
    if project is None or not project.is_open:
        raise Rejected((NO_PROJECT,))
    now_planned = planned.situation(tx, project)
    net = wish.delay - plan_changes.delayed_by(tx, workspace, project.id, case_id)
    addresses = {one.email: one.id for one in people.everybody(tx, workspace) if one.active}
    today = planned.today(now_planned.calendar, now)
    wanted = Wanted(case_id, wish.steps, net, addresses, today)
    try:
        delta = delta_of(now_planned.schedules[project.id], wanted)
    except Unplannable as wrong:
        raise Rejected((wrong.problem,)) from None
    return planned.looked(project, now_planned, delta), net
