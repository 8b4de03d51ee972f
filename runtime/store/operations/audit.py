"""Whole tables, for whoever proves that they fit together; memory holds a few hundred rows at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, select, tuple_

from runtime.store.cases import cases, journal, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Task
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from runtime.store.tables.tables import CASE_FILE, FILE, IDEMPOTENCY, JOURNAL, OUTBOX, TASK

BATCH: Final = 300


@dataclass(frozen=True)
class Kept:
    """A case with everything that hangs on it; ``journal`` in order."""

    case: Case
    journal: list[Entry]
    tasks: list[Task]


def everything(tx: Connection) -> Iterator[Kept]:
    """Every case."""
    batch = some(tx, ("", ""), BATCH)
    while batch:
        yield from batch
        batch = some(tx, (batch[-1].case.workspace, batch[-1].case.id), BATCH)


def some(tx: Connection, after: tuple[str, str], limit: int) -> list[Kept]:
    """The next cases; ``after`` is the workspace and the id of the last one seen."""
    key = tuple_(CASE_FILE.c.workspace_id, CASE_FILE.c.id)
    found = select(CASE_FILE).where(key > after).order_by(CASE_FILE.c.workspace_id, CASE_FILE.c.id).limit(limit)
    return _kept(tx, tx.execute(found).all())


def named(tx: Connection, ids: Sequence[str]) -> list[Kept]:
    """These cases."""
    return _kept(tx, tx.execute(select(CASE_FILE).where(CASE_FILE.c.id.in_(tuple(ids)))).all())


def _kept(tx: Connection, rows: Sequence[Any]) -> list[Kept]:
    ids = [row.id for row in rows]
    lines = _by_case(tx, select(JOURNAL).where(JOURNAL.c.case_id.in_(ids)).order_by(JOURNAL.c.seq), "case_id")
    asked = _by_case(tx, select(*tasks.COLUMNS).where(TASK.c.case_id.in_(ids)), "task_case_id")
    return [
        Kept(cases.read(row), [journal.read(one) for one in lines[row.id]], [tasks.read(one) for one in asked[row.id]])
        for row in rows
    ]


def acknowledged(tx: Connection) -> Iterator[tuple[str, bool]]:
    """The case of every submission that was acknowledged under a key, and whether it is there."""
    found = (
        select(IDEMPOTENCY.c.workspace_id, IDEMPOTENCY.c.body)
        .where(IDEMPOTENCY.c.scope.like("submission:%"))
        .execution_options(yield_per=BATCH)
    )
    for row in tx.execute(found):
        case_id = row.body["case"]
        yield case_id, has_case(tx, row.workspace_id, case_id)


def has_case(tx: Connection, workspace: str, case_id: str) -> bool:
    found = select(CASE_FILE.c.id).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.id == case_id)
    return tx.execute(found).first() is not None


def messages(tx: Connection) -> Iterator[Message]:
    return (outbox.read(row) for row in tx.execute(select(OUTBOX).execution_options(yield_per=BATCH)))


def all_files(tx: Connection) -> Iterator[File]:
    return (files.read(row) for row in tx.execute(select(FILE).execution_options(yield_per=BATCH)))


def _by_case(tx: Connection, found: Select[Any], column: str) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in tx.execute(found):
        rows[getattr(row, column)].append(row)
    return rows
