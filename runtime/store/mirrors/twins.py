"""Which issue or card stands for which case: what both last agreed on, whether they are at odds, and who is at it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from runtime.store.connection.upserts import insert_new
from runtime.store.tables.tables import CASE_FILE, CHANNEL, MIRROR, TWIN


@dataclass(frozen=True)
class Twin:
    """``there_id`` is empty until it has been made (or found); ``begun_at``: somebody has begun to make it.

    ``status`` is its status in words as of ``there_at``, their time, seen by us at ``synced_at``. ``ours`` and ``theirs``
    are the statuses of both sides when they were last compared: what differs from them has moved since. ``at_odds`` is
    empty, or why they cannot be brought together, with ``odds_detail``. ``version`` counts changes of this row.
    ``assignee`` has it there. ``due_told`` is when ours was due as we last said it there; ``due_odds`` why that was not taken.
    ``walked`` are the statuses on a way that we have begun to take it: where it stands on one of them, nobody has moved it.
    """

    workspace: str
    case_id: str
    mirror_key: str
    version: int = 0
    there_id: str = ""
    there_name: str = ""
    url: str = ""
    status: str = ""
    theirs: str = ""
    ours: str = ""
    there_at: datetime | None = None
    synced_at: datetime | None = None
    begun_at: datetime | None = None
    busy_until: datetime | None = None
    at_odds: str = ""
    odds_detail: str = ""
    odds_since: datetime | None = None
    walked: tuple[str, ...] = ()
    due_told: datetime | None = None
    due_odds: str = ""
    assignee: str = ""


@dataclass(frozen=True)
class Seen:
    """A twin with what its connection and its case are called. ``hears``: comments of ours may go there."""

    twin: Twin
    kind: str
    title: str
    by_all: bool
    statuses: dict[str, str]
    number: str
    is_on: bool
    hears: bool


_NAMES: Final = [column.name for column in fields(Twin)][1:]
_ITS_MIRROR: Final = and_(MIRROR.c.workspace_id == TWIN.c.workspace_id, MIRROR.c.key == TWIN.c.mirror_key)
_ITS_CHANNEL: Final = and_(CHANNEL.c.workspace_id == TWIN.c.workspace_id, CHANNEL.c.key == TWIN.c.mirror_key)
_ITS_CASE: Final = and_(CASE_FILE.c.workspace_id == TWIN.c.workspace_id, CASE_FILE.c.id == TWIN.c.case_id)


def add(tx: Connection, twin: Twin) -> bool:
    """False, and nothing done, where it is there."""
    return insert_new(tx, TWIN, workspace_id=twin.workspace, **_row(twin))


def one(tx: Connection, workspace: str, case_id: str, mirror_key: str) -> Twin | None:
    row = tx.execute(select(TWIN).where(*_named(workspace, case_id, mirror_key))).first()
    return _read(row) if row else None


def by_there(tx: Connection, workspace: str, mirror_key: str, there_id: str) -> Twin | None:
    """Whose issue or card this is."""
    found = select(TWIN).where(
        TWIN.c.workspace_id == workspace,
        TWIN.c.mirror_key == mirror_key,
        TWIN.c.there_id == there_id,
        TWIN.c.there_id != "",
    )
    row = tx.execute(found).first()
    return _read(row) if row else None


def claim(tx: Connection, twin: Twin, now: datetime, until: datetime) -> Twin | None:
    """The twin, which is the caller's until then; None where somebody else is at it, or has changed it since."""
    free = or_(TWIN.c.busy_until.is_(None), TWIN.c.busy_until <= now)
    begun = twin.begun_at or (None if twin.there_id else now)
    taken = update(TWIN).where(*_as_read(twin), free).values(busy_until=until, begun_at=begun, version=twin.version + 1)
    row = tx.execute(taken.returning(TWIN)).first()
    return _read(row) if row else None


def keep(tx: Connection, twin: Twin) -> Twin | None:
    """The twin as it stands now; None, and nothing done, where somebody has changed it since it was read."""
    fresh = replace(twin, version=twin.version + 1)
    return fresh if tx.execute(update(TWIN).where(*_as_read(twin)).values(_row(fresh))).rowcount else None


def drop(tx: Connection, workspace: str, case_id: str, mirror_key: str) -> None:
    tx.execute(delete(TWIN).where(*_named(workspace, case_id, mirror_key)))


def of_case(tx: Connection, workspace: str, case_id: str) -> list[Seen]:
    """By the title of the connection."""
    return _seen(tx, TWIN.c.workspace_id == workspace, TWIN.c.case_id == case_id)


def of_mirror(tx: Connection, workspace: str, mirror_key: str, limit: int, *, only_at_odds: bool = False) -> list[Seen]:
    wanted = [TWIN.c.workspace_id == workspace, TWIN.c.mirror_key == mirror_key]
    if only_at_odds:
        wanted.append(TWIN.c.at_odds != "")
    return _seen(tx, *wanted, limit=limit)


def counts(tx: Connection, workspace: str) -> dict[str, tuple[int, int]]:
    """Key of a connection to how many requests it has there, and how many of them are at odds."""
    found = (
        select(TWIN.c.mirror_key, func.count(), func.count().filter(TWIN.c.at_odds != ""))
        .where(TWIN.c.workspace_id == workspace)
        .group_by(TWIN.c.mirror_key)
    )
    return {row[0]: (row[1], row[2]) for row in tx.execute(found)}


def _seen(tx: Connection, *wanted: ColumnElement[bool], limit: int = 20) -> list[Seen]:
    found = (
        select(
            TWIN,
            CHANNEL.c.kind,
            CHANNEL.c.title,
            CHANNEL.c.is_on,
            MIRROR.c.by_all,
            MIRROR.c.statuses,
            and_(MIRROR.c.comments, MIRROR.c.direction != "in").label("hears"),
            CASE_FILE.c.number,
        )
        .join_from(TWIN, MIRROR, _ITS_MIRROR)
        .join(CHANNEL, _ITS_CHANNEL)
        .join(CASE_FILE, _ITS_CASE)
        .where(*wanted)
        .order_by(CHANNEL.c.title, TWIN.c.case_id.desc())
        .limit(limit)
    )
    return [
        Seen(_read(row), row.kind, row.title, row.by_all, dict(row.statuses), row.number, row.is_on, row.hears)
        for row in tx.execute(found)
    ]


def _named(workspace: str, case_id: str, mirror_key: str) -> tuple[ColumnElement[bool], ...]:
    return (TWIN.c.workspace_id == workspace, TWIN.c.case_id == case_id, TWIN.c.mirror_key == mirror_key)


def _as_read(twin: Twin) -> tuple[ColumnElement[bool], ...]:
    return (*_named(twin.workspace, twin.case_id, twin.mirror_key), TWIN.c.version == twin.version)


def _row(twin: Twin) -> dict[str, Any]:
    return {name: getattr(twin, name) for name in _NAMES} | {"walked": list(twin.walked)}


def _read(row: Any) -> Twin:
    named = {name: getattr(row, name) for name in _NAMES}
    return Twin(row.workspace_id, **named | {"walked": tuple(row.walked)})
