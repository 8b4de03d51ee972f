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

from builder import publishing
from builder.blank import blank
from runtime import accounts, worker
from runtime.store import links
from runtime.store.database import Database
from runtime.store.ids import new_id
from runtime.store.links import PublicLink
from runtime.store.migrating import migrate
from schemas.assignment import Who
from schemas.process import Process
from schemas.words import words
from tests.conftest import FLAGS
from tests.journeys.house import House, served, settle

SLOW = 4
"""A phone of some years ago, in times of this machine."""
FRAME = 1000 / 60
VISITS = 9
TOKEN = "the-large-form"  # noqa: S105 -- of a database that lives for a minute
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
    """From nothing in the cache to a form that answers."""
    figures = [
        Figure(
            f"main thread busy until it can be used, {name}", tuple(_busy(browser, house, rate) for _ in range(VISITS))
        )
        for name, rate in (("this machine", 1), (f"slowed down {SLOW} ×", SLOW))
    ]
    return table(
        "The first page of customer-change", figures, f"It weighs {_weight(browser, house) / 1024:.1f} KB gzipped."
    )


def _busy(browser: Browser, house: House, rate: int) -> float:
    page, session = _opened(browser, rate)
    session.send("Performance.enable")
    page.goto(house.address + house.form(), wait_until="load")
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
