"""Several to-dos are decided at once: each for itself, and none of them twice."""

import re
from typing import Any

import pytest

from tests.runtime.acts import draw, signed
from tests.runtime.office import World


@pytest.fixture
def waiting(world: World) -> list[str]:
    return [world.at_board() for _ in range(4)]


def hidden(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def test_the_list_offers_what_is_alike(world: World, waiting: list[str], sign_in: Any) -> None:
    world.submit()
    page = sign_in("bo").get("/").text
    assert page.count('form="together"') == len(waiting)
    assert 'href="/together?step=change/board"' in page
    assert "/together" not in sign_in("lea").get("/").text  # there is one only


@pytest.mark.parametrize("by", ["ticked", "step"])
def test_decided_with_one_word(world: World, waiting: list[str], sign_in: Any, by: str) -> None:
    bo = sign_in("bo")
    tasks = [world.task(case_id, world.party("bo")).id for case_id in waiting]
    asked = {"task": tasks} if by == "ticked" else {"step": "change/board"}
    page = bo.get("/together", query_string=asked).text
    assert set(hidden(page, "task")) == set(tasks)
    assert "for those, open the request" not in page
    sent = {
        "task": tasks[:3],
        "move": "approve",
        "_comment": "Fine",
        "step": "change/board",
        "_key": hidden(page, "_key")[0],
    }
    for _ in range(2):  # sent again it is done once
        assert "3 requests decided" in bo.post("/together", sent).text
    assert [len(world.case(case_id).position.tokens[0].votes) for case_id in waiting] == [1, 1, 1, 0]


def test_one_that_cannot_be_decided_keeps_no_other_from_it(world: World, waiting: list[str], sign_in: Any) -> None:
    bo = sign_in("bo")
    tasks = [world.task(case_id, world.party("bo")).id for case_id in waiting]
    bo.get("/together", query_string={"task": tasks})
    for who in ("bea", "ben"):
        world.decide(waiting[1], who, "approve")
    told = bo.post("/together", {"task": tasks, "move": "approve", "_key": "k"})
    assert told.status_code == 200
    assert "3 requests decided" in told.text
    assert "One could not be decided" in told.text
    assert [world.case(case_id).state for case_id in waiting] == ["board", "client", "board", "board"]


def test_a_word_that_is_wanted_is_asked_for_before_anything_is_done(
    world: World, waiting: list[str], sign_in: Any
) -> None:
    bo = sign_in("bo")
    tasks = [world.task(case_id, world.party("bo")).id for case_id in waiting]
    bo.get("/together", query_string={"task": tasks})
    refused = bo.post("/together", {"task": tasks, "move": "reject", "_key": "k"})
    assert refused.status_code == 422
    assert all(not world.case(case_id).position.tokens[0].votes for case_id in waiting)


def test_only_what_a_word_is_enough_for_is_offered(world: World, sign_in: Any) -> None:
    draw(world, signed())
    tasks = [world.task(world.at_board(), world.party("bo")).id for _ in range(2)]
    bo = sign_in("bo")
    page = bo.get("/together", query_string={"task": tasks}).text
    assert re.findall(r'name="move" value="(\w+)"', page) == ["back"]
    assert "for those, open the request" in page
    assert page.count('<a href="/requests/') == 2
    assert bo.post("/together", {"task": tasks, "move": "approve"}).status_code == 404


def test_nobody_decides_for_others(world: World, waiting: list[str], sign_in: Any) -> None:
    tasks = [world.task(case_id, world.party("bo")).id for case_id in waiting]
    lea = sign_in("lea")
    lea.get("/")
    assert lea.get("/together", query_string={"task": tasks}).status_code == 302
    assert lea.post("/together", {"task": tasks, "move": "approve"}).status_code == 303
    assert all(not world.case(case_id).position.tokens[0].votes for case_id in waiting)
