"""What is copied into another process, said in two languages, and worked on by two at once, each in real browsers."""

import pytest
from playwright.sync_api import expect

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.gallery import gallery
from runtime.background import worker
from runtime.people import accounts
from tests.journeys.house import PROCESS, House
from tests.journeys.looking import DESK, Visit

pytestmark = pytest.mark.browser
DESIGNER, ANOTHER = "dora.lind", "ada.stone"


def drafted(house: House, template: str = PROCESS) -> Draft:
    with house.database.writing() as tx:
        return gallery.clone(tx, accounts.actor_of(house.people[DESIGNER]), template, worker.now())


def now_of(house: House, draft: Draft) -> Draft:
    with house.database.reading() as tx:
        return drafts.get(tx, accounts.actor_of(house.people[DESIGNER]), draft.id)


def test_a_field_and_a_step_go_into_another_process(house: House, visit: Visit) -> None:
    source, target = drafted(house), drafted(house, "leave")
    page = visit(house, DESIGNER, **DESK)
    fields, steps = set(target.process.form.fields), set(target.process.flow.by_key)
    page.goto(f"/design/{source.id}?field=urgency")
    page.get_by_role("button", name="Copy into another process").click()
    expect(page.get_by_text("“How urgent is it?” is copied.")).to_be_visible()
    page.goto(f"/design/{target.id}")
    page.get_by_role("button", name="Paste “How urgent is it?” here").last.click()
    expect(page.locator("#cards")).to_contain_text("How urgent is it?")
    page.goto(f"/design/{source.id}/steps?state=analysis")
    page.get_by_role("button", name="Copy into another process").click()
    expect(page.get_by_text("“Analysis” is copied.")).to_be_visible()
    page.goto(f"/design/{target.id}/steps?after={target.process.flow.initial}")
    page.get_by_role("button", name="Paste “Analysis” here").click()
    expect(page.locator("#cards")).to_contain_text("Analysis")
    now = now_of(house, target).process
    assert set(now.form.fields) - fields == {"urgency"}
    assert set(now.flow.by_key) - steps == {"analysis"}


def test_languages_stand_side_by_side_and_are_kept_as_one_types(house: House, visit: Visit) -> None:
    draft = drafted(house)
    page = visit(house, DESIGNER, **DESK)
    page.goto(f"/design/{draft.id}/languages")
    row = page.locator(".text-row", has=page.locator('[name=address][value*="urgency"]')).first
    english, chinese = (row.locator(f'[name="text.{tag}"]') for tag in ("en", "zh-Hans"))
    left, right = english.bounding_box(), chinese.bounding_box()
    assert left
    assert right
    assert (abs(left["y"] - right["y"]) < 2, left["x"] < right["x"]) == (True, True)
    chinese.fill("")
    chinese.blur()
    expect(page.locator("#languages-left")).to_contain_text("One text is missing in a language.")
    page.get_by_role("link", name="Only missing ones").click()
    expect(page.locator(".text-row")).to_have_count(1)
    page.locator('[name="text.zh-Hans"]').fill("有多紧急？")
    page.locator('[name="text.zh-Hans"]').blur()
    expect(page.locator("#languages-left")).to_contain_text("Every text is there in every language.")
    assert now_of(house, draft).process.form.fields["urgency"].title["zh-Hans"] == "有多紧急？"


def test_two_see_each_other_and_lose_nothing(house: House, visit: Visit) -> None:
    draft = drafted(house)
    dora, ada = (visit(house, who, **DESK) for who in (DESIGNER, ANOTHER))
    dora.goto(f"/design/{draft.id}?field=urgency")
    expect(dora.locator("#others")).to_be_attached()
    ada.goto(f"/design/{draft.id}?field=subject")
    expect(ada.locator("#others")).to_contain_text("Dora Lind is at “How urgent is it?”")
    for page, key, title in ((dora, "urgency", "How soon?"), (ada, "subject", "In a word")):
        said = page.locator('#panel [name="title.en"]')
        said.fill(title)
        said.blur()
        expect(page.locator(f"#field-{key}")).to_contain_text(title)
    expect(ada.locator("#main > .notice")).to_contain_text("Saved, together with what")
    fields = now_of(house, draft).process.form.fields
    assert [fields[key].title["en"] for key in ("urgency", "subject")] == ["How soon?", "In a word"]
