"""How contacts come into their portal: one-time links, and the browsers in which they are there. Only seals are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from runtime.store.customers.customers import OF_CONTACT, Contact
from runtime.store.tables.tables import CONTACT, CUSTOMER, PORTAL_LINK, PORTAL_SESSION


@dataclass(frozen=True)
class Known:
    """A contact who may come in. ``speaks_for`` is the customer whose designated contact they are; empty for none."""

    contact: Contact
    speaks_for: str = ""


_THEIRS = and_(
    CUSTOMER.c.workspace_id == CONTACT.c.workspace_id,
    CUSTOMER.c.id == CONTACT.c.customer_id,
    CUSTOMER.c.contact_id == CONTACT.c.id,
)
_KNOWN = select(*OF_CONTACT, CUSTOMER.c.id).outerjoin_from(CONTACT, CUSTOMER, _THEIRS).where(CONTACT.c.active)


def by_address(tx: Connection, email: str) -> list[Known]:
    """In every workspace."""
    called = CONTACT.alias("called")
    became = and_(
        called.c.workspace_id == CONTACT.c.workspace_id,
        CONTACT.c.id == func.coalesce(called.c.merged_into, called.c.id),
    )
    return [_read(row) for row in tx.execute(_KNOWN.join(called, became).where(called.c.email == email))]


def anybody(tx: Connection) -> list[Known]:
    """One contact, whoever it is; nobody where there is none."""
    return [_read(row) for row in tx.execute(_KNOWN.limit(1))]


def add_link(tx: Connection, of: Contact, link_id: str, link_hash: str, now: datetime, until: datetime) -> None:
    row = {"workspace_id": of.workspace, "id": link_id, "contact_id": of.id, "link_hash": link_hash}
    tx.execute(insert(PORTAL_LINK).values(**row, made_at=now, until=until))


def links_since(tx: Connection, of: Contact, moment: datetime) -> int:
    mine = (PORTAL_LINK.c.workspace_id == of.workspace, PORTAL_LINK.c.contact_id == of.id)
    return int(tx.scalar(select(func.count()).where(*mine, PORTAL_LINK.c.made_at > moment)) or 0)


def by_link(tx: Connection, link_hash: str, now: datetime) -> Known | None:
    """Whose link this is, if it is still to be used."""
    found = _KNOWN.join(PORTAL_LINK, _of(PORTAL_LINK)).where(*_fresh(link_hash, now))
    row = tx.execute(found).first()
    return _read(row) if row else None


def use(tx: Connection, link_hash: str, now: datetime) -> bool:
    """Of several at once, one does."""
    return tx.execute(update(PORTAL_LINK).where(*_fresh(link_hash, now)).values(used_at=now)).rowcount == 1


def come_in(tx: Connection, of: Contact, session_id: str, session_hash: str, now: datetime, until: datetime) -> None:
    row = {"workspace_id": of.workspace, "id": session_id, "contact_id": of.id, "session_hash": session_hash}
    tx.execute(insert(PORTAL_SESSION).values(**row, began_at=now, until=until))


def by_session(tx: Connection, session_hash: str, now: datetime) -> Known | None:
    """Who is there in this browser."""
    there = (PORTAL_SESSION.c.session_hash == session_hash, PORTAL_SESSION.c.until > now)
    row = tx.execute(_KNOWN.join(PORTAL_SESSION, _of(PORTAL_SESSION)).where(*there)).first()
    return _read(row) if row else None


def leave(tx: Connection, session_hash: str) -> None:
    tx.execute(delete(PORTAL_SESSION).where(PORTAL_SESSION.c.session_hash == session_hash))


def leave_everywhere(tx: Connection, of: Contact, now: datetime) -> None:
    """No browser is in any more, and no link that was sent before leads in."""
    for table in (PORTAL_SESSION, PORTAL_LINK):
        mine = (table.c.workspace_id == of.workspace, table.c.contact_id == of.id)
        tx.execute(update(table).where(*mine, table.c.until > now).values(until=now))


def forget_before(tx: Connection, moment: datetime) -> int:
    """Rows that have been of no use since then."""
    return sum(
        tx.execute(delete(table).where(table.c.until < moment)).rowcount for table in (PORTAL_LINK, PORTAL_SESSION)
    )


def _fresh(link_hash: str, now: datetime) -> tuple[Any, ...]:
    return (PORTAL_LINK.c.link_hash == link_hash, PORTAL_LINK.c.used_at.is_(None), PORTAL_LINK.c.until > now)


def _of(table: Any) -> Any:
    return and_(table.c.workspace_id == CONTACT.c.workspace_id, table.c.contact_id == CONTACT.c.id)


def _read(row: Any) -> Known:
    *contact, speaks_for = row
    return Known(Contact(*contact), speaks_for or "")
