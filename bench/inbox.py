"""The pages of somebody's lists and of one request at a thousand open requests and at a million, in one run.

The houses are loaded in bulk (`full_house.py`). Then each page is asked for of both by turns, so that whatever else the
machine does falls on both. Beside the time that passes stands that of our own process, which no other work makes longer.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import full_house
import houses
from figures import Figure, table
from flask import Flask, session
from sqlalchemy import event

from app import create_app
from runtime.settings import Settings
from runtime.store.people.people import Person
from runtime.views import worklist
from runtime.web.frame import shell
from tests import postgres

FEW: Final = 1_000
MANY: Final = int(os.environ.get("OPEN_CASES", "1000000"))
PAGES: Final = int(os.environ.get("PAGES", "200"))
LISTS: Final = {
    "to do": "/",
    "to do, second page": "",
    "started": "/?tab=mine",
    "watching": "/?tab=watching",
    "done": "/?tab=done",
}
"""Where each stands; the second page where the first one says."""


@dataclass(frozen=True)
class Look:
    """A page of one house; ``ask`` asks for it once. ``reads`` are its statements, who has come among them."""

    ask: Callable[[], object]
    reads: int
    size: int


Looks = dict[str, Look]


def measured() -> str:
    with tempfile.TemporaryDirectory() as folder, postgres.served(durable=True) as server:
        sqlite = [f"sqlite:///{folder}/{count}.db" for count in (FEW, MANY)]
        on_postgres = [server.make(f"inbox_{count}") for count in (FEW, MANY)]
        return "\n".join(
            compared(name, urls, [full_house.filled(url, count) for url, count in zip(urls, (FEW, MANY), strict=True)])
            for name, urls in (("PostgreSQL", on_postgres), ("SQLite", sqlite))
        )


def compared(name: str, urls: list[str], readers: list[Person]) -> str:
    """``urls`` of the small house and of the large one, with whom reads there."""
    with _opened(urls[0], readers[0]) as few, _opened(urls[1], readers[1]) as many:
        return "\n".join(_page(f"{page}, {name}", few[page], many[page]) for page in few)


def _page(title: str, few: Look, many: Look) -> str:
    pairs = [(_timed(few.ask), _timed(many.ask)) for _ in range(PAGES)]
    figures = [
        Figure(f"{FEW:,} open", tuple(one[0] for one, _ in pairs)),
        Figure(f"{MANY:,} open", tuple(one[0] for _, one in pairs)),
    ]
    ours = [median(one[1] for one, _ in pairs), median(one[1] for _, one in pairs)]
    ratio = figures[1].typical / figures[0].typical
    more = (
        f"By p50 {ratio:.2f} ×; of our own process {ours[0]:.2f} and {ours[1]:.2f} ms, {ours[1] / ours[0]:.2f} ×. "
        f"Reads: {few.reads} and {many.reads}. The page has {many.size / 1024:.0f} KB."
    )
    return table(title, figures, more)


def _timed(look: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that pass, and that our own process is at work."""
    before, worked = perf_counter(), process_time()
    look()
    return (perf_counter() - before) * 1000, (process_time() - worked) * 1000


@contextmanager
def _opened(url: str, reader: Person) -> Iterator[Looks]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(houses.SECRET, url, "http://127.0.0.1:8000", files=Path(folder)))
        client = app.test_client()
        _sign_in(app, client, reader)
        first = client.get("/").text
        further = re.findall(r'href="(/\?[^"]*after=[^"]*)"', first)
        opened = re.findall(r'href="(/requests/[^"]*)"', first)
        if len(opened) < worklist.PAGE or not further:
            raise RuntimeError("this is no full page of to-dos")
        paths = {name: path or further[0].replace("&amp;", "&") for name, path in LISTS.items()}
        yield {name: _look(app, client, path) for name, path in {**paths, "a request": opened[0]}.items()}
        app.extensions["formloom.database"].close()


def _look(app: Flask, client: Any, path: str) -> Look:
    """Warmed up, so that what is read once in the life of a process was read."""
    for _ in range(20):
        page = client.get(path)
        if page.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {page.status}")
    return Look(lambda: client.get(path).data, _reads(app, client, path), len(page.data))


def _sign_in(app: Flask, client: Any, reader: Person) -> None:
    with app.test_request_context():
        shell.sign_in(reader)
        entered = dict(session)
    with client.session_transaction() as kept:
        kept.update(entered)


def _reads(app: Flask, client: Any, path: str) -> int:
    said: list[str] = []
    engine = app.extensions["formloom.database"].engine

    def listen(_tx: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    client.get(path)
    event.remove(engine, "before_cursor_execute", listen)
    return len(said)


if __name__ == "__main__":
    print(measured())
