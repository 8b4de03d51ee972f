"""Messages that must go out: written with the change they tell of, leased while they are sent, kept when they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, tuple_, update

from runtime.store.tables import OUTBOX


@dataclass(frozen=True)
class Message:
    """``kind`` names a template, ``payload`` says who and about what. ``dead_at``: given up, with ``error``."""

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


_NAMES = [column.name for column in fields(Message)][1:]

_INSERT = insert(OUTBOX)


def add(tx: Connection, messages: Iterable[Message]) -> None:
    rows = [
        {"workspace_id": message.workspace, **{name: getattr(message, name) for name in _NAMES}} for message in messages
    ]
    if rows:
        tx.execute(_INSERT, rows)


def lease(tx: Connection, now: datetime, limit: int, lease: timedelta) -> list[Message]:
    """The messages that are due and nobody is sending; they are the caller's until ``lease`` is over."""
    free = or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until <= now)
    waiting = (
        select(OUTBOX.c.workspace_id, OUTBOX.c.id)
        .where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_(None), OUTBOX.c.due_at <= now, free)
        .order_by(OUTBOX.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
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


def settle(tx: Connection, message: Message) -> None:
    """How the sending went, if it is still this attempt's: nobody else has leased the message meanwhile."""
    tx.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == message.workspace,
            OUTBOX.c.id == message.id,
            OUTBOX.c.attempts == message.attempts,
            OUTBOX.c.sent_at.is_(None),
        )
        .values(
            leased_until=None,
            due_at=message.due_at,
            sent_at=message.sent_at,
            dead_at=message.dead_at,
            address=message.address,
            subject=message.subject,
            error=message.error,
        )
    )


def message(tx: Connection, workspace: str, message_id: str) -> Message | None:
    row = tx.execute(select(OUTBOX).where(OUTBOX.c.workspace_id == workspace, OUTBOX.c.id == message_id)).first()
    return read(row) if row else None


def latest(tx: Connection, workspace: str, after: tuple[datetime, str] | None, limit: int) -> list[Message]:
    """Sent, waiting and given up, newest first; ``after`` is the moment and id of the last one seen."""
    found = select(OUTBOX).where(OUTBOX.c.workspace_id == workspace)
    if after:
        at, last = after
        older = or_(OUTBOX.c.made_at < at, and_(OUTBOX.c.made_at == at, OUTBOX.c.id < last))
        found = found.where(OUTBOX.c.made_at <= at, older)
    rows = tx.execute(found.order_by(OUTBOX.c.made_at.desc(), OUTBOX.c.id.desc()).limit(limit))
    return [read(row) for row in rows]


def revive(tx: Connection, workspace: str, message_id: str, now: datetime) -> None:
    """A message that was given up is tried again from the start."""
    tx.execute(
        update(OUTBOX)
        .where(OUTBOX.c.workspace_id == workspace, OUTBOX.c.id == message_id, OUTBOX.c.dead_at.is_not(None))
        .values(dead_at=None, attempts=0, due_at=now, error="")
    )


def read(row: Any) -> Message:
    return Message(row.workspace_id, **{name: getattr(row, name) for name in _NAMES})
