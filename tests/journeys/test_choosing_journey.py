"""Somebody searches for a customer, chooses by the keyboard, and what was chosen is what is kept."""

import json

from playwright.sync_api import expect

from runtime.background import worker
from runtime.processes import deployment
from runtime.store.cases import cases
from runtime.store.customers import customers
from runtime.store.ids import new_id
from schemas.document import load
from tests.journeys.house import House
from tests.journeys.looking import Visit
from tests.journeys.screens import REFERENCES


def prepare(house: House) -> None:
    now = worker.now()
    with house.database.writing() as tx:
        deployment.deploy(tx, house.workspace, load(json.loads(REFERENCES.read_text("utf-8"))), "person:x", now)
        for number in range(45):
            customers.customer_named(tx, house.workspace, f"Customer {number:02}", new_id(now), now)


def test_searching_choosing_and_sending(house: House, visit: Visit) -> None:
    prepare(house)
    page = visit(house, next(iter(house.people)))
    page.goto("/new/follow-up")
    box = page.locator("[data-field=buyer] input[role=combobox]")
    box.press_sequentially("customer 4")
    expect(page.get_by_role("option", name="Customer 44")).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        box.press(key)
    expect(box).to_have_value("Customer 41")
    expect(page.get_by_role("listbox")).to_have_count(0)
    # Typed over, it is nobody until somebody is chosen; Escape leaves what was typed.
    other = page.locator("[data-field=other] input[role=combobox]")
    other.press_sequentially("Customer 07")
    expect(page.get_by_role("option", name="Customer 07")).to_be_visible()
    other.press("Escape")
    # A visit later the name stands there again.
    page.reload()
    expect(page.locator("[data-field=buyer] input[role=combobox]")).to_have_value("Customer 41")
    expect(page.locator("[data-field=other] input[role=combobox]")).to_have_value("Customer 07")
    page.locator("[data-send]").click()
    page.wait_for_url("**/requests/*")
    case_id = page.url.split("/requests/")[1].partition("?")[0]
    with house.database.reading() as tx:
        answers = cases.case(tx, house.workspace, case_id).answers
    assert (answers["buyer"]["name"], answers["other"]["name"]) == ("Customer 41", "Customer 07")
