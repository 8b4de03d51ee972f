"""A secret answer: sealed wherever it lies, and opened only for those whom it is for, on record."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from runtime.files import encryption
from runtime.processes import deployment
from runtime.store.cases import journal
from schemas.document import load
from tests.runtime.office import ANSWERS, CHANGE, World
from tests.runtime.web.conftest import Visitor
from tests.runtime.web.forms.test_filling import kept

SignIn = Callable[[str], Visitor]
CODE = "4711 open sesame"


@pytest.fixture
def case(world: World, sign_in: SignIn) -> Any:
    """One whose analysis is asked of lea and which has a door code that the board may read."""
    document: dict[str, Any] = deepcopy(dict(CHANGE))
    code = {"type": "string", "title": "Door code", "x-formloom": {"type": "secret", "readers": "board"}}
    document["form"]["schema"]["properties"]["code"] = code
    document["flow"]["states"][1]["fields"]["code"] = "edit"
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    answer = sign_in("lea").fill("/new/change", {**ANSWERS, "code": CODE})
    assert answer.status_code == 303, answer.text
    return kept(world)[0]


def reveal(visitor: Visitor, case: Any) -> Any:
    visitor.get(f"/requests/{case.id}")
    return visitor.post(f"/requests/{case.id}/reveal", {"field": "code"})


def at_board(world: World, case: Any) -> None:
    world.decide(case.id, "lea", "send", raw={"price": 100})


def test_it_is_sealed_wherever_it_lies(world: World, case: Any) -> None:
    with world.database.reading() as tx:
        lines = [entry.body for entry in journal.of_case(tx, world.workspace, case.id)]
        sealed = case.answers["code"]
        assert encryption.opened(tx, world.workspace, sealed) == CODE
        with pytest.raises(encryption.Broken):
            encryption.opened(tx, "another workspace", sealed)
        with pytest.raises(encryption.Broken):
            encryption.opened(tx, world.workspace, sealed[:-8] + "AAAAAAA=")
        assert encryption.seal(tx, world.workspace, CODE) != sealed
    assert CODE not in json.dumps([case.answers, lines])


def test_it_is_shown_to_its_readers_and_the_journal_knows(world: World, case: Any, sign_in: SignIn) -> None:
    at_board(world, case)
    bo = sign_in("bo")
    page = bo.get(f"/requests/{case.id}")
    assert CODE not in page.text
    assert "Show “Door code”" in page.text
    shown = reveal(bo, case)
    assert (shown.status_code, CODE in shown.text) == (200, True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Bo looked at “Door code”." in bo.get(f"/requests/{case.id}").text


@pytest.mark.parametrize(("name", "status"), [("lea", 403), ("ada", 403), ("dan", 404)])
def test_to_nobody_else(world: World, case: Any, sign_in: SignIn, name: str, status: int) -> None:
    """Not even to whoever typed it, nor to an administrator."""
    at_board(world, case)
    visitor = sign_in(name)
    visitor.get("/")
    answer = visitor.post(f"/requests/{case.id}/reveal", {"field": "code"})
    assert (answer.status_code, CODE in answer.text) == (status, False)
    for field in ("wish", "nothing", ""):
        assert visitor.post(f"/requests/{case.id}/reveal", {"field": field}).status_code in {403, 404}


def test_left_blank_it_stays_and_typed_anew_it_changes(world: World, case: Any, sign_in: SignIn) -> None:
    at_board(world, case)
    bo = sign_in("bo")
    page = bo.get(f"/requests/{case.id}").text
    assert "One is kept. Left blank, it stays." in page
    task = world.task(case.id, world.party("bo"))
    hidden = {name: bo.hidden(name) for name in ("_key", "_case")}
    assert bo.post(f"/tasks/{task.id}/approve", {**hidden, "code": ""}).status_code == 303
    assert world.case(case.id).answers["code"] == case.answers["code"]
    bea = sign_in("bea")
    bea.get(f"/requests/{case.id}")
    hidden = {name: bea.hidden(name) for name in ("_key", "_case")}
    task = world.task(case.id, world.party("bea"))
    assert bea.post(f"/tasks/{task.id}/approve", {**hidden, "code": "another"}).status_code == 303
    with world.database.reading() as tx:
        assert encryption.opened(tx, world.workspace, world.case(case.id).answers["code"]) == "another"


def test_after_a_mistake_elsewhere_it_is_asked_for_again(case: Any, sign_in: SignIn) -> None:
    """It is not sent back to the page."""
    answer = sign_in("lea").fill("/new/change", {**ANSWERS, "wish": "", "code": CODE})
    assert answer.status_code == 422
    assert CODE not in answer.text
    assert "Please type it once more" in answer.text
    assert case
