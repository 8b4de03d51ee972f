"""Keys to the API, of which only the seal is kept."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert

from runtime.store.keys import seal
from runtime.store.tables.tables import API_TOKEN


def add(tx: Connection, workspace: str, person_id: str, token: str, label: str, now: datetime) -> None:
    tx.execute(
        insert(API_TOKEN).values(
            hash=seal(token), workspace_id=workspace, person_id=person_id, label=label, created_at=now
        )
    )


def end(tx: Connection, workspace: str, person_id: str) -> None:
    """None of their keys opens anything any more."""
    tx.execute(delete(API_TOKEN).where(API_TOKEN.c.workspace_id == workspace, API_TOKEN.c.person_id == person_id))
