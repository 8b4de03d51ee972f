"""What is asked of somebody goes to others, all of it: they have left, or are away. Each request in a transaction of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.access import Actor, Denied, Permission
from runtime.asking import Rejected, spoken
from runtime.cases import applying, deciding
from runtime.changes.change import Change
from runtime.engine.acts import rescue
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Token
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally
from runtime.people.roster import PERSON
from runtime.processes import deployment
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection, Database
from runtime.store.people import absences, people
from schemas.problem import Problem

ROUND: Final = 100
"""So many requests at once."""
BY_RULE: Final = ""
"""In place of a person: whom the step's own rule finds now, or else the fallback."""


@dataclass(frozen=True)
class Handover:
    """What is asked of the person ``whose`` (an id) goes to the person ``to`` (an id), or `BY_RULE`, for a ``reason``."""

    actor: Actor
    whose: str
    to: str
    reason: str

    @property
    def party(self) -> Party:
        return f"{PERSON}{self.whose}"


@dataclass(frozen=True)
class Handed:
    """How many requests are done; ``refused`` are number and id of those that are not, with why. ``after``: go on there."""

    done: int = 0
    refused: tuple[tuple[str, str, Problem], ...] = ()
    after: tuple[datetime, str] | None = None


def hand_over(database: Database, asked: Handover, now: datetime, after: tuple[datetime, str] | None = None) -> Handed:
    """One round. Where ``to`` is asked already, or cannot be, the step's rule is asked; what nobody takes is an incident.

    Raises:
        Rejected: the reason is missing, or ``to`` is not here.
        Denied: it is somebody else's, and the actor is no administrator; or ``to`` does not act for them.
    """
    if not spoken(asked.reason):
        raise Rejected((Problem("reason.required", "/reason"),))
    with database.reading() as tx:
        _allowed(tx, asked, now)
        found = tasks.todo(tx, asked.actor.workspace, asked.party, after, ROUND + 1)
    done, refused = 0, []
    for case_id, number in {row.task.case_id: row.number for row in found[:ROUND]}.items():
        try:
            with database.writing() as tx:
                stuck = _hand_over_one(tx, asked, case_id, now)
        except NotAllowedHere as conflict:
            refused.append((number, case_id, conflict.problem))
        else:
            refused += [(number, case_id, stuck)] if stuck else []
            done += stuck is None
    last = found[ROUND - 1].task if len(found) > ROUND else None
    return Handed(done, tuple(refused), (last.rank, last.id) if last else None)


def _allowed(tx: Connection, asked: Handover, now: datetime) -> None:
    actor = asked.actor
    heir = people.person(tx, actor.workspace, asked.to) if asked.to else None
    if asked.to and (heir is None or not heir.active or asked.to == asked.whose):
        raise Rejected((Problem("answer.not-a-person", "/to", {"field": asked.to}),))
    if actor.may(Permission.ADMIN):
        return
    deputies = {one.deputy_id for one in absences.of_person(tx, actor.workspace, asked.whose, now)}
    if actor.party != asked.party or asked.to not in deputies:
        raise Denied(f"{actor.party} may not hand over what is asked of {asked.party}")


def _hand_over_one(tx: Connection, asked: Handover, case_id: str, now: datetime) -> Problem | None:
    """Every seat of theirs in one request. What is in the way stands with the request as well, as an incident."""
    case = cases.case_to_change(tx, asked.actor.workspace, case_id)
    for token in tuple(_theirs(case, asked.party)):
        if case.position.at(token.state, token.visit) is None:
            continue  # what was handed over before has moved it
        compiled = deployment.version(tx, case.workspace, case.version_id)
        facts = deciding.facts_of(tx, compiled, case, asked.actor, case.answers)
        outcome = _outcome(compiled.course, case, facts, asked, token, now)
        said = ("rescued", {"do": "hand_over", "state": token.state, "comment": spoken(asked.reason)})
        case = applying.apply(tx, Change(case, compiled, outcome, asked.actor, facts.directory, now, (said,))).case
        again = case.position.at(token.state, token.visit)
        if again is not None and again.incident:
            title = compiled.title(token.state)
            return Problem(again.incident, params={"state": title, "states": title})
    return None


def _theirs(case: Case, party: Party) -> Iterator[Token]:
    for token in case.position.tokens:
        if not token.left and party in {seat.party for seat in tally.open_seats(token)}:
            yield token


def _outcome(course: Course, case: Case, facts: Facts, asked: Handover, token: Token, now: datetime) -> Outcome:
    """Where the heir sits there already, the two do not become one: the rule says who comes instead."""
    visit, by, heir = (token.state, token.visit), asked.actor.party, f"{PERSON}{asked.to}"
    if asked.to == BY_RULE or heir in token.asked:
        return rescue.vacate(course, case.position, facts, visit, asked.party, by, now)
    return rescue.reassign(course, case.position, facts, visit, (asked.party, heir), by, now)
