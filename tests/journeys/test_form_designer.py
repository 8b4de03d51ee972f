"""A designer at the canvas of a form: fields are dragged by mouse, finger and keyboard, called otherwise, changed several at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from builder.drafts import drafts
from builder.gallery import gallery
from runtime.background import worker
from runtime.people import accounts
from schemas.model.process import Process
from tests.journeys.house import PROCESS, House
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
DESIGNER = "dora.lind"
TALL: dict[str, Any] = {"viewport": {"width": 1280, "height": 1400}}


def drafted(house: House) -> str:
    with house.database.writing() as tx:
        return gallery.clone(tx, accounts.actor_of(house.people[DESIGNER]), PROCESS, worker.now()).id


def process_of(house: House, draft: str) -> Process:
    with house.database.reading() as tx:
        return drafts.get(tx, accounts.actor_of(house.people[DESIGNER]), draft).process


def order(house: House, draft: str) -> list[str]:
    return list(process_of(house, draft).form.fields)


@contextmanager
def saved(page: Page) -> Iterator[None]:
    """What is done within has been taken in by the server and drawn."""
    page.evaluate(
        "() => void (window.drawn = new Promise((on) => addEventListener('htmx:afterSettle', on, {once: true})))"
    )
    yield
    page.evaluate("() => window.drawn")


def middle(one: Locator) -> tuple[float, float]:
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Finger:
    """A finger on the screen, as the browser itself hears of it."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        said: dict[str, Any] = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        self._session.send("Input.dispatchTouchEvent", said)

    def down(self, at: tuple[float, float]) -> None:
        self._touch("touchStart", at)

    def move(self, at: tuple[float, float]) -> None:
        self._touch("touchMove", at)

    def up(self) -> None:
        self._touch("touchEnd")


def row(page: Page, key: str) -> Locator:
    return page.locator(f"[data-key='{key}'].field-row")


def test_a_field_is_dragged_by_mouse_into_another_section_and_back_by_undo(house: House, visit: Visit) -> None:
    draft = drafted(house)
    before = order(house, draft)
    page = visit(house, DESIGNER, **TALL)
    page.goto(f"/design/{draft}")
    with saved(page):
        page.mouse.move(*middle(row(page, "subject").locator("[data-grip]")))
        page.mouse.down()
        x, y = middle(row(page, "client_phone"))
        page.mouse.move(x, y - 40, steps=4)
        page.mouse.move(x, y - 10, steps=4)
        expect(page.locator(".drop-line")).to_have_count(1)
        page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="“In one line” is now number")).to_have_count(1)
    after = order(house, draft)
    assert after.index("subject") == after.index("client_phone") - 1
    assert process_of(house, draft).form.page_of["subject"] == process_of(house, draft).form.page_of["client_phone"]
    with saved(page):
        page.get_by_role("button", name="Undo").click()
    assert order(house, draft) == before


