"""Rankings, levels, addresses, places, codes and formatted text, and choices that are limited, shuffled or alone."""

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect

from schemas.fields.parts import areas
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Section
from schemas.model.form import Page as FormPage
from schemas.words import words

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
SECURE = "http://forms.localhost"
"""A browser gives place and camera to pages that nobody on the way can have changed, and takes this for one."""

GOODS = tuple(Choice(key, words(key.title())) for key in ("price", "speed", "quality", "service"))
TREE = "hardware = Hardware\n  laptop = Laptop\n  phone = Phone\n    new = New\nsoftware = Software\n  crm = CRM\nnone = None"


def asking(*fields: Field) -> Form:
    return Form((FormPage("one", sections=(Section("all", fields=fields),)),))


def said(page: Page, name: str) -> list[str]:
    """What the form would send under a name, blanks left out."""
    found: list[str] = page.locator("form").evaluate(
        "(form, name) => new FormData(form).getAll(name).filter((text) => text)", name
    )
    return found


def ranking(**options: Any) -> Form:
    return asking(Field("rank", "ranking", words("What matters?"), options={"choices": GOODS, **options}))


def test_a_ranking_is_pressed_in_order_and_the_last_follows_by_itself(opened: Opened) -> None:
    page = opened(ranking())
    expect(page.locator("select").first).to_be_hidden()
    for title in ("Speed", "Price", "Service"):
        page.locator(f"[data-title={title}] [data-pick]").click()
    assert said(page, "rank") == ["speed", "price", "service", "quality"]
    expect(page.get_by_role("status")).to_have_text("Service, place 3 of 4")
    expect(page.locator("[data-item]").last).to_contain_text("Quality")


