"""Plans in a real browser: bars by mouse, finger and keys, double bookings found and solved, cards on the board, undone."""

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Locator, Page, expect

from runtime.access import Actor
from runtime.background import worker
from runtime.people import accounts
from runtime.planning.delta import Delta, Lengthen
from runtime.planning.plan import Activity
from runtime.planning.schedule import Scheduled
from runtime.plans import projects
from runtime.plans.planned import picture
from runtime.plans.replanning import Replan, replan
from tests.journeys import plans_there
from tests.journeys.house import House
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
LEAD = "ada.stone"
FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def acting(house: House) -> Actor:
    return accounts.actor_of(house.people[LEAD])


@pytest.fixture
def begun(house: House) -> Iterator[Mapping[str, str]]:
    """Projects by name; closed afterwards, so that nobody is booked by what another test has begun."""
    people = [house.people[key].id for key in ("tom.hill", "kai.berg", "mei.zhou")]
    with house.database.writing() as tx:
        there = plans_there.everything(tx, acting(house), (people[0], people[1], people[2]), worker.now())
    yield there
    with house.database.writing() as tx:
        for project in there.values():
            projects.change(tx, acting(house), project, {"status": "closed"}, worker.now())


def rows(house: House, project: str) -> Mapping[str, Scheduled]:
    with house.database.reading() as tx:
        return picture(tx, acting(house), project).plan.by_id


def activity(house: House, project: str, key: str) -> Activity:
    return rows(house, project)[key].activity


def opened(page: Page, project: str, query: str = "") -> None:
    page.goto(f"/projects/{project}/plan{query}")
    expect(page.locator(".gantt-frame.is-live")).to_be_visible()
    page.evaluate(FRAMES)


def bar(page: Page, key: str) -> Locator:
    return page.locator(f'.gantt-picture .row[data-id="{key}"] .bar')


