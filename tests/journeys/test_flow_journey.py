"""A purchase: checks side by side, one handed on, the board, a message from the supplier, each item received."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from runtime.background import worker
from runtime.lifecycle import Signal, signal
from runtime.people import accounts
from runtime.store.people import people
from tests.journeys import change
from tests.journeys.house import House, offer
from tests.journeys.looking import DESK, Visit

pytestmark = pytest.mark.browser

GROUPS = {
    "buyers": ("pia.moss",),
    "finance": ("tom.hill",),
    "legal": ("kai.berg",),
    "it": ("dora.lind",),
    "safety": ("dora.lind",),
    "purchasing-board": ("ada.stone", "kai.berg", "dora.lind"),
    "warehouse": ("tom.hill", "pia.moss"),
}
ASKER = "mei.zhou"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_purchase_from_wish_to_shelf(own_house: House, visit: Visit) -> None:
    house = own_house
    open_shop(house)
    number = ask(visit(house, ASKER))
    boss = visit(house, "ada.stone", **DESK)
    change.open_request(boss, number)
    change.decide(boss, "Agree")

    lawyer = visit(house, "kai.berg")
    change.open_request(lawyer, number)
    expect(lawyer.get_by_text("Finance").first).to_be_visible()
    hand_over(lawyer, "Ada Stone")
    change.open_request(boss, number)
    change.decide(boss, "No objection")
    clerk = visit(house, "tom.hill")
    change.open_request(clerk, number)
    change.decide(clerk, "No objection")

    for who, move in (("kai.berg", "Abstain"), ("dora.lind", "Agree"), ("ada.stone", "Agree")):
        page = visit(house, who)
        change.open_request(page, number)
        expect(page.get_by_text("More than half of 3 must agree").first).to_be_visible()
        change.decide(page, move)

    buyer = visit(house, "pia.moss", **DESK)
    change.open_request(buyer, number)
    buyer.get_by_label("Order number").fill("4711")
    buyer.get_by_label("Delivery promised for").fill("2027-01-15")
    change.decide(buyer, "Ordered")
    case = the_supplier_says_it_is_here(house, buyer)
    for _ in range(2):
        clerk.goto("/")
        clerk.get_by_role("listitem").filter(has_text=number).get_by_role("link").first.click()
        clerk.get_by_role("button", name="Received", exact=True).first.click()
        expect(clerk.locator(".notice-good")).to_be_visible()
    buyer.goto(f"/requests/{case}")
    expect(buyer.get_by_text("Bought and received").first).to_be_visible()
    assert house.verified()["violations"] == []


def open_shop(house: House) -> None:
    """The purchase of the gallery, published, with everybody in their groups."""
    now = worker.now()
    with house.database.writing() as tx:
        people.keep(tx, replace(house.people[ASKER], manager_id=house.people["ada.stone"].id))
        offer(tx, house.people, "purchase", GROUPS, now)


def ask(page: Page) -> str:
    page.goto("/new/purchase")
    page.get_by_label("What is to be bought?").fill("Workbenches")
    page.get_by_label("What is it needed for?").fill("The new hall")
    page.get_by_label("Needed by").fill("2027-02-01")
    for number, (name, price) in enumerate((("Workbench", "24000"), ("Stool", "100"))):
        if number:
            page.get_by_role("button", name="Add a row").click()
        row = page.locator("[data-rows] > [data-row]").nth(number)
        row.get_by_label("Item").fill(name)
        row.get_by_label("Quantity").fill("3")
        row.get_by_label("Price each").fill(price)
    page.get_by_label("A contract, or personal data").check()
    change.send(page)
    return change.number_on(page)


def hand_over(page: Page, name: str) -> None:
    """To a colleague, by what may be done besides the moves of the step."""
    page.locator("summary", has_text="Hand to somebody else").click()
    form = page.locator("details[open]", has_text="They are asked in your place")
    form.get_by_label("Whom?").select_option(label=name)
    form.get_by_role("button", name="Hand to somebody else").click()
    expect(page.locator(".notice-good")).to_have_text("It was handed on.")


def the_supplier_says_it_is_here(house: House, page: Page) -> str:
    case = page.url
    page.goto("/?tab=done")
    page.get_by_role("listitem").filter(has_text="PR-").get_by_role("link").first.click()
    case = page.url.rsplit("/", 1)[-1]
    now = worker.now()
    with house.database.writing() as tx:
        signal(tx, Signal(accounts.actor_of(house.people["ada.stone"]), case, "delivered"), now)
    return case
