"""The canvas of the steps in a real browser: by mouse, by keyboard alone, by finger on a phone, and with 300 steps."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from builder.drafts import drafts
from builder.editing.blank import blank
from builder.gallery import gallery
from runtime.background import worker
from runtime.people import accounts
from schemas.model.process import Process
from tests.journeys.house import PROCESS, House
from tests.journeys.large_flow import large_flow
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
DESIGNER = "dora.lind"
FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
WATCH = """() => {
  window.changed = [];
  new MutationObserver((all) => window.changed.push(...all.map(({type, target, attributeName}) =>
    `${type} ${target.id || target.getAttribute("class")} ${attributeName ?? ""}`)))
    .observe(document.getElementById("main"), {attributes: true, childList: true, subtree: true, characterData: true});
}"""
"""From now on whatever changes in the page is written down."""
AT_ONCE = """() => document.addEventListener("htmx:afterSwap", () => document.getElementById("panel").dispatchEvent(
  new KeyboardEvent("keydown", { key: "Escape", bubbles: true })), { once: true })"""
"""Escape before the panel that has just come has settled: nobody is so quick, but a computer may be so slow."""


def drafted(house: House, process: Process | None = None) -> str:
    designer, now = accounts.actor_of(house.people[DESIGNER]), worker.now()
    with house.database.writing() as tx:
        made = drafts.take_in(tx, designer, process, now) if process else gallery.clone(tx, designer, PROCESS, now)
    return made.id


def flow_of(house: House, draft: str) -> Any:
    with house.database.reading() as tx:
        return drafts.get(tx, accounts.actor_of(house.people[DESIGNER]), draft).process.flow


def ways(house: House, draft: str) -> set[tuple[str, str]]:
    flow = flow_of(house, draft)
    return {("", flow.initial), *((move.source, move.target) for move in flow.moves)}


def opened(page: Page, draft: str) -> None:
    page.goto(f"/design/{draft}/canvas")
    expect(page.locator(".canvas-frame.is-live")).to_be_visible()
    page.evaluate(FRAMES)


@contextmanager
def drawn_anew(page: Page) -> Iterator[None]:
    """What is done within has been taken in by the server, and the canvas is drawn from what it is now."""
    page.evaluate("() => document.getElementById('cards').setAttribute('data-old', '')")
    yield
    expect(page.locator("#cards[data-old]")).to_have_count(0)
    expect(page.locator(".canvas-frame.is-live")).to_be_visible()
    page.evaluate(FRAMES)


def step(page: Page, key: str) -> Locator:
    return page.locator(f"#state-{key} .box")


def middle(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pull(page: Page, start: tuple[float, float], *way: tuple[float, float]) -> None:
    """With the mouse, as a hand does: by and by."""
    page.mouse.move(*start)
    page.mouse.down()
    for there in way:
        page.mouse.move(*there, steps=4)
        page.evaluate(FRAMES)
    page.mouse.up()


def seen(page: Page) -> str:
    page.evaluate(FRAMES)
    return str(page.evaluate("() => document.getElementById('canvas-stage').style.transform"))


def scale(page: Page) -> float:
    found = re.search(r"scale\(([\d.]+)\)", seen(page))
    assert found
    return float(found[1])


def heard(page: Page, words: str) -> None:
    expect(page.locator("#canvas-says")).to_contain_text(words)


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.closest('.canvas-step')?.dataset.key ?? ''"))


def test_a_mouse_moves_and_scales_it(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    page.goto(f"/design/{draft}/steps")
    page.get_by_role("link", name="Canvas").click()
    expect(page.locator(".canvas-frame.is-live")).to_be_visible()
    first = seen(page)
    x, y = middle(page.locator(".canvas-frame"))
    page.mouse.move(x, y + 160)
    page.mouse.wheel(120, 40)
    wheeled = seen(page)
    assert wheeled != first
    pull(page, (x, y + 160), (x + 200, y + 130))
    assert seen(page) != wheeled
    page.keyboard.down("Control")
    page.mouse.wheel(0, 240)
    page.keyboard.up("Control")
    assert scale(page) < 1
    page.get_by_role("button", name="All of it").click()
    whole = scale(page)
    page.get_by_role("button", name="Larger").click()
    assert scale(page) > whole
    page.locator("#canvas-map").click(position={"x": 160, "y": 20})
    expect(step(page, "closed")).to_be_in_viewport()
    page.get_by_role("link", name="Cards").click()
    expect(page.locator("article#state-board")).to_be_visible()


def test_a_mouse_connects_and_moves_steps(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    opened(page, draft)
    before = ways(house, draft)
    _, y = middle(page.locator(".canvas-frame"))
    step(page, "grading").hover()
    handle = middle(page.locator("#state-grading .handle"))
    with drawn_anew(page):
        pull(page, handle, middle(step(page, "board")), middle(step(page, "question")))
    assert ways(house, draft) - before == {("grading", "question")}
    heard(page, "“Who decides?” leads to “Question” now. Undo takes it back.")
    between = ways(house, draft)
    with drawn_anew(page):
        pull(
            page,
            middle(page.locator('.canvas-road[data-way^="grading/"][data-target="question"] .head')),
            middle(step(page, "board")),
        )
    assert ("grading", "question") not in ways(house, draft)
    heard(page, "“Who decides?” leads to “Change board” now.")
    with drawn_anew(page):
        page.get_by_role("button", name="Undo").click()
    assert ways(house, draft) == between
    with drawn_anew(page):
        pull(page, middle(step(page, "question")), middle(page.locator('.canvas-road[data-source=""] .plus')))
    assert ("", "question") in ways(house, draft)
    with drawn_anew(page):
        page.get_by_role("button", name="Undo").click()
    assert ways(house, draft) == between
    pull(page, middle(step(page, "question")), (middle(step(page, "question"))[0], y - 180))
    heard(page, "Nothing was changed")
    assert ways(house, draft) == between


def test_a_mouse_adds_and_removes_steps(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    opened(page, draft)
    page.locator('.canvas-road[data-source="analysis"] .plus').first.click()
    page.locator("#panel").get_by_label("What is done here (en)").fill("Look twice")
    with drawn_anew(page):
        page.locator("#panel").get_by_role("button", name="To do").click()
    expect(page.locator("#state-look-twice.is-open")).to_be_visible()
    assert ("analysis", "look-twice") in ways(house, draft)
    page.get_by_role("button", name="All of it").click()
    page.evaluate(FRAMES)
    step(page, "board").click()
    expect(page.locator("#panel")).to_have_attribute("data-open", "board")
    expect(page.get_by_role("button", name="Save step")).to_be_hidden()
    page.context.set_offline(True)
    title = page.locator("#panel").get_by_label("What is done here (en)")
    title.fill("Nobody hears it")
    title.blur()
    expect(page.get_by_role("button", name="Save step")).to_be_visible()
    page.context.set_offline(False)
    step(page, "board").click()
    expect(page.locator("#state-board a")).to_be_focused()
    with drawn_anew(page):
        page.keyboard.press("Delete")
    heard(page, "is removed. Undo brings it back.")
    assert "board" not in flow_of(house, draft).by_key
    with drawn_anew(page):
        page.keyboard.press("Control+z")
    assert "board" in flow_of(house, draft).by_key


def test_a_keyboard_goes_along_the_ways(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    opened(page, draft)
    press = page.keyboard.press
    page.locator("#canvas-help summary").focus()
    press("Tab")  # what no test comes by, in words
    press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "canvas-frame"
    first = seen(page)
    press("ArrowRight")
    assert seen(page) != first
    press("-")
    heard(page, "80 % of its size")
    press("0")
    press("Tab")
    assert focused(page) == "analysis"
    for key, there in (
        ("ArrowRight", "grading"),
        ("ArrowUp", "question"),
        ("ArrowDown", "grading"),
        ("ArrowRight", "board"),
    ):
        press(key)
        assert focused(page) == there
    press("End")
    press("ArrowRight")
    heard(page, "No step lies there.")
    press("Home")
    assert focused(page) == "analysis"
    press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    press("Escape")
    expect(page.locator("#designer.has-panel")).to_have_count(0)
    expect(page.locator("#state-analysis a")).to_be_focused()


def test_a_panel_is_left_in_the_moment_it_opens(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    opened(page, draft)
    page.evaluate(AT_ONCE)
    page.locator("#state-analysis a").focus()
    with page.expect_response(f"**/design/{draft}/canvas"):
        page.keyboard.press("Enter")
    expect(page.locator("#designer.has-panel")).to_have_count(0)
    expect(page.locator("#state-analysis a")).to_be_focused()


def test_a_keyboard_changes_the_flow(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    opened(page, draft)
    before, press = ways(house, draft), page.keyboard.press
    page.locator("#state-grading a").focus()
    press("c")
    expect(page.locator("#canvas-connect [name=target]")).to_be_focused()
    expect(page.locator("#canvas-connect [name=source]")).to_have_value("grading")
    page.keyboard.type("Question")
    with drawn_anew(page):
        press("Tab")
        page.keyboard.type("Ask again")
        press("Enter")
    assert ways(house, draft) - before == {("grading", "question")}
    heard(page, "“Who decides?” leads to “Question” now.")
    assert focused(page) == "grading"
    with drawn_anew(page):
        press("Control+z")
    assert ways(house, draft) == before
    with drawn_anew(page):
        press("Control+y")
    with drawn_anew(page):
        press("Control+z")
    press("m")
    expect(page.locator("#canvas-put [name=way]")).to_be_focused()
    page.keyboard.type("At the")
    press("Tab")
    with drawn_anew(page):
        press("Enter")
    assert flow_of(house, draft).initial == "grading"
    heard(page, "is moved. Undo brings it back.")
    assert focused(page) == "grading"
    press("a")
    expect(page.locator("#panel fieldset.both input").first).to_be_focused()
    page.keyboard.type("Look twice")
    while page.evaluate("() => document.activeElement.value") != "task":
        press("Tab")
    with drawn_anew(page):
        press("Enter")
    assert "look-twice" in flow_of(house, draft).by_key
    press("Escape")
    expect(page.locator("#designer.has-panel")).to_have_count(0)
    expect(page.locator("#state-look-twice a")).to_be_focused()
    with drawn_anew(page):
        press("Delete")
    assert "look-twice" not in flow_of(house, draft).by_key


def test_by_finger_on_a_phone(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **PHONE)
    opened(page, draft)
    before, first = ways(house, draft), seen(page)
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = middle(page.locator(".canvas-frame"))
    fingers("touchStart", (x, y + 60))
    for by in (10, 30, 60):
        fingers("touchMove", (x - by, y + 60))
    fingers("touchEnd")
    dragged = seen(page)
    assert dragged != first
    fingers("touchStart", (x - 20, y), (x + 20, y))
    for by in (30, 50, 80):
        fingers("touchMove", (x - by, y), (x + by, y))
    fingers("touchEnd")
    assert scale(page) > 1.5
    page.get_by_role("button", name="All of it").tap()
    page.evaluate(FRAMES)
    step(page, "analysis").tap()
    expect(page.locator("#state-analysis.is-chosen")).to_have_count(1)
    page.locator("#canvas-connect summary").tap()
    page.locator("#canvas-connect [name=target]").select_option("plan")
    with drawn_anew(page):
        page.get_by_role("button", name="Connect", exact=True).tap()
    assert ways(house, draft) - before == {("analysis", "plan")}
    expect(page.locator("#state-analysis.is-chosen")).to_have_count(1)
    step(page, "analysis").tap()
    expect(page.locator("#panel")).to_have_attribute("data-open", "analysis")
    expect(page.locator(".canvas-frame")).to_be_hidden()
    page.locator("#panel [data-close]").tap()
    expect(page.locator(".canvas-frame.is-live")).to_be_visible()


def test_a_finger_pulls_ways(house: House, visit: Visit) -> None:
    draft = drafted(house, blank("by-finger", {"en": "By finger"}))
    page = visit(house, DESIGNER, **PHONE)
    opened(page, draft)
    touch = page.context.new_cdp_session(page)

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        between = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        for kind, *there in (("touchStart", start), ("touchMove", between), ("touchMove", end), ("touchEnd",)):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in there]})
            page.evaluate(FRAMES)

    def whole() -> float:
        page.get_by_role("button", name="All of it").tap()
        return scale(page)

    fitting = whole()
    page.locator("#canvas-frame").scroll_into_view_if_needed()
    x, y = middle(page.locator(".canvas-frame"))
    page.get_by_role("button", name="Larger").tap()
    drag((x, y + 120), (x - 40, y + 60))
    assert whole() == fitting, "the first tap after a drag is heard"
    # The fingertip lies on the step that the arrow leads to, a little beside its end.
    there = page.locator("#state-done .box").bounding_box()
    assert there
    with drawn_anew(page):
        drag((there["x"] + 6, there["y"] + there["height"] / 2), middle(step(page, "refused")))
    assert ways(house, draft) == {("", "review"), ("review", "refused")}
    heard(page, "“Review” leads to “Not agreed” now.")
    page.get_by_role("button", name="Larger").tap()
    seen(page)
    x, y = middle(page.locator("#state-review .handle"))
    with drawn_anew(page):
        drag((x - 12, y + 8), middle(step(page, "done")))
    assert ("review", "done") in ways(house, draft)


def test_it_reads_without_a_script(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK, java_script_enabled=False)
    page.goto(f"/design/{draft}/canvas")
    before = ways(house, draft)
    page.get_by_role("link", name=re.compile("^Approval · Change board")).click()
    expect(page.locator("#panel").get_by_label("What is done here (en)")).to_have_value("Change board")
    expect(page.get_by_role("button", name="Save step")).to_be_visible()
    page.locator("#canvas-connect summary").click()
    page.locator("#canvas-connect [name=source]").select_option("analysis")
    page.locator("#canvas-connect [name=target]").select_option("plan")
    page.get_by_role("button", name="Connect", exact=True).click()
    assert ways(house, draft) - before == {("analysis", "plan")}


def test_three_hundred_steps_are_moved_as_one(house: House, visit: Visit) -> None:
    """What moves is a transform: the server is asked nothing, and nothing of the flow is drawn anew."""
    draft = drafted(house, large_flow(300))
    page = visit(house, DESIGNER, **DESK)
    opened(page, draft)
    expect(page.locator(".canvas-step")).to_have_count(300)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(said(request)))
    page.evaluate(WATCH)
    x, y = middle(page.locator(".canvas-frame"))
    page.mouse.move(x, y)
    for _ in range(10):
        page.mouse.wheel(60, 10)
        page.evaluate(FRAMES)
    pull(page, (x, page.locator(".canvas-frame").bounding_box()["y"] + 12), (x - 300, y))  # type: ignore[index]  # it is there
    page.keyboard.press("Escape")
    page.evaluate(FRAMES)
    moved = set(page.evaluate("() => window.changed"))
    view = {"attributes canvas-stage style", "attributes canvas-seen style"}
    assert view <= moved
    assert moved <= view | {f"attributes {one} class" for one in ("canvas-stage", "canvas-frame", "canvas-map js-only")}
    page.evaluate("() => void (window.changed.length = 0)")
    inside = page.evaluate("""() => [...document.querySelectorAll(".canvas-step:not(.end)")].find((one) => {
      const box = one.getBoundingClientRect(), frame = document.getElementById("canvas-frame").getBoundingClientRect();
      return box.left > frame.left + 60 && box.right < frame.right - 260 && box.top > frame.top + 40 && box.bottom < frame.bottom - 120;
    }).dataset.key""")
    start = middle(step(page, inside))
    page.mouse.move(*start)
    page.mouse.down()
    for by in range(0, 120, 12):
        page.mouse.move(start[0] + by, start[1] + by / 2)
        page.evaluate(FRAMES)
    carried = page.evaluate("() => window.changed")
    page.keyboard.press("Escape")
    page.mouse.up()
    others = [one for one in carried if not one.startswith(("attributes canvas-over", "childList canvas-over"))]
    assert len([one for one in carried if one.startswith("attributes canvas-over")]) >= 8
    assert len(others) <= 12, others
    assert asked == []


def said(request: Request) -> str:
    return f"{request.method} {request.url}"
