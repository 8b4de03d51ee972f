"""What an administrator does to a request that stands still, or stands wrong: with a reason, on the record, and never lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Denied
from runtime.background import clock
from runtime.files.storeroom import Folder
from runtime.lifecycle import NotAllowedHere, Rejected, Rescue
from runtime.processes import deployment
from runtime.proof import verify
from runtime.store.cases import journal
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.store.people import people
from schemas.document import load
from tests.runtime.office import CHANGE, World

WHY = "Bo is ill"


def rescue(world: World, case_id: str, do: Any, **more: Any) -> Case:
    asked = Rescue(world.actor(more.pop("by", "ada")), case_id, do, more.pop("reason", WHY), **more)
    with world.database.writing() as tx:
        return lifecycle.rescue(tx, asked, world.now).case


def lines(world: World, case_id: str) -> list[Entry]:
    with world.database.reading() as tx:
        return journal.of_case(tx, world.workspace, case_id)


def asked(world: World, case_id: str) -> set[str]:
    return {task.party_name for task in world.tasks(case_id)}


@pytest.fixture
def nobody_leads(world: World) -> None:
    with world.database.writing() as tx:
        group = next(one for one in people.groups(tx, world.workspace) if one.key == "leads")
        people.set_members(tx, replace(group, members=()))


@pytest.fixture(autouse=True)
def proved(world: World, tmp_path: Path) -> Any:
    """Whatever was done, the invariants hold."""
    yield
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path))["violations"] == []


def test_somebody_else_is_asked_in_ones_place(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bea", "approve")
    rescue(world, case_id, "reassign", who=world.party("bo"), to="dan")
    assert asked(world, case_id) == {"Ben", "Dan"}
    world.decide(case_id, "dan", "approve")
    assert world.case(case_id).state == "client"
    said = next(entry for entry in lines(world, case_id) if entry.kind == "rescued")
    assert (said.by_name, said.body["comment"], said.body["state"]) == ("Ada", WHY, "board")


@pytest.mark.usefixtures("nobody_leads")
def test_where_nobody_was_found_somebody_is_asked(world: World) -> None:
    case_id = world.submit().case_id
    assert world.case(case_id).stuck_since == world.now
    after = rescue(world, case_id, "reassign", to="dan@team.example")
    assert (after.incident, after.stuck_since, asked(world, case_id)) == ("", None, {"Dan"})
    world.decide(case_id, "dan", "send", raw={"price": 1})


def test_it_is_moved_to_any_step_or_to_an_end(world: World) -> None:
    case_id = world.at_board()
    after = rescue(world, case_id, "place", to="analysis")
    assert (after.state, asked(world, case_id)) == ("analysis", {"Lea"})
    assert {timer.state for timer in after.timers} == {"analysis"}
    after = rescue(world, case_id, "place", to="refused")
    assert (after.ended, world.tasks(case_id), after.timers) == ("rejected", [], ())


def test_a_step_is_done_in_somebodys_place(world: World) -> None:
    case_id = world.at_board()
    assert rescue(world, case_id, "skip", move="approve").state == "client"


def test_it_is_cancelled_and_opened_again(world: World) -> None:
    case_id = world.at_board()
    after = rescue(world, case_id, "cancel")
    assert (after.ended, world.tasks(case_id), after.timers, after.closed_at) == ("cancelled", [], (), world.now)
    with pytest.raises(NotAllowedHere):
        rescue(world, case_id, "cancel")
    again = rescue(world, case_id, "reopen", to="board")
    assert (again.ended, again.state, again.closed_at) == ("", "board", None)
    assert asked(world, case_id) == {"Bo", "Bea", "Ben"}
    assert [entry.kind for entry in lines(world, case_id)].count("ended") == 1


def test_a_deadline_that_failed_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = world.submit().case_id
    world.wait(days=4)

    def breaks(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("no such thing")

    with monkeypatch.context() as broken:
        broken.setattr(lifecycle, "elapse", breaks)
        clock.fire_due(world.database, world.now)
    stuck = world.case(case_id)
    assert stuck.incident == "deadline.failed: ZeroDivisionError: no such thing"
    assert stuck.stuck_since == world.now
    after = rescue(world, case_id, "retry")
    assert (after.incident, after.stuck_since, after.timers) == ("", None, ())
    assert [entry.kind for entry in lines(world, case_id)][-2:] == ["rescued", "reminded"]


@pytest.mark.usefixtures("nobody_leads")
def test_what_is_in_the_way_still_stays_as_it_is(world: World) -> None:
    case_id = world.submit().case_id
    before = world.case(case_id)
    with pytest.raises(NotAllowedHere) as refused:
        rescue(world, case_id, "retry")
    assert refused.value.problem.code == "step.nobody"
    assert world.case(case_id) == before


@pytest.mark.parametrize(
    ("do", "more", "error"),
    [
        ("reassign", {"reason": "  "}, Rejected),
        ("reassign", {"who": "person:nobody", "to": "nobody"}, Rejected),
        ("reassign", {"to": ""}, Rejected),
        ("place", {"to": "nowhere"}, NotAllowedHere),
        ("place", {"to": "analysis", "state": "analysis", "visit": 1}, NotAllowedHere),
        ("skip", {"move": "nothing"}, NotAllowedHere),
        ("reopen", {"to": "board"}, NotAllowedHere),
        ("cancel", {"by": "lea"}, Denied),
    ],
)
def test_what_cannot_be_done_changes_nothing(world: World, do: str, more: dict[str, Any], error: Any) -> None:
    case_id = world.at_board()
    before = world.case(case_id)
    with pytest.raises(error):
        rescue(world, case_id, do, **more)
    assert world.case(case_id) == before


def test_under_one_key_it_is_done_once(world: World) -> None:
    case_id = world.at_board()
    for _ in range(2):
        rescue(world, case_id, "place", to="analysis", key="k")
    assert [entry.kind for entry in lines(world, case_id)].count("rescued") == 1


def test_an_answer_that_was_freed_is_claimed_again_or_it_stays_shut(world: World) -> None:
    """Two requests with one answer to a field that must be unique cannot both run."""
    properties = {**CHANGE["form"]["schema"]["properties"]}
    properties["wish"] = {"type": "string", "title": "Wish", "x-formloom": {"unique": True}}
    form = {"schema": {**CHANGE["form"]["schema"], "properties": properties}}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load({**CHANGE, "form": form}), "person:x", world.now)
    first = world.submit().case_id
    rescue(world, first, "cancel")
    second = world.submit().case_id
    with pytest.raises(Rejected):
        rescue(world, first, "reopen", to="analysis")
    assert world.case(first).ended == "cancelled"
    rescue(world, second, "cancel")
    assert rescue(world, first, "reopen", to="analysis").ended == ""
