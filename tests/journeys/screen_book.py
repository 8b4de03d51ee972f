"""Fills docs/screens/ with every screen of the designers, as the tests look at them, and an index of the pictures.

Run by `make screens`, in a house of its own that is thrown away.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import FloatRect, Page, sync_playwright

from runtime.store.migrating import migrate
from tests.conftest import FLAGS
from tests.journeys.looking import Visit
from tests.journeys.screens import SCREENS, Screen, World
from tests.journeys.test_screens import LOOKS, demo

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens"
LANGUAGES: Final = {"en": "en", "zh-Hans": "zh-CN"}
TALLEST: Final = 2600
"""Pixels of a page that are kept: what is below is more of the same."""
QUALITY: Final = 45
WORDS: Final = """# The designers' screens

Each on a phone (360 px) and on a desk (1280 px), in both lights and in both languages, so that every two of these come
together, as `make screens` took them of the demo's workspace. What they must be like stands in
`tests/journeys/test_screens.py`, which looks at every screen of the product; where `FORMLOOM_SHOTS` names a folder, it
takes them in all looks.
"""


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/screens.db"
        migrate(url)
        with demo(url, Path(folder)) as world:
            visit = Visit(playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)))
            shown = [screen for screen in SCREENS if of_designers(world, screen)]
            for language in LANGUAGES:
                world.speak(language)
                for screen in shown:
                    take(visit, world, screen, language)
            visit.close()
            visit.browser.close()
    lines = [line for screen in shown for line in entry(screen.name)]
    (FOLDER / "README.md").write_text("\n".join([WORDS, *lines]), "utf-8")


def of_designers(world: World, screen: Screen) -> bool:
    return world.house.app.view_functions[screen.endpoint].__module__.startswith("builder.")


def take(visit: Visit, world: World, screen: Screen, language: str) -> None:
    options: dict[str, Any] = {"locale": LANGUAGES[language], "reduced_motion": "reduce", "is_mobile": False}
    page = visit(world.house, screen.who, **options)
    screen.open(page, world)
    for size, light in LOOKS[language]:
        page.set_viewport_size(size["viewport"])
        page.emulate_media(color_scheme=light)
        keep(page, FOLDER / named(screen.name, language, size["viewport"]["width"], light))
    page.context.close()


def keep(page: Page, path: Path) -> None:
    wide, tall = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    seen = FloatRect(x=0, y=0, width=wide, height=min(tall, TALLEST))
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=seen)))
    taken.convert("RGB").save(path, quality=QUALITY, method=6)


def named(screen: str, language: str, width: int, light: str) -> str:
    return f"{screen}-{language}-{width}-{light}.webp".replace(":", "")


def entry(screen: str) -> Iterator[str]:
    yield f"\n## {screen}\n"
    looks = [(language, size["viewport"]["width"], light) for language in LANGUAGES for size, light in LOOKS[language]]
    names = [named(screen, *look) for look in looks]
    yield " ".join(f'<img src="{name}" alt="{name.removesuffix(".webp")}" height="420">' for name in names)


if __name__ == "__main__":
    main()
