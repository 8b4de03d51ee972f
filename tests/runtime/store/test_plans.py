"""A page of the inbox is one walk along one index, whatever the number of cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from runtime.store.cases import cases, copies, tasks
from runtime.store.connection.database import Database
from runtime.store.notices import app_notices, digests, outbox
from runtime.store.operations import running
from runtime.views import worklist
from tests.runtime.office import World

QUIET = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "enable_material")
"""Turned off, PostgreSQL uses these only where nothing else would do; on few rows it would prefer them."""


@contextmanager
def overheard(tx: Connection) -> Iterator[list[tuple[str, Any]]]:
    said: list[tuple[str, Any]] = []

    def listen(_tx: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        said.append((statement, parameters))

    event.listen(tx, "before_cursor_execute", listen)
    yield said
    event.remove(tx, "before_cursor_execute", listen)


def plan(database: Database, tx: Connection, statement: str, parameters: Any) -> str:
    if not database.is_sqlite:
        for setting in QUIET:
            tx.exec_driver_sql(f"SET LOCAL {setting} = off")
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    return "\n".join(str(tuple(row)) for row in tx.exec_driver_sql(explain + statement, parameters))


@pytest.mark.parametrize("tab", ["todo", "mine", "done"])
@pytest.mark.parametrize("after", ["", "2026-03-02T09:00:00+00:00~01"])
def test_an_inbox_page_neither_scans_nor_sorts(world: World, tab: str, after: str) -> None:
    world.at_board()
    with world.database.reading() as tx:
        with overheard(tx) as said:
            worklist.inbox(tx, world.actor("bo"), tab, after)
        [(statement, parameters)] = [one for one in said if "version.document" not in one[0]]
        steps = plan(world.database, tx, statement, parameters)
    assert "LIMIT" in statement
    assert "count(" not in statement.lower()
    assert ("ix_case_file_mine" if tab == "mine" else "ix_task_inbox") in steps
    for waste in ("SCAN", "TEMP B-TREE", "Sort", "Seq Scan"):
        assert waste not in steps, steps


def test_the_sweep_walks_along_what_is_due(world: World) -> None:
    with world.database.reading() as tx:
        with overheard(tx) as said:
            cases.due(tx, world.now, 100)
        steps = plan(world.database, tx, *said[0])
    assert "ix_case_file_due" in steps
    assert "TEMP B-TREE" not in steps
    assert "Sort" not in steps


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda tx, world: app_notices.unread(tx, world.workspace, world.party("bo"), 100), "ix_outbox_unread"),
        (lambda tx, world: app_notices.latest(tx, world.workspace, world.party("bo"), "", 31), "ix_outbox_party"),
        (lambda tx, world: outbox.latest(tx, world.workspace, None, 51, channel="ops"), "ix_outbox_channel"),
        (lambda tx, world: outbox.latest(tx, world.workspace, None, 51, state="dead"), "ix_outbox_unsent"),
        (lambda tx, world: app_notices.reader(tx, world.workspace, "bo", "", 100), "ix_outbox_unread"),
        (lambda tx, world: copies.watched(tx, world.workspace, world.party("bo"), None, 51), "ix_shown_to_unread"),
        (lambda tx, world: copies.watched(tx, world.workspace, world.party("bo"), None, 51), "ix_shown_to_read"),
        (lambda tx, world: tasks.pressing(tx, world.workspace, world.party("bo"), world.now, 51), "ix_task_inbox"),
        (lambda tx, world: running.running(tx, world.workspace, "v", "", "", 51), "ix_case_file_running"),
        (lambda tx, world: digests.of(tx, world.workspace, "nothing"), "ix_outbox_gathered"),
    ],
)
def test_what_many_pages_ask_walks_along_an_index(world: World, ask: Any, index: str) -> None:
    world.at_board()
    with world.database.reading() as tx:
        with overheard(tx) as said:
            ask(tx, world)
        steps = plan(world.database, tx, *said[0])
    assert index in steps, steps
    for table in ("outbox", "shown_to", "task", "case_file"):
        assert f"SCAN {table}" not in steps
        assert f"Seq Scan on {table}" not in steps


def test_what_is_due_is_leased_along_its_channel(world: World) -> None:
    world.at_board()
    with world.database.writing() as tx:
        with overheard(tx) as said:
            outbox.lease(tx, world.now, 20, timedelta(minutes=5))
        steps = plan(world.database, tx, *said[0])
    assert "ix_outbox_due" in steps, steps
    assert "TEMP B-TREE" not in steps
    assert "Sort" not in steps
