"""A photo, a signature, a recording and a secret, by public link on a small phone; and what colleagues then see."""

import io
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from builder.publishing import publishing
from runtime.background import worker
from runtime.people import accounts
from runtime.store.operations import audit
from runtime.store.operations.audit import Kept
from schemas import document
from tests.journeys.house import House
from tests.journeys.looking import DESK, FAULTS, WIDER, Visit

pytestmark = pytest.mark.browser

READER, STRANGER_TO_IT = "pia.moss", "ada.stone"
PROCESS = "handover"
HANDOVER: Mapping[str, Any] = {
    "format": "formloom/1",
    "key": PROCESS,
    "title": {"en": "Handover", "zh-Hans": "交接"},
    "number": "HO-{yyyy}-{seq:4}",
    "contact": {"email": "email"},
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "email": {"type": "string", "format": "email", "title": "E-mail"},
                "photo": {"type": "array", "title": "A photo", "x-formloom": {"type": "photo"}},
                "notes": {"type": "array", "title": "Papers", "x-formloom": {"type": "file"}},
                "sound": {"type": "array", "title": "What did you hear?", "x-formloom": {"type": "audio"}},
                "code": {"type": "string", "title": "Door code", "x-formloom": {"type": "secret", "readers": "pm"}},
                "signed": {"type": "object", "title": "Your signature", "x-formloom": {"type": "signature"}},
            },
            "required": ["email", "signed"],
        }
    },
    "flow": {
        "initial": "look",
        "states": [
            {"key": "look", "kind": "task", "title": {"en": "A look at it"}, "who": [{"group": "pm"}]},
            {"key": "done", "kind": "end", "title": {"en": "Done"}, "outcome": "closed"},
        ],
        "moves": [{"key": "finish", "from": "look", "to": "done", "title": {"en": "Done"}}],
    },
}
CODE = "4711 open sesame"


@pytest.fixture(scope="module")
def site(house: House) -> House:
    now, designer = worker.now(), accounts.actor_of(house.people["dora.lind"])
    with house.database.writing() as tx:
        publishing.publish(tx, designer, document.load(HANDOVER), now)
    return house


@pytest.fixture
def page(site: House, visit: Visit) -> Page:
    opened = visit(site, reduced_motion="reduce")
    opened.goto(site.form(PROCESS))
    return opened


def photo(width: int = 3000, height: int = 2000) -> dict[str, Any]:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG", quality=92)
    return {"name": "the door.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sign(page: Page) -> None:
    pad = page.get_by_role("img", name="Your signature")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 120)
    page.mouse.down()
    for x, y in ((60, 40), (90, 130), (130, 50), (200, 120), (260, 90)):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()


def arrived(page: Page) -> None:
    expect(page.locator(".celebrate-number")).to_be_visible()


def kept(house: House, email: str) -> Kept:
    with house.database.reading() as tx:
        return next(one for one in audit.everything(tx) if one.case.answers.get("email") == email)


def test_a_photo_a_recording_and_a_signature_by_link_on_a_phone(
    site: House, page: Page, visit: Visit, axe: str
) -> None:
    page.get_by_label("E-mail").fill("mo@client.example")
    chosen = photo()
    page.get_by_label("A photo").set_input_files([chosen])
    box = page.locator("[data-field=photo] .files [type=checkbox]")
    expect(box).to_be_checked()
    expect(page.locator("[data-field=photo] .files canvas")).to_be_visible()
    page.get_by_role("button", name="Record").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-field=sound] .files [type=checkbox]")).to_be_checked()
    papers = {"name": "papers.txt", "mimeType": "text/plain", "buffer": "第一页 <b>".encode()}
    page.get_by_label("Papers").set_input_files([papers])
    expect(page.locator("[data-field=notes] .files [type=checkbox]")).to_be_checked()
    page.get_by_label("Door code").fill(CODE)
    sign(page)
    page.evaluate(axe)
    assert page.evaluate(FAULTS) + page.evaluate(WIDER) == []
    page.get_by_role("button", name="Send", exact=True).click()
    arrived(page)
    case = kept(site, "mo@client.example").case
    [taken] = case.answers["photo"]
    assert taken["size"] < len(chosen["buffer"])
    assert (case.answers["sound"][0]["type"], case.answers["notes"][0]["name"]) == ("audio/webm", "papers.txt")
    assert case.answers["signed"]["drawn"][0]["type"] == "image/png"
    assert CODE not in str(kept(site, "mo@client.example"))
    with Image.open(site.settings.files / site.workspace / taken["id"]) as seen:
        assert seen.size == (2048, 1365)
    assert site.verified()["ok"]

    desk = visit(site, READER, reduced_motion="reduce", **DESK)
    desk.goto(f"/requests/{case.id}")
    for picture in desk.locator(".shown-picture img").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") > 0
    assert CODE not in desk.content()
    desk.evaluate(axe)
    assert desk.evaluate(FAULTS) + desk.evaluate(WIDER) == []
    desk.get_by_role("link", name="papers.txt").click()
    expect(desk.get_by_text("第一页 <b>")).to_be_visible()
    desk.evaluate(axe)
    assert desk.evaluate(FAULTS) == []
    desk.go_back()
    desk.get_by_role("button", name="Show “Door code”").click()
    expect(desk.get_by_text(CODE)).to_be_visible()
    desk.get_by_role("link", name="Back to the request").click()
    expect(desk.get_by_text("Pia Moss looked at “Door code”.")).to_be_visible()

    other = visit(site, STRANGER_TO_IT, **DESK)
    other.goto(f"/requests/{case.id}")
    expect(other.get_by_text("Door code").first).to_be_visible()
    expect(other.get_by_role("button", name="Show “Door code”")).to_have_count(0)


