"""A program outside has changed something, and a case follows: one drawn move, in that program's own name."""

from dataclasses import dataclass, replace
from datetime import datetime

from runtime.access import Actor
from runtime.asking import Done, Rejected, spoken
from runtime.cases import applying
from runtime.cases.deciding import facts_of
from runtime.changes.change import Change
from runtime.engine.acts import outsider, step
from runtime.engine.outcome import NotAllowedHere
from runtime.forms import references, rule_context
from runtime.forms.circumstances import acting
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.visibility import linking
from schemas.problem import Problem
from schemas.words import Words


@dataclass(frozen=True)
class Follow:
    """``move`` is taken out of ``state``, if the case still is at ``case_version``. ``comment`` says what has happened outside.

    ``why`` is what those read who had something to do there.
    """

    actor: Actor
    case_id: str
    state: str
    move: str
    comment: str
    why: Words
    case_version: int


def follow(tx: Connection, asked: Follow, now: datetime) -> Done:
    """Do it. A move that waits for a message takes it as if it had come.

    Raises:
        NotAllowedHere: the drawing does not allow it as things stand, or somebody was faster.
        Rejected: the step still wants answers.
        Missing: there is no such case.
    """
    case = cases.case_to_change(tx, asked.actor.workspace, asked.case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    if case.version != asked.case_version:
        raise NotAllowedHere(Problem("case.changed", params={"state": compiled.title(case.state)}), case.state)
    facts = facts_of(tx, compiled, case, asked.actor, case.answers)
    drawn = compiled.drawn(asked.state, asked.move)
    if drawn is not None and drawn.message:
        outcome = step.deliver(compiled.course, case.position, facts, drawn.message, now)
    else:
        _answered(tx, compiled, case, asked, now)
        taken = (asked.state, asked.move)
        outcome = outsider.leave(compiled.course, case.position, facts, taken, asked.actor.party, asked.why, now)
    change = Change(case, compiled, outcome, asked.actor, facts.directory, now, comment=spoken(asked.comment))
    return Done(applying.apply(tx, change).case)


def _answered(tx: Connection, compiled: Compiled, case: Case, asked: Follow, now: datetime) -> None:
    """Whoever has the to-do could not leave either while a question of the step is open. Raises Rejected."""
    move = compiled.drawn(asked.state, asked.move)
    if move is None or asked.state not in compiled.rights:
        return
    form, asking = compiled.process.form, rule_context.running(case, asked.actor.lang)
    known = references.Outside(
        tx, asked.actor, case.process_key, case.id, linking.kept(form, case.answers), acting(tx, now)
    )
    around = rule_context.around(tx, case.workspace, compiled.checker.mentioned, asking, now)
    reading = compiled.checker.read({}, compiled.rights[asked.state], case.answers, known, around)
    missing = [one for one in reading.problems if one.code == "answer.required"]
    if problems := step.unmet(replace(move, asks=()), asked.comment, missing):
        raise Rejected(problems, reading.shown, reading.answers)
