"""Where messages go besides to people: webhooks, chats and trackers, and how they are getting on."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from runtime.store.tables.tables import CHANNEL

Kind = Literal["webhook", "chat", "jira", "trello"]


@dataclass(frozen=True)
class Channel:
    """``url``, ``secret`` and ``old_secret`` are sealed; the old one is good until ``old_until``.

    ``failures`` are those since the last success; until ``paused_until`` nothing is sent.
    """

    workspace: str
    key: str
    kind: Kind
    title: str
    url: str
    made_at: datetime
    secret: str = ""
    old_secret: str = ""
    old_until: datetime | None = None
    is_on: bool = True
    failures: int = 0
    paused_until: datetime | None = None
    error: str = ""


_NAMES = [column.name for column in fields(Channel)][1:]


def add(tx: Connection, channel: Channel) -> None:
    """Raises IntegrityError where the key is taken."""
    tx.execute(insert(CHANNEL).values(workspace_id=channel.workspace, **_row(channel)))


def keep(tx: Connection, channel: Channel) -> None:
    """Write every column of one that is there."""
    tx.execute(update(CHANNEL).where(*_named(channel.workspace, channel.key)).values(_row(channel)))


def keep_health(tx: Connection, channel: Channel) -> None:
    """How it is getting on, whatever an administrator changes of it meanwhile."""
    health = {"failures": channel.failures, "paused_until": channel.paused_until, "error": channel.error}
    tx.execute(update(CHANNEL).where(*_named(channel.workspace, channel.key)).values(health))


def switch_off(tx: Connection, workspace: str, key: str) -> None:
    tx.execute(update(CHANNEL).where(*_named(workspace, key)).values(is_on=False))


def drop(tx: Connection, workspace: str, key: str) -> None:
    tx.execute(delete(CHANNEL).where(*_named(workspace, key)))


def one(tx: Connection, workspace: str, key: str) -> Channel | None:
    row = tx.execute(select(CHANNEL).where(*_named(workspace, key))).first()
    return _read(row) if row else None


def of_workspace(tx: Connection, workspace: str) -> list[Channel]:
    """By title."""
    found = select(CHANNEL).where(CHANNEL.c.workspace_id == workspace).order_by(CHANNEL.c.title, CHANNEL.c.key)
    return [_read(row) for row in tx.execute(found)]


def that_send(tx: Connection, now: datetime) -> list[Channel]:
    """Those of all workspaces that are on, and do not rest."""
    rested = or_(CHANNEL.c.paused_until.is_(None), CHANNEL.c.paused_until <= now)
    return [_read(row) for row in tx.execute(select(CHANNEL).where(CHANNEL.c.is_on, rested))]


def _named(workspace: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return (CHANNEL.c.workspace_id == workspace, CHANNEL.c.key == key)


def _row(channel: Channel) -> dict[str, Any]:
    return {name: getattr(channel, name) for name in _NAMES}


def _read(row: Any) -> Channel:
    return Channel(row.workspace_id, **{name: getattr(row, name) for name in _NAMES})
