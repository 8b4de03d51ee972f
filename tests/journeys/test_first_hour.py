"""The first hour, in a browser: an empty installation, the guide, a published process, and one request that is decided."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from builder.guide import first_hour
from runtime.background import worker
from runtime.people import accounts
from runtime.people.accounts import actor_of
from tests.journeys.house import PASSWORD, House, served
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
ADMIN = "ada.stone"
MOST_CLICKS, MOST_KEYS = 50, 60
"""So much at the most, from the first page of an empty workspace to the request that is decided."""


@dataclass
class Hand:
    """Clicks and types, and counts it: a key or a choice in a list is one each."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def tap(self, name: str, role: Any = "button", *, inside: Locator | None = None) -> None:
        (inside or self.page.locator("main")).get_by_role(role, name=name).first.click()
        self.clicks += 1

    def type(self, label: str, text: str, *, inside: Locator | None = None) -> None:
        (inside or self.page.locator("main")).get_by_label(label).first.fill(text)
        self.clicks += 1
        self.keys += len(text)

    def choose(self, label: str, choice: str, *, inside: Locator | None = None) -> None:
        """Opens a list and takes one of it."""
        (inside or self.page.locator("main")).get_by_role("combobox", name=label).first.select_option(label=choice)
        self.clicks += 2

    def tick(self, name: str, *, inside: Locator | None = None) -> None:
        (inside or self.page.locator("main")).get_by_label(name, exact=True).first.check()
        self.clicks += 1

    def next(self, heading: str) -> None:
        self.tap("Next")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.fixture
def bare(migrated_file: Path, tmp_path: Path) -> Iterator[House]:
    """A workspace as it is founded, with its administrator alone."""
    url = f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'house.db')}"
    with served(url, tmp_path / "files") as house:
        with house.database.writing() as tx:
            person, _ = accounts.found(tx, "Mill & Sons", f"{ADMIN}@mill.example", worker.now(), called="Ada Stone")
            accounts.set_password(tx, person, PASSWORD)
        yield house


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_from_nothing_to_a_request_that_is_decided(
    bare: House, visit: Visit, device: dict[str, Any], record_property: Any
) -> None:
    page = visit(bare, ADMIN, **device)
    hand = Hand(page)
    page.goto("/")
    expect(page.get_by_role("heading", name="What is your first process?")).to_be_visible()
    tell_the_guide(hand)
    page.wait_for_url(re.compile("/design/"))
    expect(page.locator(".notice-good")).to_contain_text("is a draft now, with its tests")
    look_around(hand)
    publish(hand)
    ask(hand)
    decide(hand)
    record_property("clicks and keys", (hand.clicks, hand.keys))
    assert (hand.clicks <= MOST_CLICKS, hand.keys <= MOST_KEYS) == (True, True), (hand.clicks, hand.keys)
    assert bare.verified()["ok"]
    with bare.database.reading() as tx:
        admin = actor_of(bare.people[ADMIN])
        assert not first_hour.is_new(tx, admin)
        assert first_hour.told(tx, admin).said == {}


def tell_the_guide(hand: Hand) -> None:
    """A purchase: a new group decides, for a lot of money somebody as well; sent back if refused, in time, then ordered."""
    page = hand.page
    hand.tap("Tell us about yours, sentence by sentence", "link")
    hand.tap("A purchase")
    expect(page.get_by_label("What do you ask?").first).to_have_value("What is to be bought?")
    hand.next("Who fills it in?")
    hand.tick("People of the house, signed in")
    hand.next("Who decides?")
    first = page.locator("[data-row]:not(template)").first
    hand.choose("Who?", "A new group…", inside=first)
    hand.type("What is the group called?", "Buyers", inside=first)
    hand.tick("Ada Stone", inside=first)
    hand.tick("Any one of them", inside=first)
    hand.next("What if they refuse?")
    hand.tick("It goes back to be improved")
    hand.next("How long may it take?")
    hand.type("How many working days may each step take?", "2")
    hand.tick("They are reminded")
    hand.next("Does anybody else decide, in some cases only?")
    case = page.locator("[data-row]:not(template)").first
    hand.choose("When", "“What does it cost?” is more than…", inside=case)
    hand.type("More than", "500", inside=case)
    hand.choose("Then ask, too", "Ada Stone (you)", inside=case)
    hand.next("And then?")
    hand.type("Is something to be done then?", "Order it")
    hand.choose("Who does it?", "Ada Stone (you)")
    hand.next("Is this what you mean?")
    expect(page.locator("main")).to_contain_text("If “What does it cost?” is more than 500, Ada Stone decides as well.")
    expect(page.get_by_role("img", name="The steps from left to right")).to_be_visible()
    hand.tap("Make the draft")


