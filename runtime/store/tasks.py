"""To-dos: one row for each party that is asked; the rows of a pool share the id. They are the inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, insert, or_, select, update

from runtime.engine.position import Party
from runtime.store.missing import Missing
from runtime.store.tables import CASE_FILE, TASK
from schemas.words import Words, read_words, write_words


@dataclass(frozen=True)
class Task:
    """``rank`` orders the inbox. ``why`` says why it was closed. ``link_hash`` seals a contact's one-time link."""

    workspace: str
    id: str
    party: Party
    party_name: str
    case_id: str
    state: str
    visit: int
    opened_at: datetime
    rank: datetime
    due_at: datetime | None = None
    open: bool = True
    closed_at: datetime | None = None
    closed_by: Party = ""
    why: Words = field(default_factory=Words)
    link_hash: str | None = None
    link_until: datetime | None = None


@dataclass(frozen=True)
class InboxRow:
    """A to-do with what the list says of its case."""

    task: Task
    number: str
    title: Words
    summary: dict[str, Any]
    version_id: str
    requester_name: str
    ended: str
    case_opened_at: datetime


_NAMES = [column.name for column in fields(Task) if column.name not in ("workspace", "why")]
COLUMNS = tuple(TASK.c[name].label(f"task_{name}") for name in ("workspace_id", "why", *_NAMES))
"""Of a task in a row that has other columns too; `read` understands them."""
_OF_CASE = (
    CASE_FILE.c.number,
    CASE_FILE.c.title,
    CASE_FILE.c.summary,
    CASE_FILE.c.version_id,
    CASE_FILE.c.requester_name,
    CASE_FILE.c.ended,
    CASE_FILE.c.opened_at.label("case_opened_at"),
)


def add(tx: Connection, tasks: Iterable[Task]) -> None:
    rows = [
        {
            "workspace_id": task.workspace,
            "why": write_words(task.why),
            **{name: getattr(task, name) for name in _NAMES},
        }
        for task in tasks
    ]
    if rows:
        tx.execute(insert(TASK), rows)


@dataclass(frozen=True)
class Closing:
    """``parties`` None closes all that are open."""

    by: Party
    why: Words
    at: datetime
    parties: Sequence[Party] | None = None


def close(tx: Connection, workspace: str, case_id: str, closing: Closing) -> None:
    """The closed ones are ranked by when, for the list of what is done."""
    gone = update(TASK).where(TASK.c.workspace_id == workspace, TASK.c.case_id == case_id, TASK.c.open)
    if closing.parties is not None:
        gone = gone.where(TASK.c.party.in_(tuple(closing.parties)))
    tx.execute(
        gone.values(
            open=False, rank=closing.at, closed_at=closing.at, closed_by=closing.by, why=write_words(closing.why)
        )
    )


def of_case(tx: Connection, workspace: str, case_id: str) -> list[Task]:
    """Oldest first."""
    rows = tx.execute(
        select(*COLUMNS)
        .where(TASK.c.workspace_id == workspace, TASK.c.case_id == case_id)
        .order_by(TASK.c.id, TASK.c.party)
    )
    return [read(row) for row in rows]


def task(tx: Connection, workspace: str, task_id: str) -> list[Task]:
    """One for each party of the pool. Raises Missing."""
    rows = tx.execute(select(*COLUMNS).where(TASK.c.workspace_id == workspace, TASK.c.id == task_id)).all()
    if not rows:
        raise Missing
    return [read(row) for row in rows]


def todo(
    tx: Connection, workspace: str, party: Party, after: tuple[datetime, str] | None, limit: int
) -> list[InboxRow]:
    """What somebody is asked to do, the most pressing first; ``after`` is the rank and id of the last one seen."""
    found = _inbox(workspace, party, is_open=True)
    if after:
        rank, last = after
        found = found.where(TASK.c.rank >= rank, or_(TASK.c.rank > rank, and_(TASK.c.rank == rank, TASK.c.id > last)))
    return [_row(row) for row in tx.execute(found.order_by(TASK.c.rank, TASK.c.id).limit(limit))]


def done(
    tx: Connection, workspace: str, party: Party, after: tuple[datetime, str] | None, limit: int
) -> list[InboxRow]:
    """What somebody was asked and is closed, the latest first."""
    found = _inbox(workspace, party, is_open=False)
    if after:
        rank, last = after
        found = found.where(TASK.c.rank <= rank, or_(TASK.c.rank < rank, and_(TASK.c.rank == rank, TASK.c.id < last)))
    return [_row(row) for row in tx.execute(found.order_by(TASK.c.rank.desc(), TASK.c.id.desc()).limit(limit))]


def _inbox(workspace: str, party: Party, *, is_open: bool) -> Select[Any]:
    return (
        select(*COLUMNS, *_OF_CASE)
        .join_from(
            TASK, CASE_FILE, and_(CASE_FILE.c.workspace_id == TASK.c.workspace_id, CASE_FILE.c.id == TASK.c.case_id)
        )
        .where(TASK.c.workspace_id == workspace, TASK.c.party == party, TASK.c.open == is_open)
    )


def read(row: Any) -> Task:
    """From a row that has `COLUMNS`."""
    plain = {name: getattr(row, f"task_{name}") for name in _NAMES}
    return Task(workspace=row.task_workspace_id, why=read_words(row.task_why), **plain)


def _row(row: Any) -> InboxRow:
    return InboxRow(
        read(row),
        row.number,
        read_words(row.title),
        row.summary,
        row.version_id,
        row.requester_name,
        row.ended,
        row.case_opened_at,
    )
