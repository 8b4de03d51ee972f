"""Those who ask from outside: contacts, and the customers they speak for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from runtime.store import name_words
from runtime.store.rising import insert_new
from runtime.store.tables import CONTACT, CUSTOMER


@dataclass(frozen=True)
class Contact:
    workspace: str
    id: str
    email: str
    name: str = ""
    phone: str = ""
    company: str = ""
    customer_id: str | None = None
    lang: str = "en"


_COLUMNS = (
    CONTACT.c.workspace_id.label("workspace"),
    CONTACT.c.id,
    CONTACT.c.email,
    CONTACT.c.name,
    CONTACT.c.phone,
    CONTACT.c.company,
    CONTACT.c.customer_id,
    CONTACT.c.lang,
)


def contact(tx: Connection, workspace: str, contact_id: str) -> Contact | None:
    row = tx.execute(select(*_COLUMNS).where(CONTACT.c.workspace_id == workspace, CONTACT.c.id == contact_id)).first()
    return Contact(*row) if row else None


def by_email(tx: Connection, workspace: str, email: str) -> Contact | None:
    row = tx.execute(select(*_COLUMNS).where(CONTACT.c.workspace_id == workspace, CONTACT.c.email == email)).first()
    return Contact(*row) if row else None


def add(tx: Connection, contact: Contact, now: datetime) -> bool:
    """False where the address is known already; what is known of it stays as it is."""
    is_new = insert_new(
        tx,
        CONTACT,
        workspace_id=contact.workspace,
        id=contact.id,
        customer_id=contact.customer_id,
        email=contact.email,
        name=contact.name,
        phone=contact.phone,
        company=contact.company,
        lang=contact.lang,
        created_at=now,
    )
    if is_new:
        name_words.add(tx, contact.workspace, "contact", contact.id, contact.name, contact.email, contact.company)
    return is_new


def customer_named(tx: Connection, workspace: str, name: str, fresh_id: str, now: datetime) -> str:
    """The id of the customer of this name, who is made as ``fresh_id`` if there is none."""
    if insert_new(tx, CUSTOMER, workspace_id=workspace, id=fresh_id, name=name, created_at=now):
        name_words.add(tx, workspace, "customer", fresh_id, name)
        return fresh_id
    return str(
        tx.execute(
            select(CUSTOMER.c.id).where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.name == name)
        ).scalar_one()
    )
