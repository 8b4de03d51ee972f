"""Browsers on a phone and on a desk, signed in or not, and what they complain of."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response

from runtime.web.frame.guards import limiter
from tests.journeys.house import House

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

FAULTS = """async (colours) => {
  // A change of the light is on the screen two pictures later.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const looked = {resultTypes: ["violations"], preload: {assets: ["media"]}};
  const {violations} = await axe.run(document, colours ? {...looked, runOnly: ["color-contrast", "link-in-text-block"]} : looked);
  return violations.flatMap(({id, nodes}) => nodes.map((one) => `${id}: ${one.html.slice(0, 200)} ${one.failureSummary}`));
}"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
  .slice(0, 5).map((one) => `wider than the screen: ${one.outerHTML.slice(0, 160)}`)"""
"""Two questions to a page: what axe finds wrong with it (or with its colours alone), and what stands out of the screen to the right."""


@dataclass
class Visit:
    """``visit(house)`` is a page of a stranger, ``visit(house, "pia.moss")`` one of that person."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _opened: list[tuple[BrowserContext, dict[str, Any]]] = field(default_factory=list)
    _signed_in: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __call__(self, house: House, who: str = "", /, **options: Any) -> Page:
        limiter.reset()  # every visitor comes from a network of their own
        options = {"locale": "en", "service_workers": "block", **PHONE, **options}
        if who:
            options["storage_state"] = self._keys_of(house, who)
        context = self.browser.new_context(base_url=house.address, **options)
        self._opened.append((context, options))
        context.on("page", self._listen)
        return context.new_page()

    def close(self) -> None:
        """A browser now and then never says that a context with a service worker is gone: the browser takes it along."""
        for context, options in self._opened:
            if options["service_workers"] == "block":
                context.close()
                continue
            for page in context.pages:
                with suppress(Error):  # one that has crashed
                    page.goto("about:blank")

    def _keys_of(self, house: House, who: str) -> Any:
        """What the browser keeps of somebody who has signed in."""
        if (house.address, who) not in self._signed_in:
            self._signed_in[house.address, who] = {"cookies": [key(house, who)], "origins": []}
        return self._signed_in[house.address, who]

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said))
        page.on("response", lambda response: self._see(page, response))

    def _hear(self, page: Page, said: ConsoleMessage) -> None:
        # That a page came with 404 or 422 is what a test may want; `_see` says what it may not.
        expected = said.text.startswith(("Failed to load resource", "Service Worker registration blocked"))
        if said.type in ("error", "warning") and not expected:
            self.complaints.append(f"{page.url}: {said.text}")

    def _see(self, page: Page, response: Response) -> None:
        # What waited for a network may be refused as well as a form that goes by itself.
        waited = response.status == 422 and response.request.headers.get("accept") == "application/json"
        wanted = response.request.is_navigation_request() or waited
        if response.status >= 500 or (response.status >= 400 and not wanted):
            self.complaints.append(f"{page.url}: {response.status} {response.url}")


def key(house: House, who: str) -> dict[str, Any]:
    """The cookie of somebody who has come in by the same door as everybody, without a browser."""
    client = house.app.test_client()
    door = client.get("/signin", base_url=house.address).text
    token = door.partition('name="csrf_token" value="')[2].partition('"')[0]
    said = {"csrf_token": token, "email": house.people[who].email, "password": house.password}
    assert client.post("/signin", base_url=house.address, data=said).status_code == 302
    kept = client.get_cookie(house.app.config["SESSION_COOKIE_NAME"], "127.0.0.1")
    assert kept
    return {"name": kept.key, "value": kept.value, "url": house.address, "httpOnly": True, "sameSite": "Lax"}


def sign_in(page: Page, house: House, who: str) -> None:
    page.goto("/signin")
    page.get_by_label("E-mail").fill(house.people[who].email)
    page.get_by_label("Password").fill(house.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house.address}/")
