"""A designer makes rules: by rows, by a formula in Chinese, and one that would go round, which is refused."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from builder.drafts import drafts
from builder.gallery import gallery
from runtime.background import worker
from runtime.people import accounts
from schemas.model.form import Rule
from tests.journeys import change
from tests.journeys.house import PROCESS, House
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
DESIGNER = "dora.lind"


def drafted(house: House) -> str:
    with house.database.writing() as tx:
        return gallery.clone(tx, accounts.actor_of(house.people[DESIGNER]), PROCESS, worker.now()).id


def shown(house: House, draft: str, key: str) -> Rule:
    with house.database.reading() as tx:
        process = drafts.get(tx, accounts.actor_of(house.people[DESIGNER]), draft).process
    return process.form.fields[key].show


def save(page: Page) -> None:
    page.get_by_role("button", name="Save rule").last.click()


def write(page: Page, formula: str) -> None:
    page.get_by_role("button", name="Write it as a formula").click()
    page.locator("#formula").fill(formula)


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_rules_are_made_by_rows_and_by_formula(house: House, visit: Visit, device: dict[str, object]) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **device)
    page.goto(f"/design/{draft}?field=project")
    page.get_by_text("Add a rule").last.click()
    page.get_by_role("link", name="Asked only when").click()
    page.get_by_label("What is looked at").select_option(label="Kind of change")
    value = page.get_by_role("combobox", name="Value", exact=True)
    expect(value).to_be_visible()
    value.select_option(index=1)
    said = page.locator("#rule-said")
    expect(said).to_contain_text("Asked only when “Kind of change” is")
    page.get_by_role("button", name="Add a condition").click()
    second = page.get_by_label("What is looked at").nth(1)
    second.select_option(label="Wanted by")
    page.get_by_label("Comparison").nth(1).select_option(label="is before")
    page.get_by_label("Compared with").nth(1).select_option(label="Today")
    page.get_by_label("plus days").fill("14")
    expect(said).to_contain_text("today + 14 days")
    save(page)
    expect(page.locator("#panel")).to_contain_text("“Wanted by” is before today + 14 days")
    rule = shown(house, draft, "project")
    assert rule["and"][1] == {"<": [{"var": "wanted_by"}, {"add_days": [{"var": "@today"}, 14]}]}

    page.get_by_role("link", name=re.compile("Asked only when")).click()
    write(page, "如果(今天() > “2026-11-22”，真，假) 且 非（[期望")
    expect(said).to_contain_text("never closed")
    page.locator("#formula").press("End")
    page.locator("#formula").press_sequentially("完成")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    page.locator("#formula").press("ArrowDown")
    page.locator("#formula").press("Enter")
    expect(page.locator("#formula")).to_have_value(re.compile(r"\[Wanted by\]$"))
    page.locator("#formula").press_sequentially(" 为空）")
    expect(said).to_contain_text("cannot stand here")
    page.locator("#formula").fill("今天() > “2026-11-22” 且 非（为空（[期望完成日期]））")
    save(page)
    expect(page.locator("#panel")).to_contain_text("Asked only when")
    assert shown(house, draft, "project") == {
        "and": [{">": [{"var": "@today"}, "2026-11-22"]}, {"!": [{"==": [{"var": "wanted_by"}, None]}]}]
    }


def test_a_rule_that_goes_round_is_refused(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    for key, formula in (("project", "FILLED(wanted_by)"), ("wanted_by", "FILLED(project)")):
        page.goto(f"/design/{draft}/rule/field/{key}/show")
        write(page, formula)
        save(page)
        if key == "project":
            expect(page.locator("#panel")).to_be_visible()
    way = "Project or contract → Wanted by → Project or contract"
    expect(page.locator("#rule-said")).to_contain_text(way)
    expect(page.locator("#formula")).to_have_value("FILLED(project)")
    assert shown(house, draft, "wanted_by") is None
    refused = [one for one in visit.complaints if ": 422 " in one]
    assert len(refused) == 1
    visit.complaints.remove(refused[0])


def test_a_walk_follows_the_rules_at_once_and_keeps_nothing(house: House, visit: Visit) -> None:
    """Also where the page has come by a tab, as in the designer all do."""
    page = visit(house, DESIGNER, **DESK)
    page.goto(f"/design/{drafted(house)}/steps")
    page.get_by_role("link", name="Try", exact=True).click()
    later = page.get_by_label("What happens if it comes later?")
    expect(page.get_by_label("In one line")).to_be_visible()
    expect(later).to_be_hidden()
    posted: list[str] = []
    page.on("request", lambda sent: posted.append(sent.method) if sent.method == "POST" else None)
    change.say_urgency(page, "Urgent")
    expect(later).to_be_visible()
    page.get_by_label("In one line").fill("Typed")
    assert posted == []
    kept = page.evaluate("Object.keys(localStorage).filter(key => (localStorage[key] ?? '').includes('Typed'))")
    assert kept == []
    page.get_by_role("button", name="Fill in an example").click()
    expect(page.get_by_label("In one line")).to_have_value("Typed")
    expect(later).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("textbox", name="Labour").fill("1200")
    page.get_by_role("textbox", name="Material").fill("300")
    expect(page.locator("[data-field=cost_total] [data-computed]").first).to_contain_text("1,500")


def test_an_answer_that_comes_late_puts_nothing_back(house: House, visit: Visit) -> None:
    page = visit(house, DESIGNER, **DESK)
    page.goto(f"/design/{drafted(house)}/rule/field/project/show")
    looked_at = page.get_by_label("What is looked at")
    held: list[Route] = []
    page.route("**/rule/field/project/show", lambda route: held.append(route) if not held else route.continue_())
    looked_at.focus()
    with page.expect_request("**/rule/field/project/show"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = looked_at.input_value()
    with page.expect_response("**/rule/field/project/show"):
        held[0].continue_()
    expect(page.locator("#rule[aria-busy]")).to_have_count(0)
    expect(looked_at).to_have_value(chosen)


def test_it_works_until_the_last_part_is_drawn(house: House, visit: Visit) -> None:
    page = visit(house, DESIGNER, **DESK)
    page.goto(f"/design/{drafted(house)}/rule/field/project/refuse")
    held: list[Route] = []
    page.route("**/rule/field/project/refuse", lambda route: held.append(route))  # noqa: PLW0108 -- asked for its signature
    with page.expect_request("**/rule/field/project/refuse"):
        page.get_by_label("What is said beside the field (en)").fill("No.")
    page.get_by_label("What is looked at").focus()
    with page.expect_request("**/rule/field/project/refuse"):
        page.keyboard.press("ArrowDown")
    with page.expect_response("**/rule/field/project/refuse"):
        held[0].continue_()
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.locator("#rule").get_attribute("aria-busy") == "true"
    held[1].continue_()
    expect(page.locator("#rule[aria-busy]")).to_have_count(0)
