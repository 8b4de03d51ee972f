"""A plan of 500 activities on the Gantt: what opening costs server and browser, how many pictures a second moving shows.

``python bench/gantt.py [ACTIVITIES]``, in Chromium, on SQLite, in a house of its own that is thrown away.
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

from runtime import accounts, worker
from runtime.store.migrating import migrate
from tests.conftest import FLAGS
from tests.journeys import plans_there
from tests.journeys.house import House, served, settle
from tests.journeys.looking import DESK, Visit

ACTIVITIES: Final = 500
SMALL: Final = 20
LEAD: Final = "ada.stone"
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
    size = len(page.content()) // 1024
    print(f"| {name} | {server:.2f} s | {waited / 1000:.2f} s | {drawn / 1000:.2f} s | {size} KB |")


def told(page: Page, name: str) -> None:
    shown: list[float] = page.evaluate("() => window.shown")
    gaps = sorted(after - before for before, after in pairwise(shown))
    whole = (shown[-1] - shown[0]) / 1000
    print(f"| {name} | {len(gaps) / whole:.0f} | {gaps[len(gaps) // 2]:.1f} ms | {gaps[-1]:.1f} ms |")


def moving(page: Page) -> None:
    """A bar is pulled to and fro, its end is pulled, and the plan is scrolled with the wheel."""
    start = middle(page, '.gantt-picture .row[data-id="a5"] .bar')
    page.mouse.move(*start)
    for name, where in (("a bar", start), ("the end of a bar", middle(page, ".gantt-handle.is-size"))):
        page.mouse.move(*where)
        page.mouse.down()
        page.evaluate(COUNT)
        for at in range(FRAMES):
            page.mouse.move(where[0] + at % 60 * 3, where[1] + at % 20)
        told(page, name)
        page.locator("#gantt-frame").focus()
        page.keyboard.press("Escape")
        page.mouse.up()
    page.mouse.move(*middle(page, "#gantt-frame"))
    page.evaluate(COUNT)
    for _ in range(FRAMES):
        page.mouse.wheel(6, 60)
    told(page, "scrolled")


def middle(page: Page, selector: str) -> tuple[float, float]:
    box: Any = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def dropped(page: Page) -> None:
    """From letting go of a bar until what that does is on the screen."""
    start = middle(page, '.gantt-picture .row[data-id="a5"] .bar')
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 120, start[1], steps=4)
    before, server = time.perf_counter(), time.process_time()
    page.mouse.up()
    page.locator("#pending").wait_for()
    page.evaluate(READY)
    print(f"\nFrom letting go until what it does is shown: {time.perf_counter() - before:.2f} s,", end=" ")
    print(f"of it on the server {time.process_time() - server:.2f} s of processor time.")


def measured(house: House, page: Page, activities: int) -> None:
    with house.database.writing() as tx:
        actor, now = accounts.actor_of(house.people[LEAD]), worker.now()
        person = house.people["tom.hill"].id
        small, large = (
            plans_there.begun(tx, actor, f"Plan of {many}", plans_there.many(many, person), now)
            for many in (SMALL, activities)
        )
    print(f"## A plan of {activities} activities on the Gantt\n")
    print("| opened | server, processor | until it has answered | until it is drawn | page |\n|---|---|---|---|---|")
    opening(page, f"/projects/{small}/plan", f"another of {SMALL} activities, the first page of a house just begun")
    for name in ("for the first time", "again", "once more"):
        opening(page, f"/projects/{large}/plan?scale=week", name)
    print("\n| moved by mouse | pictures a second | middle gap | longest gap |\n|---|---|---|---|")
    moving(page)
    page.goto(f"/projects/{large}/plan?scale=week")
    page.locator(".gantt-frame.is-live").wait_for()
    dropped(page)


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/gantt.db"
        migrate(url)
        with served(url, Path(folder)) as house:
            settle(house.database)
            visit = Visit(playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)))
            measured(house, visit(house, LEAD, **DESK), int(sys.argv[1]) if sys.argv[1:] else ACTIVITIES)
            visit.close()
            visit.browser.close()


if __name__ == "__main__":
    main()
