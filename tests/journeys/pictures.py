"""Cuts docs/fields/<type>.png out of the pages on which every type is asked, or shown where it asks nothing.

Run by `make pictures`, in a house of its own that is thrown away.
"""

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, sync_playwright

from builder.demo import load_demo
from runtime.background import worker
from runtime.store.migrating import migrate
from schemas.fields.registry import TYPES
from tests.conftest import FLAGS
from tests.journeys import specimens
from tests.journeys.house import House, served
from tests.journeys.looking import sign_in
from tests.journeys.screens import World

FOLDER: Final = Path(__file__).parents[2] / "docs" / "fields"
WHO: Final = "wang.min"
MARGIN: Final = 12
COLOURS: Final = 48


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/pictures.db"
        migrate(url)
        with served(url, Path(folder) / "files") as house:
            guide = load_demo(house.database, worker.now())
            specimens.publish(house)
            World(house).speak("en")
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            size: ViewportSize = {"width": 460, "height": 1000}
            page = browser.new_page(base_url=house.address, viewport=size, device_scale_factor=2, locale="en")
            sign_in(page, House(house.app, house.address, house.database, house.settings, guide.password), WHO)
            cut(page)
            browser.close()


def cut(page: Page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(specimens.PATH)
    specimens.tabbed(page)
    page.locator("h1").first.click()
    for key in TYPES:
        place = specimens.question(page, key)
        if place.is_visible():
            keep(key, place)
    page.locator("[data-send]").click()
    page.wait_for_url("**/requests/**")
    for key in ("hidden", "metadata"):
        keep(key, *shown(page, key))


def shown(page: Page, key: str) -> tuple[Locator, Locator]:
    """Where an answer is read: what was asked, and what was answered."""
    title = specimens.DOCUMENT["form"]["schema"]["properties"][key]["title"]
    row = page.locator(".answers > div", has=page.get_by_text(title, exact=True)).first
    return row.locator("dt"), row.locator("dd")


def keep(key: str, *places: Locator) -> None:
    """From the top of the first place to the end of the last, with a little room around it, in few colours."""
    places[0].evaluate("one => one.scrollIntoView({block: 'center'})")
    first, *_, last = (one.bounding_box() or {} for one in (*places, places[-1]))
    clip = FloatRect(
        x=first["x"] - MARGIN,
        y=first["y"] - MARGIN,
        width=first["width"] + 2 * MARGIN,
        height=last["y"] + last["height"] - first["y"] + 2 * MARGIN,
    )
    taken = places[0].page.screenshot(clip=clip)
    Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS).save(FOLDER / f"{key}.png", optimize=True)


if __name__ == "__main__":
    main()
