"""Keys to the API, of which only the seal is kept."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from runtime.store.keys import seal
from runtime.store.tables import API_TOKEN


def add(tx: Connection, workspace: str, person_id: str, token: str, label: str, now: datetime) -> None:
    tx.execute(
        insert(API_TOKEN).values(
            hash=seal(token), workspace_id=workspace, person_id=person_id, label=label, created_at=now
        )
    )


def holder(tx: Connection, token: str) -> tuple[str, str] | None:
    """Workspace and person id."""
    found = select(API_TOKEN.c.workspace_id, API_TOKEN.c.person_id).where(API_TOKEN.c.hash == seal(token))
    row = tx.execute(found).first()
    return (row.workspace_id, row.person_id) if row else None