def test_a_ranking_is_moved_by_buttons_and_keys(opened: Opened) -> None:
    page = opened(ranking())
    for title in ("Speed", "Price", "Service"):
        page.locator(f"[data-title={title}] [data-pick]").click()
    page.get_by_role("button", name="Move up: Price").click()
    assert said(page, "rank") == ["price", "speed", "service", "quality"]
    expect(page.locator("[data-item]").first).to_have_attribute("data-item", "price")
    page.locator("[data-title=Service] [data-pick]").press("Alt+ArrowUp")
    assert said(page, "rank") == ["price", "service", "speed", "quality"]
    expect(page.locator("[data-title=Service] [data-pick]")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Service, place 2 of 4")
    page.get_by_role("button", name="Move down: Quality").click()
    assert said(page, "rank") == ["price", "service", "speed"]
    expect(page.get_by_role("status")).to_have_text("Quality, not ranked yet")


def test_a_ranking_is_dragged(opened: Opened) -> None:
    page = opened(ranking(top=2))
    page.locator("[data-title=Price] [data-pick]").click()
    page.locator("[data-title=Speed] [data-pick]").click()
    grip = page.locator("[data-title=Service] [data-grip]")
    first = page.locator("[data-title=Price]").bounding_box()
    grip.hover()
    page.mouse.down()
    assert first is not None
    page.mouse.move(first["x"] + 300, first["y"] + 4, steps=12)
    page.mouse.up()
    assert said(page, "rank") == ["service", "price"]
    expect(page.locator("[data-item]").first).to_have_attribute("data-item", "service")


def test_a_ranking_comes_back_after_a_visit(opened: Opened) -> None:
    page = opened(ranking(top=2))
    page.locator("[data-title=Speed] [data-pick]").click()
    page.reload()
    expect(page.locator("[data-item]").first).to_have_attribute("data-item", "speed")
    assert said(page, "rank") == ["speed"]


def test_each_level_offers_what_stands_below_the_one_before(opened: Opened) -> None:
    page = opened(
        asking(Field("what", "cascade", words("What?"), options={"tree": TREE, "levels": "Kind\nThing\nState"}))
    )
    expect(page.get_by_label("Thing")).to_be_hidden()
    page.get_by_label("Kind").select_option(label="Hardware")
    assert page.get_by_label("Thing").locator("option").all_text_contents() == ["Choose…", "Laptop", "Phone"]
    page.get_by_label("Thing").select_option(label="Phone")
    page.get_by_label("State").select_option(label="New")
    assert said(page, "what") == ["hardware", "phone", "new"]
    page.get_by_label("Kind").select_option(label="Software")
    assert said(page, "what") == ["software"]
    expect(page.get_by_label("State")).to_be_hidden()
    page.get_by_label("Kind").select_option(label="None")
    expect(page.get_by_label("Thing")).to_be_hidden()


def test_city_and_district_follow_the_province(opened: Opened) -> None:
    paths = {f"/areas/{areas.fingerprint()}/{name}.json": json.dumps(areas.cities(name)) for name in areas.PROVINCES}
    page = opened(
        asking(Field("home", "address", words("Home"), options={"parts": ["country", "province", "city", "district"]})),
        said=paths,
    )
    page.get_by_label("Province").select_option("浙江省")
    for label, name in (("City", "杭州市"), ("District", "西湖区")):
        expect(page.get_by_label(label)).to_have_js_property("tagName", "SELECT")
        page.get_by_label(label).select_option(name)
    assert [*said(page, "home/province"), *said(page, "home/city"), *said(page, "home/district")] == [
        "浙江省",
        "杭州市",
        "西湖区",
    ]
    page.get_by_label("Province").select_option("上海市")
    expect(page.get_by_label("City")).to_have_value("上海市")
    assert said(page, "home/district") == []
    page.get_by_label("Country").select_option("DE")
    page.get_by_label("Province").fill("Bayern")
    expect(page.get_by_label("City")).to_have_js_property("tagName", "INPUT")
    assert said(page, "home/province") == ["Bayern"]


def test_without_its_lists_an_address_is_typed(opened: Opened) -> None:
    page = opened(asking(Field("home", "address", words("Home"), options={"parts": ["province", "city"]})), said={})
    page.get_by_label("Province").select_option("浙江省")
    page.get_by_label("City").fill("杭州市")
    assert said(page, "home/city") == ["杭州市"]


def place(**options: Any) -> Form:
    return asking(Field("spot", "location", words("Where?"), options=options))


def test_a_device_says_where_it_is(opened: Opened) -> None:
    here = {"latitude": 31.2304161, "longitude": 121.4737, "accuracy": 80}
    page = opened(place(max_accuracy=50), SECURE, geolocation=here, permissions=["geolocation"])
    page.get_by_role("button", name="Use my place").click()
    expect(page.get_by_label("Latitude")).to_have_value("31.230416")
    expect(page.get_by_label("Longitude")).to_have_value("121.473700")
    expect(page.get_by_role("status")).to_contain_text("Only within 80 metres so far; 50 are wanted.")
    assert said(page, "spot/accuracy") == ["80"]
    page.get_by_label("Latitude").fill("31.5")
    assert said(page, "spot/accuracy") == []


def test_a_place_that_may_not_be_said_is_typed(opened: Opened) -> None:
    page = opened(place(), SECURE)
    page.evaluate("() => { navigator.geolocation.getCurrentPosition = (found, failed) => failed({code: 1}) }")
    page.get_by_role("button", name="Use my place").click()
    expect(page.get_by_role("status")).to_contain_text("was not allowed")
    expect(page.get_by_role("button", name="Use my place")).to_be_enabled()


CAMERA = """code => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [400, 400];
  const picture = new Image();
  const draw = () => canvas.getContext("2d").drawImage(picture, 0, 0, 400, 400);
  picture.src = code;
  setInterval(draw, 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
  delete globalThis.BarcodeDetector;
}"""


def test_a_code_is_read_from_the_camera(opened: Opened) -> None:
    drawn = io.BytesIO()
    segno.make("https://example.com/box/7", error="m").save(drawn, kind="png", scale=8, border=6)
    page = opened(asking(Field("code", "barcode", words("Code"))), SECURE)
    page.evaluate(CAMERA, f"data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}")
    page.get_by_role("button", name="Scan").click()
    expect(page.get_by_role("textbox", name="Code")).to_have_value("https://example.com/box/7")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_without_a_camera_a_code_is_typed(opened: Opened) -> None:
    page = opened(asking(Field("code", "barcode", words("Code"))), SECURE)
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Scan").click()
    expect(page.get_by_text("The camera may not be used here.")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill("4006381333931")
    assert said(page, "code") == ["4006381333931"]


def test_text_is_formatted_by_buttons_and_looked_at(opened: Opened) -> None:
    page = opened(
        asking(Field("story", "markdown", words("Story"))), said={"/markdown": "<p>As <strong>drawn</strong></p>"}
    )
    box = page.get_by_role("textbox", name="Story")
    box.fill("one\ntwo")
    box.press("ControlOrMeta+a")
    page.get_by_role("button", name="List").click()
    assert said(page, "story") == ["- one\n- two"]
    box.press("ControlOrMeta+a")
    page.get_by_role("button", name="Bold").click()
    expect(box).to_have_value("**- one\n- two**")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("drawn")
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Preview").click()
    expect(box).to_be_focused()


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_what_a_rule_does_not_allow_goes_out_of_sight_and_of_the_answer(opened: Opened, kind: str) -> None:
    limit = {"if": [{"==": [{"var": "mode"}, "fast"]}, ["speed"], None]}
    modes = (Choice("fast", words("Fast")), Choice("any", words("Any")))
    page = opened(
        asking(
            Field("mode", "choice", words("Mode"), options={"choices": modes}),
            Field("what", kind, words("What"), options={"choices": GOODS}, limit=limit),
        )
    )
    page.get_by_label("Price").check()
    page.get_by_label("Fast").check()
    expect(page.get_by_label("Price")).to_be_hidden()
    assert said(page, "what") == []
    page.get_by_label("Speed").check()
    page.get_by_label("Any").check()
    expect(page.get_by_label("Price")).to_be_visible()
    assert said(page, "what") == ["speed"]


def test_a_list_to_open_offers_what_a_rule_allows(opened: Opened) -> None:
    page = opened(
        asking(
            Field("fast", "yes_no", words("Fast")),
            Field(
                "what",
                "choice",
                words("What"),
                options={"choices": GOODS, "look": "select"},
                limit={"if": [{"var": "fast"}, ["speed"], None]},
            ),
        )
    )
    page.get_by_label("What").select_option("price")
    page.get_by_label("Yes").check()
    expect(page.get_by_label("What")).to_have_value("")
    assert page.locator("#f-what option:not([disabled])").all_text_contents() == ["Choose…", "Speed"]


def test_what_is_typed_beside_a_choice_stands_in_its_place(opened: Opened) -> None:
    page = opened(asking(Field("what", "choice", words("What"), options={"choices": GOODS, "other": True})))
    page.get_by_label("Price").check()
    page.get_by_label("Something else").fill("Colour")
    assert said(page, "what") == ["Colour"]
    page.get_by_label("Speed").check()
    assert said(page, "what") == ["speed"]


def test_one_choice_goes_alone(opened: Opened) -> None:
    options = {"choices": (*GOODS, Choice("none", words("None of these"))), "alone": "none", "other": True}
    page = opened(asking(Field("what", "choices", words("What"), options=options)))
    page.get_by_label("Price").check()
    page.get_by_label("Something else").fill("Colour")
    page.get_by_label("None of these").check()
    assert said(page, "what") == ["none"]
    page.get_by_label("Speed").check()
    assert said(page, "what") == ["speed"]


def test_a_random_order_is_the_same_while_one_fills_the_form(opened: Opened) -> None:
    many = tuple(Choice(f"c{n}", words(f"Choice {n}")) for n in range(6))
    form = asking(
        Field(
            "what",
            "choices",
            words("What"),
            options={"choices": (*many, Choice("none", words("None"))), "shuffled": True, "alone": "none"},
        )
    )
    first, again = opened(form), opened(form)
    order = first.locator(".choice-list label").all_text_contents()
    assert order == again.locator(".choice-list label").all_text_contents()
    assert order != sorted(order)
    assert order[-1] == "None"
    assert set(order) == {"None", *(f"Choice {n}" for n in range(6))}


def test_what_a_rule_answers_is_shown_and_takes_no_other(opened: Opened) -> None:
    """Also where an answer has several lists, or a box beside its choices."""
    fixed = {"if": [{"var": "fast"}, ["speed", "price"], None]}
    typed = {"if": [{"var": "fast"}, "Colour", None]}
    path = {"if": [{"var": "fast"}, ["hardware", "phone", "new"], None]}
    page = opened(
        asking(
            Field("fast", "yes_no", words("Fast")),
            Field("rank", "ranking", words("Rank"), options={"choices": GOODS, "top": 2}, set=fixed),
            Field("what", "choice", words("What"), options={"choices": GOODS, "other": True}, set=typed),
            Field("deep", "cascade", words("Deep"), options={"tree": TREE, "levels": "Kind\nThing\nState"}, set=path),
        )
    )
    page.get_by_role("radio", name="Quality").check()
    page.get_by_label("Yes").check()
    expect(page.locator("[data-item]").first).to_have_attribute("data-item", "speed")
    expect(page.locator("[data-title=Price] [data-pick]")).to_be_disabled()
    expect(page.get_by_label("Something else")).to_have_value("Colour")
    expect(page.get_by_role("radio", name="Quality")).not_to_be_checked()
    expect(page.get_by_label("State")).to_have_value("new")
    expect(page.get_by_label("State")).to_be_disabled()
    page.get_by_label("No", exact=True).check()
    expect(page.locator("[data-item]").first).to_have_attribute("data-item", "price")
    expect(page.get_by_role("radio", name="Quality")).to_be_checked()
    expect(page.get_by_label("Something else")).to_have_value("")
    expect(page.get_by_label("State")).to_be_hidden()
