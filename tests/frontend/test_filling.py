"""What the browser adds to a form: pages, rules, rows, and a memory."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.frontend.conftest import SITE, asset

pytestmark = pytest.mark.browser


def fill_first_page(page: Page) -> None:
    page.get_by_label("Your name").fill("Wang Fang")
    page.get_by_label("Website").check()


HALL = """<!doctype html><html lang="en"><title>Hall</title><body>
<form method="post" data-keep="one"><label>One <textarea name="notes"></textarea></label><button>Keep one</button></form>
<form method="post" data-keep="two"><label>Two <textarea name="notes"></textarea></label><button>Keep two</button></form>
<script type="module" src="{}"></script>"""


def test_of_several_words_on_a_page_only_the_one_that_has_arrived_is_forgotten(page: Page) -> None:
    """As in the hall of a meeting, where a secretary writes below one item and records another."""
    signed_out = False

    def answer(route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(body=HALL.format(asset("fill.js")), content_type="text/html")
        elif signed_out:
            route.fulfill(status=401, body="<h1>Signed out</h1>", content_type="text/html")
        else:
            route.fulfill(status=303, headers={"location": "/hall#item-1"})

    page.route(f"{SITE}/hall", answer)
    page.goto(f"{SITE}/hall")
    page.get_by_label("Two").fill("half a thought")
    page.get_by_label("One").fill("all is said")
    page.get_by_role("button", name="Keep one").click()
    expect(page.get_by_label("One")).to_have_value("")
    expect(page.get_by_label("Two")).to_have_value("half a thought")
    signed_out = True
    page.get_by_role("button", name="Keep two").click()
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    page.goto(f"{SITE}/hall")
    expect(page.get_by_label("Two")).to_have_value("half a thought")


def test_one_page_at_a_time(page: Page) -> None:
    expect(page.get_by_role("heading", name="Cost")).to_be_hidden()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    fill_first_page(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Cost")).to_be_focused()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", name="About you")).to_be_focused()


def test_a_page_is_left_only_when_it_is_well_answered(page: Page) -> None:
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.locator("#f-name-error")).to_have_text("Please answer this.")
    page.get_by_label("Your name").fill("Wang Fang")
    expect(page.locator("#f-name-error")).to_be_empty()
    expect(page.get_by_role("heading", name="Cost")).to_be_hidden()


def test_rules_show_and_require(page: Page) -> None:
    expect(page.get_by_label("What else?")).to_be_hidden()
    page.get_by_label("Other").check()
    expect(page.get_by_label("What else?")).to_be_visible()
    expect(page.get_by_label("What else?")).to_have_attribute("aria-required", "true")
    page.get_by_label("Website").check()
    expect(page.get_by_label("What else?")).to_be_hidden()


def test_rows_are_added_computed_removed_and_numbered_anew(page: Page) -> None:
    fill_first_page(page)
    page.get_by_role("button", name="Next").click()
    page.locator('[name="items/0/amount"]').fill("1,200.50")
    page.get_by_role("button", name="Add a row").click()
    expect(page.locator('[name="items/1/what"]')).to_be_focused()
    page.locator('[name="items/1/amount"]').fill("100")
    expect(page.get_by_label("Total")).to_have_text("1,300.50")
    page.get_by_role("button", name="Remove this row").first.click()
    expect(page.get_by_label("Total")).to_have_text("100.00")
    expect(page.locator('[name="items/0/amount"]')).to_have_value("100")
    expect(page.locator('[name="items/1/amount"]')).to_have_count(0)


def test_what_was_typed_comes_back_until_it_has_arrived(page: Page, posts: list[str]) -> None:
    fill_first_page(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Add a row").click()
    page.locator('[name="items/1/what"]').fill("Build")
    page.reload()
    expect(page.get_by_text("What you typed last time is here again.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Wang Fang")
    expect(page.locator('[name="items/1/what"]')).to_have_value("Build")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title("Sent")
    page.goto(page.url)
    expect(page.get_by_label("Your name")).to_have_value("")
    assert len(posts) == 1


def test_one_may_start_afresh(page: Page) -> None:
    fill_first_page(page)
    page.reload()
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_text("What you typed last time is here again.")).to_be_hidden()
    expect(page.get_by_label("Your name")).to_have_value("")


def test_it_goes_once(page: Page, posts: list[str]) -> None:
    fill_first_page(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Send").dblclick()
    expect(page).to_have_title("Sent")
    assert len(posts) == 1


def test_what_is_hidden_by_a_rule_is_not_sent(page: Page, posts: list[str]) -> None:
    page.get_by_label("Other").check()
    page.get_by_label("What else?").fill("a secret")
    fill_first_page(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title("Sent")
    assert "a secret" not in posts[0]
    assert "Wang Fang" in posts[0]


def test_no_sideways_scrolling_on_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