def look_around(hand: Hand) -> None:
    """By keyboard: two hints, and Escape; they are never offered again."""
    page = hand.page
    page.get_by_role("button", name="Show me around").focus()
    page.keyboard.press("Enter")
    tour = page.get_by_role("dialog", name="A look around the designer")
    expect(tour.get_by_role("heading", name="What can be asked")).to_be_focused()
    for name in ("Skip", "Next"):
        page.keyboard.press("Tab")
        expect(tour.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(tour.get_by_role("heading", name="Your form")).to_be_focused()
    box = tour.bounding_box()
    size = page.viewport_size
    assert box
    assert size
    assert 0 <= box["x"] <= size["width"] - box["width"]
    assert 0 <= box["y"] <= size["height"] - box["height"]
    with page.expect_response("**/guide/toured"):
        page.keyboard.press("Escape")
    expect(tour).to_be_hidden()
    expect(page.locator("#main")).to_be_focused()
    page.reload()
    expect(page.locator(".designer-bar")).to_be_visible()
    expect(page.locator("[data-tour-offer]")).to_have_count(0)


def publish(hand: Hand) -> None:
    hand.tap("Publish", "link")
    hand.page.wait_for_url("**/publish")
    hand.page.locator("main .btn-primary:visible").last.click()
    hand.clicks += 1
    expect(hand.page.locator(".notice-good")).to_be_visible()


def ask(hand: Hand) -> None:
    page = hand.page
    hand.tap("New request", "link", inside=page.locator("header.topbar"))
    hand.tap("Fill in", "link")
    hand.type("What is to be bought?", "A saw")
    hand.type("What does it cost?", "600")
    hand.tap("Send")
    page.wait_for_url("**/requests/**")


def decide(hand: Hand) -> None:
    """As the group, then because it is much, then it is ordered."""
    page = hand.page
    for step in ("Buyers decides", "Ada Stone decides", "Order it"):
        hand.tap("To-dos", "link", inside=page.locator("header.topbar"))
        row = page.locator(".list-row", has_text=step)
        row.get_by_role("link").first.click()
        hand.clicks += 1
        hand.tap("Done" if step == "Order it" else "Agree", inside=page.locator("body"))
        expect(page.locator(".notice-good").or_(page.locator(".celebrate")).first).to_be_visible()
    hand.tap("To-dos", "link", inside=page.locator("header.topbar"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits for you")


def test_what_is_typed_is_there_after_a_reload(bare: House, visit: Visit) -> None:
    """Typed and not sent, it is kept by the browser; sent, it is kept with the person."""
    page = visit(bare, ADMIN)
    page.goto("/guide/title")
    box = page.get_by_role("textbox")
    box.fill("A bicycle")
    page.goto("/guide/title")
    expect(box).to_have_value("A bicycle")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you need to know?")
    page.get_by_label("What do you ask?").first.fill("Which one?")
    page.get_by_role("button", name="Back").click()
    expect(box).to_have_value("A bicycle")
    page.goto("/guide")
    expect(page.get_by_label("What do you ask?").first).to_have_value("Which one?")
    page.go_back()
    expect(box).to_have_value("A bicycle")
