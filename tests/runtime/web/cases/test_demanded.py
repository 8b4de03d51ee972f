"""What a step demands keeps its ways closed wherever they are taken, and is marked before anybody tries."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask

from runtime import lifecycle
from runtime.lifecycle import Decision, Rejected, Submission
from runtime.people import accounts
from runtime.processes import deployment
from runtime.web.api.description.openapi import Offered
from schemas.document import load
from tests.runtime.acts import draw
from tests.runtime.office import ANSWERS, CHANGE, World
from tests.runtime.proof.test_proofs import PARENT, run_errands
from tests.runtime.web.api.program import Program
from tests.runtime.web.cases.test_mail_decisions import link
from tests.runtime.web.conftest import Visitor

NOTE: dict[str, Any] = {"type": "string", "title": "Impact"}


def demanding(**of_field: Any) -> dict[str, Any]:
    """The board has to say what the impact is, unless it sends the request back; the client's wish is asked at first."""
    document = deepcopy(dict(CHANGE))
    document["form"]["schema"]["properties"]["impact"] = {**NOTE, "x-formloom": of_field}
    analysis, board, client = document["flow"]["states"][:3]
    document["flow"]["fill"] |= {"impact": "hide", "client_company": "require"}
    analysis["fields"]["impact"] = "hide"
    board["fields"] = {"secret": "edit", "papers": "hide", "impact": "require"}
    client["fields"] = {"secret": "hide", "impact": "require"}
    moves = {move["key"]: move for move in document["flow"]["moves"]}
    moves["back"]["unfinished"] = True
    return document


@pytest.fixture
def case_id(world: World) -> str:
    draw(world, demanding())
    return world.at_board()


def voted(world: World, case_id: str) -> int:
    return sum(len(token.votes) for token in world.case(case_id).position.tokens)


def control(page: str, name: str) -> str:
    """The tag of the control by this name."""
    return next(iter(re.findall(rf'<[^>]* name="{name}"[^>]*>', page)), "")


@pytest.mark.parametrize(("move", "answers", "refused"), [
    ("approve", {}, True),
    ("approve", {"impact": "  "}, True),
    ("approve", {"impact": "None"}, False),
    ("reject", {}, True),
    ("back", {}, False),
])  # fmt: skip
def test_every_way_on_wants_it_but_one_that_may_leave_it_unfinished(
    world: World, case_id: str, move: str, answers: dict[str, str], *, refused: bool
) -> None:
    try:
        world.decide(case_id, "bo", move, raw=answers, comment="Why")
        problems: list[Any] = []
    except Rejected as rejected:
        problems = [(one.code, one.path) for one in rejected.problems]
    assert problems == ([("answer.required", "/impact")] if refused else [])


def test_the_page_marks_it_and_tells_the_browser(world: World, case_id: str, sign_in: Any) -> None:
    bo = sign_in("bo")
    page = bo.get(f"/requests/{case_id}").text
    assert 'aria-required="true"' in control(page, "impact")
    assert "aria-required" not in control(page, "secret")
    rules = re.findall(r'<script type="application/json" id="rules">(.*?)</script>', page, re.DOTALL)
    told = {one["key"]: one for one in json.loads(rules[0])["fields"]}
    assert (told["impact"].get("required"), told["secret"].get("required")) == (True, None)
    task = world.task(case_id, world.party("bo"))
    refused = bo.post(f"/tasks/{task.id}/approve", {"impact": "", "_key": "k"})
    assert (refused.status_code, voted(world, case_id)) == (422, 0)
    assert "“Impact” needs an answer." in refused.text


def test_from_a_mail_only_what_needs_no_answer(world: World, case_id: str, stranger: Visitor) -> None:
    assert re.findall(r'name="_move" value="(\w+)"', stranger.get(link(world, case_id, "bo")).text) == ["back"]
    world.decide(case_id, "bea", "approve", raw={"impact": "None"})
    assert 'value="approve"' in stranger.get(link(world, case_id, "bo")).text


def test_several_at_once_each_by_itself(world: World, case_id: str, sign_in: Any) -> None:
    other = world.at_board()
    world.decide(other, "bea", "approve", raw={"impact": "None"})
    bo = sign_in("bo")
    tasks = [world.task(one, world.party("bo")).id for one in (case_id, other)]
    bo.get("/together", query_string={"task": tasks})
    told = bo.post("/together", {"task": tasks, "move": "approve", "_key": "k"}).text
    assert "“Impact” needs an answer." in told
    assert (world.case(case_id).state, world.case(other).state) == ("board", "client")


@pytest.mark.parametrize(
    ("of_field", "asked"), [({}, True), ({"internal": True}, False), ({"type": "department"}, False)]
)
def test_a_client_need_not_answer_what_they_are_not_asked(
    world: World, of_field: dict[str, Any], *, asked: bool
) -> None:
    document = demanding(**of_field)
    document["flow"]["states"][1]["fields"]["impact"] = "read"
    draw(world, document)
    case_id = world.at_board()
    for who in ("bo", "bea"):
        world.decide(case_id, who, "approve")
    client = world.contact(case_id)
    decision = Decision(client, world.task(case_id, client.party).id, "accept", raw={"impact": ""})
    if asked:
        with pytest.raises(Rejected):
            world.carry_out(decision)
    else:
        world.carry_out(decision)
    assert world.case(case_id).state == ("client" if asked else "closed")


def test_a_program_is_told_what_it_needs_and_when(world: World, case_id: str, app: Flask) -> None:
    with world.database.writing() as tx:
        bo = Program(app, accounts.new_token(tx, world.people["bo"], "test", world.now))
    (task,) = (bo.get("/api/v1/tasks").json or {})["tasks"]
    assert (task["demanded"], set(task["demanded"]) <= set(task["writable"])) == (["impact"], True)
    for move in task["moves"]:
        answer = bo.post(f"/api/v1/tasks/{task['id']}/moves/{move['key']}", {"comment": "Why"})
        assert answer.status_code == (200 if move["unfinished"] else 422)
    assert world.case(case_id).state == "analysis"


@pytest.mark.parametrize("company", [None, "Mill"])
def test_a_sub_request_owes_what_whoever_fills_it_would(world: World, company: str | None) -> None:
    parent = deepcopy(PARENT)
    parent["flow"]["states"][0]["calls"]["given"] |= {"client_company": company} if company else {}
    draw(world, {**demanding(), "contact": {}})
    draw(world, parent)
    with world.database.writing() as tx:
        order = lifecycle.submit(tx, Submission(world.actor("lea"), "order", {"what": "A door"}), world.now).case_id
    run_errands(world)
    stuck = [one.incident for one in world.case(order).position.tokens if one.incident]
    assert stuck == ([] if company else ["sub.refused"])


@pytest.mark.usefixtures("case_id")
def test_when_first_filled(world: World) -> None:
    with pytest.raises(Rejected) as rejected:
        world.submit(raw={**ANSWERS, "client_company": ""})
    assert [(one.code, one.path) for one in rejected.value.problems] == [("answer.required", "/client_company")]
    assert Offered.of(deployment.compiled(load(demanding()))).schema["required"] == ["client_company", "wish"]
