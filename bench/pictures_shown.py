"""A house with Chromium in it, and how quickly its pictures follow one another."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from runtime.store.migrating import migrate
from tests.conftest import FLAGS
from tests.journeys.house import House, served, settle
from tests.journeys.looking import DESK, Visit

MOVED: Final = "\n| moved by mouse | pictures a second | middle gap | longest gap |\n|---|---|---|---|"
READY: Final = """() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const [page] = performance.getEntriesByType("navigation");
  drawn([page.responseEnd - page.requestStart, performance.now() - page.responseEnd]);
})))"""
"""Milliseconds until the server has answered, and from then on until the page is drawn."""


@contextmanager
def open_house(who: str) -> Iterator[tuple[House, Page]]:
    """On SQLite, thrown away afterwards, with a page of somebody in it."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/house.db"
        migrate(url)
        with served(url, Path(folder)) as house:
            settle(house.database)
            visit = Visit(playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)))
            yield house, visit(house, who, **DESK)
            visit.close()
            visit.browser.close()


def rate_of(name: str, shown: list[float]) -> str:
    """A row of the table under `MOVED`: ``shown`` are the moments of the pictures, in milliseconds."""
    gaps = sorted(after - before for before, after in pairwise(shown))
    whole = (shown[-1] - shown[0]) / 1000
    return f"| {name} | {len(gaps) / whole:.0f} | {gaps[len(gaps) // 2]:.1f} ms | {gaps[-1]:.1f} ms |"
