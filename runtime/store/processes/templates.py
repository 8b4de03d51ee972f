"""Processes that a workspace has put into its gallery. Queries only: they never commit, never decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from runtime.engine.position import Party
from runtime.store.tables.tables import TEMPLATE


@dataclass(frozen=True)
class Kept:
    """``document`` is JSON text, as it was saved for the ``number``-th time; ``made_by`` saved it first."""

    key: str
    document: str
    fingerprint: str
    number: int
    made_at: datetime
    made_by: Party


_COLUMNS: Final = (
    TEMPLATE.c.key,
    TEMPLATE.c.document,
    TEMPLATE.c.fingerprint,
    TEMPLATE.c.number,
    TEMPLATE.c.made_at,
    TEMPLATE.c.made_by,
)


def of_workspace(tx: Connection, workspace: str) -> Sequence[Kept]:
    """The one saved last first."""
    found = select(*_COLUMNS).where(TEMPLATE.c.workspace_id == workspace)
    return [Kept(*row) for row in tx.execute(found.order_by(TEMPLATE.c.made_at.desc(), TEMPLATE.c.key))]


def one(tx: Connection, workspace: str, key: str) -> Kept | None:
    found = select(*_COLUMNS).where(TEMPLATE.c.workspace_id == workspace, TEMPLATE.c.key == key)
    row = tx.execute(found).first()
    return Kept(*row) if row else None


def put(tx: Connection, workspace: str, kept: Kept) -> None:
    """A new one, or in the place of the one of that key."""
    remove(tx, workspace, kept.key)
    tx.execute(insert(TEMPLATE).values(workspace_id=workspace, **vars(kept)))


def remove(tx: Connection, workspace: str, key: str) -> None:
    tx.execute(delete(TEMPLATE).where(TEMPLATE.c.workspace_id == workspace, TEMPLATE.c.key == key))
