"""Running numbers without gaps or doubles within their scope."""

from functools import cache

from sqlalchemy import Connection

from runtime.store.connection.prepared import ByHeart
from runtime.store.connection.upserts import insert_of
from runtime.store.tables.tables import COUNTER


def next_of(tx: Connection, workspace: str, scope: str) -> int:
    """1, 2, 3 …; the row stays locked until the transaction ends, so ask for it late."""
    said = {"workspace_id": workspace, "scope": scope, "value": 1}
    return int(_counted(tx.dialect.name).all(tx, said)[0].value)


@cache
def _counted(dialect: str) -> ByHeart:
    again = insert_of(dialect, COUNTER).on_conflict_do_update(
        index_elements=["workspace_id", "scope"], set_={"value": COUNTER.c.value + 1}
    )
    return ByHeart(again.returning(COUNTER.c.value))
