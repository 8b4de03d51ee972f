"""Whoever works here all day has keys for it, and loses no word when they are signed out meanwhile."""

import pytest
from playwright.sync_api import Page, expect

from runtime import lifecycle
from runtime.background import worker
from runtime.lifecycle import Receipt, Submission
from runtime.people import accounts
from tests.journeys.change import CLIENT
from tests.journeys.house import PASSWORD, PROCESS, House
from tests.journeys.looking import DESK, Visit

pytestmark = pytest.mark.browser

SUBJECT = "Two doors by keys"
WISH = {
    "client_name": "Chen Jie",
    "client_email": CLIENT,
    "client_company": "Harbour Foods",
    "subject": SUBJECT,
    "change_type": "scope",
    "origin": "users",
    "description": "One door is too few.",
    "items": [{"what": "Door", "action": "add"}],
    "urgency": "normal",
}


def asked(house: House) -> Receipt:
    with house.database.writing() as tx:
        who = accounts.actor_of(house.people["tom.hill"])
        return lifecycle.submit(tx, Submission(who, PROCESS, WISH), worker.now())


def test_from_the_list_to_the_decision_by_keys_and_out_of_it(house: House, visit: Visit) -> None:
    number = asked(house).number
    page = visit(house, "pia.moss", **DESK)
    page.goto("/")
    row = page.get_by_role("link", name=SUBJECT)
    for _ in range(50):
        page.keyboard.press("j")
        if row.evaluate("(one) => one === document.activeElement"):
            break
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/*")
    expect(page.get_by_text(number).first).to_be_visible()
    page.keyboard.press("w")
    page.keyboard.type("Why two? d/t")
    expect(page.get_by_label("A word with it")).to_have_value("Why two? d/t")
    page.get_by_label("Write a comment").fill("Two are too many")
    signed_out_between(page, visit)
    expect(page.get_by_label("A word with it")).to_have_value("Why two? d/t")
    expect(page.get_by_label("Write a comment")).to_have_value("Two are too many")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator("#latest .said")).to_have_text("Two are too many")
    expect(page.get_by_label("Write a comment")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Write a comment")).to_have_value("")
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    page.wait_for_url("**/progress#find")
    expect(page.get_by_role("searchbox")).to_be_focused()


def signed_out_between(page: Page, visit: Visit) -> None:
    """They send a comment, are told, go back at once and sign in again."""
    page.context.clear_cookies()
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    visit.complaints.clear()
    page.go_back()
    page.get_by_label("E-mail").fill("pia.moss@team.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