def test_a_name_is_typed_by_those_who_cannot_draw(site: House, page: Page) -> None:
    page.get_by_label("E-mail").fill("li@client.example")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#f-signed-error")).not_to_be_empty()
    page.get_by_label("Or type your name").focus()
    page.keyboard.type("Li Na")
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    arrived(page)
    signed = kept(site, "li@client.example").case.answers["signed"]
    assert (signed["name"], len(signed["at"])) == ("Li Na", len("2026-11-22T10:30"))


HOLDS = """async (files) => {
  const place = () => document.querySelector("[name='signed/drawn'][type=file]").files.length;
  for (let left = 250; left && place() !== files; left--) await new Promise((again) => setTimeout(again, 20));
  return place();
}"""


IS_ON_THE_SHELF = """async () => {
  const done = (asked) => new Promise((found) => (asked.onsuccess = () => found(asked.result)));
  const shelf = await done(indexedDB.open("formloom-files"));
  const count = () => done(shelf.transaction("files").objectStore("files").count());
  for (let left = 250; left && !(await count()); left--) await new Promise((again) => setTimeout(again, 20));
  shelf.close();
}"""
"""The browser keeps what was chosen."""


def holds(page: Page, files: int) -> None:
    """So many pictures are chosen for the signature, soon."""
    assert page.evaluate(HOLDS, files) == files


def test_a_signature_is_cleared_and_comes_back_after_a_reload(page: Page) -> None:
    sign(page)
    holds(page, 1)
    expect(page.locator("[data-pad]")).to_be_visible()
    page.evaluate(IS_ON_THE_SHELF)
    page.reload()
    expect(page.get_by_text("What you typed last time is here again.")).to_be_visible()
    holds(page, 1)
    page.get_by_role("button", name="Clear").click()
    holds(page, 0)


def test_a_file_goes_on_where_the_line_broke_and_the_form_waits_for_it(site: House, page: Page) -> None:
    broken = []

    def cut(route: Route) -> None:
        if route.request.method == "PATCH" and len(broken) < 2:
            broken.append(route.request.headers["upload-offset"])
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/*", cut)
    page.get_by_label("E-mail").fill("cut@client.example")
    page.get_by_label("Or type your name").fill("Mo")
    papers = {"name": "long.txt", "mimeType": "text/plain", "buffer": b"The plan. " * 150_000}
    page.get_by_label("Papers").set_input_files([papers])
    expect(page.locator(".upload")).to_contain_text("long.txt")
    page.get_by_role("button", name="Send", exact=True).click()
    arrived(page)
    assert broken == ["0", "0"]
    [file] = kept(site, "cut@client.example").case.answers["notes"]
    assert (file["name"], file["size"]) == ("long.txt", 1_500_000)


def test_what_is_refused_is_said_beside_it_and_does_not_go(site: House, page: Page) -> None:
    page.get_by_label("E-mail").fill("bad@client.example")
    page.get_by_label("Or type your name").fill("Mo")
    papers = {"name": "door.png", "mimeType": "image/png", "buffer": b"<html><script>alert(1)</script>"}
    page.get_by_label("Papers").set_input_files([papers])
    expect(page.locator(".upload-refused")).to_contain_text("“door.png” is not of a kind that we take")
    assert page.locator("[data-field=notes] input[type=file]").evaluate("one => one.files.length") == 0
    page.get_by_role("button", name="Take this file away").click()
    expect(page.locator(".upload")).to_have_count(0)
    page.get_by_role("button", name="Send", exact=True).click()
    arrived(page)
    assert "notes" not in kept(site, "bad@client.example").case.answers
