"""What is done to a case that runs: somebody decides or speaks, or time passes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from runtime.access import Actor, Denied, Permission, system
from runtime.asking import Decided, Decision, Rejected, earlier_soon, spoken
from runtime.cases import applying
from runtime.cases.submission import answered, claim_files
from runtime.changes import mirror_errands
from runtime.changes.change import Change
from runtime.customers import frequent
from runtime.engine.acts import step, timing
from runtime.engine.acts.step import Act
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party
from runtime.forms import enclosures, references, rule_context
from runtime.forms.circumstances import acting
from runtime.forms.enclosures import Given
from runtime.hours.office_hours import calendar
from runtime.people.roster import CONTACT, PERSON, Roster
from runtime.plans import plan_deeds
from runtime.processes import deployment, occurrences
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.visibility import forecast, linking, sharing, sight
from schemas.filling.answers import Reading
from schemas.problem import Problem
from schemas.words import Words


def decide(tx: Connection, decision: Decision, now: datetime) -> Decided:
    """Take a move, or vote.

    Raises:
        Rejected: something to mend: an answer, or a comment that is asked for.
        NotAllowedHere: somebody was faster, or it cannot be done as things stand; it says where the case stands.
        Denied: the to-do is not theirs.
        Missing: there is no such to-do.
    """
    before = earlier_soon(tx, decision, decision.task_id, now)
    case, task = _case_and_task(tx, decision)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    if before():
        return _decided(compiled, case, tasks.open_in(tx, case.workspace, case.id), repeated=True)
    _still_there(compiled, case, task, decision)
    given = enclosures.read(tx, decision, case, now)
    reading = _read(tx, decision, compiled, case, task, given, now)
    facts = facts_of(tx, compiled, case, decision.actor, reading.answers)
    comment = spoken(decision.comment)
    act = Act(decision.actor.party, decision.move, task.state, comment, task.visit, frozenset(given.answers))
    outcome = step.take(compiled.course, case.position, facts, act, now)
    said = _answered(tx, compiled, case, task, reading.answers)
    change = Change(
        replace(case, answers=reading.answers),
        compiled,
        outcome,
        decision.actor,
        facts.directory,
        now,
        said,
        comment=comment,
        given=given.answers,
        recorded=vars(decision.recorded) if decision.recorded else {},
        before=case.answers,
    )
    done = applying.apply(tx, change)
    claim_files(tx, compiled, done.case, case.answers)
    enclosures.claim_files(tx, case, given)
    occurrences.record(tx, compiled.process.form, done.case, case.answers)
    return _decided(compiled, done.case, done.opened, repeated=False)


def elapse(tx: Connection, workspace: str, case_id: str, now: datetime) -> Case:
    """Carry out every deadline of the case that has passed. Nothing happens where another was faster."""
    case = cases.case_to_change(tx, workspace, case_id)
    compiled = deployment.version(tx, workspace, case.version_id)
    clock = system(workspace)
    for timer in sorted((one for one in case.timers if one.due <= now), key=lambda one: one.due):
        if timer not in case.timers:
            continue
        facts = facts_of(tx, compiled, case, clock, case.answers)
        late = (timer.state, timer.visit, timer.deadline)
        outcome = timing.elapse(compiled.course, case.position, facts, *late, now)
        left = replace(case, timers=tuple(one for one in case.timers if one != timer))
        extra = {"visit": timer.visit, "deadline": timer.deadline, "due": timer.due.isoformat()}
        case = applying.apply(tx, Change(left, compiled, outcome, clock, facts.directory, now, extra=extra)).case
    return case


def comment(
    tx: Connection,
    actor: Actor,
    case_id: str,
    text: str,
    now: datetime,
    *,
    internal: bool = False,
    there: bool = False,
) -> Case:
    """Say something about a case, for all who see it, or for the people of the workspace only.

    ``there``: whoever follows it in Jira or Trello shall read it too; that is for colleagues to say.

    Raises:
        Rejected: it is empty or too long.
        Missing: the actor may not see the case.
    """
    text = spoken(text)
    if not text:
        raise Rejected((Problem("comment.required", "/comment", {"move": Words()}),))
    case = cases.case_to_change(tx, actor.workspace, case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    asked = tasks.of_case(tx, case.workspace, case.id)
    sharing.rights(tx, actor, compiled, case)
    hidden = internal and (actor.is_colleague or actor.may(Permission.ADMIN))
    listening = _listening(case, asked) - {actor.party}
    told = (
        applying.message(case, "comment", party, now, by=actor.name, text=text)
        for party in sorted(listening)
        if not (hidden and party.startswith(CONTACT))
    )
    trackers = mirror_errands.said(tx, case, actor.name, text, now) if there and actor.is_colleague else {}
    said = ("commented", {"text": text, "internal": hidden, **({"there": [*trackers]} if trackers else {})})
    roster = facts_of(tx, compiled, case, actor, case.answers).directory
    same = Outcome(case.position)
    return applying.apply(
        tx, Change(case, compiled, same, actor, roster, now, (said,), tell=(*told, *trackers.values()))
    ).case


def _listening(case: Case, asked: Iterable[Task]) -> set[Party]:
    """Whoever asked, and has it now; where no colleague has, those who had it last, so that a client is heard."""
    todo = [*asked]
    heard = {case.requester, case.filer, *(task.party for task in todo if task.open)}
    if not any(party.startswith(PERSON) for party in heard):
        acted = [task for task in todo if task.closed_by.startswith(PERSON) and task.closed_by == task.party]
        last = max(acted, key=lambda task: (task.closed_at or task.opened_at, task.opened_at), default=None)
        heard |= {task.party for task in acted if last and (task.state, task.visit) == (last.state, last.visit)}
    return heard


def _case_and_task(tx: Connection, decision: Decision) -> tuple[Case, Task]:
    actor = decision.actor
    found = cases.case_of_task(tx, actor.workspace, decision.task_id, actor.party)
    if found:
        return found
    tasks.task(tx, actor.workspace, decision.task_id)
    raise Denied(f"{decision.task_id} is not a to-do of {actor.party}")


def _still_there(compiled: Compiled, case: Case, task: Task, decision: Decision) -> None:
    """The engine looks whether the actor may act in the state; only we know for which visit they were asked."""
    present = case.ended or case.state
    if case.ended:
        raise NotAllowedHere(Problem("case.ended"), present)
    if not any((token.state, token.visit) == (task.state, task.visit) for token in case.position.tokens):
        raise NotAllowedHere(Problem("step.elsewhere"), present)
    if decision.case_version not in (None, case.version):
        raise NotAllowedHere(Problem("case.changed", params={"state": compiled.title(case.state)}), present)


def _read(
    tx: Connection, decision: Decision, compiled: Compiled, case: Case, task: Task, given: Given, now: datetime
) -> Reading:
    """Only what the step lets its people write is read; the rest stays, whatever was posted."""
    actor, form = decision.actor, compiled.process.form
    known = references.Outside(tx, actor, case.process_key, case.id, linking.kept(form, case.answers), acting(tx, now))
    asking = rule_context.running(case, actor.lang)
    around = rule_context.around(tx, case.workspace, compiled.checker.mentioned, asking, now)
    open_ = sight.askable(actor, form, sight.at(actor, compiled, task.state))
    reading = compiled.checker.read(decision.raw, open_, case.answers, known, around)
    offered = step.offered(compiled.course, case.position, actor.party, (task.state, task.visit))
    move = next((move for move in offered if move.key == decision.move), None)
    has = frozenset(given.answers) | {problem.path.strip("/_") for problem in given.problems}
    wrong = (*reading.problems, *given.problems)
    problems = step.unmet(move, decision.comment, wrong, has) if move else ()
    if problems:
        raise Rejected(problems, reading.shown, reading.answers)
    return reading


def facts_of(tx: Connection, compiled: Compiled, case: Case, actor: Actor, answers: Mapping[str, Any]) -> Facts:
    names = {case.requester: case.requester_name, case.filer: case.filer_name, actor.party: actor.name}
    contact = f"{CONTACT}{case.contact_id}" if case.contact_id else None
    roster = Roster(tx, case.workspace, compiled.named, names)
    hours, plans = calendar(tx, case.workspace), plan_deeds.look(tx, case.workspace, case.id)
    look = frequent.look(tx, case.workspace, case.customer_id, case.contact_id, fresh=False)
    asked = look if compiled.flow_reads_asked else None
    return Facts(answers, case.requester, contact, roster, hours, compiled.checker.fits, plans, asked)


def _answered(
    tx: Connection, compiled: Compiled, case: Case, task: Task, after: Mapping[str, Any]
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    before = case.answers
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    changes = {key: [before.get(key), after.get(key)] for key in keys}
    return (("answered", answered(tx, case.workspace, compiled, task.state, changes)),) if changes else ()


def _decided(compiled: Compiled, case: Case, opened: tuple[Task, ...], *, repeated: bool) -> Decided:
    said = forecast.sentence(compiled, case)
    return Decided(case.id, case.number, case.title, case.state, case.ended, case.version, said, repeated, opened)