def test_escape_leaves_a_dragged_field_where_it_was(house: House, visit: Visit) -> None:
    draft = drafted(house)
    before = order(house, draft)
    page = visit(house, DESIGNER, **TALL)
    page.goto(f"/design/{draft}")
    page.mouse.move(*middle(row(page, "subject")))
    page.mouse.down()
    page.mouse.move(*middle(row(page, "client_phone")), steps=4)
    expect(page.locator(".drag-ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".drag-ghost")).to_have_count(0)
    page.mouse.up()
    assert order(house, draft) == before


def test_a_kind_of_field_is_dragged_out_of_the_palette(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **TALL)
    page.goto(f"/design/{draft}")
    with saved(page):
        page.mouse.move(*middle(page.locator(".designer-palette .palette-type[value=date]")))
        page.mouse.down()
        x, y = middle(row(page, "client_email"))
        page.mouse.move(x, y + 40, steps=4)
        page.mouse.move(x, y - 10, steps=4)
        expect(page.locator(".drop-line")).to_have_count(1)
        page.mouse.up()
    after = order(house, draft)
    assert after[after.index("client_email") - 1] == "date"
    expect(page.locator("#panel")).to_have_attribute("data-open", "date")
    with saved(page):
        page.locator("#panel [data-close]").click()
    with saved(page):
        page.locator(".designer-palette .palette-type[value=signature]").click()
    expect(row(page, "signature")).to_be_in_viewport()
    with saved(page):
        page.locator("#panel .actionbar").get_by_role("button", name="Remove").click()
    expect(page.locator("#main > .notice")).to_be_in_viewport()
    with saved(page):
        page.get_by_role("button", name="Take it back").click()
    assert "signature" in order(house, draft)


def test_a_finger_drags_a_field_down_a_list_that_is_longer_than_the_screen(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **PHONE)
    page.goto(f"/design/{draft}")
    finger = Finger(page)
    last = row(page, "attachments")
    assert not page.evaluate("scrollY")
    with saved(page):
        finger.down(middle(row(page, "client_name").locator("[data-grip]")))
        finger.move((30, 600))
        finger.move((30, 720))
        page.wait_for_function(
            "() => document.querySelector(\"[data-key='attachments'].field-row\").getBoundingClientRect().bottom < 640"
        )
        x, y = middle(last)
        finger.move((x, y + 20))
        finger.up()
    after = order(house, draft)
    assert after.index("client_name") == after.index("attachments") + 1


def test_alt_and_an_arrow_move_the_field_that_has_the_focus_and_say_where_it_is(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    page.goto(f"/design/{draft}")
    before = order(house, draft)
    row(page, "subject").get_by_role("link").focus()
    for key, step in (("Alt+ArrowDown", 1), ("Alt+ArrowUp", -1)):
        at = order(house, draft).index("subject")
        with saved(page):
            page.keyboard.press(key)
        assert order(house, draft).index("subject") == at + step
        expect(row(page, "subject").get_by_role("link")).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="“In one line” is now number")).to_have_count(1)
    assert order(house, draft) == before


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_titles_are_changed_where_they_stand(house: House, visit: Visit, device: dict[str, Any]) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **device)
    page.goto(f"/design/{draft}")
    page.get_by_role("button", name="About you", exact=True).click()
    page.keyboard.type("Nobody")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="About you", exact=True)).to_be_focused()
    with saved(page):
        page.keyboard.press("Enter")
        page.keyboard.type("Who are you?")
        page.keyboard.press("Enter")
    row(page, "subject").get_by_role("link").focus()
    with saved(page):
        page.keyboard.press("F2")
        page.keyboard.type("The wish")
        page.get_by_role("heading", name="Analysis").scroll_into_view_if_needed()
        page.evaluate("document.activeElement.blur()")
    found = process_of(house, draft)
    assert (found.form.pages[0].title["en"], found.form.pages[0].title["zh-Hans"]) == ("Who are you?", "您的信息")
    assert found.form.fields["subject"].title["en"] == "The wish"


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_several_fields_are_changed_at_once(house: House, visit: Visit, device: dict[str, Any]) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **device)
    page.goto(f"/design/{draft}")
    page.get_by_role("link", name="Change several").click()
    expect(page.get_by_role("button", name="Change them")).to_be_disabled()
    for key in ("project", "wanted_by"):
        row(page, key).get_by_role("checkbox").check()
    if device is PHONE:
        page.get_by_text("Change the ticked fields").click()
    page.get_by_label("Must be answered").select_option(label="Yes")
    page.get_by_label("Stands in").select_option(label="Feedback")
    with saved(page):
        page.get_by_role("button", name="Change them").click()
    expect(page.get_by_text("2 fields are changed.")).to_be_visible()
    form = process_of(house, draft).form
    assert [form.fields[key].required for key in ("project", "wanted_by")] == [True, True]
    assert [one.key for one in form.pages[-1].fields][-2:] == ["project", "wanted_by"]
