"""The page of to-dos at a thousand open cases and at a million: the same people, the same page, in one run.

The rows are loaded in bulk, as the product would have written them. Then both pages are asked for by turns, so that
whatever else the machine does falls on both.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import houses
from figures import Figure, table
from flask import Flask, session
from sqlalchemy import event, insert, select, text
from the_case import ANSWERS, CLERK

from app import create_app
from runtime import lifecycle, worker, worklist
from runtime.accounts import actor_of
from runtime.lifecycle import Submission
from runtime.settings import Settings
from runtime.store import people, workspaces
from runtime.store.database import Database
from runtime.store.ids import new_id
from runtime.store.people import Person
from runtime.store.tables import CASE_FILE, TASK
from runtime.web import shell
from tests import postgres

FEW = 1_000
MANY = int(os.environ.get("OPEN_CASES", "1000000"))
BATCH = 5_000
PAGES = int(os.environ.get("PAGES", "200"))
OTHERS = 200
"""So many people have a to-do each now and then; one in twenty is the reader's."""
MINE = 20


@dataclass(frozen=True)
class Inbox:
    """One database of so many open cases; ``look`` asks for the page once."""

    look: Callable[[], object]
    reads: int
    size: int


def measured() -> str:
    with tempfile.TemporaryDirectory() as folder, postgres.served(durable=True) as server:
        sqlite = [f"sqlite:///{folder}/{count}.db" for count in (FEW, MANY)]
        on_postgres = [server.make(f"inbox_{count}") for count in (FEW, MANY)]
        said = [_compared("PostgreSQL", on_postgres, folder), _compared("SQLite", sqlite, folder)]
    return "\n".join(said)


def _compared(name: str, urls: list[str], folder: str) -> str:
    with _opened(urls[0], FEW, folder) as few, _opened(urls[1], MANY, folder) as many:
        pairs = [(_timed(few.look), _timed(many.look)) for _ in range(PAGES)]
    figures = [
        Figure(f"{FEW:,} open cases", tuple(one for one, _ in pairs)),
        Figure(f"{MANY:,} open cases", tuple(one for _, one in pairs)),
    ]
    ratio = figures[1].typical / figures[0].typical
    more = f"By p50 {ratio:.2f} ×. Reads: {few.reads} and {many.reads}. The page has {many.size / 1024:.0f} KB."
    return table(f"The page of to-dos, {name}", figures, more)


def _timed(look: Callable[[], object]) -> float:
    before = perf_counter()
    look()
    return (perf_counter() - before) * 1000


@contextmanager
def _opened(url: str, count: int, folder: str) -> Iterator[Inbox]:
    houses.settled(url)
    database = Database(url, houses.SECRET)
    reader = _load(database, count)
    app = create_app(Settings(houses.SECRET, url, "http://127.0.0.1:8000", files=Path(folder) / "files"))
    client = app.test_client()
    _sign_in(app, client, reader)
    for _ in range(20):
        page = client.get("/")
    if page.status_code != HTTPStatus.OK or page.text.count('"/requests/') < worklist.PAGE:
        raise RuntimeError(f"this is no full page of to-dos: {page.status}")
    yield Inbox(lambda: client.get("/").data, _reads(app, client), len(page.data))
    app.extensions["formloom.database"].close()
    database.close()


def _sign_in(app: Flask, client: Any, reader: Person) -> None:
    with app.test_request_context():
        shell.sign_in(reader)
        entered = dict(session)
    with client.session_transaction() as kept:
        kept.update(entered)


def _reads(app: Flask, client: Any) -> int:
    """Statements of one page, who is signed in among them."""
    said: list[str] = []
    engine = app.extensions["formloom.database"].engine

    def listen(_tx: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    client.get("/")
    event.remove(engine, "before_cursor_execute", listen)
    return len(said)


def _load(database: Database, count: int) -> Person:
    """So many cases with a to-do each, copied from a real one; the reader is the clerk."""
    now = worker.now()
    with database.writing() as tx:
        workspace = workspaces.all_of_them(tx)[0].id
        reader = next(one for one in people.everybody(tx, workspace) if one.key == CLERK)
        first = lifecycle.submit(tx, Submission(actor_of(reader), "bench", ANSWERS), now).case_id
        case = dict(tx.execute(select(CASE_FILE).where(CASE_FILE.c.id == first)).mappings().one())
        task = dict(tx.execute(select(TASK).where(TASK.c.case_id == first)).mappings().one())
    rows = _rows(case, task, count, now)
    while batch := list(islice(rows, BATCH)):
        with database.writing() as tx:
            tx.execute(insert(CASE_FILE), [one for one, _ in batch])
            tx.execute(insert(TASK), [one for _, one in batch])
    with database.writing() as tx:
        tx.execute(text("ANALYZE"))
    return reader


def _rows(case: dict[str, Any], task: dict[str, Any], count: int, now: datetime) -> Iterator[tuple[Any, Any]]:
    began = now - timedelta(days=300)
    for number in range(count):
        at = began + timedelta(seconds=number * 20)
        case_id, task_id = new_id(at), new_id(at)
        party = task["party"] if number % MINE == 0 else f"person:{number % OTHERS:026d}"
        of_case = {"id": case_id, "number": f"L-{number:07d}", "opened_at": at, "tracking_hash": f"{number:064d}"}
        of_task = {"id": task_id, "case_id": case_id, "party": party, "opened_at": at, "rank": at + timedelta(days=30)}
        if task["link_hash"]:
            of_task["link_hash"] = f"{number:064d}"
        yield {**case, **of_case}, {**task, **of_task}


if __name__ == "__main__":
    print(measured())
