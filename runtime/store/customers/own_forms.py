"""The documents of a workspace's own fields, by kind of record."""

from typing import Any, Final

from sqlalchemy import Connection, select

from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import OWN_FORM

KINDS: Final = ("customer", "contact")


def documents(tx: Connection, workspace: str) -> dict[str, Any]:
    asked = select(OWN_FORM.c.kind, OWN_FORM.c.document).where(OWN_FORM.c.workspace_id == workspace)
    return {row.kind: row.document for row in tx.execute(asked)}


def keep(tx: Connection, workspace: str, kind: str, document: Any) -> None:
    said = upsert(tx, OWN_FORM).values(workspace_id=workspace, kind=kind, document=document)
    tx.execute(said.on_conflict_do_update(index_elements=["workspace_id", "kind"], set_={"document": document}))
