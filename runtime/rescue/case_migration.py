"""Running requests are moved to another version of their process: looked at first, then each in a transaction of its own."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.cases import applying
from runtime.changes.change import Change
from runtime.engine.outcome import NotAllowedHere
from runtime.processes import deployment, occurrences
from runtime.rescue import migration_check
from runtime.rescue.migration_check import Fit, Way
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection, Database
from runtime.store.forms import answer_keys
from runtime.store.missing import Missing
from runtime.store.operations import running
from runtime.store.processes import processes
from runtime.store.processes.processes import Version
from schemas.problem import Problem

log = logging.getLogger(__name__)

PAGE: Final = 50
"""So many are looked at, or moved, at once."""
TRIES: Final = 3
"""Somebody may decide while a request is being moved: it is looked at anew so often."""


@dataclass(frozen=True)
class Passengers:
    """Which requests: of ``process``, running by version number ``source``, and standing at ``state`` if one is named.

    ``names``: what states of the one version are called in the other, ``target``.
    """

    actor: Actor
    process: str
    source: int
    target: int
    state: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Prospect:
    """One page of what would happen. ``after`` asks for the next one; empty on the last."""

    way: Way
    fits: tuple[Fit, ...]
    after: str = ""


@dataclass(frozen=True)
class Carried:
    """What has happened. ``refused`` are number and id of those that stay, with why. ``after`` as in `Prospect`."""

    moved: int = 0
    refused: tuple[tuple[str, str, Problem], ...] = ()
    after: str = ""

    def __add__(self, more: "Carried") -> "Carried":
        return Carried(self.moved + more.moved, (*self.refused, *more.refused), more.after)


def running_by_version(tx: Connection, actor: Actor, process: str) -> dict[int, dict[str, int]]:
    """Version number, newest first, to state, to how many requests run there.

    Raises:
        Missing: there is no such process.
    """
    require(actor, Permission.ADMIN)
    there = _versions(tx, actor, process)
    counted = running.counted(tx, actor.workspace, process)
    return {one.number: counted.get(one.id, {}) for one in there.values()}


def look(tx: Connection, wanted: Passengers, now: datetime, after: str = "", limit: int = PAGE) -> Prospect:
    """What would happen to each, and nothing happens.

    Raises:
        Missing: there is no such process or version.
        Rejected: a state that is named is not there.
    """
    require(wanted.actor, Permission.ADMIN)
    way = _way(tx, wanted)
    found = running.running(tx, wanted.actor.workspace, way.old.id, wanted.state, after, limit + 1)
    fits = tuple(migration_check.fit(tx, wanted.actor, way, case, now) for case in found[:limit])
    return Prospect(way, fits, found[limit - 1].id if len(found) > limit else "")


def carry(tx: Connection, wanted: Passengers, case_id: str, now: datetime) -> Case:
    """Move one.

    Raises:
        NotAllowedHere: it cannot go on there.
        Rejected: another request has meanwhile given an answer that may be given only once.
        Missing: there is no such request, process or version.
    """
    require(wanted.actor, Permission.ADMIN)
    way = _way(tx, wanted)
    case = cases.case_to_change(tx, wanted.actor.workspace, case_id)
    if (case.process_key, case.version_id) != (wanted.process, way.old.id):
        raise NotAllowedHere(Problem("carry.same"), case.state)
    found = migration_check.fit(tx, wanted.actor, way, case, now)
    if found.outcome is None or found.facts is None or found.answers is None:
        raise NotAllowedHere(found.problems[0], case.state)
    moved = replace(case, version_id=way.new.id, answers=found.answers)
    change = Change(
        moved,
        way.new,
        found.outcome,
        wanted.actor,
        found.facts.directory,
        now,
        (("migrated", _said(way, found)),),
        before=case.answers,
    )
    after = applying.apply(tx, change).case
    if found.lost:
        answer_keys.drop(tx, case.workspace, case.id, found.lost)
    occurrences.record(tx, way.new.process.form, after, case.answers)
    return after


def carry_all(
    database: Database, wanted: Passengers, now: datetime, chosen: Sequence[str] | None = None, after: str = ""
) -> Carried:
    """Move the ``chosen`` ones, or the next `PAGE` of all: each for itself, so that one that cannot go holds up no other."""
    following = ""
    if chosen is None:
        with database.reading() as tx:
            require(wanted.actor, Permission.ADMIN)
            way = _way(tx, wanted)
            found = running.running(tx, wanted.actor.workspace, way.old.id, wanted.state, after, PAGE + 1)
        chosen = [case.id for case in found[:PAGE]]
        following = found[PAGE - 1].id if len(found) > PAGE else ""
    return replace(_each(database, wanted, chosen, now), after=following)


def _each(database: Database, wanted: Passengers, chosen: Iterable[str], now: datetime) -> Carried:
    moved, refused = 0, []
    for case_id in chosen:
        problem = _tried(database, wanted, case_id, now)
        if problem is None:
            moved += 1
        else:
            with database.reading() as tx:
                refused.append((cases.case(tx, wanted.actor.workspace, case_id).number, case_id, problem))
    return Carried(moved, tuple(refused))


def _tried(database: Database, wanted: Passengers, case_id: str, now: datetime) -> Problem | None:
    """Why it could not be moved."""
    problem: Problem | None = None
    for _ in range(TRIES):
        try:
            with database.writing() as tx:
                carry(tx, wanted, case_id, now)
        except NotAllowedHere as conflict:
            problem = conflict.problem
            if problem.code != "case.changed":
                return problem
        except Rejected as rejected:
            return rejected.problems[0]
        else:
            return None
    return problem


def _said(way: Way, found: Fit) -> dict[str, Any]:
    """What the journal keeps of it: also the answers that were lost."""
    before, after = found.case.answers, found.answers or {}
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    said = {
        "from": way.old.number,
        "to": way.new.number,
        "from_version": way.old.id,
        "to_version": way.new.id,
        "mapping": dict(way.names),
    }
    return {**said, "changes": {key: [before.get(key), after.get(key)] for key in keys}} if keys else said


def _way(tx: Connection, wanted: Passengers) -> Way:
    """Raises Missing and Rejected."""
    there = _versions(tx, wanted.actor, wanted.process)
    if wanted.source not in there or wanted.target not in there:
        raise Missing(wanted.process)
    old, new = (deployment.version(tx, wanted.actor.workspace, there[one].id) for one in (wanted.source, wanted.target))
    names = {state: name for state, name in wanted.names.items() if name and name != state}
    unknown = [one for one in names if one not in old.course.states]
    unknown += [one for one in names.values() if one not in new.course.states]
    if old.id == new.id:
        raise Rejected((Problem("carry.same"),))
    if unknown:
        raise Rejected((Problem("move.unknown-target", params={"state": unknown[0]}),))
    return Way(old, new, names)


def _versions(tx: Connection, actor: Actor, process: str) -> dict[int, Version]:
    found = processes.versions(tx, actor.workspace, process)
    if not found:
        raise Missing(process)
    return {one.number: one for one in found}
