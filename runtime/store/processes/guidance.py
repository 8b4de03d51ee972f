"""How far somebody has come with their first process: what they have told the guide, and whether they were shown around."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import GUIDANCE


@dataclass(frozen=True)
class Guidance:
    """``said`` is page to answers; ``said_at`` and ``toured_at`` are None where it has not come to that."""

    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    said_at: datetime | None = None
    toured_at: datetime | None = None


def of(tx: Connection, workspace: str, person_id: str) -> Guidance:
    mine = (GUIDANCE.c.workspace_id == workspace, GUIDANCE.c.person_id == person_id)
    row = tx.execute(select(GUIDANCE.c.said, GUIDANCE.c.said_at, GUIDANCE.c.toured_at).where(*mine)).first()
    return Guidance(**row._asdict()) if row else Guidance()


def keep(tx: Connection, workspace: str, person_id: str, guidance: Guidance) -> None:
    said = {"said": dict(guidance.said), "said_at": guidance.said_at, "toured_at": guidance.toured_at}
    first = upsert(tx, GUIDANCE).values(workspace_id=workspace, person_id=person_id, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id", "person_id"], set_=said))
