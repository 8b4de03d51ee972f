"""A plan of 500 activities after 20 changes: what its page weighs and costs, and how many pictures a second moving a bar shows.

``python bench/gantt.py [ACTIVITIES]``, in Chromium, on SQLite, in a house of its own that is thrown away.
"""

import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random
from statistics import median
from typing import Any, Final

from pictures_shown import MOVED, READY, open_house, rate_of
from playwright.sync_api import Page

from runtime.access import Actor
from runtime.background import worker
from runtime.people import accounts
from runtime.planning.delta import Delta
from runtime.planning.plan import Activity, After, Share
from runtime.plans import planned, projects, replanning
from runtime.plans.replanning import Replan
from runtime.store.ids import same_id
from tests.journeys.house import House
from tests.journeys.looking import key
from tests.runtime.planning import day_by_day, random_plans

ACTIVITIES: Final = 500
CHANGES: Final = 20
COLLEAGUES: Final = 12
OTHERS: Final = 3
"""Other open projects, of a fifth of the size each, that ask for the same people."""
LEAD: Final = "ada.stone"
ROUNDS: Final = 7
LASTS: Final = 2.0
"""Seconds that something is moved."""
COUNT: Final = """() => {
  const counted = window.shown;
  [window.shown, window.places] = [[], new Set()];
  if (counted) return;
  const grip = document.querySelector(".gantt-grip");
  const each = (now) => {
    window.shown.push(now);
    window.places.add(grip.style.transform);
    requestAnimationFrame(each);
  };
  requestAnimationFrame(each);
}"""
MIDDLE: Final = """() => {
  const rows = [...document.querySelectorAll(".gantt-picture .row")];
  const number = rows.findIndex((row, at) => at > rows.length / 2 && row.classList.contains("is-task"));
  rows[number].querySelector(".bar").scrollIntoView({block: "center", inline: "center"});
  return number;
}"""
"""The number of a row in the middle of the plan, which is then in sight."""
LEFT: Final = (
    """(number) => document.querySelectorAll(".gantt-picture .row")[number].querySelector(".bar").getBBox().x"""
)
FEWEST: Final = 20
"""Places at which a bar is seen while it is pulled."""


def plan_of(chance: Random, people: tuple[str, ...], size: int, begins: date, mark: str) -> tuple[Activity, ...]:
    """Random, with ids as long as those of the house, and somebody of it for everything."""
    made = random_plans.plan(chance, size, mark)
    later = begins - made.begins
    return tuple(_ours(one, people, later) for one in made.activities)


def _ours(one: Activity, people: tuple[str, ...], later: timedelta) -> Activity:
    return replace(
        one,
        id=same_id(one.id),
        parent=one.parent and same_id(one.parent),
        start=one.start and one.start + later,
        after=tuple(After(same_id(link.id), link.kind, link.lag) for link in one.after),
        people=tuple(Share(people[int(share.resource[1:])], share.percent) for share in one.people),
        material=(),
        case="",
        done=0,
    )


