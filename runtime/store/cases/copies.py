"""Who is shown a request that they need not act on, until they have read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Select, String, and_, bindparam, literal, or_, select, union_all, update

from runtime.engine.position import Party
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.upserts import insert_new
from runtime.store.tables.columns import Moment
from runtime.store.tables.tables import CASE_FILE, SHOWN_TO


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


_NAMES = ("workspace_id", "party", "case_id", "by", "state", "at", "read_at")
COLUMNS = tuple(SHOWN_TO.c[name].label(f"copy_{name}") for name in _NAMES)
"""Of a copy in a row that has other columns too; `read_copy` understands them."""


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
    """What somebody is shown: first what they have not read, each part the latest first. One read.

    ``after`` is whether the last one seen had been read, when it was shown, and the id of its request.
    """
    asked = {"workspace": workspace, "the_party": party, "limit": limit}
    if after:
        was_read, at, last = after
        rows = tx.execute(_FURTHER_READ if was_read else _FURTHER, {**asked, "at": at, "last": last})
    else:
        rows = tx.execute(_FIRST, asked)
    return [Watched(read_copy(row), cases.read(row)) for row in rows]


def _part(*, was_read: bool, further: bool = False) -> Select[Any]:
    """One half of the list along an index of its own; ``further``: from behind a row."""
    mine = SHOWN_TO.c
    half = mine.read_at.is_not(None) if was_read else mine.read_at.is_(None)
    found = select(*COLUMNS, literal(int(was_read)).label("half"))
    found = found.where(mine.workspace_id == bindparam("workspace"), mine.party == bindparam("the_party"), half)
    if further:
        at, last = bindparam("at", type_=Moment), bindparam("last", type_=String)
        found = found.where(mine.at <= at, or_(mine.at < at, and_(mine.at == at, mine.case_id < last)))
    return found.order_by(mine.at.desc(), mine.case_id.desc()).limit(bindparam("limit", type_=Integer))


def _with_cases(*parts: Select[Any]) -> Select[Any]:
    """Of the parts together the first ones, and what stands in their cases."""
    each = [select(part.subquery()) for part in parts]
    both = (union_all(*each) if each[1:] else each[0]).subquery()
    order = (both.c.half, both.c.copy_at.desc(), both.c.copy_case_id.desc())
    page = select(both).order_by(*order).limit(bindparam("limit", type_=Integer)).subquery()
    its_case = and_(page.c.copy_workspace_id == CASE_FILE.c.workspace_id, page.c.copy_case_id == CASE_FILE.c.id)
    return (
        select(CASE_FILE, page)
        .join_from(page, CASE_FILE, its_case)
        .order_by(page.c.half, page.c.copy_at.desc(), page.c.copy_case_id.desc())
    )


# Made once: SQLAlchemy takes longer to build a statement than the database to answer it.
_FIRST = _with_cases(_part(was_read=False), _part(was_read=True))
_FURTHER = _with_cases(_part(was_read=False, further=True), _part(was_read=True))
_FURTHER_READ = _with_cases(_part(was_read=True, further=True))


def read_copy(row: Any) -> Copy:
    """From a row that has `COLUMNS`."""
    return Copy(*(getattr(row, f"copy_{name}") for name in _NAMES))


def of_party_in(tx: Connection, workspace: str, party: Party, case_ids: Iterable[str]) -> list[Copy]:
    """What somebody was shown of these cases."""
    meant = (SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.party == party, SHOWN_TO.c.case_id.in_(tuple(case_ids)))
    return [read_copy(row) for row in tx.execute(select(*COLUMNS).where(*meant))]


def read(tx: Connection, workspace: str, party: Party, case_id: str, now: datetime) -> None:
    """They have looked at it."""
    tx.execute(
        update(SHOWN_TO)
        .where(SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.party == party, SHOWN_TO.c.case_id == case_id)
        .where(SHOWN_TO.c.read_at.is_(None))
        .values(read_at=now)
    )
