"""A house with very many open requests, loaded in bulk: the rows are as the product writes them, copied from real ones.

Two hundred people share them unevenly, by five processes. Each request has a to-do that is open and one that was done,
a notice of it, and one in ten was shown to somebody.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any, Final

import houses
import pysqlite3
from sqlalchemy import Table, select, text
from the_case import ANSWERS, CLERK, process

from runtime import lifecycle
from runtime.background import worker
from runtime.lifecycle import Submission
from runtime.people.accounts import actor_of
from runtime.processes import deployment
from runtime.store.connection.database import Connection, Database
from runtime.store.ids import new_id
from runtime.store.people import people, workspaces
from runtime.store.people.people import Person
from runtime.store.tables.tables import CASE_FILE, OUTBOX, SHOWN_TO, TASK
from schemas.document import load

PROCESSES: Final = ("bench", "claims", "orders", "leave", "audits")
PEOPLE: Final = 200
MOST_OF_READER: Final = 5_000
FEWEST_OF_READER: Final = 125
"""Two pages and a half of each list of the reader's, in the smallest house too."""
UNREAD: Final = 30
"""So many of the reader's notices are new."""
BATCH: Final = 20_000
OTHERS: Final = [f"person:{number:026d}" for number in range(PEOPLE - 1)]
SHARES: Final = list(accumulate(1 / (number + 10) for number in range(len(OTHERS))))
"""The busiest has some thirty times as much to do as the idlest."""

FILLED: Final = (CASE_FILE, TASK, OUTBOX, SHOWN_TO)

Row = dict[str, Any]
Rows = Mapping[Table, Row]


@dataclass(frozen=True)
class Shelf:
    """A table with a real row of it, ``plain``, and how values are ``written`` in this database."""

    table: Table
    plain: Row
    written: Mapping[str, Callable[[Any], Any]]

    def row(self, changed: Row) -> tuple[Any, ...]:
        said = {name: self.written[name](value) if name in self.written else value for name, value in changed.items()}
        return tuple({**self.plain, **said}.values())

    @property
    def columns(self) -> str:
        return ", ".join(f'"{name}"' for name in self.plain)


def filled(url: str, count: int) -> Person:
    """A house of so many open requests; whoever reads the page."""
    houses.settled(url)
    database = Database(url, houses.SECRET)
    now = worker.now()
    with database.writing() as tx:
        reader, samples = _samples(tx, now)
    shelves = [{one: _shelf(database, one, row) for one, row in sample.items()} for sample in samples]
    _set_up(database, indexed=False)
    rows = _rows(f"person:{reader.id}", count, now)
    with (_into_sqlite if database.is_sqlite else _into_postgresql)(database) as write:
        while batch := list(islice(rows, BATCH)):
            for table in FILLED:
                made = [shelves[number][table].row(row) for number, one in batch for row in one.get(table, ())]
                write(shelves[0][table], made)
    _set_up(database, indexed=True)
    _tidied(database)
    database.close()
    return reader


def _samples(tx: Connection, now: datetime) -> tuple[Person, list[Rows]]:
    """The reader, and of a real request of each process its rows."""
    workspace = workspaces.all_of_them(tx)[0].id
    reader = next(one for one in people.everybody(tx, workspace) if one.key == CLERK)
    return reader, [_sample(tx, reader, key, now) for key in PROCESSES]


def _sample(tx: Connection, reader: Person, key: str, now: datetime) -> Rows:
    drawn = {**process(), "key": key, "title": {"en": "Change" if key == "bench" else key.title()}}
    deployment.deploy(tx, reader.workspace, load(drawn), "person:nobody", now)
    case_id = lifecycle.submit(tx, Submission(actor_of(reader), key, ANSWERS), now).case_id
    found = {CASE_FILE: CASE_FILE.c.id, TASK: TASK.c.case_id, OUTBOX: OUTBOX.c.case_id}
    rows = {
        one: dict(tx.execute(select(one).where(key == case_id)).mappings().first() or {}) for one, key in found.items()
    }
    shown = {
        "party": "",
        "case_id": "",
        "by": rows[TASK]["party"],
        "state": rows[TASK]["state"],
        "at": now,
        "read_at": None,
    }
    return {**rows, SHOWN_TO: {"workspace_id": reader.workspace, **shown}}


