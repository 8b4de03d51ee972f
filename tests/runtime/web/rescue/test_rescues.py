"""Pages for what is stuck, for who is away or has left, and for requests that move to another version."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from runtime.people import accounts, deputising
from runtime.store.people import people
from tests.runtime.office import World
from tests.runtime.rescue.test_case_migration import longer_deadline, other_kind, publish, renamed
from tests.runtime.rescue.test_rescuing import asked
from tests.runtime.web.api.program import Program
from tests.runtime.web.conftest import Visitor, change_person

SignIn = Callable[[str], Visitor]
REASON = {"reason": "Bo is ill"}


@pytest.fixture
def ada(sign_in: SignIn) -> Visitor:
    return sign_in("ada")


@pytest.fixture
def program(app: Flask, world: World) -> Program:
    """With the token of the administrator."""
    with world.database.writing() as tx:
        return Program(app, accounts.new_token(tx, world.people["ada"], "test", world.now))


def nobody_leads(world: World) -> Callable[[], None]:
    """Gives what brings them back."""
    with world.database.writing() as tx:
        group = next(one for one in people.groups(tx, world.workspace) if one.key == "leads")
        people.set_members(tx, replace(group, members=()))

    def back() -> None:
        with world.database.writing() as tx:
            people.set_members(tx, group)

    return back


def test_a_request_is_rescued_on_its_page(world: World, ada: Visitor) -> None:
    case_id = world.at_board()
    path = f"/requests/{case_id}/rescue"
    assert f'href="{path}"' in ada.get(f"/requests/{case_id}").text
    ada.get(path)
    place = {"do": "place", "at": "board~1", "to": "analysis"}
    refused = ada.post(path, {**place, "reason": ""})
    assert refused.status_code == 422
    assert "Please say why" in refused.text
    assert ada.post(path, {**place, **REASON}).status_code == 303
    page = ada.get(f"/requests/{case_id}").text
    assert "Bo is ill" in page
    assert world.case(case_id).state == "analysis"
    late = ada.post(path, {**place, **REASON})
    assert late.status_code == 409
    assert "Bo is ill" in late.text


def test_what_has_ended_can_only_be_opened_again(world: World, ada: Visitor) -> None:
    case_id = world.at_board()
    path = f"/requests/{case_id}/rescue"
    offered = re.compile(r'name="do" value="(\w+)"')
    assert {"reassign", "skip", "place", "retry", "cancel"} == set(offered.findall(ada.get(path).text))
    ada.post(path, {"do": "cancel", "at": "board~1", **REASON})
    page = ada.get(path).text
    assert offered.findall(page) == ["reopen"]
    assert "This request has ended" in page
    assert ada.post(path, {"do": "reopen", "to": "board", **REASON}).status_code == 303
    assert asked(world, case_id) == {"Bo", "Bea", "Ben"}


def test_somebody_else_is_asked(world: World, ada: Visitor) -> None:
    case_id = world.at_board()
    path = f"/requests/{case_id}/rescue"
    ada.get(path)
    sent = {"do": "reassign", "at": f"board~1~{world.party('bo')}", "to": "dan", **REASON}
    assert ada.post(path, sent).status_code == 303
    assert asked(world, case_id) == {"Bea", "Ben", "Dan"}
    assert ada.post(path, {"do": "skip", "at": "board~1~approve", **REASON}).status_code == 303
    assert world.case(case_id).state == "client"


def test_only_administrators_see_the_way_there(world: World, sign_in: SignIn) -> None:
    case_id = world.at_board()
    bo = sign_in("bo")
    assert "/rescue" not in bo.get(f"/requests/{case_id}").text
    assert bo.get(f"/requests/{case_id}/rescue").status_code == 403
    assert bo.get("/incidents").status_code == 403
    assert bo.get("/processes/change/running").status_code == 403


def test_what_is_stuck_is_tried_again_one_by_one_and_all_at_once(world: World, ada: Visitor) -> None:
    back = nobody_leads(world)
    stuck = [world.submit().case_id for _ in range(3)]
    page = ada.get("/incidents").text
    assert all(world.case(one).number in page for one in stuck)
    assert f'/requests/{stuck[0]}/rescue">A red door</a>' in page
    assert ada.post(f"/incidents/{stuck[0]}").status_code == 303
    assert world.case(stuck[0]).incident == "step.nobody"
    refused = ada.post("/incidents/all", {"kind": "step.nobody"})
    assert "3 still cannot:" in refused.text
    back()
    assert ada.post(f"/incidents/{stuck[0]}").status_code == 303
    assert "2 requests go on." in ada.post("/incidents/all", {"kind": "step.nobody"}).text
    assert "Nothing is stuck" in ada.get("/incidents").text


def test_whoever_goes_away_names_a_deputy_and_hands_over(world: World, sign_in: SignIn) -> None:
    lea, case_id = sign_in("lea"), world.submit().case_id
    said = {"begins": "2026-03-02", "ends": "2026-03-20", "deputy": world.people["dan"].id}
    assert lea.fill("/away", {**said, "ends": "2026-03-01"}).status_code == 422
    onward = lea.fill("/away", said)
    assert (onward.status_code, onward.location) == (303, f"/people/{world.people['lea'].id}/hand-over")
    page = lea.get(onward.location).text
    assert re.findall(r'<option value="(\w+)"', page) == [world.people["dan"].id]
    assert f'/requests/{case_id}">A red door</a>' in page
    assert "1 request was handed over." in lea.post(onward.location, {"to": world.people["dan"].id, **REASON}).text
    assert asked(world, case_id) == {"Dan"}
    assert "Dan acts" in lea.get("/away").text
    assert "Lea, " in sign_in("dan").get("/away").text
    with world.database.reading() as tx:
        there = deputising.absences.of_person(tx, world.workspace, world.people["lea"].id, world.now)
    assert lea.post(f"/away/{there[0].id}/end").status_code == 303
    assert "Dan acts" not in lea.get("/away").text


def test_nobody_looks_at_what_a_colleague_hands_over(world: World, sign_in: SignIn) -> None:
    lea = world.people["lea"].id
    assert sign_in("bo").get(f"/people/{lea}/hand-over").status_code == 404
    assert sign_in("bo").get(f"/people/{lea}/away").status_code == 403
    assert sign_in("ada").get(f"/people/{lea}/away").status_code == 200


@pytest.mark.parametrize("heir", ["dan", ""])
def test_what_is_asked_of_a_leaver_goes_where_the_page_says(world: World, ada: Visitor, heir: str) -> None:
    case_id, path = world.submit().case_id, f"/people/{world.people['lea'].id}"
    gone = {"name": "Lea", "email": "lea@team.example", "role": "member", "active": "false"}
    assert "1 to-do is open." in ada.get(path).text
    left = ada.fill(path, {**gone, "_heir": world.people[heir].id if heir else ""})
    assert left.location == ("/people" if heir else f"{path}/hand-over")
    assert asked(world, case_id) == ({"Dan"} if heir else {"Lea"})
    page = ada.get("/incidents").text
    assert (world.case(case_id).number in page) is (heir == "")
    assert ("Asked of people who have left" in page) is (heir == "")


def test_many_requests_move_by_the_page_in_rounds(world: World, ada: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.rescue.case_migration.PAGE", 2)
    cases = [world.submit().case_id for _ in range(5)]
    publish(world, longer_deadline)
    path = "/processes/change/running"
    assert "Version 1: 5 requests" in ada.get(path).text
    ada.get(f"{path}?from=1&to=2&state=")
    way = {"from": "1", "to": "2", "state": ""}
    assert "1 request was moved." in ada.post(path, {**way, "which": "chosen", "case": cases[4]}).text
    first = ada.post(path, {**way, "which": "all"})
    assert "2 requests were moved." in first.text
    after = re.search(r'name="after" value="(\w+)"', first.text)
    assert after is not None
    last = ada.post(path, {**way, "which": "all", "after": after[1], "moved": "2"})
    assert "4 requests were moved." in last.text
    assert len({world.case(one).version_id for one in cases}) == 1


def test_steps_that_are_called_otherwise_are_asked_for(world: World, ada: Visitor) -> None:
    case_id = world.at_board()
    publish(world, renamed)
    path = "/processes/change/running?from=1&to=2"
    assert 'name="name-board"' in ada.get(path).text
    page = ada.get(f"{path}&name-board=panel").text
    assert "“Board” is called “Panel”." in page
    sent = {"from": "1", "to": "2", "name-board": "panel", "which": "chosen", "case": case_id}
    assert "1 request was moved." in ada.post("/processes/change/running", sent).text
    assert "moved the request from version 1 to version 2" in ada.get(f"/requests/{case_id}").text
    assert ada.get(f"{path}&name-board=nothing").status_code == 200


def test_programs_do_the_same(world: World, program: Program) -> None:
    case_id = world.at_board()
    publish(world, other_kind)
    looked = program.get("/api/v1/processes/change/running?from=1&to=2")
    assert looked.json is not None
    assert looked.json["versions"] == [{"version": 2, "states": {}}, {"version": 1, "states": {"board": 1}}]
    assert looked.json["cases"][0]["problems"] == ["“Board” is a step of another kind there."]
    moved = program.post("/api/v1/processes/change/running", {"from": 1, "to": 2})
    assert moved.json is not None
    assert (moved.json["moved"], [one["code"] for one in moved.json["refused"]]) == (0, ["carry.other-kind"])
    path = f"/api/v1/cases/{case_id}/rescue"
    assert program.post(path, {"do": "place", "to": "analysis", "reason": ""}).status_code == 422
    assert program.post(path, {"do": "place", "to": "nowhere", "reason": "x"}).status_code == 409
    placed = program.post(path, {"do": "place", "to": "analysis", "reason": "x"})
    assert placed.json is not None
    assert placed.json["state"] == "analysis"
    assert program.post("/api/v1/processes/change/running", {"from": 1, "to": 2}).json == {
        "moved": 1,
        "refused": [],
        "next": None,
    }
    found = program.get("/api/v1/incidents").json
    assert found == {"incidents": [], "errands": [], "leavers": [], "next": None}


def test_programs_of_others_may_not(app: Flask, world: World) -> None:
    case_id = world.at_board()
    with world.database.writing() as tx:
        bo = Program(app, accounts.new_token(tx, world.people["bo"], "test", world.now))
    for answer in (
        bo.get("/api/v1/incidents"),
        bo.get("/api/v1/processes/change/running"),
        bo.post("/api/v1/processes/change/running", {"from": 1, "to": 1}),
        bo.post(f"/api/v1/cases/{case_id}/rescue", {"do": "cancel", "reason": "x"}),
    ):
        assert answer.status_code == 403


def test_a_leaver_who_comes_back_is_asked_again(world: World, ada: Visitor) -> None:
    change_person(world, "lea", active=False)
    case_id = world.submit().case_id
    assert world.case(case_id).incident == "step.nobody"
    change_person(world, "lea", active=True)
    ada.get("/incidents")
    assert ada.post(f"/incidents/{case_id}").status_code == 303
    assert asked(world, case_id) == {"Lea"}
