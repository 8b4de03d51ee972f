"""Customers, suppliers and partners, and the contacts who speak for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, select, update

from runtime.store.connection.among import among
from runtime.store.connection.upserts import insert_new, upsert
from runtime.store.customers.double_signs import signs
from runtime.store.people import name_words
from runtime.store.tables.tables import CONTACT, CUSTOMER, DOUBLE_SIGN

MERGED: Final = "merged"
"""The kind of a record that only leads to another any more."""


@dataclass(frozen=True)
class Customer:
    """``own`` are answers to the house's own fields, by key. ``keeper_id`` is the colleague who looks after them.

    ``contact_id`` is whoever receives and sends all their messages. ``merged_into`` is the record that this one became.
    """

    workspace: str
    id: str
    name: str
    kind: str = "customer"
    active: bool = True
    own: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    keeper_id: str | None = None
    contact_id: str | None = None
    merged_into: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True)
class Contact:
    """One that was merged into another is not found any more: its id and its address lead to that one."""

    workspace: str
    id: str
    email: str
    name: str = ""
    phone: str = ""
    company: str = ""
    customer_id: str | None = None
    lang: str = "en"
    active: bool = True
    own: Mapping[str, Any] = field(default_factory=dict)


OF_CONTACT: tuple[Any, ...] = (
    CONTACT.c.workspace_id.label("workspace"),
    CONTACT.c.id,
    CONTACT.c.email,
    CONTACT.c.name,
    CONTACT.c.phone,
    CONTACT.c.company,
    CONTACT.c.customer_id,
    CONTACT.c.lang,
    CONTACT.c.active,
    CONTACT.c.own,
)
"""What a `Contact` is made of, in this order."""
OF_CUSTOMER: tuple[Any, ...] = (
    CUSTOMER.c.workspace_id.label("workspace"),
    CUSTOMER.c.id,
    CUSTOMER.c.name,
    CUSTOMER.c.kind,
    CUSTOMER.c.active,
    CUSTOMER.c.own,
    CUSTOMER.c.note,
    CUSTOMER.c.keeper_id,
    CUSTOMER.c.contact_id,
    CUSTOMER.c.merged_into,
    CUSTOMER.c.created_at,
)
"""What a `Customer` is made of, in this order."""

_NOW = func.coalesce(CUSTOMER.c.merged_into, CUSTOMER.c.id)
_SPEAKER = CONTACT.alias("speaker")
_CALLED = CONTACT.alias("called")
_BECAME = and_(
    CONTACT.c.workspace_id == _CALLED.c.workspace_id,
    CONTACT.c.id == func.coalesce(_CALLED.c.merged_into, _CALLED.c.id),
)
_THEIRS = and_(CUSTOMER.c.workspace_id == CONTACT.c.workspace_id, CUSTOMER.c.id == CONTACT.c.customer_id)
_SPEAKS = and_(
    _SPEAKER.c.workspace_id == CUSTOMER.c.workspace_id, _SPEAKER.c.id == CUSTOMER.c.contact_id, _SPEAKER.c.active
)
_HEARD = (
    select(*OF_CONTACT, _SPEAKER.c.id)
    .join_from(_CALLED, CONTACT, _BECAME)
    .outerjoin(CUSTOMER, _THEIRS)
    .outerjoin(_SPEAKER, _SPEAKS)
    .where(_CALLED.c.workspace_id == bindparam("the_workspace"), _CALLED.c.email == bindparam("the_email"))
)


def customer(tx: Connection, workspace: str, customer_id: str) -> Customer | None:
    """As it stands, also where it was merged into another."""
    asked = select(*OF_CUSTOMER).where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id == customer_id)
    row = tx.execute(asked).first()
    return Customer(*row) if row else None


def named(tx: Connection, workspace: str, name: str) -> Customer | None:
    asked = select(*OF_CUSTOMER).where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.name == name)
    row = tx.execute(asked).first()
    return Customer(*row) if row else None


def all_named(tx: Connection, workspace: str, names: Sequence[str]) -> dict[str, Customer]:
    """By these names, as they are now: a name of before a merger leads to who they became."""
    there = CUSTOMER.alias("there")
    became = and_(there.c.workspace_id == CUSTOMER.c.workspace_id, there.c.id == _NOW)
    columns = [
        there.c[column.key if column.key in there.c else "workspace_id"].label(column.name) for column in OF_CUSTOMER
    ]
    asked = select(CUSTOMER.c.name.label("called"), *columns).join_from(CUSTOMER, there, became)
    asked = asked.where(CUSTOMER.c.workspace_id == bindparam("workspace"), among(CUSTOMER.c.name, "names"))
    return {row[0]: Customer(*row[1:]) for row in tx.execute(asked, {"workspace": workspace, "names": list(names)})}


def all_by_email(tx: Connection, workspace: str, emails: Sequence[str]) -> dict[str, Contact]:
    """By these addresses, and by those that they have now: one of before a merger leads to who they became."""
    asked = select(*OF_CONTACT, _CALLED.c.email.label("called")).join_from(_CALLED, CONTACT, _BECAME)
    asked = asked.where(_CALLED.c.workspace_id == bindparam("workspace"), among(_CALLED.c.email, "emails"))
    rows = tx.execute(asked, {"workspace": workspace, "emails": list(emails)}).all()
    return {key: Contact(*row[:-1]) for row in rows for key in (row.called, row.email)}


def contact(tx: Connection, workspace: str, contact_id: str) -> Contact | None:
    return _led(tx, workspace, _CALLED.c.id == contact_id)


def by_email(tx: Connection, workspace: str, email: str) -> Contact | None:
    return _led(tx, workspace, _CALLED.c.email == email)


def is_free(tx: Connection, workspace: str, email: str, but: str) -> bool:
    """Whether this address may be that of the contact ``but``; one that was merged keeps its own."""
    there = select(CONTACT.c.id).where(CONTACT.c.workspace_id == workspace, CONTACT.c.email == email)
    return tx.execute(there.where(CONTACT.c.id != but)).first() is None


def _led(tx: Connection, workspace: str, called: ColumnElement[bool]) -> Contact | None:
    asked = select(*OF_CONTACT).join_from(_CALLED, CONTACT, _BECAME).where(_CALLED.c.workspace_id == workspace, called)
    row = tx.execute(asked).first()
    return Contact(*row) if row else None


def heard(tx: Connection, workspace: str, email: str) -> tuple[Contact | None, str]:
    """The contact of this address, and the id of whoever speaks for their customer, where one is designated."""
    row = tx.execute(_HEARD, {"the_workspace": workspace, "the_email": email}).first()
    return (Contact(*row[:-1]), row[-1] or "") if row else (None, "")


def contacts_of(tx: Connection, workspace: str, customer_id: str, limit: int) -> list[Contact]:
    """By name."""
    asked = select(*OF_CONTACT).where(CONTACT.c.workspace_id == workspace, CONTACT.c.customer_id == customer_id)
    return [Contact(*row) for row in tx.execute(asked.order_by(CONTACT.c.name, CONTACT.c.id).limit(limit))]


def add(tx: Connection, contact: Contact, now: datetime) -> bool:
    """False where the address is known already; what is known of it stays as it is."""
    is_new = insert_new(tx, CONTACT, id=contact.id, created_at=now, **_row(contact))
    if is_new:
        name_words.add(tx, contact.workspace, "contact", contact.id, *_found_by(contact))
        if contact.customer_id:
            _sign(tx, contact.workspace, contact.customer_id, signs("", [contact.phone], [contact.email]))
    return is_new


def keep(tx: Connection, contact: Contact, more: Sequence[str] = ()) -> None:
    """Write everything that is known of a contact who is there; ``more`` are words by which they are found as well.

    Raises IntegrityError where the address is another's.
    """
    mine = (CONTACT.c.workspace_id == contact.workspace, CONTACT.c.id == contact.id)
    tx.execute(update(CONTACT).where(*mine).values(**_row(contact)))
    name_words.keep(tx, contact.workspace, "contact", contact.id, *_found_by(contact), *more)


def add_customer(tx: Connection, made: Customer, now: datetime, more: Sequence[str] = ()) -> bool:
    """False where one is called so already."""
    is_new = insert_new(tx, CUSTOMER, id=made.id, created_at=now, **_customer_row(made))
    if is_new:
        name_words.add(tx, made.workspace, "customer", made.id, made.name, *more)
        _sign(tx, made.workspace, made.id, signs(made.name))
    return is_new


def keep_customer(tx: Connection, kept: Customer, more: Sequence[str] = ()) -> None:
    """Write everything that is known of a customer who is there. Raises IntegrityError where another is called so."""
    mine = (CUSTOMER.c.workspace_id == kept.workspace, CUSTOMER.c.id == kept.id)
    tx.execute(update(CUSTOMER).where(*mine).values(**_customer_row(kept)))
    name_words.keep(tx, kept.workspace, "customer", kept.id, kept.name, *more)


def know_again(tx: Connection, workspace: str, customer_id: str) -> None:
    """The signs of a customer follow from what is known of them and their contacts now."""
    kept = customer(tx, workspace, customer_id)
    mine = (DOUBLE_SIGN.c.workspace_id == workspace, DOUBLE_SIGN.c.customer_id == customer_id)
    tx.execute(delete(DOUBLE_SIGN).where(*mine))
    if kept is None or kept.merged_into:
        return
    theirs = (CONTACT.c.workspace_id == workspace, CONTACT.c.customer_id == customer_id)
    people = tx.execute(select(CONTACT.c.phone, CONTACT.c.email).where(*theirs)).all()
    _sign(tx, workspace, customer_id, signs(kept.name, [one.phone for one in people], [one.email for one in people]))


def customer_named(tx: Connection, workspace: str, name: str, fresh_id: str, now: datetime) -> str:
    """The id of the customer of this name, who is made as ``fresh_id`` if there is none.

    A name that somebody had before they were merged leads to who they are now.
    """
    if add_customer(tx, Customer(workspace, fresh_id, name), now):
        return fresh_id
    mine = (CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.name == name)
    return str(tx.execute(select(_NOW).where(*mine)).scalar_one())


def _sign(tx: Connection, workspace: str, customer_id: str, found: Iterable[str]) -> None:
    rows = [{"workspace_id": workspace, "customer_id": customer_id, "sign": sign} for sign in sorted(found)]
    if rows:
        tx.execute(upsert(tx, DOUBLE_SIGN).on_conflict_do_nothing(), rows)


def _found_by(contact: Contact) -> tuple[str, str, str]:
    return contact.name, contact.email, contact.company


def _row(contact: Contact) -> dict[str, Any]:
    names = ("email", "name", "phone", "company", "customer_id", "lang", "active", "own")
    return {"workspace_id": contact.workspace, **{name: getattr(contact, name) for name in names}}


def _customer_row(kept: Customer) -> dict[str, Any]:
    names = ("name", "kind", "active", "own", "note", "keeper_id", "contact_id", "merged_into")
    return {"workspace_id": kept.workspace, **{name: getattr(kept, name) for name in names}}
