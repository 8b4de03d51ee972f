"""The page of a public link is light, and needs no script."""

import gzip
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from tests.conftest import FLAGS
from tests.journeys import change
from tests.journeys.house import House
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser

BUDGET = 60 * 1024
"""Bytes, gzipped: page, style, scripts."""

SCRIPT = "**/static/fill-*.js"


def test_the_page_of_a_public_link_weighs_little(house: House, visit: Visit) -> None:
    page = visit(house)
    arrived: list[Response] = []
    page.on("response", lambda response: arrived.append(response))  # noqa: PLW0108 -- a method of a list cannot be listened with
    page.goto(house.form(), wait_until="networkidle")
    weights = {one.url.removeprefix(house.address): len(gzip.compress(one.body())) for one in arrived}
    assert {path.rpartition(".")[2] for path in weights if path.startswith("/static/")} >= {"css", "js"}
    assert sum(weights.values()) <= BUDGET, weights


def test_it_works_without_a_script(house: House, visit: Visit, tmp_path: Path) -> None:
    page = visit(house, java_script_enabled=False)
    page.goto(house.form())
    change.say_who(page)
    change.say_what(page, "Without a script")
    page.get_by_role("button", name="Add a row").click()
    change.fill_row(page, 1, "Price list", "Drop")
    expect(page.get_by_label("Your name")).to_have_value("Chen Jie")
    change.say_urgency(page, "Urgent")
    change.send(page)
    the_reason_is_asked_for(page)
    page.get_by_label("What happens if it comes later?").fill("The new fiscal year starts without it.")
    sketch = tmp_path / "sketch.txt"
    sketch.write_text("What the invoices should look like.", encoding="utf-8")
    page.get_by_label("Files").set_input_files(sketch)
    change.send(page)
    assert change.number_on(page).startswith("CR-")
    for answer in ("Without a script", "Price list", "The new fiscal year starts without it.", "sketch.txt"):
        expect(page.get_by_text(answer).first).to_be_visible()


def test_back_and_send_without_a_script_is_one_request(house: House, browser: Browser) -> None:
    """As browsers are that people have: they keep the page that one leaves, where they may."""
    ours = browser.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome"),
        args=list(FLAGS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = ours.new_page(java_script_enabled=False, locale="en", base_url=house.address)
    page.goto(house.form())
    change.say_who(page)
    change.say_what(page, "Once")
    change.say_urgency(page, "Normal")
    change.fill_row(page, 0, "Price list", "Drop")
    change.send(page)
    first = change.number_on(page)
    page.go_back(wait_until="commit")
    change.send(page)
    assert change.number_on(page) == first
    ours.close()


def test_a_row_goes_without_a_script(house: House, visit: Visit) -> None:
    page = visit(house, java_script_enabled=False)
    page.goto(house.form())
    change.fill_row(page, 0, "Monthly invoice", "Alter")
    page.get_by_role("button", name="Add a row").click()
    change.fill_row(page, 1, "Price list", "Drop")
    page.get_by_role("button", name="Remove this row").first.click()
    expect(page.get_by_label("Function or delivery")).to_have_count(1)
    expect(page.get_by_label("Function or delivery")).to_have_value("Price list")


def test_what_the_script_will_hide_is_not_drawn_first(house: House, visit: Visit) -> None:
    page = visit(house)
    held: list[Route] = []
    page.route(SCRIPT, lambda route: held.append(route))  # noqa: PLW0108 -- a method of a list cannot be listened with
    page.goto(house.form(), wait_until="commit")
    expect(page.locator("[data-page=about]")).to_be_visible()
    expect(page.locator("[data-page=change]")).to_be_hidden()
    held[0].continue_()
    change.say_who(page)
    change.turn(page)
    expect(page.locator("[data-page=change]")).to_be_visible()


@pytest.mark.parametrize(("size", "locale"), [(PHONE, "zh-CN"), (DESK, "en")], ids=["phone", "desk"])
def test_who_types_before_the_script_comes_presses_once(
    house: House, visit: Visit, size: dict[str, Any], locale: str
) -> None:
    """The press itself tells the script of the last answer, and what it then says may not move the button away."""
    page = visit(house, **size, locale=locale)
    held: list[Route] = []
    page.route(SCRIPT, lambda route: held.append(route))  # noqa: PLW0108 -- a method of a list cannot be listened with
    page.goto(house.form(), wait_until="commit")
    page.locator("[data-next]").wait_for(state="attached")  # behind all questions
    for control in page.locator("[data-page=about] .input").all():
        control.fill("chen.jie@harbour-foods.example")
    held[0].continue_()
    page.locator("[data-next]").click()
    expect(page.locator("[data-page=change]")).to_be_visible()


@pytest.mark.parametrize("answer", [None, "throw new Error('it does not start')"])
def test_without_its_script_the_page_is_whole(house: House, visit: Visit, answer: str | None) -> None:
    """It does not come, or it fails: the browser runs scripts all the same, and the page has counted on that."""
    page = visit(house)
    page.route(
        SCRIPT, lambda route: route.fulfill(body=answer, content_type="text/javascript") if answer else route.abort()
    )
    page.goto(house.form())
    for question in ("Your name", "In one line", "What happens if it comes later?"):
        expect(page.get_by_label(question)).to_be_visible()
    visit.complaints.clear()


def the_reason_is_asked_for(page: Page) -> None:
    """It was left empty, as it may be until the answer that asks for it is known."""
    expect(page.locator(".errors-summary")).to_contain_text("What happens if it comes later?")
    expect(page.locator("[data-rows] > [data-row]")).to_have_count(2)
