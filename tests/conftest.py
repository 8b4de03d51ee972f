"""What the tests of every room may ask for."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import hypothesis
import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from runtime.store.connection.database import Database
from runtime.store.migrating import migrate
from runtime.web.forms import visiting
from tests import compiled_once, passwords  # noqa: F401 -- from here on they are hashed quickly, and compiled once
from tests.lending import Lending
from tests.postgres import NotInstalled, served

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",  # a camera and a microphone that are nobody's
    "--use-fake-device-for-media-stream",
)


visiting.HASTE = timedelta()
"""A test types faster than any person."""

ELSEWHERE = os.environ.get("FORMLOOM_SEED")
"""Examples are drawn alike in every run, so that what was green stays green until the code changes; this draws others."""

# No law of ours is about time, and a loaded machine is no counter-example.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=ELSEWHERE is None,
    database=None,
)
hypothesis.settings.load_profile("house")

expect.set_options(timeout=20_000)
"""Milliseconds until something that does not come in a browser has not come; for what is done there it is 30 s."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.option.hypothesis_seed = config.option.hypothesis_seed or ELSEWHERE


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Where there is none the test is skipped, and says so; in CI it fails."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        words = "NOT TESTED IN A BROWSER: no Chromium is installed (or set CHROMIUM to its path)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


SECRET = "only for tests"  # noqa: S105 -- opens nothing but a test's own database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database; every test that uses it runs on both kinds."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, SECRET)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    path = shutil.copy(migrated_file, tmp_path / "test.db")
    return f"sqlite:///{path}"


Copies = Callable[[], AbstractContextManager[str]]


@pytest.fixture
def postgresql_url(copies: Copies) -> Iterator[str]:
    """A copy of the migrated database in a server that lives as long as the session."""
    with copies() as url:
        yield url


@pytest.fixture
def another_postgresql(copies: Copies) -> Iterator[str]:
    with copies() as url:
        yield url


@pytest.fixture(scope="session")
def copies(postgresql: str) -> Iterator[Copies]:
    with psycopg.connect(f"{postgresql}&dbname=postgres", autocommit=True) as server:
        yield Lending(server, postgresql).one


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own on a socket of our own, without fsync; its address lacks only the database's name."""
    try:
        with served() as server:
            migrate(server.make("migrated"))
            yield server.address
    except NotInstalled as missing:
        words = f"NOT TESTED ON POSTGRESQL: {missing}"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
