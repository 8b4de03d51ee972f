"""Suppliers and partners take part: whoever an answer names is asked by a link, without an account (R73)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask

from runtime.store import keys
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact, Customer
from runtime.store.notices import outbox
from schemas import lint
from schemas.document import load
from tests.runtime.acts import draw
from tests.runtime.office import ANSWERS, CHANGE, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
SUPPLIER = "0" * 25 + "S"
SAM, SUE = "0" * 25 + "1", "0" * 25 + "2"


def with_suppliers() -> dict[str, Any]:
    """After the analysis, which names them, a supplier offers; then the client has the last word."""
    document = deepcopy(dict(CHANGE))
    fields = document["form"]["schema"]["properties"]
    fields["supplier"] = {"type": "object", "title": "Supplier", "x-formloom": {"type": "contact"}}
    fields["offer"] = {"type": "string", "title": "Offer"}
    flow = document["flow"]
    flow["fill"] |= {"supplier": "hide", "offer": "hide"}
    analysis, board, *others = flow["states"]
    analysis["fields"] |= {"supplier": "edit"}
    offering = {
        "key": "offering",
        "kind": "task",
        "title": {"en": "Offer", "zh-Hans": "报价"},
        "who": [{"field": "supplier"}, {"contact": True}],
        "fields": {"offer": "edit", "secret": "hide", "price": "hide", "client_email": "hide"},
    }
    flow["states"] = [analysis, offering, board, *others]
    flow["moves"][0]["to"] = "offering"
    flow["moves"].append(
        {"key": "offer", "from": "offering", "to": "board", "title": {"en": "Offer", "zh-Hans": "报价"}}
    )
    return document


@pytest.fixture
def at_supplier(world: World) -> str:
    draw(world, with_suppliers())
    with world.database.writing() as tx:
        customers.add_customer(tx, Customer(world.workspace, SUPPLIER, "Print Works", "supplier"), world.now)
        for key, name in ((SAM, "Sam"), (SUE, "Sue")):
            made = Contact(world.workspace, key, f"{name.lower()}@print.example", name, "", "Print Works", SUPPLIER)
            customers.add(tx, made, world.now)
    case_id = world.submit().case_id
    world.decide(case_id, "lea", "send", raw={"price": 100, "secret": "a third", "supplier": SAM})
    return case_id


def test_it_may_be_published(world: World) -> None:
    del world
    assert [one.code for one in lint.lint(load(with_suppliers())) if one.severity == "error"] == []


def test_a_supplier_does_their_part_by_a_link_and_sees_only_it(world: World, app: Flask, at_supplier: str) -> None:
    asked = {task.party: task for task in world.tasks(at_supplier)}
    client = f"contact:{world.case(at_supplier).contact_id}"
    assert set(asked) == {f"contact:{SAM}", client}
    assert asked[f"contact:{SAM}"].id != asked[client].id, "each has a link of their own"
    with world.database.reading() as tx:
        told = [one.payload["to"] for one in outbox.latest(tx, world.workspace, None, 20) if one.kind == "task"]
        link = f"/c/{keys.token(tx, 'task', asked[f'contact:{SAM}'].id)}"
    assert f"contact:{SAM}" in told
    sam = Visitor(app.test_client())
    page = sam.get(link)
    assert page.status_code == 200
    assert "A red door" in page.text
    for hidden in ("a third", ANSWERS["client_email"], 'href="/customers"'):
        assert hidden not in page.text
    answer = sam.post(link, {"_move": "offer", "offer": "Two hundred"})
    assert answer.status_code == 303, answer.text
    assert world.case(at_supplier).answers["offer"] == "Two hundred"
    assert world.case(at_supplier).state == "board"
    assert {task.party for task in world.tasks(at_supplier)} == {world.party(name) for name in ("bo", "bea", "ben")}


def test_who_has_left_is_not_asked(world: World) -> None:
    draw(world, with_suppliers())
    with world.database.writing() as tx:
        customers.add_customer(tx, Customer(world.workspace, SUPPLIER, "Print Works", "supplier"), world.now)
        gone = Contact(world.workspace, SUE, "sue@print.example", "Sue", "", "Print Works", SUPPLIER, active=False)
        customers.add(tx, gone, world.now)
    case_id = world.submit().case_id
    world.decide(case_id, "lea", "send", raw={"price": 100, "secret": "a third", "supplier": SUE})
    assert [task.party for task in world.tasks(case_id)] == [f"contact:{world.case(case_id).contact_id}"]


def test_the_name_of_a_party_that_somebody_types_is_nobody(world: World) -> None:
    document = with_suppliers()
    document["form"]["schema"]["properties"]["supplier"] = {"type": "string", "title": "Supplier"}
    draw(world, document)
    with world.database.writing() as tx:
        customers.add(tx, Contact(world.workspace, SAM, "sam@print.example", "Sam"), world.now)
    case_id = world.submit().case_id
    world.decide(case_id, "lea", "send", raw={"price": 100, "secret": "a third", "supplier": f"contact:{SAM}"})
    assert f"contact:{SAM}" not in {task.party for task in world.tasks(case_id)}
