"""Contacts that were had with somebody outside: rows that are only ever added, for counting, lists and exports."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from runtime.engine.position import Party
from runtime.store.tables.tables import CASE_FILE, CONTACT_ENTRY


@dataclass(frozen=True)
class ContactEntry:
    """``said`` holds reason, content, effect and next step. ``corrects`` is the id of the entry that it stands for."""

    workspace: str
    id: str
    case_id: str | None
    customer_id: str | None
    how: str
    partner: str
    had_at: datetime
    said: Mapping[str, Any]
    by: Party
    by_name: str
    at: datetime
    next_due: str | None = None
    reminded_at: datetime | None = None
    corrects: str | None = None
    shown: bool = False

    @property
    def next_day(self) -> date | None:
        return date.fromisoformat(self.next_due) if self.next_due else None


_NAMES: Final = [one.name for one in fields(ContactEntry)][1:]


def add(tx: Connection, one: ContactEntry) -> None:
    said = {name: getattr(one, name) for name in _NAMES} | {"said": dict(one.said)}
    tx.execute(insert(CONTACT_ENTRY).values(workspace_id=one.workspace, **said))


def of_case(tx: Connection, workspace: str, case_id: str) -> list[ContactEntry]:
    """The latest first."""
    return _found(tx, CONTACT_ENTRY.c.workspace_id == workspace, CONTACT_ENTRY.c.case_id == case_id)


def of_customer(tx: Connection, workspace: str, customer_id: str) -> list[ContactEntry]:
    """The latest first."""
    return _found(tx, CONTACT_ENTRY.c.workspace_id == workspace, CONTACT_ENTRY.c.customer_id == customer_id)


def everything(tx: Connection, workspace: str, limit: int) -> list[tuple[ContactEntry, str]]:
    """Of the workspace with the numbers of the requests, the latest first."""
    on = (CASE_FILE.c.workspace_id == CONTACT_ENTRY.c.workspace_id) & (CASE_FILE.c.id == CONTACT_ENTRY.c.case_id)
    found = select(CONTACT_ENTRY, CASE_FILE.c.number).outerjoin_from(CONTACT_ENTRY, CASE_FILE, on)
    found = found.where(CONTACT_ENTRY.c.workspace_id == workspace)
    rows = tx.execute(found.order_by(CONTACT_ENTRY.c.had_at.desc(), CONTACT_ENTRY.c.id.desc()).limit(limit))
    return [(_read(row), row.number or "") for row in rows]


def count(tx: Connection, workspace: str, case_ids: list[str]) -> dict[str, int]:
    """By request, without corrections."""
    meant = (CONTACT_ENTRY.c.workspace_id == workspace, CONTACT_ENTRY.c.case_id.in_(case_ids))
    counted = select(CONTACT_ENTRY.c.case_id, func.count()).where(*meant, CONTACT_ENTRY.c.corrects.is_(None))
    return {row[0]: row[1] for row in tx.execute(counted.group_by(CONTACT_ENTRY.c.case_id))}


def due(tx: Connection, day: str, limit: int) -> list[ContactEntry]:
    """Whose next step is due by that day, and of which nobody was reminded."""
    waits = (CONTACT_ENTRY.c.next_due.is_not(None), CONTACT_ENTRY.c.reminded_at.is_(None))
    found = select(CONTACT_ENTRY).where(*waits, CONTACT_ENTRY.c.next_due <= day)
    return [_read(row) for row in tx.execute(found.order_by(CONTACT_ENTRY.c.next_due).limit(limit))]


def reminded(tx: Connection, one: ContactEntry, now: datetime) -> bool:
    """False where somebody else was faster."""
    meant = (CONTACT_ENTRY.c.workspace_id == one.workspace, CONTACT_ENTRY.c.id == one.id)
    said = update(CONTACT_ENTRY).where(*meant, CONTACT_ENTRY.c.reminded_at.is_(None)).values(reminded_at=now)
    return tx.execute(said).rowcount == 1


def _found(tx: Connection, *where: Any) -> list[ContactEntry]:
    rows = tx.execute(
        select(CONTACT_ENTRY).where(*where).order_by(CONTACT_ENTRY.c.had_at.desc(), CONTACT_ENTRY.c.id.desc())
    )
    return [_read(row) for row in rows]


def _read(row: Any) -> ContactEntry:
    return ContactEntry(row.workspace_id, **{name: getattr(row, name) for name in _NAMES})
