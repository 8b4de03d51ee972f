"""Whatever people, time and administrators do to requests of any drawn flow, in any order: the invariants hold after each act."""

import os
import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from runtime import lifecycle
from runtime.access import Actor, Denied
from runtime.background import clock
from runtime.cases import subrequests
from runtime.engine.acts import step
from runtime.engine.acts.special import PERMIT, Do
from runtime.files.storeroom import Folder
from runtime.lifecycle import Decision, NotAllowedHere, Rejected, Rescue, Signal, Submission, Wish
from runtime.people import accounts, deputising
from runtime.people.roster import named_in
from runtime.processes import deployment
from runtime.proof import verify
from runtime.rescue import case_migration, handing_over
from runtime.rescue.case_migration import Passengers
from runtime.rescue.handing_over import Handover
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.notices.outbox import HOUSE
from runtime.store.operations import audit
from runtime.store.operations.audit import Kept
from runtime.store.people import people
from schemas.document import load
from tests.patterns.guide import document_of, patterns
from tests.runtime.office import CHANGE, World

ACTS = int(os.environ.get("FORMLOOM_ACTS", "25"))
SEED = int(os.environ.get("FORMLOOM_SEED", "1"))
DRAWN = {one["pattern"]: document_of(one) for one in patterns()}
ANSWERS = {"n": 3, "ok": True, "areas": ["law", "money"], "rows": [{"name": "one"}, {"name": "two"}]}
PERMITS = ["return", "transfer", "delegate", "add", "take_back", "claim", "remind", "copy"]
WISHES = [*get_args(Do)]


def permissive(document: dict[str, Any]) -> dict[str, Any]:
    """So that as much as possible can happen; every step has a deadline of some kind."""
    for number, state in enumerate(document["flow"]["states"]):
        if state["kind"] in ("task", "approval"):
            state["permits"] = PERMITS
            kinds = [{"do": "remind"}, {"do": "escalate"}, {"do": "hand_over", "to": [{"person": "ada"}]}]
            state.setdefault("deadlines", []).append({"after": f"P{number + 1}D", **kinds[number % 3]})
    return document


@dataclass
class Office:
    """``rng`` decides what happens next."""

    world: World
    rng: random.Random
    process: str
    staff: dict[str, Actor]

    def kept(self) -> list[Kept]:
        with self.world.database.reading() as tx:
            return list(audit.everything(tx))

    def running(self) -> Kept | None:
        found = [one for one in self.kept() if not one.case.ended]
        return self.rng.choice(found) if found else None

    def anybody(self) -> Actor:
        return self.rng.choice(list(self.staff.values()))

    def submit(self) -> None:
        answers = {key: value for key, value in ANSWERS.items() if self.rng.random() < 0.8}
        with self.world.database.writing() as tx:
            lifecycle.submit(tx, Submission(self.anybody(), self.process, answers), self.world.now)

    def decide(self) -> None:
        kept = self.running()
        todo = [task for task in kept.tasks if task.open and task.party in self.staff] if kept else []
        if not kept or not todo:
            return
        task = self.rng.choice(todo)
        with self.world.database.writing() as tx:
            compiled = deployment.version(tx, kept.case.workspace, kept.case.version_id)
            moves = step.offered(compiled.course, kept.case.position, task.party, (task.state, task.visit))
            if moves:
                given = Decision(self.staff[task.party], task.id, self.rng.choice(moves).key, {}, "Since it is so")
                lifecycle.decide(tx, given, self.world.now)

    def wish(self) -> None:
        kept = self.running()
        if kept:
            token = self.rng.choice(kept.case.position.tokens)
            to = (self.anybody().email,)
            do: Any = self.rng.choice(WISHES)
            where: Any = self.rng.choice(["before", "after", "beside"])
            asked = Wish(
                self._at(token),
                kept.case.id,
                do,
                token.state,
                token.visit,
                to,
                where,
                self.rng.random() < 0.5,
                self.rng.choice(list(kept.case.position.visits)),
                self.rng.choice(["again", "back"]),
            )
            with self.world.database.writing() as tx:
                lifecycle.wish(tx, asked, self.world.now)

    def _at(self, token: Any) -> Actor:
        here = [self.staff[party] for party in token.asked if party in self.staff]
        return self.rng.choice(here) if here else self.anybody()

    def rescue(self) -> None:
        found = list(self.kept())
        if found:
            kept = self.rng.choice(found)
            token = self.rng.choice(kept.case.position.tokens or (None,))
            with self.world.database.reading() as tx:
                course = deployment.version(tx, kept.case.workspace, kept.case.version_id).course
            do: Any = self.rng.choice(["reassign", "reassign", "place", "skip", "cancel", "reopen", "retry"])
            place = self.rng.choice(list(course.states))
            asked = Rescue(
                self.world.actor("ada"),
                kept.case.id,
                do,
                "So that it goes on",
                token.state if token else "",
                token.visit if token else None,
                self.rng.choice([*(token.asked if token else ()), ""]),
                self.anybody().email if do == "reassign" else place,
                self.rng.choice([*(course.moves(token.state) if token else ()), ""]),
            )
            with self.world.database.writing() as tx:
                lifecycle.rescue(tx, asked, self.world.now)

    def signal(self) -> None:
        kept = self.running()
        if kept:
            with self.world.database.writing() as tx:
                flow = deployment.version(tx, kept.case.workspace, kept.case.version_id).course.flow
                names = [move.message for move in flow.moves if move.message]
                if names:
                    said = Signal(self.world.actor("ada"), kept.case.id, self.rng.choice(names))
                    lifecycle.signal(tx, said, self.world.now)

    def time(self) -> None:
        self.world.wait(hours=self.rng.choice([1, 20, 30, 80]))
        clock.fire_due(self.world.database, self.world.now)

    def errands(self) -> None:
        with self.world.database.writing() as tx:
            for message in outbox.lease(tx, self.world.now, 10, timedelta(minutes=1), channel=HOUSE):
                subrequests.run(tx, message, self.world.now)
                outbox.settle(tx, replace(message, sent_at=self.world.now))

    def leave(self) -> None:
        """Somebody leaves, or comes back; what is asked of them goes on."""
        who = self.anybody()
        if who.party == self.world.party("ada"):
            return
        with self.world.database.writing() as tx:
            person = people.person(tx, who.workspace, who.id)
            assert person is not None
            people.keep(tx, replace(person, active=not person.active))
        if person.active:
            heir = self.rng.choice([handing_over.BY_RULE, self.world.people["ada"].id])
            handing_over.hand_over(
                self.world.database, Handover(self.world.actor("ada"), who.id, heir, "They have left"), self.world.now
            )

    def go_away(self) -> None:
        who, deputy = self.anybody(), self.anybody()
        day = self.world.now.date()
        raw = {"begins": day.isoformat(), "ends": (day + timedelta(days=2)).isoformat(), "deputy": deputy.id}
        with self.world.database.writing() as tx:
            deputising.plan(tx, self.world.actor("ada"), who.id, raw, self.world.now)

    def carry(self) -> None:
        source, target = self.rng.sample([1, 2], 2)
        wanted = Passengers(self.world.actor("ada"), self.process, source, target)
        case_migration.carry_all(self.world.database, wanted, self.world.now)


