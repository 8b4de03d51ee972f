"""To-dos: one row for each party that is asked; the rows of a pool share the id. They are the inbox."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)

from runtime.engine import serialization
from runtime.engine.position import Party, Position
from runtime.store.connection.among import among
from runtime.store.connection.prepared import ByHeart
from runtime.store.missing import Missing
from runtime.store.tables.columns import Moment
from runtime.store.tables.tables import CASE_FILE, TASK
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
    """A to-do with what the list says of its case, which stands at ``state``; where its branches go by rows, also how."""

    task: Task
    number: str
    title: Words
    summary: dict[str, Any]
    version_id: str
    requester_name: str
    state: str
    ended: str
    case_opened_at: datetime
    position: Position | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


_NAMES = [column.name for column in fields(Task) if column.name not in ("workspace", "why")]
COLUMNS = tuple(TASK.c[name].label(f"task_{name}") for name in ("workspace_id", "why", *_NAMES))
"""Of a task in a row that has other columns too; `read` understands them."""
_BY_ROWS = cast(CASE_FILE.c.position, Text).like('%"row":%')
"""Some of its branches go by rows: in the words of `serialization`."""
_OF_CASE = (
    CASE_FILE.c.number,
    CASE_FILE.c.title,
    CASE_FILE.c.summary,
    CASE_FILE.c.version_id,
    CASE_FILE.c.requester_name,
    CASE_FILE.c.state,
    CASE_FILE.c.ended,
    CASE_FILE.c.opened_at.label("case_opened_at"),
    case((_BY_ROWS, cast(CASE_FILE.c.position, Text))).label("case_position"),
    case((_BY_ROWS, cast(CASE_FILE.c.answers, Text))).label("case_answers"),
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
    _INSERT.run_each(tx, rows)


@dataclass(frozen=True)
class Closing:
    """Of one visit of a state. ``parties`` None closes all that are open."""

    by: Party
    why: Words
    at: datetime
    state: str
    visit: int
    parties: Sequence[Party] | None = None


def close(tx: Connection, workspace: str, case_id: str, closing: Closing) -> None:
    """The closed ones are ranked by when, for the list of what is done."""
    said = {
        "the_workspace": workspace,
        "the_case": case_id,
        "the_state": closing.state,
        "the_visit": closing.visit,
        "open": False,
        "rank": closing.at,
        "closed_at": closing.at,
        "closed_by": closing.by,
        "why": write_words(closing.why),
    }
    if closing.parties is None:
        _CLOSE.run(tx, said)
    else:
        _CLOSE_OF_THEM.run(tx, {**said, "parties": list(closing.parties)})


def fall_due(tx: Connection, workspace: str, case_id: str, state: str, visit: int, due: datetime) -> None:
    """What is open there falls due at another time than before."""
    this = {"the_workspace": workspace, "the_case": case_id, "the_state": state, "the_visit": visit}
    _PUT_OFF.run(tx, {**this, "due_at": due, "rank": due})


def fall_due_never(
    tx: Connection, workspace: str, case_id: str, state: str, visit: int, rank: datetime, after: datetime
) -> None:
    """What is open there and would fall due after that moment has no deadline any more."""
    this = {"the_workspace": workspace, "the_case": case_id, "the_state": state, "the_visit": visit}
    _PUT_OFF_LATER.run(tx, {**this, "due_at": None, "rank": rank, "the_moment": after})


def of_case(tx: Connection, workspace: str, case_id: str) -> list[Task]:
    """Oldest first."""
    return [read(row) for row in _TASKS_OF_CASE.all(tx, {"workspace": workspace, "case_id": case_id})]


def open_in(tx: Connection, workspace: str, case_id: str) -> tuple[Task, ...]:
    """What is asked in a case now, oldest first."""
    return tuple(one for one in of_case(tx, workspace, case_id) if one.open)


def task(tx: Connection, workspace: str, task_id: str) -> list[Task]:
    """One for each party of the pool. Raises Missing."""
    rows = tx.execute(select(*COLUMNS).where(TASK.c.workspace_id == workspace, TASK.c.id == task_id)).all()
    if not rows:
        raise Missing
    return [read(row) for row in rows]


def of_party_in(tx: Connection, workspace: str, party: Party, case_ids: Iterable[str]) -> list[Task]:
    """What somebody was ever asked to do in these cases."""
    meant = (TASK.c.workspace_id == workspace, TASK.c.party == party, TASK.c.case_id.in_(tuple(case_ids)))
    return [read(row) for row in tx.execute(select(*COLUMNS).where(*meant))]


def todo(
    tx: Connection, workspace: str, party: Party, after: tuple[datetime, str] | None, limit: int
) -> list[InboxRow]:
    """What somebody is asked to do, the most pressing first; ``after`` is the rank and id of the last one seen."""
    return _page(tx, _TODO, workspace, party, after, limit)


def done(
    tx: Connection, workspace: str, party: Party, after: tuple[datetime, str] | None, limit: int
) -> list[InboxRow]:
    """What somebody was asked and is closed, the latest first."""
    return _page(tx, _DONE, workspace, party, after, limit)


def pressing(tx: Connection, workspace: str, party: Party, now: datetime, most: int) -> tuple[int, int]:
    """How much somebody is asked to do, ``most`` at the most, and how much of that is overdue."""
    row = tx.execute(_PRESSING, {"workspace": workspace, "the_party": party, "now": now, "most": most}).one()
    return row[0], row[1] or 0


def named(tx: Connection, workspace: str, party: Party, ids: Sequence[str]) -> list[InboxRow]:
    """Of these to-dos those that are or were theirs, the most pressing first."""
    asked = {"workspace": workspace, "the_party": party, "limit": len(ids), "ids": list(ids)}
    return [_row(row) for row in tx.execute(_NAMED, asked)]


Walk = tuple[Select[Any], Select[Any]]
"""Along the index of the inbox: from its start, and from after a row."""


def _page(
    tx: Connection, walk: Walk, workspace: str, party: Party, after: tuple[datetime, str] | None, limit: int
) -> list[InboxRow]:
    asked = {"workspace": workspace, "the_party": party, "limit": limit}
    if after:
        rank, last = after
        return [_row(row) for row in tx.execute(walk[1], {**asked, "rank": rank, "last": last})]
    return [_row(row) for row in tx.execute(walk[0], asked)]


def _asked_of() -> Select[Any]:
    return (
        select(*COLUMNS, *_OF_CASE)
        .join_from(
            TASK, CASE_FILE, and_(CASE_FILE.c.workspace_id == TASK.c.workspace_id, CASE_FILE.c.id == TASK.c.case_id)
        )
        .where(TASK.c.workspace_id == bindparam("workspace"), TASK.c.party == bindparam("the_party"))
        .limit(bindparam("limit", type_=Integer))
    )


def _inbox(*, is_open: bool) -> Select[Any]:
    return _asked_of().where(TASK.c.open == is_open)


def _pressing() -> Select[int, Any]:
    mine = select(TASK.c.due_at).where(
        TASK.c.workspace_id == bindparam("workspace"), TASK.c.party == bindparam("the_party"), TASK.c.open
    )
    first = mine.order_by(TASK.c.rank, TASK.c.id).limit(bindparam("most", type_=Integer)).subquery()
    late = case((first.c.due_at < bindparam("now", type_=Moment), 1), else_=0)
    return select(func.count(), func.sum(late)).select_from(first)


def _upwards() -> Walk:
    rank, last = bindparam("rank", type_=Moment), bindparam("last", type_=String)
    start = _inbox(is_open=True).order_by(TASK.c.rank, TASK.c.id)
    beyond = or_(TASK.c.rank > rank, and_(TASK.c.rank == rank, TASK.c.id > last))
    return start, start.where(TASK.c.rank >= rank, beyond)


def _downwards() -> Walk:
    rank, last = bindparam("rank", type_=Moment), bindparam("last", type_=String)
    start = _inbox(is_open=False).order_by(TASK.c.rank.desc(), TASK.c.id.desc())
    beyond = or_(TASK.c.rank < rank, and_(TASK.c.rank == rank, TASK.c.id < last))
    return start, start.where(TASK.c.rank <= rank, beyond)


# Made once: SQLAlchemy takes longer to build a statement than the database to answer it.
_INSERT = ByHeart(insert(TASK))
_OPEN_THERE = update(TASK).where(
    TASK.c.workspace_id == bindparam("the_workspace"),
    TASK.c.case_id == bindparam("the_case"),
    TASK.c.state == bindparam("the_state"),
    TASK.c.visit == bindparam("the_visit"),
    TASK.c.open,
)
_CLOSES = ("open", "rank", "closed_at", "closed_by", "why")
_CLOSE = ByHeart(_OPEN_THERE, _CLOSES)
_CLOSE_OF_THEM = ByHeart(_OPEN_THERE.where(among(TASK.c.party, "parties")), _CLOSES)
_PUT_OFF = ByHeart(_OPEN_THERE, ("due_at", "rank"))
_PUT_OFF_LATER = ByHeart(_OPEN_THERE.where(TASK.c.due_at > bindparam("the_moment")), ("due_at", "rank"))
_TASKS_OF_CASE = ByHeart(
    select(*COLUMNS)
    .where(TASK.c.workspace_id == bindparam("workspace"), TASK.c.case_id == bindparam("case_id"))
    .order_by(TASK.c.id, TASK.c.party)
)
_TODO, _DONE, _PRESSING = _upwards(), _downwards(), _pressing()
_NAMED = _asked_of().where(TASK.c.id.in_(bindparam("ids", expanding=True))).order_by(TASK.c.rank, TASK.c.id)


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
        row.state,
        row.ended,
        row.case_opened_at,
        serialization.from_json(json.loads(row.case_position)) if row.case_position else None,
        json.loads(row.case_answers) if row.case_answers else {},
    )
