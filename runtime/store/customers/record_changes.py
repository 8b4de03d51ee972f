"""Who changed what of a customer or contact, and when. Rows are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from runtime.engine.position import Party
from runtime.store.tables.tables import RECORD_CHANGE


@dataclass(frozen=True)
class RecordChange:
    """``did`` is added, asked (came with a request), changed, imported, moved, switched_off, switched_on or merged; ``changes`` are fields to before and after.

    ``kind`` and ``target_id`` say of what, ``customer_id`` with whom it is shown.
    """

    id: str
    customer_id: str | None
    kind: str
    target_id: str
    at: datetime
    by: Party
    by_name: str
    did: str
    changes: Mapping[str, Any]


_COLUMNS = tuple(RECORD_CHANGE.c[name] for name in RecordChange.__dataclass_fields__)


def add(tx: Connection, workspace: str, change: RecordChange) -> None:
    tx.execute(insert(RECORD_CHANGE).values(workspace_id=workspace, **vars(change)))


def of_customer(tx: Connection, workspace: str, customer_id: str, after: str, limit: int) -> list[RecordChange]:
    """The newest first; ``after`` is the id of the last one seen."""
    asked = select(*_COLUMNS).where(
        RECORD_CHANGE.c.workspace_id == workspace, RECORD_CHANGE.c.customer_id == customer_id
    )
    if after:
        asked = asked.where(RECORD_CHANGE.c.id < after)
    return [RecordChange(*row) for row in tx.execute(asked.order_by(RECORD_CHANGE.c.id.desc()).limit(limit))]
