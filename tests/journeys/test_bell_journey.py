"""The bell says what is new without a reload, asks for little, and not at all from a tab that nobody looks at."""

from typing import Any

import pytest
from playwright.sync_api import expect

from runtime.background import worker
from runtime.notices import undelivered
from runtime.store.ids import new_id
from runtime.store.notices import outbox
from runtime.store.notices.outbox import APP, Message
from tests.journeys.house import House
from tests.journeys.looking import Visit

pytestmark = pytest.mark.browser

FAST = """() => {
  const slow = window.setTimeout;
  window.setTimeout = (act, time, ...more) => slow(act, time === 20000 ? 200 : time, ...more);
}"""
"""As if twenty seconds were a fifth of one."""


def tell(house: House, who: str) -> None:
    """Something that administrators are told."""
    said = {"to": f"person:{house.people[who].id}", "channel": "ops", "error": "no route"}
    now = worker.now()
    with house.database.writing() as tx:
        outbox.add(tx, [Message(house.workspace, new_id(now), undelivered.KIND, said, now, now, channel=APP)])


def test_a_notice_appears_on_a_page_that_is_open(own_house: House, visit: Visit) -> None:
    page = visit(own_house, "ada.stone")
    page.add_init_script(f"({FAST})()")
    page.goto("/notices")
    bell = page.locator("[data-bell]")
    expect(bell.locator("[data-bell-count]")).to_be_hidden()
    tell(own_house, "ada.stone")
    expect(bell.locator("[data-bell-count]")).to_have_text("1")
    expect(bell).to_have_attribute("aria-label", "Notices: 1 new")
    expect(page.locator("[data-bell-status]")).to_have_text("Notices: 1 new")
    page.get_by_role("button", name="Messages could not be delivered: ops").click()
    page.wait_for_url("**/mail?state=dead")
    expect(page.locator("[data-bell-count]")).to_be_hidden()


def test_a_tab_that_nobody_looks_at_asks_nothing(own_house: House, visit: Visit) -> None:
    page = visit(own_house, "pia.moss")
    page.add_init_script(f"({FAST})()")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/notices/unread" in request.url else None)
    page.goto("/notices")
    with page.expect_request("**/notices/unread"):
        pass
    hide(page, hidden=True)
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.evaluate("() => new Promise((done) => setTimeout(done, 1000))")
    assert asked == []
    with page.expect_request("**/notices/unread"):
        hide(page, hidden=False)


def hide(page: Any, *, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
