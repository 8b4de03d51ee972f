"""Fills docs/front/ with the pictures of the README, as `python -m tests.journeys.front_pictures` takes them of the demo."""

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from runtime.store.migrating import migrate
from tests.conftest import FLAGS
from tests.journeys.looking import DESK, PHONE, Visit
from tests.journeys.screens import SCREENS, World
from tests.journeys.test_screens import demo

FOLDER: Final = Path(__file__).parents[2] / "docs" / "front"
SHOWN: Final[dict[str, dict[str, Any]]] = {
    "design-canvas": DESK,
    "request-board": DESK,
    "public-fill": PHONE,
    "confirmation": PHONE,
    "inbox": PHONE,
}
"""What a screen is seen on, as somebody sees it who has not scrolled."""
QUALITY: Final = 60


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/front.db"
        migrate(url)
        with demo(url, Path(folder)) as world:
            visit = Visit(playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)))
            world.speak("en")
            for screen in SCREENS:
                if screen.name in SHOWN:
                    take(visit, world, screen.name)
            visit.close()
            visit.browser.close()


def take(visit: Visit, world: World, name: str) -> None:
    screen = next(one for one in SCREENS if one.name == name)
    page = visit(world.house, screen.who, **SHOWN[name], reduced_motion="reduce", device_scale_factor=2)
    screen.open(page, world)
    taken = Image.open(io.BytesIO(page.screenshot()))
    taken.convert("RGB").save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)
    page.context.close()


if __name__ == "__main__":
    main()
