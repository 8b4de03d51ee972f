"""Which request has become which."""

from datetime import datetime

from sqlalchemy import Connection, and_, insert, select

from runtime.engine.position import Party
from runtime.store.tables.tables import CASE_FILE, SUCCESSION


def add(tx: Connection, workspace: str, before: str, after: str, by: Party, now: datetime) -> None:
    tx.execute(insert(SUCCESSION).values(workspace_id=workspace, before_id=before, after_id=after, by=by, at=now))


def became(tx: Connection, workspace: str, before: str, process: str) -> str:
    """The number of the request of this process that it has become; empty where there is none."""
    its_case = and_(CASE_FILE.c.workspace_id == SUCCESSION.c.workspace_id, CASE_FILE.c.id == SUCCESSION.c.after_id)
    meant = (SUCCESSION.c.workspace_id == workspace, SUCCESSION.c.before_id == before)
    found = select(CASE_FILE.c.number).join_from(SUCCESSION, CASE_FILE, its_case)
    return tx.scalar(found.where(*meant, CASE_FILE.c.process_key == process).limit(1)) or ""
