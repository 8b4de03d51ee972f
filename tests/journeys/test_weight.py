"""The page of a public link is light, and needs no script."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.journeys import change
from tests.journeys.house import House
from tests.journeys.looking import Visit

pytestmark = pytest.mark.browser

BUDGET = 60 * 1024
"""Bytes, gzipped: page, style, scripts, icons."""


def test_the_page_of_a_public_link_weighs_little(house: House, visit: Visit) -> None:
    page = visit(house)
    arrived: list[Response] = []
    page.on("response", lambda response: arrived.append(response))  # noqa: PLW0108 -- a method of a list cannot be listened with
    page.goto(house.form(), wait_until="networkidle")
    weights = {one.url.removeprefix(house.address): len(gzip.compress(one.body())) for one in arrived}
    assert {path.rpartition(".")[2] for path in weights if path.startswith("/static/")} >= {"css", "js", "svg"}
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


def test_a_row_goes_without_a_script(house: House, visit: Visit) -> None:
    page = visit(house, java_script_enabled=False)
    page.goto(house.form())
    change.fill_row(page, 0, "Monthly invoice", "Alter")
    page.get_by_role("button", name="Add a row").click()
    change.fill_row(page, 1, "Price list", "Drop")
    page.get_by_role("button", name="Remove this row").first.click()
    expect(page.get_by_label("Function or delivery")).to_have_count(1)
    expect(page.get_by_label("Function or delivery")).to_have_value("Price list")


def the_reason_is_asked_for(page: Page) -> None:
    """It was left empty, as it may be until the answer that asks for it is known."""
    expect(page.locator(".errors-summary")).to_contain_text("What happens if it comes later?")
    expect(page.locator("[data-rows] > [data-row]")).to_have_count(2)
