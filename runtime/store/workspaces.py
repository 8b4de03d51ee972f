"""The teams that share one installation and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from runtime.store.tables import WORKSPACE


@dataclass(frozen=True)
class Workspace:
    id: str
    name: str


def add(tx: Connection, workspace: Workspace, now: datetime) -> None:
    tx.execute(insert(WORKSPACE).values(id=workspace.id, name=workspace.name, created_at=now))


def all_of_them(tx: Connection) -> list[Workspace]:
    """Oldest first."""
    found = tx.execute(select(WORKSPACE.c.id, WORKSPACE.c.name).order_by(WORKSPACE.c.created_at, WORKSPACE.c.id))
    return [Workspace(*row) for row in found]