ALL: tuple[Callable[[Office], None], ...] = (
    *(Office.decide,) * 8,
    *(Office.wish,) * 4,
    *(Office.time,) * 2,
    *(Office.errands,) * 2,
    Office.submit,
    Office.rescue,
    Office.rescue,
    Office.signal,
    Office.leave,
    Office.go_away,
    Office.carry,
)


def settle_in(world: World, document: dict[str, Any]) -> dict[str, Actor]:
    """Everybody whom the flow names is here, and the process is published in two versions."""
    process = load(document)
    other = deepcopy(document)
    for state in other["flow"]["states"]:
        state["title"] = {"en": f"New {state['key']}"}
        for deadline in state.get("deadlines", ())[-1:]:
            deadline["after"] = "P3D"
    named = named_in(process.flow)
    with world.database.writing() as tx:
        there = {one.key: one for one in people.everybody(tx, world.workspace)}
        for key in sorted(named.people - there.keys()):
            there[key] = accounts.new_person(tx, world.workspace, f"{key}@team.example", world.now, name=key.title())
        for one in (document, other):
            deployment.deploy(tx, world.workspace, load(one), "person:x", world.now)
        for group in people.groups(tx, world.workspace):
            if group.key in named.groups:
                people.set_members(tx, replace(group, members=tuple(one.id for one in there.values())[:4]))
        deployment.deploy(tx, world.workspace, load({**CHANGE, "contact": {}}), "person:x", world.now)
    return {f"person:{one.id}": accounts.actor_of(one) for one in there.values()}


@pytest.mark.parametrize("number", DRAWN)
def test_the_invariants_hold(world: World, number: int, tmp_path: Path) -> None:
    document = permissive(deepcopy(DRAWN[number]))
    office = Office(world, random.Random(SEED * 1000 + number), document["key"], settle_in(world, document))  # noqa: S311 -- no secret
    office.submit()
    done: list[str] = []
    for _ in range(ACTS):
        act = office.rng.choice(ALL)
        done.append(act.__name__)
        try:
            act(office)
        except (NotAllowedHere, Rejected, Denied, Missing) as refused:
            done[-1] += f" ({type(refused).__name__})"
        with world.database.reading() as tx:
            found = verify.verify(tx, Folder(tmp_path))["violations"]
        assert found == [], f"seed {SEED}: {done}"


def test_every_wish_is_made() -> None:
    assert {*PERMITS, *PERMIT, "advise", "withdraw"} == {*WISHES}
