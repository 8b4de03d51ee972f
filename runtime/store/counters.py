"""Running numbers without gaps or doubles within their scope."""

from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import ReturningInsert

from runtime.store.rising import insert_of
from runtime.store.tables import COUNTER


def next_of(tx: Connection, workspace: str, scope: str) -> int:
    """1, 2, 3 …; the row stays locked until the transaction ends, so ask for it late."""
    said = {"workspace_id": workspace, "scope": scope, "value": 1}
    return int(tx.execute(_counted(tx.dialect.name), said).scalar_one())


@cache
def _counted(dialect: str) -> ReturningInsert[Any]:
    """Made once: SQLAlchemy takes longer to build a statement than the database to answer it."""
    first = insert_of(dialect, COUNTER)
    return first.on_conflict_do_update(
        index_elements=["workspace_id", "scope"], set_={"value": COUNTER.c.value + 1}
    ).returning(COUNTER.c.value)
