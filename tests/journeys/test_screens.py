"""Every screen, on a phone and on a desk, in both lights and both languages: for everybody, and in one piece."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from builder.demo import load_demo
from runtime.background import worker
from runtime.people import accounts
from runtime.web.frame.guards import limiter
from tests.journeys import beginnings
from tests.journeys.house import House, served
from tests.journeys.looking import DESK, FAULTS, PHONE, WIDER, Visit
from tests.journeys.screens import NEWCOMER, NO_SCREENS, SCREENS, Screen, World

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("FORMLOOM_SHOTS", "")
"""A folder that takes a picture of every screen, where it is set."""

ALL = [(size, light) for size in (PHONE, DESK) for light in ("light", "dark")]
LOOKS = {"en": [(PHONE, "light"), (DESK, "dark")], "zh-Hans": [(DESK, "light"), (PHONE, "dark")]}
"""Every two of size, light and language come together; all looks are taken where pictures are.

Of the screens that designers do not work with, one after the other takes one of the two: in the light in one of the
languages, where everything is looked at, and in the dark in the other.
"""


@pytest.fixture(scope="module")
def world(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("demo")
    with demo(f"sqlite:///{shutil.copy(migrated_file, folder / 'demo.db')}", folder) as opened:
        yield opened


@contextmanager
def demo(url: str, folder: Path) -> Iterator[World]:
    """The demo's workspace in this migrated database, and somebody who has nothing to do yet."""
    with served(url, folder / "files") as house:
        guide = load_demo(house.database, worker.now())
        with house.database.writing() as tx:
            email = f"{NEWCOMER}@formloom.example"
            accounts.new_person(tx, house.workspace, email, worker.now(), name="New Comer", password=guide.password)
            beginnings.found(tx, guide.password, worker.now())
        house.deliver()
        yield World(House(house.app, house.address, house.database, house.settings, guide.password))


@dataclass
class Rounds:
    """One page for everybody in each language, taken from screen to screen.

    What a browser has read once it need not read again; what it keeps of a screen is thrown away before the next.
    """

    visit: Visit
    _pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def page(self, house: House, who: str, locale: str) -> Page:
        limiter.reset()
        if (who, locale) not in self._pages:
            self._pages[who, locale] = self.visit(house, who, locale=locale, reduced_motion="reduce", is_mobile=False)
        self.visit.complaints.clear()
        return self._pages[who, locale]

    def leave(self, page: Page, house: House) -> list[str]:
        """What the browser complained of since `page`."""
        page.evaluate("sessionStorage.clear()")
        page.goto("about:blank")
        page.context.unroute_all()
        devtools = page.context.new_cdp_session(page)
        kept = {"origin": house.address, "storageTypes": "indexeddb,local_storage"}
        devtools.send("Storage.clearDataForOrigin", kept)
        devtools.detach()
        page.set_viewport_size(PHONE["viewport"])
        page.emulate_media(color_scheme=None)
        return self.visit.complaints


@pytest.fixture(scope="module")
def rounds(browser: Browser) -> Iterator[Rounds]:
    visit = Visit(browser)
    yield Rounds(visit)
    visit.close()


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_it_is_for_everybody_and_in_one_piece(
    world: World, rounds: Rounds, axe: str, screen: Screen, lang: str
) -> None:
    world.speak(lang)
    page = rounds.page(world.house, screen.who, "zh-CN" if lang == "zh-Hans" else "en")
    screen.open(page, world)
    assert page.locator("html").get_attribute("lang") == lang
    page.evaluate(axe)
    looks = ALL if SHOTS else looks_at(world, screen, lang)
    faults = [fault for size, light in looks for fault in seen(page, size, light, f"{screen.name}-{lang}")]
    faults += rounds.leave(page, world.house)
    assert not faults, "\n".join(faults)


def looks_at(world: World, screen: Screen, lang: str) -> list[tuple[dict[str, Any], str]]:
    both = LOOKS[lang]
    if world.house.app.view_functions[screen.endpoint].__module__.startswith("builder."):
        return both
    return [both[(SCREENS.index(screen) + (lang == "en")) % 2]]


def seen(page: Page, size: dict[str, Any], light: Any, name: str) -> list[str]:
    page.set_viewport_size(size["viewport"])
    page.emulate_media(color_scheme=light)
    width = size["viewport"]["width"]
    # In the dark the colours are others, and nothing else.
    found = [*page.evaluate(FAULTS, light == "dark"), *page.evaluate(WIDER)]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}-{light}.png", full_page=True)
    return [f"{width} {light}: {one}" for one in found]


def test_no_screen_is_left_out(house: House) -> None:
    drawn = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    pages = {endpoint for endpoint in drawn - NO_SCREENS.keys() if not endpoint.startswith(("api.", "api_"))}
    assert pages == {screen.endpoint for screen in SCREENS}


def test_the_light_decides_about_colours_alone() -> None:
    """So that a look at the colours is a look at the dark."""
    sheets = sorted((Path(__file__).parents[2] / "frontend" / "css").glob("*.css"))
    asking = {sheet.name for sheet in sheets if re.search("prefers-color-scheme|data-theme", sheet.read_text("utf-8"))}
    assert asking == {"tokens.css"}
    themed = re.findall(r"\[data-theme[^{]*\{([^}]*)\}", (sheets[0].parent / "tokens.css").read_text("utf-8"))
    assert [one.split(":")[0].strip() for one in themed] == ["color-scheme"] * 2
