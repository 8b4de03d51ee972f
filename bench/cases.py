"""Whole cases over HTTP, ours beside two others: the same case, the same server, the same databases, in one run.

The houses take turns, round after round, so that whatever else the machine does falls on all of them.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import engine_alone
import houses
import psycopg
from traffic import House, Run, run

from tests import postgres

SECONDS = float(os.environ.get("SECONDS", "8"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
CONNECTIONS = tuple(int(one) for one in os.environ.get("CONNECTIONS", "1 8").split())

HEAD = (
    "| house | connections | cases a second | spread | beside bare Flask | beside Viewflow | p50 | p95 |\n"
    "|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Told:
    """All rounds of one house with so many connections."""

    house: str
    connections: int
    runs: tuple[Run, ...]

    @property
    def cases(self) -> float:
        return median(one.cases for one in self.runs)

    def line(self, bare: "Told", viewflow: "Told") -> str:
        slowest, fastest = min(one.cases for one in self.runs), max(one.cases for one in self.runs)
        beside = [self._ratio(bare), self._ratio(viewflow)]
        times = [f"{median(one.p50 for one in self.runs):.1f} ms", f"{median(one.p95 for one in self.runs):.1f} ms"]
        cells = [self.house, str(self.connections), f"{self.cases:.1f}", f"{slowest:.1f} to {fastest:.1f}"]
        return f"| {' | '.join([*cells, *beside, *times])} |"

    def _ratio(self, other: "Told") -> str:
        """Of the rounds one by one: what happened in one round happened to both."""
        ratios = [mine.cases / theirs.cases for mine, theirs in zip(self.runs, other.runs, strict=True)]
        return f"{median(ratios):.2f} × ({min(ratios):.2f} to {max(ratios):.2f})"


def measured() -> str:
    with tempfile.TemporaryDirectory() as folder, _all_open(Path(folder)) as (postgresql, sqlite, count_rows):
        tables = [_table("PostgreSQL, two processes of four threads", postgresql, count_rows)]
        tables += [_table("SQLite, one process of eight threads", sqlite)]
    said = (
        "Ten durable commits a case: a form of twelve fields, seven human steps, a board of three. Ours is asked for short"
        " answers (`Prefer: return=minimal`); all houses answer with what comes next."
        f" Python {platform.python_version()}, {platform.python_compiler()}."
    )
    return "\n".join([f"## A case over HTTP\n\n{said}\n", *tables, engine_alone.measured()])


@contextmanager
def _all_open(folder: Path) -> Iterator[tuple[list[House], list[House], Callable[[], None]]]:
    """Those on PostgreSQL, those on SQLite, and what the server does in time by itself: count the rows of all."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.served(durable=True))
        addresses = [server.make(name) for name in ("bare", "flowsite", "formloom")]
        on_postgres = [
            houses.bare("bare Flask, raw SQL", addresses[0], 2),
            houses.viewflow("Django, django-viewflow", addresses[1], 2),
            houses.ours("Formloom", addresses[2], folder, 2),
        ]
        on_sqlite = [
            houses.bare("bare Flask, raw SQL", f"{folder}/bare.db", 1),
            houses.viewflow("Django, django-viewflow", f"{folder}/flowsite.db", 1),
            houses.ours("Formloom", f"sqlite:///{folder}/formloom.db", folder, 1),
        ]
        opened = [[stack.enter_context(one) for one in there] for there in (on_postgres, on_sqlite)]
        yield opened[0], opened[1], partial(_count_rows, addresses)


def _count_rows(addresses: list[str]) -> None:
    for address in addresses:
        with psycopg.connect(address, autocommit=True) as database:
            database.execute("ANALYZE")


def _table(title: str, there: list[House], count_rows: Callable[[], None] = lambda: None) -> str:
    for house in there:  # what is compiled and planned once
        run(house, 8, min(4.0, SECONDS))
    count_rows()
    lines: list[str] = []
    for connections in CONNECTIONS:
        rounds = [[run(house, connections, SECONDS) for house in there] for _ in range(ROUNDS)]
        told = [
            Told(house.name, connections, runs) for house, runs in zip(there, zip(*rounds, strict=True), strict=True)
        ]
        bare, viewflow, _ = told
        lines += [one.line(bare, viewflow) for one in told]
    return "\n".join([f"### {title}", "", HEAD, *lines, ""])


if __name__ == "__main__":
    if not houses.PEERS_PYTHON.exists():
        sys.exit("The peers are not installed: make bench")
    print(measured())
