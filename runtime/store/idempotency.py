"""What was asked under a key that the asker chose, so that asking twice does once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, tuple_

from runtime.store.connection.upserts import insert_soon
from runtime.store.tables.tables import IDEMPOTENCY


@dataclass(frozen=True)
class Earlier:
    """``fingerprint`` of what was asked then, ``body`` what came of it."""

    fingerprint: str
    body: dict[str, Any]


def claim(tx: Connection, workspace: str, scope: str, key: str, now: datetime, first: Earlier) -> Earlier | None:
    """None for the first to come: ``first`` is written. Else what the first has written."""
    return claim_soon(tx, workspace, scope, key, now, first)()


def claim_soon(
    tx: Connection, workspace: str, scope: str, key: str, now: datetime, first: Earlier
) -> Callable[[], Earlier | None]:
    """What tells the same when it is asked for."""
    values = {"fingerprint": first.fingerprint, "body": first.body, "at": now}
    is_new = insert_soon(tx, IDEMPOTENCY, workspace_id=workspace, scope=scope, key=key, **values)
    return lambda: None if is_new() else Earlier(*tx.execute(_asked(workspace, scope, key)).one())


def is_known(tx: Connection, workspace: str, scope: str, key: str) -> bool:
    return tx.execute(_asked(workspace, scope, key)).first() is not None


def forget_before(tx: Connection, moment: datetime, limit: int) -> int:
    """How many keys were forgotten: asked once more under one of them, it is done once more."""
    key = (IDEMPOTENCY.c.workspace_id, IDEMPOTENCY.c.scope, IDEMPOTENCY.c.key)
    old = select(*key).where(IDEMPOTENCY.c.at < moment).order_by(IDEMPOTENCY.c.at).limit(limit)
    return tx.execute(delete(IDEMPOTENCY).where(tuple_(*key).in_(old))).rowcount


def _asked(workspace: str, scope: str, key: str) -> Select[Any]:
    return select(IDEMPOTENCY.c.fingerprint, IDEMPOTENCY.c.body).where(
        IDEMPOTENCY.c.workspace_id == workspace, IDEMPOTENCY.c.scope == scope, IDEMPOTENCY.c.key == key
    )