def furnish(house: House, size: int) -> str:
    """The id of the project, whose plan has been changed; beside it there are others."""
    now, chance = worker.now(), Random(1)  # noqa: S311  # plans, no secrets
    with house.database.writing() as tx:
        actor = accounts.actor_of(house.people[LEAD])
        people = tuple(
            accounts.new_person(tx, house.workspace, f"colleague{n}@team.example", now, name=f"Colleague {n}").id
            for n in range(COLLEAGUES)
        )
        begins = (now - timedelta(days=60)).date()
        made = []
        for number in range(1 + OTHERS):
            said = {"name": f"Project {number}", "begins": begins.isoformat()}
            made.append(projects.begin(tx, actor, said, now).id)
            activities = plan_of(chance, people, size // 5 if number else size, begins, f"P{number}")
            replanning.replan(tx, actor, Replan(made[-1], Delta(add=activities)), now)
    print(f"## A plan of {size} activities\n")
    change(house, actor, made[0], people, chance)
    return made[0]


def change(house: House, actor: Actor, project: str, people: tuple[str, ...], chance: Random) -> None:
    """So many changes, one after the other; then everything is worked out by hand again."""
    took = []
    for number in range(CHANGES):
        with house.database.reading() as tx:
            present = planned.picture(tx, actor, project).plan.plan
        wanted = random_plans.change(chance, present, number)
        steps = tuple(_ours(one, people, timedelta()) for one in wanted.add)
        waits = tuple(replace(one, after=After(same_id(one.after.id))) for one in wanted.wait)
        begun = time.process_time()
        with house.database.writing() as tx:
            replanning.replan(tx, actor, Replan(project, replace(wanted, add=steps, wait=waits)), worker.now())
        took.append(time.process_time() - begun)
    check(house, actor, project)
    print(
        f"{CHANGES} changes: {median(took) * 1000:.0f} ms of the processor each, the longest {max(took) * 1000:.0f} ms.\n"
    )


def check(house: House, actor: Actor, project: str) -> None:
    """Everything is worked out day by day again."""
    with house.database.reading() as tx:
        now = planned.everything(tx, actor.workspace)
    plans = {key: (one.plan, day_by_day.dates_of(one)) for key, one in now.schedules.items()}
    broken = [*day_by_day.broken(*plans[project], now.calendar)]
    by_hand = day_by_day.overbooked(plans.values(), now.resources, now.calendar)
    told = {
        (one.resource.id, day): one.needed
        for one in now.conflicts()
        for day in day_by_day.worked(one.first, one.last, now.calendar)
    }
    if broken or by_hand != told:
        raise SystemExit(f"wrong: {broken[:3]} {by_hand.items() ^ told.items()}")
    print(f"Counted day by day: no link is broken; {len(by_hand)} days on which somebody is asked for twice, all told.")


def served_in(house: House, path: str) -> tuple[float, bytes]:
    """Seconds of the processor, without a browser beside it; and the page."""
    client = house.app.test_client()
    cookie = key(house, LEAD)
    client.set_cookie(cookie["name"], cookie["value"], domain="127.0.0.1")
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        page = client.get(path, base_url=house.address)
        took.append(time.process_time() - begun)
    return median(took), page.data


def opening(house: House, page: Page, address: str, name: str) -> None:
    server, body = served_in(house, address)
    page.goto(address, wait_until="load")
    waited, drawn = page.evaluate(READY)
    packed = len(zlib.compress(body, 6))
    print(
        f"| {name} | {len(body) / 1000:.0f} KB | {packed / 1000:.0f} KB | {server * 1000:.0f} ms "
        f"| {waited / 1000:.2f} s | {drawn / 1000:.2f} s |"
    )


def rate(page: Page, name: str, act: Callable[[int], None]) -> None:
    """Pictures while something goes on for some two seconds."""
    page.evaluate(COUNT)
    begun = time.monotonic()
    for at in count():
        act(at)
        if time.monotonic() - begun > LASTS:
            break
    shown: list[float] = page.evaluate("() => window.shown")
    print(rate_of(name, shown))


def seen(page: Page, number: int) -> tuple[str, float]:
    """What is said of a row, and where its bar is in the picture."""
    when = page.locator(".gantt-title").nth(number).locator("span").first.inner_text()
    return when, page.evaluate(LEFT, number)


def drag(page: Page) -> None:
    """A bar, pulled to and fro and let go ten days further on: that it has moved is shown by its place and its days."""
    number = page.evaluate(MIDDLE)
    was = seen(page, number)
    box: Any = page.locator(".gantt-picture .row").nth(number).locator(".bar").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.locator(".gantt-grip").wait_for()
    page.mouse.down()
    rate(page, "a bar", lambda at: page.mouse.move(x + at % 60 * 3, y + at % 40))
    places = page.evaluate("() => window.places.size")
    page.mouse.move(x + 10 * float(page.locator(".gantt-frame").get_attribute("data-day") or 0), y)
    begun = time.monotonic()
    page.mouse.up()
    page.locator("#pending").wait_for()
    shown = time.monotonic() - begun
    rate(page, "the picture, by wheel", lambda at: page.mouse.wheel((-1) ** (at // 20) * 20, (-1) ** (at // 30) * 60))
    now = seen(page, number)
    if now[0] == was[0] or now[1] <= was[1] or places < FEWEST:
        raise SystemExit(f"the bar has not moved: {was} {now} {places}")
    print(
        f"\nUnder the hand it was seen at {places} places. It moved from {was[0]} to {now[0]}, by {now[1] - was[1]:.0f} "
        f"pixels; what comes of it was shown {shown:.2f} s after it was let go."
    )


def measured(house: House, page: Page, size: int) -> None:
    project = furnish(house, size)
    print(
        "| opened | weighs | packed | server, processor | until it has answered | until it is drawn |\n|---|---|---|---|---|---|"
    )
    for name, query in (
        ("for the first time", ""),
        ("again", ""),
        ("by day", "?scale=day"),
        ("as a table", "?as=table"),
    ):
        opening(house, page, f"/projects/{project}/plan{query}", name)
    print(MOVED)
    page.goto(f"/projects/{project}/plan?scale=week")
    page.locator(".gantt-frame.is-live").wait_for()
    drag(page)


if __name__ == "__main__":
    with open_house(LEAD) as (there, looked_at):
        measured(there, looked_at, int(sys.argv[1]) if sys.argv[1:] else ACTIVITIES)
