"""Administrators keep the people and the groups."""

from collections.abc import Callable

import pytest

from runtime.store.people import departments, people
from runtime.web.people import staff
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
EVE = {"name": "Eve", "email": "Eve@team.example", "role": "member", "lang": "en", "password": "a long password"}


def test_somebody_new_can_sign_in(sign_in: SignIn, stranger: Visitor) -> None:
    assert sign_in("ada").fill("/people/new", EVE).status_code == 303
    stranger.get("/signin")
    assert stranger.post("/signin", {"email": "eve@team.example ", "password": "a wrong password"}).status_code == 422
    assert stranger.post("/signin", {"email": "eve@team.example ", "password": EVE["password"]}).location == "/"
    assert stranger.get("/").status_code == 200
    assert stranger.post("/signout").location == "/signin"
    assert stranger.get("/").status_code == 302


def test_what_is_wrong_is_said_and_nothing_is_kept(world: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    for wrong in (
        {"email": "lea@team.example"},
        {"email": "eve"},
        {"role": "king"},
        {"password": "short"},
        {"name": ""},
    ):
        answer = ada.fill("/people/new", {**EVE, **wrong})
        assert answer.status_code == 422
        assert "One thing needs another look" in answer.text
    with world.database.reading() as tx:
        assert len(people.everybody(tx, world.workspace)) == len(world.people)


def test_among_many_people_one_is_found(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = sign_in("ada")
    assert 'name="q"' not in ada.get("/people").text
    monkeypatch.setattr(staff, "FEW", 1)
    monkeypatch.setattr(staff, "MOST", 1)
    page = ada.get("/people").text
    assert 'name="q"' in page
    assert "lea@team.example" not in page
    assert "The first 1 are shown" in page
    assert "lea@team.example" in ada.get("/people?q=LEA").text
    assert "Nothing found." in ada.get("/people?q=zebra").text


def test_nobody_takes_their_own_rights_away(world: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    me = {"name": "Ada", "email": "ada@team.example", "lang": "en"}
    path = f"/people/{world.people['ada'].id}"
    assert ada.fill(path, {**me, "role": "member", "active": "true"}).status_code == 422
    assert ada.fill(path, {**me, "role": "admin", "active": "false"}).status_code == 422
    assert ada.fill(path, {**me, "name": "Ada L.", "role": "admin", "active": "true"}).status_code == 303
    assert "Ada L." in ada.get("/people").text


def test_a_leaver_is_out_at_once_and_can_come_back(world: World, sign_in: SignIn) -> None:
    ada, lea = sign_in("ada"), sign_in("lea")
    gone = {"name": "Lea", "email": "lea@team.example", "role": "member", "active": "false"}
    path = f"/people/{world.people['lea'].id}"
    assert lea.get("/").status_code == 200
    assert ada.fill(path, gone).status_code == 303
    assert lea.get("/").status_code == 302
    assert ada.fill(path, {**gone, "active": "true", "manager": world.people["bo"].id}).status_code == 303
    with world.database.reading() as tx:
        back = people.person(tx, world.workspace, world.people["lea"].id)
    assert back is not None
    assert (back.active, back.manager_id) == (True, world.people["bo"].id)


def test_groups_have_exactly_whom_they_are_given(world: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    members = [world.people["bo"].id, world.people["lea"].id]
    assert (
        ada.fill("/people/groups/new", {"title": "Night shift", "key": "night", "members": members}).status_code == 303
    )
    assert ada.fill("/people/groups/new", {"title": "Again", "key": "night"}).status_code == 422
    assert ada.fill("/people/groups/new", {"title": "Bad key", "key": "Night shift!"}).status_code == 422
    night = group(world, "night")
    assert set(night.members) == set(members)
    assert ada.fill(f"/people/groups/{night.id}", {"members": members[:1]}).status_code == 303
    assert group(world, "night").members == (members[0],)
    assert ada.fill(f"/people/groups/{night.id}", {"members": ""}).status_code == 303
    assert group(world, "night").members == ()
    assert ada.get("/people/groups/nothing").status_code == 404


def group(world: World, key: str) -> people.Group:
    with world.database.reading() as tx:
        return next(one for one in people.groups(tx, world.workspace) if one.key == key)


def test_departments_are_kept_and_people_belong_to_them(sign_in: SignIn, world: World) -> None:
    ada = sign_in("ada")
    assert "Departments say where people belong" in ada.get("/people").text
    wrong = ada.fill("/people/departments/new", {"title": "Sales", "key": "S A"})
    assert wrong.status_code == 422
    assert 'value="Sales"' in wrong.text
    assert ada.fill("/people/departments/new", {"title": "Trade", "key": "trade"}).status_code == 303
    with world.database.reading() as tx:
        [trade] = departments.departments(tx, world.workspace)
    below = {"title": "Sales", "key": "sales", "parent_id": trade.id, "head_id": world.people["lea"].id}
    assert ada.fill("/people/departments/new", below).status_code == 303
    assert ada.fill("/people/departments/new", {"title": "Again", "key": "sales"}).status_code == 422
    page = ada.get("/people").text
    assert "part of Trade" in page
    assert "headed by Lea" in page
    with world.database.reading() as tx:
        sales = next(one for one in departments.departments(tx, world.workspace) if one.key == "sales")
    # Nothing stands below itself.
    assert sales.id not in ada.get(f"/people/departments/{trade.id}").text
    assert ada.fill(f"/people/departments/{sales.id}", {"title": "Sales & more"}).status_code == 303
    person = f"/people/{world.people['bo'].id}"
    said = {"name": "Bo", "email": "bo@team.example", "role": "member", "active": "true", "department_id": sales.id}
    assert ada.fill(person, said).status_code == 303
    with world.database.reading() as tx:
        found = departments.of_person(tx, world.workspace, world.people["bo"].id)
    assert found is not None
    assert (found.title["en"], found.parent_id, found.head_id) == ("Sales & more", None, None)
    assert ada.get("/people/departments/nothing").status_code == 404
