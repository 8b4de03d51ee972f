"""Running numbers without gaps or doubles within their scope."""

from sqlalchemy import Connection

from runtime.store.rising import upsert
from runtime.store.tables import COUNTER


def next_of(tx: Connection, workspace: str, scope: str) -> int:
    """1, 2, 3 …; the row stays locked until the transaction ends, so ask for it late."""
    first = upsert(tx, COUNTER).values(workspace_id=workspace, scope=scope, value=1)
    counted = first.on_conflict_do_update(
        index_elements=["workspace_id", "scope"], set_={"value": COUNTER.c.value + 1}
    ).returning(COUNTER.c.value)
    return int(tx.execute(counted).scalar_one())
