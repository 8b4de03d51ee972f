"""What people do to a running case besides deciding, and what comes to it from outside."""

from dataclasses import replace
from datetime import datetime

from runtime.access import Permission, require
from runtime.asking import Done, Rejected, Signal, Wish, earlier, spoken
from runtime.cases import applying
from runtime.cases.deciding import facts_of
from runtime.changes.change import Change
from runtime.engine.acts import special, step
from runtime.engine.acts.special import Special
from runtime.engine.facts import Directory
from runtime.engine.position import Party
from runtime.processes import deployment
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.visibility import sight
from schemas.problem import Problem


def wish(tx: Connection, asked: Wish, now: datetime) -> Done:
    """Do it.

    Raises:
        NotAllowedHere: it is not permitted at this step, or not possible now.
        Rejected: somebody who is named is not here.
        Missing: the actor may not see the case.
    """
    actor = asked.actor
    case = cases.case_to_change(tx, actor.workspace, asked.case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    if earlier(tx, asked, case.id, now):
        return Done(case, repeated=True)
    sight.rights(actor, compiled, case, tasks.of_case(tx, case.workspace, case.id))
    facts = facts_of(tx, compiled, case, actor, case.answers)
    done = Special(
        actor.party,
        asked.do,
        asked.state,
        asked.visit,
        _people(facts.directory, case, asked.to),
        asked.where,
        asked.raises,
        asked.back_to,
        asked.then,
        spoken(asked.comment),
    )
    outcome = special.do(compiled.course, case.position, facts, done, now)
    change = Change(case, compiled, outcome, actor, facts.directory, now, comment=spoken(asked.comment))
    return Done(applying.apply(tx, change).case)


def signal(tx: Connection, asked: Signal, now: datetime) -> Done:
    """A message has come for a case.

    Raises:
        NotAllowedHere: nobody waits for it and it is not kept, or the case has ended.
        Rejected: an answer that came with it cannot be taken.
    """
    require(asked.actor, Permission.ADMIN)
    case = cases.case_to_change(tx, asked.actor.workspace, asked.case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    if earlier(tx, asked, case.id, now):
        return Done(case, repeated=True)
    answers = case.answers
    if asked.answers:
        reading = compiled.checker.read(asked.answers, frozenset(asked.answers) & compiled.checker.writable, answers)
        wrong = tuple(one for one in reading.problems if one.code != "answer.required")
        if wrong:
            raise Rejected(wrong)
        answers = reading.answers
    facts = facts_of(tx, compiled, case, asked.actor, answers)
    outcome = step.deliver(compiled.course, case.position, facts, asked.name, now)
    change = Change(
        replace(case, answers=answers),
        compiled,
        outcome,
        asked.actor,
        facts.directory,
        now,
        before=case.answers,
    )
    return Done(applying.apply(tx, change).case)


def _people(directory: Directory, case: Case, keys: tuple[str, ...]) -> tuple[Party, ...]:
    """Whoever sits somewhere in the case already may also be named as a party. Raises Rejected."""
    seated = {party for token in case.position.tokens for party in token.asked}
    found = {key: key if key in seated else directory.person(key) for key in keys}
    unknown = [key for key, party in found.items() if party is None]
    if unknown:
        raise Rejected((Problem("answer.not-a-person", "/to", {"field": unknown[0]}),))
    return tuple(party for party in found.values() if party)
