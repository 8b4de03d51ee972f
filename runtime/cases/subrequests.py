"""Requests inside of requests: one begins, is stopped, or reports what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, system
from runtime.cases import applying
from runtime.cases.deciding import facts_of
from runtime.cases.submission import answered
from runtime.changes.change import Change
from runtime.engine.acts import rescue, step
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import PENDING, Position
from runtime.forms.numbering import numbered
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.notices.outbox import Message
from runtime.store.processes import processes
from schemas.filling.defaults import defaults
from schemas.filling.rights import by_program
from schemas.messages.problem_words import say


def run(tx: Connection, message: Message, now: datetime) -> None:
    """Carry out an errand. Done once already, it is not done again.

    Raises:
        Missing: the case that it is about is not there.
    """
    _RUN[message.kind](tx, message.workspace, message.payload, now)


def _start(tx: Connection, workspace: str, asked: Mapping[str, Any], now: datetime) -> None:
    """What hinders it becomes an incident of the request that asks."""
    parent = cases.case_to_change(tx, workspace, asked["case"])
    token = parent.position.at(asked["state"], asked["visit"])
    if asked["waits"] and (token is None or token.sub != PENDING):
        return
    if not asked["waits"] and cases.begun_by(tx, workspace, parent.id, asked["state"], asked["visit"]):
        return
    problem, begun = _begun(tx, parent, asked, now)
    if not asked["waits"]:
        return
    visit = (asked["state"], asked["visit"])
    compiled = deployment.version(tx, workspace, parent.version_id)
    facts = facts_of(tx, compiled, parent, system(workspace), parent.answers)
    outcome = (
        rescue.blocked(compiled.course, parent.position, facts, visit, problem, now)
        if begun is None
        else Outcome(step.joined(parent.position, visit, begun))
    )
    applying.apply(tx, Change(parent, compiled, outcome, system(workspace), facts.directory, now))


def _begun(tx: Connection, parent: Case, asked: Mapping[str, Any], now: datetime) -> tuple[tuple[str, str], str | None]:
    """What is wrong, as code and words; and the id of the sub-request, None where it could not begin."""
    process = processes.process(tx, parent.workspace, asked["process"])
    if process is None or not process.open:
        return ("process.unknown", asked["process"]), None
    compiled = deployment.version(tx, parent.workspace, process.version_id)
    form = compiled.process.form
    opened = by_program(compiled.checker.writable, compiled.rights[None])
    reading = compiled.checker.read(asked["answers"], opened, None, None, {}, defaults(form, {}))
    if reading.problems:
        return ("sub.refused", "; ".join(say(problem, "en") for problem in reading.problems)), None
    by = Actor(parent.workspace, parent.requester, parent.requester_name)
    case = replace(
        _child(tx, parent, compiled, now),
        answers=reading.answers,
        parent_state=asked["state"],
        parent_visit=asked["visit"],
    )
    facts = facts_of(tx, compiled, case, by, reading.answers)
    outcome = step.begin(compiled.course, facts, now, by.party)
    changes = {key: [None, value] for key, value in reading.answers.items()}
    said = ("answered", answered(tx, parent.workspace, compiled, "", changes))
    applying.apply(tx, Change(case, compiled, outcome, by, facts.directory, now, (said,)))
    return ("", ""), case.id


def _child(tx: Connection, parent: Case, compiled: Compiled, now: datetime) -> Case:
    """A request that nobody has answered anything of yet, of those of whom its parent is."""
    process = compiled.process
    return Case(
        parent.workspace,
        new_id(now),
        numbered(tx, parent.workspace, process.key, process.number, now),
        process.key,
        compiled.id,
        process.title,
        parent.requester,
        parent.requester_name,
        parent.filer,
        parent.filer_name,
        parent.contact_id,
        parent.channel,
        now,
        Position(),
        {},
        version=0,
        state=process.flow.initial,
        parent_id=parent.id,
        customer_id=parent.customer_id,
    )


def _stop(tx: Connection, workspace: str, asked: Mapping[str, Any], now: datetime) -> None:
    case = cases.case_to_change(tx, workspace, asked["sub"])
    if case.ended:
        return
    compiled = deployment.version(tx, workspace, case.version_id)
    clock = system(workspace)
    facts = facts_of(tx, compiled, case, clock, case.answers)
    outcome = rescue.cancel(compiled.course, case.position, facts, clock.party, now)
    applying.apply(tx, Change(replace(case, parent_id=None), compiled, outcome, clock, facts.directory, now))


def _report(tx: Connection, workspace: str, asked: Mapping[str, Any], now: datetime) -> None:
    sub = cases.case(tx, workspace, asked["sub"])
    parent = cases.case_to_change(tx, workspace, asked["case"])
    token = parent.position.at(sub.parent_state, sub.parent_visit)
    if parent.ended or token is None or token.sub != sub.id:
        return
    compiled = deployment.version(tx, workspace, parent.version_id)
    clock = system(workspace)
    facts = facts_of(tx, compiled, parent, clock, parent.answers)
    theirs = {**sub.answers, "@outcome": sub.ended}
    visit = (sub.parent_state, sub.parent_visit)
    outcome = step.returned(compiled.course, parent.position, facts, visit, theirs, now)
    applying.apply(tx, Change(parent, compiled, outcome, clock, facts.directory, now))


def _deliver(tx: Connection, workspace: str, asked: Mapping[str, Any], now: datetime) -> None:
    """Where nobody waits for it (any more), nothing happens."""
    case = cases.case_to_change(tx, workspace, asked["case"])
    compiled = deployment.version(tx, workspace, case.version_id)
    clock = system(workspace)
    facts = facts_of(tx, compiled, case, clock, case.answers)
    try:
        outcome = step.deliver(compiled.course, case.position, facts, asked["message"], now)
    except NotAllowedHere:
        return
    applying.apply(tx, Change(case, compiled, outcome, clock, facts.directory, now))


_RUN: Final[Mapping[str, Callable[[Connection, str, Mapping[str, Any], datetime], None]]] = {
    "start": _start,
    "stop": _stop,
    "report": _report,
    "deliver": _deliver,
}
