"""A flow of 300 steps on the canvas: what opening costs server and browser, and how many pictures a second moving it shows.

``python bench/canvas.py [STEPS]``, in Chromium, on SQLite, in a house of its own that is thrown away.
"""

import sys
import time
from typing import Any, Final

from pictures_shown import MOVED, READY, open_house, rate_of
from playwright.sync_api import Page

from builder.drafts import drafts
from runtime.background import worker
from runtime.people import accounts
from tests.journeys.house import House
from tests.journeys.large_flow import large_flow

STEPS: Final = 300
SMALL: Final = 12
DESIGNER: Final = "dora.lind"
FRAMES: Final = 120
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
    print(rate_of(name, shown))


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
    print(MOVED)
    x, y = middle(page, ".canvas-frame")
    rate(page, "the ground", (x - 100, y - 180))
    rate(page, "a step", middle(page, "#state-l0s0 .box"))


if __name__ == "__main__":
    with open_house(DESIGNER) as (there, looked_at):
        measured(there, looked_at, int(sys.argv[1]) if sys.argv[1:] else STEPS)
