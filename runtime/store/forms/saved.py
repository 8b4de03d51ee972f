"""Answers that are kept for later: what somebody has typed into a form and not sent yet."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from runtime.engine.position import Party
from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import SAVED_ANSWER


@dataclass(frozen=True)
class Saved:
    """``raw`` is what was typed, of the version ``version_id``. ``party`` is whose it is, ``place`` which of theirs.

    ``query`` is what the address asked besides, by a link. ``key`` is the idempotency key under which the form will go out, from whatever device. ``token_hash`` seals the
    token of a private link; who is signed in has none.
    """

    workspace: str
    id: str
    party: Party
    process_key: str
    place: str
    version_id: str
    channel: str
    key: str
    raw: Mapping[str, Any]
    saved_at: datetime
    query: str = ""
    token_hash: str | None = None


_NAMES = [column.name for column in fields(Saved)][1:]
_LATER = ("version_id", "channel", "key", "raw", "saved_at", "query")


def keep(tx: Connection, saved: Saved) -> Saved:
    """The row as it stands now: what was kept in this place before is replaced, under its old id."""
    values = {"workspace_id": saved.workspace, **{name: getattr(saved, name) for name in _NAMES}}
    write = upsert(tx, SAVED_ANSWER).values(**values)
    place = [SAVED_ANSWER.c[name] for name in ("workspace_id", "party", "process_key", "place")]
    anew = write.on_conflict_do_update(index_elements=place, set_={name: write.excluded[name] for name in _LATER})
    return _read(tx.execute(anew.returning(*SAVED_ANSWER.c)).one())


def at(tx: Connection, workspace: str, party: Party, process_key: str, place: str) -> Saved | None:
    return _one(tx, *_whose(workspace, party), SAVED_ANSWER.c.process_key == process_key, SAVED_ANSWER.c.place == place)


def by_token(tx: Connection, token_hash: str) -> Saved | None:
    return _one(tx, SAVED_ANSWER.c.token_hash == token_hash)


def by_id(tx: Connection, workspace: str, saved_id: str) -> Saved | None:
    return _one(tx, SAVED_ANSWER.c.workspace_id == workspace, SAVED_ANSWER.c.id == saved_id)


def of_party(tx: Connection, workspace: str, party: Party, limit: int) -> list[Saved]:
    """What somebody has begun, the latest first."""
    rows = tx.execute(
        select(SAVED_ANSWER)
        .where(*_whose(workspace, party))
        .order_by(SAVED_ANSWER.c.saved_at.desc(), SAVED_ANSWER.c.id)
        .limit(limit)
    )
    return [_read(row) for row in rows]


def drop(tx: Connection, workspace: str, party: Party, saved_id: str) -> None:
    tx.execute(delete(SAVED_ANSWER).where(*_whose(workspace, party), SAVED_ANSWER.c.id == saved_id))


def drop_sent(tx: Connection, workspace: str, party: Party, key: str) -> None:
    """It has gone out under this key."""
    tx.execute(delete(SAVED_ANSWER).where(*_whose(workspace, party), SAVED_ANSWER.c.key == key))


def drop_old(tx: Connection, before: datetime) -> int:
    """How many had lain since before that moment."""
    return tx.execute(delete(SAVED_ANSWER).where(SAVED_ANSWER.c.saved_at < before)).rowcount


def _whose(workspace: str, party: Party) -> tuple[ColumnElement[bool], ...]:
    return (SAVED_ANSWER.c.workspace_id == workspace, SAVED_ANSWER.c.party == party)


def _one(tx: Connection, *where: ColumnElement[bool]) -> Saved | None:
    row = tx.execute(select(SAVED_ANSWER).where(*where)).first()
    return _read(row) if row else None


def _read(row: Any) -> Saved:
    return Saved(row.workspace_id, **{name: getattr(row, name) for name in _NAMES})
