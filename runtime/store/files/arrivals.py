"""Files that are still coming, piece by piece: what each will be, and whose. How much is there, its bytes say."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from runtime.engine.position import Party
from runtime.store.missing import Missing
from runtime.store.tables.tables import ARRIVAL


@dataclass(frozen=True)
class Arrival:
    """``size`` in bytes, as announced. ``file_id`` is empty until all of it is there and was taken."""

    workspace: str
    id: str
    name: str
    size: int
    by: Party
    at: datetime
    file_id: str = ""


def add(tx: Connection, arrival: Arrival) -> None:
    tx.execute(
        insert(ARRIVAL).values(
            workspace_id=arrival.workspace,
            id=arrival.id,
            name=arrival.name,
            size=arrival.size,
            by=arrival.by,
            at=arrival.at,
            file_id=arrival.file_id,
        )
    )


def arrival(tx: Connection, workspace: str, arrival_id: str, by: Party) -> Arrival:
    """Raises Missing: there is none, or it is somebody else's."""
    row = tx.execute(
        select(ARRIVAL).where(ARRIVAL.c.workspace_id == workspace, ARRIVAL.c.id == arrival_id, ARRIVAL.c.by == by)
    ).first()
    if row is None:
        raise Missing(arrival_id)
    return Arrival(row.workspace_id, row.id, row.name, row.size, row.by, row.at, row.file_id)


def became(tx: Connection, arrival: Arrival, file_id: str) -> None:
    mine = update(ARRIVAL).where(ARRIVAL.c.workspace_id == arrival.workspace, ARRIVAL.c.id == arrival.id)
    tx.execute(mine.values(file_id=file_id))


def forget(tx: Connection, workspace: str, arrival_id: str) -> None:
    tx.execute(delete(ARRIVAL).where(ARRIVAL.c.workspace_id == workspace, ARRIVAL.c.id == arrival_id))


def forget_before(tx: Connection, moment: datetime, limit: int) -> list[tuple[str, str]]:
    """Workspace and id of those that began before; they are gone from the table."""
    old = tx.execute(
        select(ARRIVAL.c.workspace_id, ARRIVAL.c.id).where(ARRIVAL.c.at < moment).order_by(ARRIVAL.c.at).limit(limit)
    ).all()
    found = [(row.workspace_id, row.id) for row in old]
    for workspace, arrival_id in found:
        forget(tx, workspace, arrival_id)
    return found
