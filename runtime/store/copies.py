"""Who is shown a request that they need not act on, until they have read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from runtime.engine.position import Party
from runtime.store.rising import insert_new
from runtime.store.tables import SHOWN_TO


@dataclass(frozen=True)
class Copy:
    workspace: str
    party: Party
    case_id: str
    by: Party
    state: str
    at: datetime
    read_at: datetime | None = None


def show(tx: Connection, copies: Iterable[Copy]) -> None:
    """Whoever is shown it again has it as unread again."""
    for copy in copies:
        row = {"by": copy.by, "state": copy.state, "at": copy.at, "read_at": None}
        key = {"workspace_id": copy.workspace, "party": copy.party, "case_id": copy.case_id}
        if not insert_new(tx, SHOWN_TO, **key, **row):
            tx.execute(update(SHOWN_TO).where(*(SHOWN_TO.c[name] == value for name, value in key.items())).values(row))


def of_case(tx: Connection, workspace: str, case_id: str) -> list[Copy]:
    """The first shown first."""
    found = select(SHOWN_TO).where(SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.case_id == case_id)
    rows = tx.execute(found.order_by(SHOWN_TO.c.at, SHOWN_TO.c.party))
    return [Copy(row.workspace_id, row.party, row.case_id, row.by, row.state, row.at, row.read_at) for row in rows]


def read(tx: Connection, workspace: str, party: Party, case_id: str, now: datetime) -> None:
    """They have looked at it."""
    tx.execute(
        update(SHOWN_TO)
        .where(SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.party == party, SHOWN_TO.c.case_id == case_id)
        .where(SHOWN_TO.c.read_at.is_(None))
        .values(read_at=now)
    )
