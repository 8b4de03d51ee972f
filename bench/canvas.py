"""A flow of 300 steps on the canvas: what opening costs server and browser, and how many pictures a second moving it shows.

``python bench/canvas.py [STEPS]``, in Chromium, on SQLite, in a house of its own that is thrown away.
"""

import os
import shutil
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from builder import drafts
from runtime import accounts, worker
from runtime.store.migrating import migrate
from tests.conftest import FLAGS
from tests.journeys.house import House, served, settle
from tests.journeys.large_flow import large_flow
from tests.journeys.looking import DESK, Visit

STEPS: Final = 300
SMALL: Final = 12
DESIGNER: Final = "dora.lind"
FRAMES: Final = 120
READY: Final = """() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const [page] = performance.getEntriesByType("navigation");
  drawn([page.responseEnd - page.requestStart, performance.now() - page.responseEnd]);
})))"""
COUNT: Final = """() => {
  const counted = window.shown;
  window.shown = [];
  if (counted) return;
  const each = (now) => { window.shown.push(now); requestAnimationFrame(each); };
  requestAnimationFrame(each);
}"""


def opening(page: Page, address: str, name: str) -> None:
    before = time.process_time()
    page.goto(address, wait_until="load")
    waited, drawn = page.evaluate(READY)
    server = time.process_time() - before
    print(
        f"| {name} | {server:.2f} s | {waited / 1000:.2f} s | {drawn / 1000:.2f} s | {(waited + drawn) / 1000:.2f} s |"
    )


def rate(page: Page, name: str, start: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.evaluate(COUNT)
    for at in range(FRAMES):
        page.mouse.move(start[0] + at % 60 * 3, start[1] + at % 40)
    shown: list[float] = page.evaluate("() => window.shown")
    page.keyboard.press("Escape")
    page.mouse.up()
    gaps = sorted(after - before for before, after in pairwise(shown))
    whole = (shown[-1] - shown[0]) / 1000
    print(f"| {name} | {len(gaps) / whole:.0f} | {gaps[len(gaps) // 2]:.1f} ms | {gaps[-1]:.1f} ms |")


def middle(page: Page, selector: str) -> tuple[float, float]:
    box: Any = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def measured(house: House, page: Page, steps: int) -> None:
    with house.database.writing() as tx:
        actor = accounts.actor_of(house.people[DESIGNER])
        small, draft = (drafts.take_in(tx, actor, large_flow(many), worker.now()).id for many in (SMALL, steps))
    print(f"## A flow of {steps} steps on the canvas\n")
    print(
        "| opened | server, processor | until it has answered | until it is drawn | together |\n|---|---|---|---|---|"
    )
    opening(page, f"/design/{small}/canvas", f"another of {SMALL} steps, the first page of a house just begun")
    for name in ("for the first time, with all proofs", "again", "once more"):
        opening(page, f"/design/{draft}/canvas", name)
    print("\n| moved by mouse | pictures a second | middle gap | longest gap |\n|---|---|---|---|")
    x, y = middle(page, ".canvas-frame")
    rate(page, "the ground", (x - 100, y - 180))
    rate(page, "a step", middle(page, "#state-l0s0 .box"))


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/canvas.db"
        migrate(url)
        with served(url, Path(folder)) as house:
            settle(house.database)
            visit = Visit(playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)))
            measured(house, visit(house, DESIGNER, **DESK), int(sys.argv[1]) if sys.argv[1:] else STEPS)
            visit.close()
            visit.browser.close()


if __name__ == "__main__":
    main()
