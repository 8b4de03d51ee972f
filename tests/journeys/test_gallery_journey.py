"""A designer finds a template, makes it theirs, hands on what they made of it, and takes over what is new later."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.drafts import drafts
from runtime.people import accounts
from schemas.document import fingerprint
from schemas.model.process import Process
from tests.journeys.house import House
from tests.journeys.looking import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
DESIGNER = "dora.lind"


def drafted(page: Page, house: House) -> Process:
    """The draft that the page shows."""
    draft_id = page.url.partition("/design/")[2].partition("?")[0].partition("/")[0]
    with house.database.reading() as tx:
        return drafts.get(tx, accounts.actor_of(house.people[DESIGNER]), draft_id).process


def find(page: Page, words: str) -> None:
    page.goto("/gallery")
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="found")).to_be_visible()


def make_mine(page: Page, title: str) -> None:
    page.get_by_role("link", name="Choose languages and people first").click()
    page.get_by_label("Title (en)").fill(title)
    page.get_by_role("checkbox", name="中文").uncheck()
    page.get_by_label("Who takes the place of “Finance directors”").select_option(label="Decide later")
    page.get_by_role("button", name="Make a draft of it").click()
    page.wait_for_url("**/design/**")


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_found_looked_at_and_made_ones_own(house: House, visit: Visit, device: dict[str, object]) -> None:
    page = visit(house, DESIGNER, **device)
    find(page, "报销")
    page.get_by_role("link", name="Expense claim").click()
    expect(page.locator(".flow-picture img")).to_have_js_property("complete", value=True)
    assert page.locator(".flow-picture img").evaluate("image => image.naturalWidth") > 0
    page.get_by_role("link", name="Show it filled in").click()
    expect(page.get_by_role("link", name="Show it empty")).to_be_visible()
    page.get_by_role("button", name="Check these answers").click()
    expect(page.locator("#try .notice").first).to_be_visible()
    make_mine(page, "What we paid")
    process = drafted(page, house)
    assert dict(process.title) == {"en": "What we paid"}
    assert not [text for text in process.flow.states if "zh-Hans" in text.title]


def test_handed_on_and_brought_up(house: House, visit: Visit, tmp_path: Path) -> None:
    page = visit(house, DESIGNER, **DESK)
    find(page, "site visit")
    page.get_by_role("link", name="Site visit report").click()
    page.get_by_role("button", name="Use this").click()
    page.wait_for_url("**/design/**")
    source = page.url.partition("?")[0]
    page.goto(f"{source}/template")
    page.get_by_label("Title (en)").fill("Round of the house")
    page.get_by_role("button", name="Save as a template").click()
    expect(page.get_by_role("heading", name="Round of the house").first).to_be_visible()
    page.get_by_role("button", name="Use this").click()
    page.wait_for_url("**/design/**")
    clone, key = page.url.partition("?")[0], drafted(page, house).key
    rename(page, source, "Where were you?")
    rename(page, clone, "Which place?")
    page.goto(f"{source}/template")
    page.get_by_label("Title (en)").fill("Round of the house")
    page.get_by_role("button", name="Save as a template").click()
    page.goto("/design")
    page.get_by_role("link", name="New in the template").first.click()
    page.wait_for_url(f"**/processes/{key}/origin")
    page.get_by_label("Take what the template says").check()
    page.get_by_role("button", name="Take it over").click()
    page.wait_for_url("**/design/**")
    process = drafted(page, house)
    assert process.form.fields["site"].title["en"] == "Where were you?"
    package = save(page, f"{clone}/export", tmp_path)
    page.goto("/design")
    page.locator("#bring > summary").click()
    page.locator("[name=document]").set_input_files(package)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("nobody has changed it")).to_be_visible()
    page.get_by_label("Key").fill("brought")
    page.get_by_role("button", name="Make a draft of it").click()
    page.wait_for_url("**/design/**")
    brought = drafted(page, house)
    assert brought.key == "brought"
    assert fingerprint(type(brought)(**{**vars(brought), "key": process.key})) == fingerprint(process)


def rename(page: Page, draft: str, title: str) -> None:
    page.goto(f"{draft}?field=site")
    page.locator("#panel [name='title.en']").fill(title)
    page.locator("#panel [name='title.en']").blur()  # kept at once
    expect(page.locator("#cards")).to_contain_text(title)


def save(page: Page, address: str, folder: Path) -> Path:
    page.goto(address)
    with page.expect_download() as waited:
        page.get_by_role("link", name=re.compile(r"formloom\.json")).click()
    target = folder / waited.value.suggested_filename
    waited.value.save_as(target)
    return target
