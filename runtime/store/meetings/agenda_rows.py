"""What stands on the agenda of a meeting, what was decided, and what was added to its minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Integer, and_, cast, delete, func, insert, select, update

from runtime.engine.position import Party
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.meetings import meeting_rows
from runtime.store.meetings.meeting_rows import Meeting
from runtime.store.missing import Missing
from runtime.store.tables.tables import ADDENDUM, AGENDA_ITEM, CASE_FILE, MEETING, TASK

Standing = Literal["open", "recorded", "noted", "put_off"]


@dataclass(frozen=True)
class Item:
    """``case_id`` None: a subject of its own. ``length`` in minutes. ``outcome`` is what was decided, as it is told."""

    workspace: str
    id: str
    meeting_id: str
    case_id: str | None
    position: int
    title: str
    length: int
    notes: str = ""
    state: Standing = "open"
    outcome: Mapping[str, Any] = field(default_factory=dict)
    added_by: str = ""


@dataclass(frozen=True)
class Addendum:
    workspace: str
    id: str
    meeting_id: str
    text: str
    by_name: str
    at: datetime
    seal: str


_NAMES: Final = [one.name for one in fields(Item)][1:]
_SAID: Final = [one.name for one in fields(Addendum)][1:]
_ITEM: Final = [AGENDA_ITEM.c[name].label(f"item_{name}") for name in ("workspace_id", *_NAMES)]
_ITS_CASE: Final = and_(CASE_FILE.c.workspace_id == AGENDA_ITEM.c.workspace_id, CASE_FILE.c.id == AGENDA_ITEM.c.case_id)
_ITS_MEETING: Final = and_(
    MEETING.c.workspace_id == AGENDA_ITEM.c.workspace_id, MEETING.c.id == AGENDA_ITEM.c.meeting_id
)
_OF_TASK: Final = and_(CASE_FILE.c.workspace_id == TASK.c.workspace_id, CASE_FILE.c.id == TASK.c.case_id)


def add(tx: Connection, one: Item) -> Item:
    """At the end of its agenda."""
    last = select(func.max(AGENDA_ITEM.c.position)).where(*_of_meeting(one.workspace, one.meeting_id))
    position = (tx.scalar(last) or 0) + 1
    said = _columns(one) | {"position": position}
    tx.execute(insert(AGENDA_ITEM).values(workspace_id=one.workspace, **said))
    return Item(one.workspace, **said)


def keep(tx: Connection, one: Item) -> None:
    tx.execute(update(AGENDA_ITEM).where(*_this(one.workspace, one.id)).values(_columns(one)))


def drop(tx: Connection, one: Item) -> None:
    tx.execute(delete(AGENDA_ITEM).where(*_this(one.workspace, one.id)))


def place(tx: Connection, ordered: Sequence[Item]) -> None:
    """In this order from now on."""
    for number, one in enumerate(ordered, 1):
        if one.position != number:
            tx.execute(update(AGENDA_ITEM).where(*_this(one.workspace, one.id)).values(position=number))


def of_meeting(tx: Connection, workspace: str, meeting_id: str) -> list[tuple[Item, Case | None]]:
    """In their order, each with its case."""
    found = select(*_ITEM, CASE_FILE).outerjoin_from(AGENDA_ITEM, CASE_FILE, _ITS_CASE)
    rows = tx.execute(
        found.where(*_of_meeting(workspace, meeting_id)).order_by(AGENDA_ITEM.c.position, AGENDA_ITEM.c.id)
    )
    return [(_read(row), cases.read(row) if row.id else None) for row in rows]


def item(tx: Connection, workspace: str, meeting_id: str, item_id: str) -> Item:
    """Raises Missing."""
    meant = (*_this(workspace, item_id), AGENDA_ITEM.c.meeting_id == meeting_id)
    row = tx.execute(select(*_ITEM).where(*meant).with_for_update()).first()
    if row is None:
        raise Missing(item_id)
    return _read(row)


def of_case(tx: Connection, workspace: str, case_id: str) -> list[tuple[Item, Meeting]]:
    """On which meetings a request stood, the latest first."""
    found = select(*_ITEM, MEETING).join_from(AGENDA_ITEM, MEETING, _ITS_MEETING)
    meant = (AGENDA_ITEM.c.workspace_id == workspace, AGENDA_ITEM.c.case_id == case_id)
    rows = tx.execute(found.where(*meant).order_by(MEETING.c.begins_at.desc(), MEETING.c.id.desc()))
    return [(_read(row), meeting_rows.read_meeting(row)) for row in rows]


def counts(tx: Connection, workspace: str, meeting_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """By meeting: how many items it has, and the minutes that they are allotted."""
    counted = select(AGENDA_ITEM.c.meeting_id, func.count(), cast(func.sum(AGENDA_ITEM.c.length), Integer))
    meant = (AGENDA_ITEM.c.workspace_id == workspace, AGENDA_ITEM.c.meeting_id.in_(tuple(meeting_ids)))
    return {row[0]: (row[1], row[2]) for row in tx.execute(counted.where(*meant).group_by(AGENDA_ITEM.c.meeting_id))}


def asked(tx: Connection, workspace: str, parties: Iterable[Party], limit: int) -> list[tuple[Task, Case]]:
    """What these people are asked to do now, the most pressing first."""
    found = select(*tasks.COLUMNS, CASE_FILE).join_from(TASK, CASE_FILE, _OF_TASK)
    meant = (TASK.c.workspace_id == workspace, TASK.c.party.in_(tuple(parties)), TASK.c.open)
    rows = tx.execute(found.where(*meant).order_by(TASK.c.rank, TASK.c.id, TASK.c.party).limit(limit))
    return [(tasks.read(row), cases.read(row)) for row in rows]


def add_addendum(tx: Connection, one: Addendum) -> None:
    tx.execute(insert(ADDENDUM).values(workspace_id=one.workspace, **{name: getattr(one, name) for name in _SAID}))


def addenda(tx: Connection, workspace: str, meeting_id: str) -> list[Addendum]:
    """Oldest first."""
    meant = (ADDENDUM.c.workspace_id == workspace, ADDENDUM.c.meeting_id == meeting_id)
    rows = tx.execute(select(ADDENDUM).where(*meant).order_by(ADDENDUM.c.at, ADDENDUM.c.id))
    return [Addendum(row.workspace_id, **{name: getattr(row, name) for name in _SAID}) for row in rows]


def _this(workspace: str, item_id: str) -> tuple[Any, ...]:
    return (AGENDA_ITEM.c.workspace_id == workspace, AGENDA_ITEM.c.id == item_id)


def _of_meeting(workspace: str, meeting_id: str) -> tuple[Any, ...]:
    return (AGENDA_ITEM.c.workspace_id == workspace, AGENDA_ITEM.c.meeting_id == meeting_id)


def _columns(one: Item) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _NAMES} | {"outcome": dict(one.outcome)}


def _read(row: Any) -> Item:
    return Item(row.item_workspace_id, **{name: getattr(row, f"item_{name}") for name in _NAMES})
