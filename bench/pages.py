"""The page that is filled in, in a real Chromium: how soon it can be used, and how soon it follows a change."""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from figures import Figure, table
from large_form import large_form
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from builder.editing.blank import blank
from builder.publishing import publishing
from runtime.background import worker
from runtime.people import accounts
from runtime.store.connection.database import Database
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.migrating import migrate
from schemas.model.assignment import Who
from schemas.model.process import Process
from schemas.words import words
from tests.conftest import FLAGS
from tests.journeys.house import House, served, settle

SLOW = 4
"""A phone of some years ago, in times of this machine."""
SLOWED = {1: f"times {SLOW}", SLOW: f"slowed down {SLOW} × by the browser"}
ALLOWED = 400
FRAME = 1000 / 60
VISITS = 9
TOKEN = "the-large-form"  # noqa: S105 -- of a database that lives for a minute
BARE = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Bare</title><input>"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
COUNTED = f"""Counted is the CPU time of everything that the main thread of the page does, from the start of its process (which is
all that a bare page shows) until the form answers: `load`, and the first picture after it. What the other programs of
the machine do is not in it. The browser slows a page down by stopping it by the clock; where the machine is busy that
comes to more than {SLOW} times, so that both are told."""
CHANGES = """() => {
  const controls = [...document.querySelectorAll("[data-fill] input:not([type=hidden]), [data-fill] select")]
    .filter((one) => one.name.startsWith("f"));
  const changed = (control) => {
    const before = performance.now();
    if (control.type === "checkbox" || control.type === "radio") control.checked = !control.checked;
    else if (!control.options) control.value = control.inputMode === "decimal" ? "20" : "Li Na";
    control.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - before;
  };
  return controls.slice(0, 60).map(changed);
}"""


def measured() -> str:
    with _house() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        told = "\n".join([_opening(browser, house), _changing(browser, house)])
        browser.close()
    return told


@contextmanager
def _house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        database = Database(url, "only for the bench")
        migrate(url)
        settle(database)
        database.close()
        with served(url, Path(folder) / "files") as house:
            yield house


def _opening(browser: Browser, house: House) -> str:
    """From nothing in the cache to a form that answers, beside a page with one box and nothing else."""
    places = {"a bare page": f"{house.address}/bare", "the form": house.address + house.form()}
    times: dict[tuple[str, int], list[float]] = {(name, rate): [] for rate in (1, SLOW) for name in places}
    for _ in range(VISITS):
        for (name, rate), each in times.items():
            each.append(_busy(browser, places[name], rate) * SLOW / rate)
    figures = [Figure(f"{name}, {SLOWED[rate]}", tuple(each)) for (name, rate), each in times.items()]
    weight = f"It weighs {_weight(browser, house) / 1024:.1f} KB gzipped."
    return table(
        "The first page of customer-change", figures, COUNTED, *map(_verdict, figures[::2], figures[1::2]), weight
    )


def _verdict(bare: Figure, ours: Figure) -> str:
    within = "within" if ours.typical <= ALLOWED else "over"
    beyond = ours.typical - bare.typical
    return f"{ours.name.capitalize()}: {within} {ALLOWED} ms in total, and {beyond:.0f} ms beyond the bare page."


def _busy(browser: Browser, address: str, rate: int) -> float:
    """Milliseconds of CPU."""
    page, session = _opened(browser, rate)
    page.route("**/bare", lambda route: route.fulfill(body=BARE, content_type="text/html"))
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, wait_until="load")
    page.evaluate(DRAWN)
    spent = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    page.context.close()
    return float(spent["TaskDuration"]) * 1000


def _weight(browser: Browser, house: House) -> int:
    page, _ = _opened(browser, 1)
    bodies: list[bytes] = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.goto(house.address + house.form(), wait_until="networkidle")
    page.context.close()
    return sum(len(gzip.compress(body)) for body in bodies)


def _changing(browser: Browser, house: House) -> str:
    """A hundred questions under sixty rules: each of sixty answers changed, and laid out anew."""
    address = house.address + _large(house)
    figures = [
        Figure(f"a change and all that follows from it, {name}", tuple(_changed(browser, address, rate)))
        for name, rate in (("this machine", 1), (f"slowed down {SLOW} ×", SLOW))
    ]
    return table("A form of 100 questions and 60 rules", figures, f"A frame lasts {FRAME:.1f} ms.")


def _changed(browser: Browser, address: str, rate: int) -> list[float]:
    page, _ = _opened(browser, rate)
    page.goto(address, wait_until="load")
    page.evaluate(CHANGES)
    times: list[float] = page.evaluate(CHANGES)
    page.context.close()
    return times


def _opened(browser: Browser, rate: int) -> tuple[Page, CDPSession]:
    page = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block").new_page()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return page, session


def _large(house: House) -> str:
    """The path of a public link to the large form."""
    now = worker.now()
    with house.database.writing() as tx:
        designer = accounts.actor_of(house.people["dora.lind"])
        publishing.publish(tx, designer, _process(), now)
        links.add(tx, PublicLink(house.workspace, new_id(now), TOKEN, "large", open=True), now)
    return f"/f/{TOKEN}"


def _process() -> Process:
    begun = blank("large", words("A large form", "大型表单"))
    review, *ends = begun.flow.states
    review = replace(review, who=(Who("person", "ada.stone"),))
    return replace(begun, form=large_form(100, 60), flow=replace(begun.flow, states=(review, *ends)))


if __name__ == "__main__":
    print(measured())
