"""Requests that have not ended, by the version that they run by."""

from sqlalchemy import Connection, func, select

from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.notices.outbox import NOTHING
from runtime.store.tables.tables import CASE_FILE, VERSION


def running(tx: Connection, workspace: str, version_id: str, state: str, after: str, limit: int) -> list[Case]:
    """Oldest first, those that stand at ``state`` if one is named; ``after`` is the id of the last one seen."""
    found = select(CASE_FILE).where(
        CASE_FILE.c.workspace_id == workspace,
        CASE_FILE.c.version_id == version_id,
        CASE_FILE.c.ended == NOTHING,
        CASE_FILE.c.id > after,
    )
    if state:
        found = found.where(CASE_FILE.c.state == state)
    return [cases.read(row) for row in tx.execute(found.order_by(CASE_FILE.c.id).limit(limit))]


def counted(tx: Connection, workspace: str, process_key: str) -> dict[str, dict[str, int]]:
    """Id of a version to state to how many."""
    its_versions = select(VERSION.c.id).where(VERSION.c.workspace_id == workspace, VERSION.c.process_key == process_key)
    rows = tx.execute(
        select(CASE_FILE.c.version_id, CASE_FILE.c.state, func.count())
        .where(
            CASE_FILE.c.workspace_id == workspace,
            CASE_FILE.c.version_id.in_(its_versions),
            CASE_FILE.c.ended == NOTHING,
        )
        .group_by(CASE_FILE.c.version_id, CASE_FILE.c.state)
        .order_by(CASE_FILE.c.version_id, CASE_FILE.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for version, state, count in rows:
        found.setdefault(version, {})[state] = count
    return found