def middle(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pull(page: Page, start: tuple[float, float], by: float, *, down: float = 0) -> None:
    """With the mouse, as a hand does: by and by."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by / 2, start[1] + down / 2, steps=3)
    page.evaluate(FRAMES)
    page.mouse.move(start[0] + by, start[1] + down, steps=3)
    page.evaluate(FRAMES)
    page.mouse.up()


def point_at(page: Page, key: str) -> None:
    """The mouse rests on a bar, which then has its handles."""
    chosen = page.locator(f'.gantt-picture .row.is-chosen[data-id="{key}"]')
    bar(page, key).evaluate("one => one.scrollIntoView({block: 'nearest', inline: 'nearest'})")
    for _ in range(5):
        page.evaluate(FRAMES)
        page.mouse.move(3, 3)
        page.mouse.move(*middle(bar(page, key)))
        if chosen.count():
            return
    expect(chosen).to_have_count(1)


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#pending")).to_have_count(0)
    expect(page.locator("#main > .notice-good")).to_contain_text("Kept.")
    expect(page.locator(".gantt-frame.is-live")).to_be_visible()
    page.evaluate(FRAMES)


def test_a_mouse_moves_lengthens_and_links_bars(house: House, begun: Mapping[str, str], visit: Visit) -> None:
    project = begun["swing"]
    page = visit(house, LEAD, **DESK)
    opened(page, project, "?scale=week")
    before = rows(house, project)
    wide = float(page.locator("#gantt-frame").get_attribute("data-day") or 0)
    pull(page, middle(bar(page, "orders")), 7 * wide)
    expect(page.locator("#pending")).to_be_visible()
    expect(page.locator(".plan-said")).to_contain_text("“Import of orders” now ends on")
    expect(page.locator('.row[data-id="orders"] .ghost')).to_have_count(1)
    assert rows(house, project) == before
    keep(page)
    moved = rows(house, project)
    assert (moved["orders"].begins - before["orders"].begins).days == 7
    point_at(page, "orders")
    pull(page, middle(page.locator(".gantt-handle.is-size")), 2 * wide)
    expect(page.locator("#pending")).to_be_visible()
    keep(page)
    assert activity(house, project, "orders").days > before["orders"].activity.days
    point_at(page, "labels")
    target, source = middle(bar(page, "orders")), middle(page.locator(".gantt-handle.is-link"))
    pull(page, source, target[0] - source[0], down=target[1] - source[1])
    expect(page.locator("#pending")).to_be_visible()
    keep(page)
    assert "labels" in {link.id for link in activity(house, project, "orders").after}
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#main > .notice-good")).to_contain_text("as it was before")
    assert "labels" not in {link.id for link in activity(house, project, "orders").after}


def test_lines_follow_a_bar_and_a_short_one_is_moved_as_well(
    house: House, begun: Mapping[str, str], visit: Visit
) -> None:
    project = begun["swing"]
    page = visit(house, LEAD, **DESK)
    opened(page, project, "?scale=month")
    before = rows(house, project)["model"]
    day = float(page.locator("#gantt-frame").get_attribute("data-day") or 0)
    x, y = middle(bar(page, "model"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=3)
    page.evaluate(FRAMES)
    line = page.locator(".gantt-pull").get_attribute("d") or ""
    assert line.count("M") == page.locator(".ties .is-near").count() == 3
    page.mouse.move(x + 7 * day, y, steps=3)
    page.mouse.up()
    expect(page.locator("#pending")).to_be_visible()
    keep(page)
    after = rows(house, project)["model"]
    assert after.activity.days == before.activity.days
    assert (after.begins - before.begins).days == 7


def test_keys_move_a_bar_and_say_where_it_is(house: House, begun: Mapping[str, str], visit: Visit) -> None:
    project = begun["swing"]
    page = visit(house, LEAD, **DESK)
    opened(page, project)
    before = rows(house, project)
    press, said = page.keyboard.press, page.locator("#plan-says")
    page.locator(".gantt-title a[tabindex='0']").focus()
    press("End")
    press("Home")
    for _ in range(6):
        press("ArrowDown")
    here = page.locator(".gantt-title a:focus b")
    expect(here).to_have_text("Import of orders")
    press("ArrowRight")
    expect(said).to_contain_text("Import of orders: ")
    expect(page.locator("#pending")).to_be_visible()
    expect(said).to_contain_text("“Import of orders” now ends on")
    expect(here).to_have_text("Import of orders")
    press("Escape")
    expect(page.locator("#pending")).to_have_count(0)
    assert rows(house, project) == before
    press("Shift+ArrowRight")
    expect(page.locator("#pending")).to_be_visible()
    press("Control+Enter")
    expect(page.locator("#main > .notice-good")).to_contain_text("Kept.")
    assert activity(house, project, "orders").days == before["orders"].activity.days + 1
    press("Control+z")
    expect(page.locator("#main > .notice-good")).to_contain_text("as it was before")
    assert activity(house, project, "orders").days == before["orders"].activity.days


def test_a_double_booking_is_seen_before_it_is_kept_and_solved(
    house: House, begun: Mapping[str, str], visit: Visit
) -> None:
    project = begun["swing"]
    page = visit(house, LEAD, **DESK)
    opened(page, project)
    expect(page.locator('.row[data-id="labels"] .hatch').first).to_be_attached()
    page.locator("#troubles + ul").get_by_role("link", name="What would solve it?").first.click()
    page.locator("#troubles + ul").get_by_role("button", name=re.compile("^Let ")).first.click()
    expect(page.locator("#pending")).to_be_visible()
    expect(page.locator('.row[data-id="labels"] .hatch')).to_have_count(0)
    keep(page)
    expect(page.locator('.row[data-id="labels"] .hatch')).to_have_count(0)
    late = page.context.new_page()
    opened(late, project)
    with house.database.writing() as tx:
        replan(tx, acting(house), Replan(project, Delta(lengthen=(Lengthen("trial", 1),))), worker.now())
    pull(late, middle(bar(late, "orders")), 60)
    expect(late.locator("#main > .notice-error")).to_contain_text("Somebody else has changed the plan")
    expect(late.locator("#pending")).to_have_count(0)
    assert all(" 409 " in said for said in visit.complaints)
    visit.complaints.clear()


def test_a_finger_first_touches_a_bar_and_then_moves_it(house: House, begun: Mapping[str, str], visit: Visit) -> None:
    project = begun["swing"]
    page = visit(house, LEAD, **PHONE)
    opened(page, project)
    before = rows(house, project)
    page.locator("#gantt-frame").evaluate("frame => frame.scrollTo(frame.scrollLeft, 200)")
    bar(page, "orders").scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *at: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})

    x, y = middle(bar(page, "orders"))
    x = min(x, 300)
    page.touchscreen.tap(x, y)
    expect(page.locator(".gantt-grip")).to_be_visible()
    finger("touchStart", (x, y))
    for by in (8, 20, 34):
        finger("touchMove", (x + by, y))
        page.evaluate(FRAMES)
    finger("touchEnd")
    expect(page.locator("#pending")).to_be_visible()
    keep(page)
    assert rows(house, project)["orders"].begins > before["orders"].begins


def test_a_card_is_carried_and_pressed_to_another_column(house: House, begun: Mapping[str, str], visit: Visit) -> None:
    project = begun["swing"]
    page = visit(house, LEAD, **DESK)
    page.goto(f"/projects/{project}/board")
    card = page.locator('.board-card[data-id="orders"]')
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box
    there = middle(page.locator('[data-column="doing"] h2'))
    start = (box["x"] + box["width"] - 12, box["y"] + box["height"] - 30)
    pull(page, start, there[0] - start[0], down=max(there[1], 120) + 60 - start[1])
    expect(page.locator('[data-column="doing"] [data-id="orders"]')).to_be_visible()
    assert activity(house, project, "orders").done == 10
    page.locator('.board-card[data-id="orders"] button[value="done"]').click()
    expect(page.locator('[data-column="done"] [data-id="orders"]')).to_be_visible()
    assert activity(house, project, "orders").is_done


def test_it_all_works_without_a_script(house: House, begun: Mapping[str, str], visit: Visit) -> None:
    project = begun["empty"]
    page = visit(house, LEAD, **DESK, java_script_enabled=False)
    page.goto(f"/projects/{project}/plan")
    page.get_by_role("link", name="The first activity").click()
    page.get_by_label("What is to be done?").fill("Draw the shop")
    page.get_by_label("Who", exact=True).first.select_option(label="Tom Hill")
    page.get_by_role("button", name="See what it does").click()
    page.get_by_role("button", name="Keep it").click()
    (made,) = rows(house, project).values()
    assert (made.activity.title, made.activity.days) == ("Draw the shop", 5)
    page.goto(f"/projects/{project}/board")
    page.get_by_role("button", name="To “Under way”").click()
    assert activity(house, project, made.id).done == 10


def test_a_request_shows_what_it_does_to_the_plan_while_it_is_filled_in(
    house: House, begun: Mapping[str, str], visit: Visit
) -> None:
    row = {"title": "Labels in two languages", "days": 2, "after": "Data model"}
    with house.database.writing() as tx:
        made = plans_there.wanting(tx, acting(house), LEAD, begun["swing"], row, worker.now())
    page = visit(house, LEAD, **DESK)
    page.goto(f"/requests/{made}")
    part = page.locator("#plan-effect")
    expect(part).to_contain_text("“Labels in two languages” is new")
    expect(part).not_to_contain_text("Milestone “Go-live” moves to")
    page.get_by_label("Working days").fill("30")
    page.get_by_label("Who", exact=True).select_option(label="Mei Zhou")
    expect(part).to_contain_text("Milestone “Go-live” moves to")
    expect(part).to_contain_text("Mei Zhou is booked 200 %")
    expect(part.locator(".hatch").first).to_be_attached()
    assert "Labels in two languages" not in {row.activity.title for row in rows(house, begun["swing"]).values()}
