"""What a form remarks of its answers is said before they go, and does not keep them back."""

from copy import deepcopy
from typing import Any

import pytest

from runtime.processes import deployment
from schemas.document import load
from tests.runtime.office import ANSWERS, CHANGE, World
from tests.runtime.web.conftest import Visitor

DOOR = "/f/front-door"
LONG = {"en": "Short wishes are understood sooner.", "zh-Hans": "需求越简短，越容易理解。"}
RUDE = {"en": "Please ask us first.", "zh-Hans": "请先与我们联系。"}


@pytest.fixture(autouse=True)
def remarking(world: World) -> None:
    document: dict[str, Any] = deepcopy(dict(CHANGE))
    document["form"]["rules"] = [
        {"field": "wish", "warn": {">": [{"length": {"var": "wish"}}, 20]}, "text": LONG},
        {"field": "wish", "refuse": {"in": ["now", {"var": "wish"}]}, "text": RUDE},
    ]
    document["form"]["schema"]["properties"]["client_company"]["x-formloom"] = {"type": "text", "soft": True}
    document["form"]["schema"]["properties"]["client_company"]["x-formloom"]["required"] = True
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)


def wishing(wish: str, **more: str) -> dict[str, str]:
    return {**ANSWERS, "wish": wish, **more}


def test_a_warning_is_shown_once_with_all_that_was_typed(stranger: Visitor) -> None:
    answer = stranger.fill(DOOR, wishing("A red door with a small window in it"))
    assert answer.status_code == 422
    assert LONG["en"] in answer.text
    assert "A red door with a small window in it" in answer.text
    assert "Send as it is" in answer.text
    assert 'aria-invalid="true"' not in answer.text
    heeded = stranger.hidden("_heeded")
    assert stranger.fill(DOOR, wishing("A red door with a small window in it", _heeded=heeded)).status_code == 303


def test_what_is_only_wanted_may_stay_blank(stranger: Visitor) -> None:
    answer = stranger.fill(DOOR, wishing("A red door", client_company=""))
    assert answer.status_code == 422
    assert "“Company” is still empty." in answer.text
    assert stranger.fill(DOOR, wishing("A red door", client_company="", _heeded="yes")).status_code == 303


def test_a_refusal_is_never_heeded(stranger: Visitor) -> None:
    answer = stranger.fill(DOOR, wishing("A red door, now", _heeded="yes"))
    assert answer.status_code == 422
    assert RUDE["en"] in answer.text
    assert "Send as it is" not in answer.text


def test_nothing_to_remark_is_nothing_in_the_way(stranger: Visitor) -> None:
    assert stranger.fill(DOOR, wishing("A red door")).status_code == 303


def test_a_program_is_not_held_up(world: World) -> None:
    assert world.submit(raw=wishing("A red door with a small window in it")).number
