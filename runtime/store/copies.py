"""Who is shown a request that they need not act on, until they have read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, update

from runtime.engine.position import Party
from runtime.store import cases
from runtime.store.cases import Case
from runtime.store.rising import insert_new
from runtime.store.tables import CASE_FILE, SHOWN_TO


@dataclass(frozen=True)
class Copy:
    workspace: str
    party: Party
    case_id: str
    by: Party
    state: str
    at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True)
class Watched:
    copy: Copy
    case: Case


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


def watched(
    tx: Connection, workspace: str, party: Party, after: tuple[bool, datetime, str] | None, limit: int
) -> list[Watched]:
    """What somebody is shown: first what they have not read, each part the latest first.

    ``after`` is whether the last one seen had been read, when it was shown, and the id of its request.
    """
    found: list[Watched] = []
    for was_read in (False, True):
        if len(found) < limit and (after is None or after[0] <= was_read):
            seen = after[1:] if after and after[0] == was_read else None
            rows = tx.execute(_part(workspace, party, seen, was_read=was_read).limit(limit - len(found)))
            found += [Watched(_copy(row), cases.read(row)) for row in rows]
    return found


def _part(workspace: str, party: Party, seen: tuple[datetime, str] | None, *, was_read: bool) -> Select[Any]:
    mine = SHOWN_TO.c
    its_case = and_(mine.workspace_id == CASE_FILE.c.workspace_id, mine.case_id == CASE_FILE.c.id)
    found = select(CASE_FILE, *(mine[name].label(f"copy_{name}") for name in _NAMES)).join_from(
        SHOWN_TO, CASE_FILE, its_case
    )
    found = found.where(mine.workspace_id == workspace, mine.party == party)
    found = found.where(mine.read_at.is_not(None) if was_read else mine.read_at.is_(None))
    if seen:
        at, last = seen
        found = found.where(mine.at <= at, or_(mine.at < at, and_(mine.at == at, mine.case_id < last)))
    return found.order_by(mine.at.desc(), mine.case_id.desc())


_NAMES = ("workspace_id", "party", "case_id", "by", "state", "at", "read_at")


def _copy(row: Any) -> Copy:
    return Copy(*(getattr(row, f"copy_{name}") for name in _NAMES))


def of_party_in(tx: Connection, workspace: str, party: Party, case_ids: Iterable[str]) -> list[Copy]:
    """What somebody was shown of these cases."""
    meant = (SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.party == party, SHOWN_TO.c.case_id.in_(tuple(case_ids)))
    columns = (SHOWN_TO.c[name].label(f"copy_{name}") for name in _NAMES)
    return [_copy(row) for row in tx.execute(select(*columns).where(*meant))]


def read(tx: Connection, workspace: str, party: Party, case_id: str, now: datetime) -> None:
    """They have looked at it."""
    tx.execute(
        update(SHOWN_TO)
        .where(SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.party == party, SHOWN_TO.c.case_id == case_id)
        .where(SHOWN_TO.c.read_at.is_(None))
        .values(read_at=now)
    )
