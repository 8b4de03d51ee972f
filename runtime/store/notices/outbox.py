"""Messages that must go out: written with the change they tell of, leased while they are sent, kept when they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    insert,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from runtime.store.connection.prepared import ByHeart
from runtime.store.tables.tables import CHANNEL, OUTBOX

BOTH: Final = ""
"""Of a message: both in the app and by mail, as far as its reader likes."""
APP: Final = "app"
MAIL: Final = "mail"
HOUSE: Final = "house"
"""What one request asks of another: carried out by ourselves."""
MIRROR: Final = "mirror"
"""The kind of a message that says: look how a case and its twin in a tracker stand."""
PERSON: Final = "person:"
NOTHING: Final[ColumnElement[str]] = literal_column("''")
"""As the conditions of indexes say it: of a value that is bound a database cannot know that one of them serves."""


@dataclass(frozen=True)
class Try:
    """One that failed, and why."""

    at: datetime
    error: str


@dataclass(frozen=True)
class Message:
    """``kind`` names a template, ``payload`` says who and about what. ``dead_at``: given up, with ``error``.

    ``channel`` is ``BOTH``, ``APP``, ``MAIL``, ``HOUSE``, or the key of a channel of the workspace. ``tries`` are those
    that failed. ``gathered_in``: it goes out in the digest of that id.
    """

    workspace: str
    id: str
    kind: str
    payload: Mapping[str, Any]
    made_at: datetime
    due_at: datetime
    attempts: int = 0
    leased_until: datetime | None = None
    sent_at: datetime | None = None
    dead_at: datetime | None = None
    address: str = ""
    subject: str = ""
    error: str = ""
    channel: str = BOTH
    tries: tuple[Try, ...] = ()
    gathered_in: str = ""

    @property
    def in_app(self) -> bool:
        return self.channel in (BOTH, APP) and str(self.payload.get("to", "")).startswith(PERSON)


_NAMES = [column.name for column in fields(Message)][1:]

_INSERT = ByHeart(insert(OUTBOX))
_THEIRS = or_(
    OUTBOX.c.channel < HOUSE,
    and_(OUTBOX.c.channel > HOUSE, OUTBOX.c.channel < MAIL),
    OUTBOX.c.channel > MAIL,
)
"""Not ours, in the way of an index."""
_WAITS = and_(OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_(None), OUTBOX.c.gathered_in == NOTHING)


def add(tx: Connection, messages: Iterable[Message]) -> None:
    """What stands in the app stands there at once; whatever else there is goes out after the commit."""
    _INSERT.run_each(tx, [row_of(message) for message in messages])


def lease(
    tx: Connection, now: datetime, limit: int, lease: timedelta, channel: str = MAIL, workspace: str = ""
) -> list[Message]:
    """The messages of a channel that are due and nobody is sending; they are the caller's until ``lease`` is over."""
    free = or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until <= now)
    waiting = (
        select(OUTBOX.c.workspace_id, OUTBOX.c.id)
        .where(OUTBOX.c.channel == channel, _WAITS, OUTBOX.c.due_at <= now, free)
        .order_by(OUTBOX.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if workspace:
        waiting = waiting.where(OUTBOX.c.workspace_id == workspace)
    keys = [tuple(row) for row in tx.execute(waiting)]
    if not keys:
        return []
    taken = (
        update(OUTBOX)
        .where(tuple_(OUTBOX.c.workspace_id, OUTBOX.c.id).in_(keys))
        .values(leased_until=now + lease, attempts=OUTBOX.c.attempts + 1)
        .returning(OUTBOX)
    )
    return sorted((read(row) for row in tx.execute(taken)), key=lambda message: (message.due_at, message.id))


def settle(tx: Connection, message: Message) -> bool:
    """How the sending went, if it is still this attempt's: nobody else has leased the message meanwhile."""
    names = ("due_at", "sent_at", "dead_at", "address", "subject", "error", "gathered_in")
    settled = tx.execute(
        update(OUTBOX)
        .where(
            *_named(message.workspace, message.id),
            OUTBOX.c.attempts == message.attempts,
            OUTBOX.c.sent_at.is_(None),
        )
        .values(leased_until=None, tries=_written(message.tries), **{name: getattr(message, name) for name in names})
    )
    return bool(settled.rowcount)


def message(tx: Connection, workspace: str, message_id: str) -> Message | None:
    row = tx.execute(select(OUTBOX).where(*_named(workspace, message_id))).first()
    return read(row) if row else None


def latest(
    tx: Connection,
    workspace: str,
    after: tuple[datetime, str] | None,
    limit: int,
    *,
    channel: str = "",
    state: str = "",
) -> list[Message]:
    """Newest first; ``after`` is the moment and id of the last one seen.

    ``state`` is ``waiting``, ``sent``, ``dead`` or empty for all; errands of our own are no messages.
    """
    found = select(OUTBOX).where(
        OUTBOX.c.workspace_id == workspace, OUTBOX.c.channel.not_in((HOUSE, APP)), *_STATES[state]
    )
    if channel:
        found = found.where(OUTBOX.c.channel == channel)
    if after:
        at, last = after
        older = or_(OUTBOX.c.made_at < at, and_(OUTBOX.c.made_at == at, OUTBOX.c.id < last))
        found = found.where(OUTBOX.c.made_at <= at, older)
    rows = tx.execute(found.order_by(OUTBOX.c.made_at.desc(), OUTBOX.c.id.desc()).limit(limit))
    return [read(row) for row in rows]


def revive(tx: Connection, workspace: str, message_id: str, now: datetime) -> None:
    """A message that was given up is tried again from the start."""
    _revive(tx, now, *_named(workspace, message_id))


def revive_all(tx: Connection, workspace: str, channel: str, now: datetime) -> int:
    """How many messages of a channel had been given up, and are tried again from the start."""
    return _revive(tx, now, OUTBOX.c.workspace_id == workspace, OUTBOX.c.channel == channel)


def give_up(
    tx: Connection, workspace: str, channel: str, now: datetime, error: str, before: datetime | None = None
) -> int:
    """How many messages of a channel waited, and wait no more: those made ``before``, or all."""
    stale = [OUTBOX.c.workspace_id == workspace, OUTBOX.c.channel == channel, _WAITS]
    if before:
        stale.append(OUTBOX.c.made_at < before)
    return tx.execute(update(OUTBOX).where(*stale).values(dead_at=now, leased_until=None, error=error)).rowcount


def forget_sent(tx: Connection, before: datetime, limit: int) -> int:
    """How many messages that went out before then are known no more; what waits or was given up stays, however old."""
    key = (OUTBOX.c.workspace_id, OUTBOX.c.id)
    old = select(*key).where(OUTBOX.c.sent_at < before, OUTBOX.c.sent_at.is_not(None)).order_by(OUTBOX.c.sent_at)
    return tx.execute(delete(OUTBOX).where(tuple_(*key).in_(old.limit(limit)))).rowcount


def unknown_channels(tx: Connection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Workspace and key of channels that messages are due for, and that nobody has set up."""
    there = exists().where(CHANNEL.c.workspace_id == OUTBOX.c.workspace_id, CHANNEL.c.key == OUTBOX.c.channel)
    lost = select(OUTBOX.c.workspace_id, OUTBOX.c.channel).where(_THEIRS, _WAITS, OUTBOX.c.due_at <= now, ~there)
    return [(row.workspace_id, row.channel) for row in tx.execute(lost.distinct().limit(limit))]


def read(row: Any, prefix: str = "") -> Message:
    """From a row that has every column of the table, their names after ``prefix``."""
    named = {name: getattr(row, prefix + name) for name in _NAMES}
    tries = tuple(Try(datetime.fromisoformat(one["at"]), one["error"]) for one in named["tries"])
    return Message(getattr(row, f"{prefix}workspace_id"), **{**named, "tries": tries})


def row_of(message: Message) -> dict[str, Any]:
    """Every column. What is told both ways stands here as mail; what is only told in the app has arrived."""
    named = {name: getattr(message, name) for name in _NAMES}
    only_app = message.channel == APP
    return {
        **named,
        "workspace_id": message.workspace,
        "channel": message.channel or MAIL,
        "tries": _written(message.tries),
        "sent_at": message.made_at if only_app else message.sent_at,
        "attempts": 1 if only_app else message.attempts,
        "party": message.payload["to"] if message.in_app else "",
        "case_id": message.payload.get("case"),
        "read_at": None,
    }


def _written(tries: Iterable[Try]) -> list[dict[str, str]]:
    return [{"at": one.at.isoformat(), "error": one.error} for one in tries]


def _named(workspace: str, message_id: str) -> tuple[ColumnElement[bool], ...]:
    return (OUTBOX.c.workspace_id == workspace, OUTBOX.c.id == message_id)


def _revive(tx: Connection, now: datetime, *which: ColumnElement[bool]) -> int:
    again = {"dead_at": None, "attempts": 0, "due_at": now, "error": "", "gathered_in": ""}
    return tx.execute(update(OUTBOX).where(*which, OUTBOX.c.dead_at.is_not(None)).values(**again)).rowcount


_STATES: Final[Mapping[str, tuple[ColumnElement[bool], ...]]] = {
    "": (),
    "waiting": (OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_(None)),
    "sent": (OUTBOX.c.sent_at.is_not(None),),
    "dead": (OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_not(None)),
}
