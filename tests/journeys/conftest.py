"""A house that is open, and browsers that look at it with a sharp eye."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House, served, settle
from tests.journeys.looking import Visit

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def house(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for the session, on SQLite: tests find their own requests in it."""
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{shutil.copy(migrated_file, folder / 'house.db')}"
    with served(url, folder / "files") as opened:
        settle(opened.database)
        yield opened


@pytest.fixture
def own_house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """One for the test alone, on both kinds of database."""
    with served(database_url, tmp_path / "files") as opened:
        settle(opened.database)
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens browsers; whatever one of them complains of fails the test."""
    visit = Visit(browser)
    yield visit
    visit.close()
    assert visit.complaints == []


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        words = "NOT TESTED FOR EVERYBODY: axe-core is not installed (make assets)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    return AXE.read_text("utf-8")
