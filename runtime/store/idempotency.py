"""What was asked under a key that the asker chose, so that asking twice does once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from runtime.store.rising import insert_new
from runtime.store.tables import IDEMPOTENCY


@dataclass(frozen=True)
class Earlier:
    """``fingerprint`` of what was asked then, ``body`` what came of it."""

    fingerprint: str
    body: dict[str, Any]


def claim(tx: Connection, workspace: str, scope: str, key: str, now: datetime, first: Earlier) -> Earlier | None:
    """None for the first to come: ``first`` is written. Else what the first has written."""
    values = {"fingerprint": first.fingerprint, "body": first.body, "at": now}
    if insert_new(tx, IDEMPOTENCY, workspace_id=workspace, scope=scope, key=key, **values):
        return None
    return Earlier(*tx.execute(_asked(workspace, scope, key)).one())


def is_known(tx: Connection, workspace: str, scope: str, key: str) -> bool:
    return tx.execute(_asked(workspace, scope, key)).first() is not None


def _asked(workspace: str, scope: str, key: str) -> Select[Any]:
    return select(IDEMPOTENCY.c.fingerprint, IDEMPOTENCY.c.body).where(
        IDEMPOTENCY.c.workspace_id == workspace, IDEMPOTENCY.c.scope == scope, IDEMPOTENCY.c.key == key
    )
