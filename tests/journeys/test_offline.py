"""A bad network, a dead tab, a cut reply: nothing typed is lost, and everything sent arrives once, in order."""

import base64
import socket
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Error, Page, Response, expect
from werkzeug.wrappers import Response as Answer

from builder.publishing import publishing
from runtime.background import worker
from runtime.people import accounts
from runtime.store.operations import audit
from runtime.store.operations.audit import Kept
from schemas import document
from tests.journeys.house import House
from tests.journeys.looking import DESK, Visit

pytestmark = pytest.mark.browser

ASKER = "tom.hill"
PROCESS = "site-report"
REPORT: Mapping[str, Any] = {
    "format": "formloom/1",
    "key": PROCESS,
    "title": {"en": "Report from the site"},
    "number": "SR-{yyyy}-{seq:4}",
    "contact": {"email": "email"},
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "email": {"type": "string", "format": "email", "title": "E-mail"},
                "subject": {"type": "string", "title": "What is wrong?", "maxLength": 80},
                "where": {"type": "string", "title": "Where?"},
                "photo": {"type": "array", "title": "A photo", "x-formloom": {"type": "photo"}},
                "signed": {"type": "object", "title": "Signed", "x-formloom": {"type": "signature"}},
            },
            "required": ["email", "subject"],
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


HOLDS = """async ([name, files]) => {
  const place = document.querySelector(`input[type=file][name="${name}"]`);
  for (let left = 250; left && place.files.length !== files; left--) await new Promise((again) => setTimeout(again, 20));
  return place.files.length === files;
}"""
"""So many files stand in a place where files are chosen."""

IS_KEPT = """async (door) => {
  const has = async () => {
    const cache = await caches.open("formloom-pages");
    return navigator.serviceWorker.controller && (await cache.match(door)) && (await cache.match("/waiting"));
  };
  for (let left = 500; left && !(await has()); left--) await new Promise((again) => setTimeout(again, 20));
  return Boolean(await has());
}"""
"""The service worker looks after this page, and has a copy of it."""


@pytest.fixture(scope="module")
def site(house: House) -> House:
    """The house with a process that wants photos and signatures."""
    now, designer = worker.now(), accounts.actor_of(house.people["dora.lind"])
    with house.database.writing() as tx:
        publishing.publish(tx, designer, document.load(REPORT), now)
    return house