def _shelf(database: Database, table: Table, row: Row) -> Shelf:
    dialect = database.engine.dialect
    ways = {one.name: one.type.dialect_impl(dialect).bind_processor(dialect) for one in table.c}
    written = {name: way for name, way in ways.items() if way}
    return Shelf(
        table, {name: written[name](value) if name in written else value for name, value in row.items()}, written
    )


def _rows(reader: str, count: int, now: datetime) -> Iterator[tuple[int, Mapping[Table, list[Row]]]]:
    """The number of its process, and what differs from the real rows, for each request."""
    chance = Random(7)  # noqa: S311 -- the same house every time
    began, pace = now - timedelta(days=300), timedelta(days=290) / count
    turn = count // min(MOST_OF_READER, max(FEWEST_OF_READER, count // PEOPLE))
    for number in range(count):
        at, place = began + number * pace, number % turn
        asked, filer, did, shown = (reader if place == mine else one for mine, one in enumerate(_others(chance)))
        case_id, done_id = new_id(at), new_id(at)
        due = at + timedelta(days=3 + chance.random() * 40)
        is_new = number >= count - UNREAD * turn
        opened = {"case_id": case_id, "opened_at": at, "link_hash": None}
        closed = {"open": False, "closed_at": at, "closed_by": did, "rank": at, "visit": 2}
        yield (
            number % len(PROCESSES),
            {
                CASE_FILE: [
                    {
                        "id": case_id,
                        "number": f"L-{number:07d}",
                        "filer": filer,
                        "requester": filer,
                        "opened_at": at,
                        "tracking_hash": f"{number:064d}",
                    }
                ],
                TASK: [
                    {**opened, "id": case_id, "party": asked, "due_at": due, "rank": due},
                    {**opened, "id": done_id, "party": did, **closed},
                ],
                OUTBOX: [
                    {
                        "id": case_id,
                        "case_id": case_id,
                        "party": asked,
                        "made_at": at,
                        "sent_at": at,
                        "read_at": None if is_new else at,
                    }
                ],
                SHOWN_TO: [{"case_id": case_id, "party": shown, "at": at, "read_at": chance.choice((None, at))}]
                if number % 10 == 0 or shown == reader
                else [],
            },
        )


def _others(chance: Random) -> list[str]:
    return chance.choices(OTHERS, cum_weights=SHARES, k=4)


def _set_up(database: Database, *, indexed: bool) -> None:
    """To make an index of what is there costs a fraction of keeping it while rows come in."""
    with database.writing() as tx:
        for table in FILLED:
            for index in table.indexes:
                (index.create if indexed else index.drop)(tx)


Write = Callable[[Shelf, list[tuple[Any, ...]]], None]


@contextmanager
def _into_sqlite(database: Database) -> Iterator[Write]:
    """Without waiting for the disk: if the machine stops, the bench begins again."""
    file = pysqlite3.connect(database.url.database, isolation_level=None)
    file.execute("PRAGMA synchronous=OFF")

    def write(shelf: Shelf, rows: list[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(shelf.plain))
        file.execute("BEGIN")
        file.executemany(f"INSERT INTO {shelf.table.name} ({shelf.columns}) VALUES ({places})", rows)  # noqa: S608 -- names of our own tables
        file.execute("COMMIT")

    yield write
    file.close()


@contextmanager
def _into_postgresql(database: Database) -> Iterator[Write]:
    def write(shelf: Shelf, rows: list[tuple[Any, ...]]) -> None:
        with database.writing() as tx:
            tx.execute(text("SET LOCAL session_replication_role = replica"))  # what refers to what is known to be right
            cursor = tx.connection.cursor()
            with cursor.copy(f"COPY {shelf.table.name} ({shelf.columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                for row in rows:
                    copy.write_row(row)

    yield write


def _tidied(database: Database) -> None:
    """As autovacuum leaves it."""
    if database.is_sqlite:
        with database.writing() as tx:
            tx.execute(text("ANALYZE"))
        return
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tx:
        tx.execute(text("VACUUM ANALYZE"))
