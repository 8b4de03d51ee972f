"""Each law of a case is broken once, on purpose, and is found; what was written before there were branches still holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from runtime import lifecycle
from runtime.background import clock
from runtime.cases import subrequests
from runtime.engine import serialization
from runtime.engine.position import Position, Token
from runtime.files.storeroom import Folder
from runtime.lifecycle import Rescue, Submission
from runtime.processes import deployment
from runtime.proof import proofs, verify
from runtime.proof.kinship import Kinship
from runtime.rescue import case_migration
from runtime.rescue.case_migration import Passengers
from runtime.store.cases import cases, journal
from runtime.store.cases.cases import Case, Timer
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Task
from runtime.store.notices import outbox
from runtime.store.notices.outbox import HOUSE
from runtime.store.operations.audit import Kept, everything
from schemas.document import load
from tests.runtime.office import CHANGE, World
from tests.runtime.rescue.test_case_migration import publish, renamed

Alter = Callable[[Kept], Kept]


def kept_of(world: World, case_id: str) -> Kept:
    with world.database.reading() as tx:
        return next(one for one in everything(tx) if one.case.id == case_id)


def complaints(world: World, kept: Kept) -> list[str]:
    with world.database.reading() as tx:
        course = deployment.version(tx, world.workspace, kept.case.version_id).course
    return list(proofs.of_case(kept, course))


@pytest.fixture
def voting(world: World) -> Kept:
    """At the board, where one has voted and one deadline has passed; moved to a version in which the board is a panel."""
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.wait(days=1)
    clock.fire_due(world.database, world.now)
    publish(world, renamed)
    wanted = Passengers(world.actor("ada"), "change", 1, 2, names={"board": "panel"})
    assert case_migration.carry_all(world.database, wanted, world.now).moved == 1
    kept = kept_of(world, case_id)
    assert complaints(world, kept) == []
    return kept


def on_token(change: Callable[[Token], Token]) -> Alter:
    def alter(kept: Kept) -> Kept:
        position = kept.case.position
        return with_case(kept, position=replace(position, tokens=tuple(map(change, position.tokens))))

    return alter


def with_case(kept: Kept, **changes: Any) -> Kept:
    return replace(kept, case=replace(kept.case, **changes))


def on_lines(kind: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Alter:
    """Of what stands in the lines of a kind; the chain is mended, as somebody clever would."""

    def alter(kept: Kept) -> Kept:
        return told(
            kept, [replace(one, body=change(dict(one.body))) if one.kind == kind else one for one in kept.journal]
        )

    return alter


def said_again(kind: str, *, later: bool = True) -> Alter:
    def alter(kept: Kept) -> Kept:
        again = next(one for one in kept.journal if one.kind == kind)
        return told(kept, [*kept.journal, replace(again, version=kept.case.version + later)])

    return alter


def told(kept: Kept, lines: list[Entry]) -> Kept:
    chain = journal.chained((replace(one, seq=number) for number, one in enumerate(lines, 1)), journal.START)
    case = replace(kept.case, journal_count=len(chain), journal_head=chain[-1].hash, version=chain[-1].version)
    return replace(kept, journal=chain, case=case)


def fired(state: str, kind: str, *, early: bool = False) -> Alter:
    """A deadline of any kind, carried out twice, or an hour too soon."""

    def alter(kept: Kept) -> Kept:
        last = kept.journal[-1]
        due = last.at + timedelta(hours=early)
        body = {"state": state, "to": state, "joins": True, "visit": 1, "deadline": 7, "due": due.isoformat(), "by": ""}
        lines = [replace(last, kind=kind, by="", body=body, version=last.version + n) for n in range(1, 3 - early)]
        return told(kept, [*kept.journal, *lines])

    return alter


def _open(kept: Kept) -> Task:
    return next(one for one in kept.tasks if one.open)


def ended(kept: Kept) -> Kept:
    last = kept.journal[-1]
    body = {"outcome": "closed", "by": "person:x"}
    return told(kept, [*kept.journal, replace(last, kind="ended", by="person:x", body=body)])


BROKEN: dict[str, tuple[Alter, str]] = {
    "somebody has two votes": (on_token(lambda one: replace(one, votes=one.votes * 2)), "has 2 votes at panel"),
    "somebody voted twice": (said_again("voted"), " has voted 1 times at board"),
    "two decided at once": (said_again("voted", later=False), "I2"),
    "a state was entered by no line": (
        lambda kept: with_case(kept, position=replace(kept.case.position, visits={"analysis": 2, "panel": 1})),
        "I3 the states visited",
    ),
    "a line speaks of a state that was not entered": (said_again("moved"), "I3 the states visited"),
    "what was renamed was called otherwise": (
        on_lines("migrated", lambda body: {**body, "mapping": {}}),
        "I3 the states visited",
    ),
    "it was moved to another version": (
        on_lines("migrated", lambda body: {**body, "to_version": "V"}),
        "I3 the journal says that it was moved to another version",
    ),
    "it was moved from a version that it never had": (
        lambda kept: told(kept, [*kept.journal, replace(kept.journal[-1], body=kept.journal[-1].body)]),
        "I3 it was moved from a version that it did not have",
    ),
    "the journal says that it has ended": (ended, "I3 the journal and the case differ"),
    "it says that it stands elsewhere": (lambda kept: with_case(kept, state="analysis"), "I3 it stands in analysis"),
    "somebody is reminded twice": (fired("panel", "reminded"), "I4 deadline 7 of panel passed 2 times"),
    "a deadline hands over twice": (fired("panel", "seated"), "I4 deadline 7 of panel passed 2 times"),
    "a deadline closes a vote twice": (fired("panel", "closed"), "I4 deadline 7 of panel passed 2 times"),
    "a deadline takes a move twice": (fired("panel", "moved"), "I4 deadline 7 of panel passed 2 times"),
    "somebody is reminded early": (fired("panel", "reminded", early=True), "was early"),
    "a deadline hands over early": (fired("panel", "seated", early=True), "was early"),
    "a deadline takes a move early": (fired("panel", "moved", early=True), "was early"),
    "a deadline is lost": (
        lambda kept: with_case(kept, timers=()),
        "I7 deadline 1 of panel, visit 1, is not waited for",
    ),
    "a deadline waits for nothing": (
        lambda kept: with_case(kept, timers=(*kept.case.timers, Timer("analysis", 1, 0, kept.case.opened_at))),
        "I7 a deadline of analysis, visit 1, waits for nothing",
    ),
    "a deadline that has passed waits": (
        lambda kept: with_case(kept, timers=(*kept.case.timers, Timer("panel", 1, 0, kept.case.opened_at))),
        "I7 a deadline of panel, visit 1, waits for nothing",
    ),
    "somebody who has voted has a to-do again": (
        lambda kept: replace(
            kept, tasks=[*kept.tasks, replace(_open(kept), party=kept.case.position.tokens[0].votes[0].party)]
        ),
        "has a to-do at panel and is not asked there",
    ),
    "somebody has lost their to-do": (
        lambda kept: replace(kept, tasks=[one for one in kept.tasks if not one.open]),
        "is asked at panel and has no to-do",
    ),
    "somebody who is not asked has a to-do": (
        lambda kept: replace(kept, tasks=[*kept.tasks, replace(_open(kept), party="person:eve")]),
        "I7 person:eve has a to-do at",
    ),
    "it waits for nothing": (
        lambda kept: replace(with_case(kept, timers=()), tasks=[]),
        "I7 it is open and waits for nothing",
    ),
    "it has ended and still waits": (
        lambda kept: with_case(kept, ended="closed", position=Position(ended="closed")),
        "I7 it has ended and still waits",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_found(world: World, voting: Kept, broken: str) -> None:
    alter, said = BROKEN[broken]
    found = complaints(world, alter(voting))
    assert any(said in one for one in found), found


def test_what_was_reopened_has_not_ended(world: World) -> None:
    case_id = world.at_board()
    for do, to in (("cancel", ""), ("reopen", "board"), ("cancel", "")):
        with world.database.writing() as tx:
            lifecycle.rescue(tx, Rescue(world.actor("ada"), case_id, do, "Why not", to=to), world.now)
    kept = kept_of(world, case_id)
    assert complaints(world, kept) == []
    without = told(kept, [one for one in kept.journal if one.kind != "reopened"])
    assert complaints(world, told(without, without.journal[:-1])) == []
    assert any(one.startswith("I3") for one in complaints(world, told(kept, kept.journal[:-1])))


def before_there_were_seats(kept: Kept) -> Kept:
    """The same, as it was written by the first versions of the product."""
    written = serialization.to_json(kept.case.position)
    for token in written["tokens"]:
        token["asked"] = [seat if isinstance(seat, str) else seat["party"] for seat in token.pop("seats")]
        token.pop("fired", None)
    old = {"tokens", "ended", "acted", "visits"}
    position = serialization.from_json({key: value for key, value in written.items() if key in old})
    unknown = {"ruled", "joins", "branch", "absent"}
    lines = [replace(one, body={k: v for k, v in one.body.items() if k not in unknown}) for one in kept.journal]
    again = {"state": "board", "by": "person:x"}
    lines.append(replace(lines[-1], kind="restarted", by="person:x", body=again, version=lines[-1].version + 1))
    visits = {**position.visits, "board": position.visits["board"] + 1}
    return told(with_case(kept, position=replace(position, visits=visits)), lines)


def test_what_was_written_before_there_were_branches_still_holds(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "back")
    world.decide(case_id, "lea", "send", raw={"price": 1})
    world.decide(case_id, "bo", "approve")
    world.wait(days=1)
    clock.fire_due(world.database, world.now)
    assert complaints(world, before_there_were_seats(kept_of(world, case_id))) == []


PARENT = {
    "format": "formloom/1",
    "key": "order",
    "title": {"en": "Order"},
    "number": "O-{seq}",
    "form": {"schema": {"type": "object", "properties": {"what": {"type": "string", "title": "What"}}}},
    "flow": {
        "initial": "change",
        "states": [
            {
                "key": "change",
                "kind": "process",
                "title": {"en": "Change"},
                "calls": {"process": "change", "given": {"wish": {"var": "what"}, "price": 5}},
            },
            {"key": "done", "kind": "end", "title": {"en": "Done"}, "outcome": "closed"},
        ],
        "moves": [{"key": "on", "from": "change", "to": "done", "title": {"en": "On"}}],
    },
}


@pytest.fixture
def order(world: World) -> str:
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load({**CHANGE, "contact": {}}), "person:x", world.now)
        deployment.deploy(tx, world.workspace, load(PARENT), "person:x", world.now)
        return lifecycle.submit(tx, Submission(world.actor("lea"), "order", {"what": "A door"}), world.now).case_id


def run_errands(world: World) -> None:
    with world.database.writing() as tx:
        for message in outbox.lease(tx, world.now, 10, timedelta(minutes=1), channel=HOUSE):
            subrequests.run(tx, message, world.now)
            outbox.settle(tx, replace(message, sent_at=world.now))


def sub_of(world: World, order: str) -> Case:
    with world.database.reading() as tx:
        return cases.begun_by(tx, world.workspace, order)[0]


def test_requests_inside_of_requests_know_each_other_all_the_way(world: World, order: str, tmp_path: Path) -> None:
    def proved() -> None:
        with world.database.reading() as tx:
            assert verify.verify(tx, Folder(tmp_path))["violations"] == []

    proved()
    run_errands(world)
    proved()
    with world.database.writing() as tx:
        asked = Rescue(world.actor("ada"), sub_of(world, order).id, "cancel", "Not wanted")
        lifecycle.rescue(tx, asked, world.now)
    proved()
    run_errands(world)
    proved()
    assert world.case(order).ended == "closed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda parent, _: [with_sub(parent, "pending")], "I7 nobody begins"),
        (lambda parent, _: [with_sub(parent, "nothing")], "I3 which knows nothing of it"),
        (lambda parent, sub: [parent, replace(sub, parent_visit=7)], "I3 which knows nothing of it"),
        (lambda parent, sub: [parent, replace(sub, ended="closed")], "I7 nobody says so"),
        (lambda parent, sub: [parent, sub, replace(sub, id="another")], "I3 2 requests run"),
    ],
)
def test_those_that_do_not_are_found(world: World, order: str, change: Any, said: str) -> None:
    run_errands(world)
    kinship = Kinship()
    for case in change(world.case(order), sub_of(world, order)):
        kinship.see(case)
    invariant, words = said[:2], said[3:]
    assert any(one.startswith(invariant) and words in one for one in kinship.complaints())


def with_sub(case: Case, sub: str) -> Case:
    tokens = tuple(replace(one, sub=sub) if one.sub else one for one in case.position.tokens)
    return replace(case, position=replace(case.position, tokens=tokens))
