"""Connections are set up on their pages, webhooks come in by the front door, and a request shows its twin."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from runtime.mirrors import mirror_setup
from runtime.people import accounts
from tests.runtime.mirrors.mirror_world import BASE, Office, office
from tests.runtime.mirrors.trackers import Posted, Trello
from tests.runtime.office import World
from tests.runtime.receiving_ends import HERE
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]


@pytest.fixture(params=["jira", "trello"])
def there(world: World, app: Flask, request: pytest.FixtureRequest) -> Iterator[Office]:
    app.extensions["formloom.settings"] = replace(app.extensions["formloom.settings"], private_hosts=(HERE,))
    with office(world, request.param) as found:
        yield found


def tell(app: Flask, address: str, told: Posted) -> TestResponse:
    """As the other side sends it: no cookie, no token of a page."""
    return app.test_client().post(address.removeprefix(BASE), data=told.body, headers=told.headers)


def test_set_up_step_by_step(there: Office, sign_in: SignIn, app: Flask) -> None:
    ada = sign_in("ada")
    ada.get(f"/connections/new/{there.kind}")
    account, token = ("bot@team.example", "jira-token") if there.kind == "jira" else ("trello-key", "trello-token")
    said = {"title": "Second", "url": there.tracker.url, "account": account, "token": token}
    said |= {"secret": "shh"} if there.kind == "trello" else {}
    assert ada.post(f"/connections/new/{there.kind}", {**said, "token": ""}).status_code == 422
    made = ada.post(f"/connections/new/{there.kind}", said)
    assert made.status_code == 303
    page = ada.get(made.location).text
    assert "Engin" in page
    assert token not in page
    place, sort = ("ENG", "10") if there.kind == "jira" else ("board1", "")
    ada.post(
        f"{made.location}/arrange",
        {"process": "work", "place": place, "sort": sort, "direction": "both", "fields": "wish"},
    )
    page = ada.get(made.location).text
    assert 'name="out:todo"' in page
    assert page.count("selected>In Progress") >= 2  # suggested by its name, for the step and for a move
    twice = {"out:todo": "1", "into:doing/submit": "3", "into:doing/halt": "3"}
    assert ada.post(f"{made.location}/match", twice).status_code == 422
    assert ada.post(f"{made.location}/match", {"out:todo": "1", "into:doing/submit": "3"}).status_code == 303
    if isinstance(there.tracker, Trello):
        there.tracker.checks = lambda url: app.test_client().head(url.removeprefix(BASE)).status_code
    ada.post(f"{made.location}/do", {"do": "hook"})
    assert there.tracker.hook.endswith(made.location.rpartition("/")[2])
    assert "Second" in ada.get("/connections").text
    ada.post(f"{made.location}/do", {"do": "drop"})
    assert "Second" not in ada.get("/connections").text


def test_an_address_inside_is_not_called(there: Office, sign_in: SignIn) -> None:
    said = {"title": "x", "url": "https://10.0.0.7", "account": "a", "token": "t", "secret": "s"}
    said = said if there.kind == "trello" else {**said, "secret": None}
    ada = sign_in("ada")
    ada.get(f"/connections/new/{there.kind}")
    answer = ada.post(f"/connections/new/{there.kind}", {key: one for key, one in said.items() if one})
    assert answer.status_code == 422


def test_a_webhook_comes_in_by_the_front_door(there: Office, app: Flask) -> None:
    case_id = there.begin()
    there.work()
    there.tracker.out.clear()
    there.theirs(case_id, "2")
    [told] = there.tracker.out
    address = there.tracker.hook
    assert tell(app, address, replace(told, body=told.body + b"x")).status_code == 401
    assert tell(app, address, replace(told, headers={"Content-Type": "application/json"})).status_code == 401
    assert tell(app, f"{BASE}/hooks/nobody", told).status_code == 404
    assert tell(app, f"{BASE}/hooks/no-body", told).status_code == 404
    assert tell(app, address, told).status_code == 200
    there.work()
    assert there.case(case_id).state == "doing"


def test_a_request_shows_its_twin_and_conflicts_are_settled_there(there: Office, sign_in: SignIn) -> None:
    case_id = there.begin()
    lea, ada = sign_in("lea"), sign_in("ada")
    assert 'value="link"' in ada.get(f"/requests/{case_id}").text
    there.work()
    page = lea.get(f"/requests/{case_id}").text
    assert there.item(case_id).name in page
    assert f"/requests/{case_id}/twins/" not in page
    there.theirs(case_id, "4")
    there.hear()
    there.work()
    assert "no move leads to that" in lea.get(f"/requests/{case_id}").text
    assert lea.post(f"/requests/{case_id}/twins/{there.key[1:]}", {"do": "push"}).status_code == 403
    assert there.item(case_id).status == "4"
    assert "no move leads to that" in ada.get(f"/connections/{there.key[1:]}").text
    assert ada.post(f"/requests/{case_id}/twins/{there.key[1:]}", {"do": "push"}).status_code == 303
    there.work()
    assert there.are_equal(case_id)
    assert ada.post(f"/requests/{case_id}/twins/{there.key[1:]}", {"do": "part"}).status_code == 303
    name = there.tracker.items.copy().popitem()[1].name
    assert ada.post(f"/requests/{case_id}/twins/{there.key[1:]}", {"do": "link", "name": name}).status_code == 303
    there.work()
    assert there.item(case_id).name == name


def test_who_writes_says_whether_it_goes_there_too(there: Office, sign_in: SignIn) -> None:
    case_id, lea = there.begin(), sign_in("lea")
    there.work()
    assert 'name="there"' not in lea.get(f"/requests/{case_id}").text
    with there.world.database.writing() as tx:
        mirror_setup.arrange(tx, there.admin, replace(there.mirror(), comments=True))
    where = f"Also in {there.kind.title()} (Eng)"
    assert lea.get(f"/requests/{case_id}").text.count(where) == 1
    for said in ({"text": "Here"}, {"text": "Everywhere", "there": "on"}):
        assert lea.post(f"/requests/{case_id}/comments", said).status_code == 303
    there.work()
    [(_, told)] = there.item(case_id).remarks
    assert "Everywhere" in told
    assert lea.get(f"/requests/{case_id}").text.count(where) == 2


def test_a_program_settles_as_well(there: Office, app: Flask) -> None:
    case_id = there.begin()
    there.work()
    there.theirs(case_id, "4")
    there.hear()
    there.work()
    path, client = f"/api/v1/cases/{case_id}/twins", app.test_client()
    with there.world.database.writing() as tx:
        tokens = {name: accounts.new_token(tx, there.world.people[name], "t", there.now) for name in ("ada", "lea")}
    heads = {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
    [told] = client.get(path, headers=heads["lea"]).json["twins"]
    assert told["connection"] == there.key[1:]
    assert told["status"] == "Done"
    assert "no move leads" in told["conflict"]
    said = {"connection": there.key[1:], "do": "push"}
    assert client.post(path, json=said, headers=heads["lea"]).status_code == 403
    assert client.post(path, json={**said, "do": "dance"}, headers=heads["ada"]).status_code == 422
    assert client.post(path, json={**said, "connection": "x"}, headers=heads["ada"]).status_code == 404
    assert client.post(path, json=said, headers=heads["ada"]).status_code == 200
    there.work()
    [told] = client.get(path, headers=heads["lea"]).json["twins"]
    assert (told["status"], told["conflict"]) == ("To Do", None)


def test_nobody_else_sees_connections(there: Office, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    assert lea.get("/connections").status_code == 403
    assert lea.get(f"/connections/{there.key[1:]}").status_code == 403
    assert lea.post(f"/connections/{there.key[1:]}/do", {"do": "drop"}).status_code == 403
    assert sign_in("ada").get("/connections/01ARZ3NDEKTSV4RRFFQ69G5FAV").status_code == 404
