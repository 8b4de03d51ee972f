"""Who is away is stood in for, and says so; what is asked of a leaver goes to others, and nothing of it is lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from runtime.access import Denied
from runtime.asking import Rejected
from runtime.files.storeroom import Folder
from runtime.people import deputising
from runtime.proof import verify
from runtime.rescue import handing_over, incidents
from runtime.rescue.handing_over import BY_RULE, Handed, Handover
from runtime.store.cases import journal
from runtime.store.notices import outbox
from runtime.store.notices.outbox import HOUSE, Message
from runtime.store.people import people
from schemas.filling.answers import Reading
from tests.runtime.office import World
from tests.runtime.rescue.test_rescuing import asked
from tests.runtime.web.conftest import change_person

WHY = "Bo has left"


@pytest.fixture(autouse=True)
def proved(world: World, tmp_path: Path) -> Any:
    yield
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path))["violations"] == []


def go_away(world: World, who: str, deputy: str, begins: str, ends: str, by: str = "") -> Reading:
    raw = {"begins": begins, "ends": ends, "deputy": world.people[deputy].id}
    with world.database.writing() as tx:
        return deputising.plan(tx, world.actor(by or who), world.people[who].id, raw, world.now)


def hand_over(world: World, whose: str, to: str, by: str = "ada", reason: str = WHY) -> Handed:
    heir = world.people[to].id if to else BY_RULE
    wanted = Handover(world.actor(by), world.people[whose].id, heir, reason)
    return handing_over.hand_over(world.database, wanted, world.now)


def rescued(world: World, case_id: str) -> list[str]:
    with world.database.reading() as tx:
        return [one.body["comment"] for one in journal.of_case(tx, world.workspace, case_id) if one.kind == "rescued"]


def test_whoever_is_away_is_stood_in_for_in_that_time_only(world: World) -> None:
    assert go_away(world, "lea", "dan", "2026-03-03", "2026-03-04").problems == ()
    assert asked(world, world.submit().case_id) == {"Lea"}
    world.wait(days=1)
    case_id = world.submit().case_id
    assert asked(world, case_id) == {"Dan"}
    seat = world.case(case_id).position.tokens[0].seats[0]
    assert (seat.party, seat.instead) == (world.party("dan"), (world.party("lea"),))
    with world.database.reading() as tx:
        entered = next(one for one in journal.of_case(tx, world.workspace, case_id) if one.kind == "entered")
    assert entered.body["absent"] == [world.party("lea")]
    world.wait(days=2)
    assert asked(world, world.submit().case_id) == {"Lea"}


def test_it_ends_early(world: World) -> None:
    go_away(world, "lea", "dan", "2026-03-01", "2026-03-20")
    with world.database.writing() as tx:
        mine = deputising.absences.of_person(tx, world.workspace, world.people["lea"].id, world.now)
        deputising.end(tx, world.actor("lea"), world.people["lea"].id, mine[0].id, world.now)
    assert asked(world, world.submit().case_id) == {"Lea"}


def test_deputies_of_deputies_and_circles(world: World) -> None:
    go_away(world, "lea", "dan", "2026-03-01", "2026-03-20")
    go_away(world, "dan", "ben", "2026-03-01", "2026-03-20")
    assert asked(world, world.submit().case_id) == {"Ben"}
    go_away(world, "ben", "lea", "2026-03-01", "2026-03-20")
    assert asked(world, world.submit().case_id) == {"Lea"}


def test_a_deputy_who_has_left_acts_for_nobody(world: World) -> None:
    go_away(world, "lea", "dan", "2026-03-01", "2026-03-20")
    change_person(world, "dan", active=False)
    assert asked(world, world.submit().case_id) == {"Lea"}


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        ("2026-03-05", "2026-03-04", "absence.order"),
        ("2026-02-01", "2026-02-04", "absence.over"),
        ("2026-03-09", "2026-03-12", "absence.twice"),
        ("", "2026-03-12", "answer.required"),
    ],
)
def test_what_is_wrong_with_an_absence_is_said(world: World, begins: str, ends: str, code: str) -> None:
    go_away(world, "lea", "dan", "2026-03-10", "2026-03-20")
    assert [one.code for one in go_away(world, "lea", "dan", begins, ends).problems] == [code]


def test_nobody_says_that_a_colleague_is_away_but_administrators(world: World) -> None:
    with pytest.raises(Denied):
        go_away(world, "lea", "dan", "2026-03-10", "2026-03-20", by="bo")
    assert go_away(world, "lea", "dan", "2026-03-10", "2026-03-20", by="ada").problems == ()


def test_whoever_goes_away_hands_over_to_whom_acts_for_them_and_to_nobody_else(world: World) -> None:
    case_id = world.submit().case_id
    with pytest.raises(Denied):
        hand_over(world, "lea", "dan", by="lea")
    go_away(world, "lea", "dan", "2026-03-01", "2026-03-20")
    with pytest.raises(Denied):
        hand_over(world, "lea", "ben", by="lea")
    assert hand_over(world, "lea", "dan", by="lea", reason="Away").done == 1
    assert (asked(world, case_id), rescued(world, case_id)) == ({"Dan"}, ["Away"])


@pytest.mark.parametrize(
    ("to", "after"),
    [("dan", {"Bea", "Ben", "Dan"}), ("bea", {"Bea", "Ben"}), ("", {"Bea", "Ben"})],
    ids=["somebody new", "somebody who is asked already", "the rule: the others suffice"],
)
def test_what_is_asked_of_a_leaver_goes_on(world: World, to: str, after: set[str]) -> None:
    case_id = world.at_board()
    change_person(world, "bo", active=False)
    assert hand_over(world, "bo", to) == Handed(1)
    assert asked(world, case_id) == after
    for name in ("bea", "ben"):
        world.decide(case_id, name, "approve")
    assert world.case(case_id).state == "client"


def test_what_nobody_takes_is_an_incident(world: World) -> None:
    case_id = world.submit().case_id
    change_person(world, "lea", active=False)
    with world.database.reading() as tx:
        found = incidents.troubles(tx, world.actor("ada"))
    assert [(one.name, one.count, one.since) for one in found.leavers] == [("Lea", 1, world.now)]
    refused = hand_over(world, "lea", "").refused
    assert [(one[1], one[2].code) for one in refused] == [(case_id, "step.nobody")]
    with world.database.reading() as tx:
        found = incidents.troubles(tx, world.actor("ada"))
    assert [(one.case_id, one.kind) for one in found.incidents] == [(case_id, "step.nobody")]
    assert hand_over(world, "lea", "dan") == Handed(1)
    with world.database.reading() as tx:
        assert not incidents.troubles(tx, world.actor("ada"))


def test_hundreds_go_in_rounds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "ROUND", 4)
    cases = [world.submit().case_id for _ in range(10)]
    change_person(world, "lea", active=False)
    wanted = Handover(world.actor("ada"), world.people["lea"].id, world.people["dan"].id, WHY)
    rounds = []
    after = None
    while True:
        handed = handing_over.hand_over(world.database, wanted, world.now, after)
        rounds.append(handed.done)
        after = handed.after
        if after is None:
            break
    assert rounds == [4, 4, 2]
    assert all(asked(world, case_id) == {"Dan"} for case_id in cases)


def test_it_takes_a_reason_and_an_heir_who_is_there(world: World) -> None:
    world.submit()
    change_person(world, "ben", active=False)
    for to, reason in (("dan", " "), ("ben", WHY), ("lea", WHY)):
        with pytest.raises(Rejected):
            hand_over(world, "lea", to, reason=reason)
    for by in ("bo", "dan"):
        with pytest.raises(Denied):
            hand_over(world, "lea", "dan", by=by)


def test_all_that_is_stuck_for_one_reason_is_tried_again(world: World) -> None:
    with world.database.writing() as tx:
        group = next(one for one in people.groups(tx, world.workspace) if one.key == "leads")
        people.set_members(tx, people.Group(group.workspace, group.id, group.key, group.title))
    stuck = [world.submit().case_id for _ in range(3)]
    with world.database.writing() as tx:
        people.set_members(tx, group)
    with pytest.raises(Denied):
        incidents.retry_all(world.database, world.actor("lea"), "step.nobody", WHY, world.now)
    assert incidents.retry_all(world.database, world.actor("ada"), "choice.gap", WHY, world.now).going == 0
    tried = incidents.retry_all(world.database, world.actor("ada"), "step.nobody", WHY, world.now)
    assert (tried.going, tried.refused, tried.more) == (3, (), False)
    assert all(asked(world, case_id) == {"Lea"} for case_id in stuck)


def test_the_list_takes_three_reads(world: World, statements: list[str]) -> None:
    world.submit()
    actor = world.actor("ada")
    with world.database.reading() as tx:
        statements.clear()
        incidents.troubles(tx, actor)
    assert len(statements) == 3


def test_an_errand_that_fails_stands_in_the_list_until_it_is_done(world: World) -> None:
    case_id = world.at_board()
    lost = Message(
        world.workspace, "E1", "report", {"case": case_id, "sub": case_id}, world.now, world.now, channel=HOUSE
    )
    with world.database.writing() as tx:
        outbox.add(tx, [replace(lost, error="Missing: case", attempts=12, dead_at=world.now)])
    actor = world.actor("ada")
    with world.database.reading() as tx:
        (failing,) = incidents.troubles(tx, actor).failing
    assert (failing.id, failing.case_id, failing.error, failing.next_try) == ("E1", case_id, "Missing: case", None)
    for reason, error in (("", Rejected), (WHY, None)):
        with world.database.writing() as tx:
            if error:
                with pytest.raises(error):
                    incidents.hurry(tx, actor, "E1", reason, world.now)
            else:
                incidents.hurry(tx, actor, "E1", reason, world.now)
    assert rescued(world, case_id) == [WHY]
    with world.database.writing() as tx:
        assert [one.id for one in outbox.lease(tx, world.now, 5, timedelta(minutes=1), channel=HOUSE)] == ["E1"]
        assert not incidents.troubles(tx, actor)