@pytest.fixture(params=["", ASKER], ids=["by link", "signed in"])
def who(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def door(site: House, who: str) -> str:
    return f"/new/{PROCESS}" if who else site.form(PROCESS)


@pytest.fixture
def page(site: House, visit: Visit, who: str, door: str) -> Page:
    """The form on a phone that keeps it: its service worker has it before the network goes."""
    opened = visit(site, who, service_workers="allow")
    opened.goto(door)
    assert opened.evaluate(IS_KEPT, door)
    return opened


@pytest.fixture
def photo(page: Page, tmp_path: Path) -> Path:
    """As a camera makes one, if a small one."""
    drawn = page.evaluate("""() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
      canvas.getContext("2d").fillRect(8, 8, 20, 20);
      return canvas.toDataURL("image/jpeg").split(",")[1];
    }""")
    path = tmp_path / "a wall.jpg"
    path.write_bytes(base64.b64decode(drawn))
    return path


def requests(house: House, subject: str) -> list[Kept]:
    """Those whose subject begins like this, in the order in which they came."""
    with house.database.reading() as tx:
        found = [one for one in audit.everything(tx) if str(one.case.answers.get("subject", "")).startswith(subject)]
    return sorted(found, key=lambda one: one.case.number)


def subjects(house: House, subject: str) -> list[str]:
    return [one.case.answers["subject"] for one in requests(house, subject)]


def say(page: Page, subject: str) -> None:
    page.get_by_label("E-mail").fill("mo@site.example")
    page.get_by_label("What is wrong?").fill(subject)


def sign(page: Page) -> None:
    pad = page.locator("[data-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()
    holds(page, "signed/drawn", 1)


def holds(page: Page, name: str, files: int) -> None:
    """So many files stand in this place, chosen and not sent yet."""
    assert page.evaluate(HOLDS, [name, files])


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def waits(page: Page) -> None:
    expect(page.get_by_role("heading", name="It waits for the network")).to_be_visible()


def arrived(page: Page) -> None:
    expect(page.locator(".celebrate-number")).to_be_visible()


def test_three_forms_filled_without_a_network_arrive_once_each_in_order(
    site: House, page: Page, who: str, door: str, photo: Path
) -> None:
    subject = f"Three {who or 'by link'}"
    page.context.set_offline(True)
    for number in range(3):
        page.goto(door)
        say(page, f"{subject}, {number}")
        page.get_by_label("A photo").set_input_files(photo)
        sign(page)
        send(page)
        waits(page)
        page.get_by_role("button", name="Fill in another one").click()
        expect(page.get_by_label("What is wrong?")).to_have_value("")
    expect(page.locator("[data-waits-badge]")).to_contain_text("3")
    page.reload()
    assert subjects(site, subject) == []
    page.goto("/waiting")
    expect(page.locator("[data-list=waits] li")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator("[data-list=sent] li").filter(has_text="Report")).to_have_count(3)
    assert subjects(site, subject) == [f"{subject}, {number}" for number in range(3)]
    for one in requests(site, subject):
        assert len(one.case.answers["photo"]) == 1
        assert len(one.case.answers["signed"]["drawn"]) == 1
    expect(page.locator("[data-waits-badge]")).to_be_hidden()
    page.locator("[data-list=sent] a").first.click()
    expect(page.get_by_text("SR-").first).to_be_visible()


def test_a_tab_that_dies_in_the_middle_of_typing_loses_nothing(page: Page, door: str, photo: Path) -> None:
    page.context.set_offline(True)  # so that the photo stays here
    page.get_by_label("A photo").set_input_files(photo)
    sign(page)
    page.get_by_label("E-mail").fill("mo@site.example")
    page.get_by_label("What is wrong?").press_sequentially("A crack in the wal")
    kill(page)
    again = page.context.new_page()
    again.goto(door)
    expect(again.get_by_text("What you typed last time is here again.")).to_be_visible()
    expect(again.get_by_label("E-mail")).to_have_value("mo@site.example")
    expect(again.get_by_label("What is wrong?")).to_have_value("A crack in the wal")
    holds(again, "photo", 1)
    holds(again, "signed/drawn", 1)


def kill(page: Page) -> None:
    """Its process ends without a word: no event of leaving is told to anybody."""
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")


def test_a_reply_that_is_cut_makes_no_second_request(
    site: House, page: Page, who: str, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has taken the form, and the connection ends before it can say so, at every attempt."""
    subject = f"Cut {who or 'by link'}"
    whole, taken = site.app.wsgi_app, []

    def cut(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answer = Answer.from_app(whole, environ)
        if environ["PATH_INFO"] != door or answer.status_code != HTTPStatus.CREATED:
            return answer(environ, start)
        taken.append(environ["PATH_INFO"])
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError

    with monkeypatch.context() as network:
        network.setattr(site.app, "wsgi_app", cut)
        say(page, subject)
        send(page)
        waits(page)
        assert taken
    other = page.context.new_page()  # this page goes to its receipt by itself as soon as it can
    other.goto("/waiting")
    expect(other.locator("[data-list=sent] li")).to_have_count(1)
    assert subjects(site, subject) == [subject]


def test_a_tab_closed_while_it_sends_is_no_loss_and_no_second_request(
    site: House, page: Page, door: str, who: str
) -> None:
    """What was typed is sent again from the form itself: the same filling, the same request."""
    subject = f"Closed {who or 'by link'}"
    page.context.route(f"**{door}", lambda route: route.continue_() if route.request.method == "GET" else None)
    say(page, subject)
    send(page)
    expect(page.locator("[data-send]")).to_have_attribute("aria-busy", "true")
    page.context.unroute(f"**{door}")
    other = page.context.new_page()
    page.close()
    other.goto("/waiting")
    expect(other.locator("[data-list=sent] li")).to_have_count(1)
    assert subjects(site, subject) == [subject]


def test_two_tabs_send_each_once(site: House, page: Page, door: str, who: str) -> None:
    subject = f"Two tabs {who or 'by link'}"
    taken: list[Response] = []
    page.context.on("response", lambda one: taken.append(one) if one.status == 201 else None)
    other = page.context.new_page()
    other.goto(door)
    page.context.set_offline(True)
    for number, tab in enumerate((page, other)):
        tab.bring_to_front()
        say(tab, f"{subject}, {number}")
        send(tab)
        waits(tab)
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.get_by_text("SR-").first).to_be_visible()
    assert subjects(site, subject) == [f"{subject}, {number}" for number in range(2)]
    # Fewer where the service worker was quicker than both; one more where a tab left for its receipt while it sent the other.
    assert len(taken) <= 3


def test_what_is_refused_waits_for_its_person_with_everything_typed(
    site: House, page: Page, who: str, photo: Path
) -> None:
    """The form was published anew meanwhile."""
    subject = f"Refused {who or 'by link'}"
    page.context.set_offline(True)
    say(page, subject)
    page.get_by_label("A photo").set_input_files(photo)
    send(page)
    waits(page)
    changed = {**REPORT, "title": {"en": f"Report from the site, for {who or 'all'}"}}
    with site.database.writing() as tx:
        publishing.publish(tx, accounts.actor_of(site.people["dora.lind"]), document.load(changed), worker.now())
    page.goto("/waiting")
    page.context.set_offline(False)
    needing = page.locator("[data-list=needs] li")
    expect(needing).to_contain_text("The form has changed")
    needing.get_by_role("link", name="Open it").click()
    expect(page.get_by_label("What is wrong?")).to_have_value(subject)
    send(page)
    arrived(page)
    assert [len(one.case.answers["photo"]) for one in requests(site, subject)] == [1]
    page.goto("/waiting")
    expect(page.locator("[data-list=needs]")).to_be_hidden()


def test_signing_out_leaves_nothing_on_a_shared_phone(site: House, visit: Visit) -> None:
    page = visit(site, ASKER, service_workers="allow", **DESK)
    page.goto(f"/new/{PROCESS}")
    assert page.evaluate(IS_KEPT, f"/new/{PROCESS}")
    say(page, "Nobody else's business")
    page.locator(".menu summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{site.address}/signin")
    left = page.evaluate("""async () => {
      const pages = await (await caches.open("formloom-pages")).keys();
      const words = JSON.stringify({ ...localStorage, ...sessionStorage });
      return [pages.map(({ url }) => new URL(url).pathname).filter((path) => path !== "/waiting"), words];
    }""")
    assert left[0] == []
    assert "business" not in left[1]


def test_what_is_begun_is_gone_on_with_on_another_device(site: House, visit: Visit) -> None:
    """By a link: with the private one that saving gives."""
    phone, desk = visit(site, service_workers="allow"), visit(site, **DESK)
    phone.goto(site.form(PROCESS))
    say(phone, "Begun on the phone")
    phone.get_by_role("button", name="Save and go on later").click()
    expect(phone.get_by_role("heading", name="Kept. Go on whenever you like.")).to_be_visible()
    private = phone.get_by_role("link", name="/r/").inner_text()
    desk.goto(private)
    expect(desk.get_by_text("Everything is here again.")).to_be_visible()
    expect(desk.get_by_label("What is wrong?")).to_have_value("Begun on the phone")
    desk.get_by_label("Where?").fill("At the desk")
    send(desk)
    arrived(desk)
    phone.goto(private)
    expect(phone.get_by_role("heading", name="This link no longer works")).to_be_visible()
    assert subjects(site, "Begun on the phone") == ["Begun on the phone"]


def test_who_is_signed_in_goes_on_anywhere_without_asking_for_it(site: House, visit: Visit) -> None:
    phone, desk = visit(site, "kai.berg"), visit(site, "kai.berg", **DESK)
    phone.goto(f"/new/{PROCESS}")
    say(phone, "Typed on the phone")
    expect(phone.locator("[data-kept]")).to_have_text("Kept")
    desk.goto("/new")
    desk.get_by_role("region", name="Continue").get_by_role("link").first.click()
    expect(desk.get_by_label("What is wrong?")).to_have_value("Typed on the phone")
    send(desk)
    arrived(desk)
    desk.goto("/")
    expect(desk.get_by_role("region", name="Continue")).to_be_hidden()


def test_a_device_that_keeps_nothing_sends_all_the_same(site: House, visit: Visit) -> None:
    """A full disk, a private window."""
    page = visit(site)
    page.add_init_script("""
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
      IDBFactory.prototype.open = () => { throw new DOMException("full", "QuotaExceededError"); };
    """)
    page.goto(site.form(PROCESS))
    say(page, "Nowhere to keep it")
    expect(page.locator("[data-kept]")).to_have_text(
        "This device has no room to keep this. Send it, or leave this page open."
    )
    send(page)
    arrived(page)
    assert subjects(site, "Nowhere to keep it") == ["Nowhere to keep it"]
