"""Customers and contacts, by a program."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from runtime.portal import customer_history
from tests.runtime.office import World
from tests.runtime.web.api.program import Program

CUSTOMERS, CONTACTS = "/api/v1/customers", "/api/v1/contacts"
Enter = Callable[[str], Program]


def patch(program: Program, path: str, body: dict[str, Any]) -> Any:
    return program.send("PATCH", path, json.dumps(body), "application/json")


@pytest.fixture
def mill(lea: Program) -> dict[str, Any]:
    answer = lea.post(CUSTOMERS, {"name": "Windmill", "kind": "supplier", "keeper": "bo@team.example"})
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"{CUSTOMERS}/{answer.json['id']}")
    return dict(answer.json)


def test_what_is_added_is_found_read_and_changed(lea: Program, mill: dict[str, Any]) -> None:
    path = f"{CUSTOMERS}/{mill['id']}"
    assert (mill["kind"], mill["keeper"], mill["active"], mill["own"]) == ("supplier", "bo@team.example", True, {})
    assert lea.get(path).json == mill
    assert lea.get(f"{CUSTOMERS}?q=windm&kind=supplier").json == {"customers": [mill], "next": None}
    assert lea.get(f"{CUSTOMERS}?kind=partner").json["customers"] == []
    mia = lea.post(CONTACTS, {"customer": mill["id"], "email": "Mia@mill.example", "name": "Mia"}).json
    assert mia["email"] == "mia@mill.example"
    changed = patch(lea, path, {"contact": mia["id"], "note": "Rings twice.", "active": False}).json
    assert (changed["contact"], changed["note"], changed["kind"]) == (mia["id"], "Rings twice.", "supplier")
    assert lea.get(CUSTOMERS).json["customers"] == []
    assert lea.get(f"{CUSTOMERS}?active=false").json["customers"] == [changed]
    oak = lea.post(CUSTOMERS, {"name": "Oak"}).json
    moved = patch(lea, f"{CONTACTS}/{mia['id']}", {"customer": oak["id"], "phone": "+49 30 5550"}).json
    assert (moved["customer"], moved["phone"], moved["name"]) == (oak["id"], "+49 30 5550", "Mia")
    assert lea.get(f"{CONTACTS}?customer={oak['id']}").json["contacts"] == [moved]
    assert lea.get(path).json["contact"] is None, "who has gone over speaks for them no more"


def test_the_same_key_does_it_once(lea: Program) -> None:
    body = {"name": "Elm"}
    first = lea.post(CUSTOMERS, body, Idempotency_Key="k-1")
    again = lea.post(CUSTOMERS, body, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = lea.post(CUSTOMERS, {"name": "Ash"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency.reused")


@pytest.mark.parametrize(
    ("path", "body", "code", "place"),
    [
        (CUSTOMERS, {}, "body.missing", "/name"),
        (CUSTOMERS, {"name": "Windmill"}, "answer.taken", "/name"),
        (CUSTOMERS, {"name": "A", "kind": "rival"}, "body.not-among", "/kind"),
        (CUSTOMERS, {"name": "A", "keeper": "no@team.example"}, "customers.keeper", "/keeper"),
        (CUSTOMERS, {"name": "A", "colour": "red"}, "body.unknown-key", "/colour"),
        (CUSTOMERS, {"name": "A", "own": {"size": 1}}, "answer.unknown-field", "/own/size"),
        (CONTACTS, {"customer": "nobody", "email": "a@b.example"}, "customer.unknown", "/customer"),
        (CONTACTS, {"customer": "MILL", "email": "no address"}, "answer.not-an-email", "/email"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    lea: Program, mill: dict[str, Any], path: str, body: dict[str, Any], code: str, place: str
) -> None:
    said = {key: mill["id"] if value == "MILL" else value for key, value in body.items()}
    answer = lea.post(path, said)
    assert answer.status_code == 422
    assert (answer.mimetype, answer.json["code"]) == ("application/problem+json", code)
    assert [one["path"] for one in answer.json["problems"]] == [place]


def test_a_clients_link_opens_no_records(client: Program, mill: dict[str, Any], visitor: Program, world: World) -> None:
    del world
    for path in (CUSTOMERS, f"{CUSTOMERS}/{mill['id']}", CONTACTS):
        assert client.get(path).status_code == 403, path
        assert visitor.get(path).status_code == 401, path
    assert client.post(CUSTOMERS, {"name": "Ash"}).status_code == 403
    assert patch(client, f"{CUSTOMERS}/{mill['id']}", {"note": "x"}).status_code == 403


def test_a_list_is_walked_by_what_each_page_names(lea: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_history.listed, "__defaults__", (2,))
    for name in ("Elm", "Ash", "Oak", "Yew", "Box"):
        assert lea.post("/api/v1/customers", {"name": name}).status_code == 201
    found: list[str] = []
    after = ""
    while after is not None:
        page = lea.get(f"/api/v1/customers?after={after}").json or {}
        found += [one["name"] for one in page["customers"]]
        after = page["next"]
    assert found == ["Ash", "Box", "Elm", "Oak", "Yew"]
