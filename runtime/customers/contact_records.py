"""The contacts of a customer, as colleagues keep them. What is asked about one is a form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.customers import own_fields
from runtime.customers.customer_records import Did, complaining, differences, note, one, read, with_own
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact, Customer
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Reading
from schemas.model.form import Field, Form
from schemas.words import Words, words

_LANGUAGES: Final = {"en": words("English", "English"), "zh-Hans": words("简体中文", "简体中文")}


@dataclass(frozen=True)
class Kept:
    """What came of it: ``contact`` as it stands now; None where nothing was kept."""

    reading: Reading
    contact: Contact | None = None


def contact_form(own: Form, *, new: bool = False) -> Form:
    """Of somebody who is there also whether they still are."""
    fixed = (
        Field("name", "text", words("Name", "姓名"), options={"max_length": 100}),
        Field(
            "email",
            "email",
            words("E-mail", "电子邮箱"),
            words(
                "What they are asked goes there, with a link that needs no account.",
                "发给对方的待办和链接都发到此邮箱，无需账号。",
            ),
            required=True,
        ),
        Field("phone", "text", words("Telephone", "电话"), options={"max_length": 60}),
        Field("lang", "choice", words("Language of their mail", "邮件语言"), options=_offered(_LANGUAGES)),
        *([] if new else [Field("active", "yes_no", words("Are they still there?", "是否仍在职"), required=True)]),
    )
    return with_own(fixed, own)


def answers_about(present: Contact) -> dict[str, Any]:
    """The answers of `contact_form` as they stand."""
    said = {"name": present.name, "email": present.email, "phone": present.phone, "lang": present.lang}
    return {**present.own, **{key: value for key, value in said.items() if value}, "active": present.active}


def add(tx: Connection, actor: Actor, customer_id: str, raw: Mapping[str, Any], now: datetime, fresh: str = "") -> Kept:
    """Where there are problems nothing is kept. Raises Missing: there is no such customer."""
    require(actor, Permission.FILE_FOR_CLIENT)
    theirs = one(tx, actor, customer_id)
    own = own_fields.forms(tx, actor.workspace)["contact"]
    reading = read(contact_form(own, new=True), raw)
    if reading.problems:
        return Kept(reading)
    blank = Contact(
        actor.workspace, fresh or new_id(now), "", company=theirs.name, customer_id=theirs.id, lang=actor.lang
    )
    made = as_said(blank, reading.answers, own)
    if not customers.add(tx, made, now):
        return Kept(complaining(reading, "email", "answer.taken"))
    customers.keep(tx, made, own_fields.sought(own, made.own))
    note(tx, actor, theirs, Did("contact", made.id, "added", differences({}, answers_about(made))), now)
    return Kept(reading, made)


def change(tx: Connection, actor: Actor, contact_id: str, raw: Mapping[str, Any], now: datetime) -> Kept:
    """Where there are problems nothing is kept; what is not said in ``raw`` stays.

    Whoever is not there any more is asked nothing, and speaks for nobody.

    Raises:
        Missing: there is no such contact.
    """
    require(actor, Permission.FILE_FOR_CLIENT)
    present = contact(tx, actor, contact_id)
    own = own_fields.forms(tx, actor.workspace)["contact"]
    reading = read(contact_form(own), raw, answers_about(present))
    if reading.problems:
        return Kept(reading)
    changed = as_said(present, reading.answers, own)
    if not customers.is_free(tx, actor.workspace, changed.email, present.id):
        return Kept(complaining(reading, "email", "answer.taken"))
    if found := differences(answers_about(present), answers_about(changed)):
        customers.keep(tx, changed, own_fields.sought(own, changed.own))
        _noted(tx, actor, changed, found, now)
    return Kept(reading, changed)


def move(tx: Connection, actor: Actor, contact_id: str, customer_id: str, now: datetime) -> Contact:
    """To another customer, as when somebody changes their job. What they asked for stays with whom it was for.

    Raises:
        Missing: there is no such contact or customer.
    """
    require(actor, Permission.FILE_FOR_CLIENT)
    present, theirs = contact(tx, actor, contact_id), one(tx, actor, customer_id)
    if present.customer_id == theirs.id:
        return present
    before = customers.customer(tx, actor.workspace, present.customer_id) if present.customer_id else None
    if before and before.contact_id == contact_id:
        customers.keep_customer(tx, replace(before, contact_id=None), _words(tx, before))
    moved = replace(present, customer_id=theirs.id, company=theirs.name)
    own = own_fields.forms(tx, actor.workspace)["contact"]
    customers.keep(tx, moved, own_fields.sought(own, moved.own))
    said = {"customer": [before.name if before else None, theirs.name]}
    for of in (before, theirs):
        if of is not None:
            note(tx, actor, of, Did("contact", contact_id, "moved", said), now)
            customers.know_again(tx, actor.workspace, of.id)
    return moved


def contact(tx: Connection, actor: Actor, contact_id: str) -> Contact:
    """Raises Missing."""
    found = customers.contact(tx, actor.workspace, contact_id)
    if found is None:
        raise Missing(contact_id)
    return found


def _noted(tx: Connection, actor: Actor, changed: Contact, found: Mapping[str, Any], now: datetime) -> None:
    theirs = customers.customer(tx, actor.workspace, changed.customer_id) if changed.customer_id else None
    if theirs is None:
        return
    note(tx, actor, theirs, Did("contact", changed.id, "changed", found), now)
    customers.know_again(tx, actor.workspace, theirs.id)


def _words(tx: Connection, of: Customer) -> list[str]:
    return own_fields.sought(own_fields.forms(tx, of.workspace)["customer"], of.own)


def as_said(present: Contact, said: Mapping[str, Any], own: Form) -> Contact:
    """The contact with these answers."""
    gone = {key: value for key, value in present.own.items() if key not in own.fields}
    return replace(
        present,
        name=said.get("name", ""),
        email=said["email"].lower(),
        phone=said.get("phone", ""),
        lang=said.get("lang", present.lang),
        active=said.get("active", True),
        own={**gone, **{key: said[key] for key in own.fields if said.get(key) is not None}},
    )


def _offered(titles: Mapping[str, Words]) -> dict[str, Any]:
    return {"choices": tuple(Choice(key, title) for key, title in titles.items())}
