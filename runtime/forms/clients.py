"""The client whom a form's answers name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from runtime.access import Actor
from runtime.store.connection.database import Connection
from runtime.store.customers import customers, record_changes
from runtime.store.customers.customers import Contact
from runtime.store.customers.record_changes import RecordChange
from runtime.store.ids import new_id
from schemas.model.form import Form
from schemas.model.process import CONTACT as KNOWN
from schemas.model.process import ContactFields


@dataclass(frozen=True)
class Client:
    """Who asks, for which customer; ``speaker`` is who receives and sends what the client is told: mostly the same."""

    id: str
    name: str
    customer_id: str | None = None
    speaker: str = ""

    @property
    def party(self) -> str:
        return f"contact:{self.id}"

    @property
    def speaking(self) -> str:
        return f"contact:{self.speaker or self.id}"


def find_or_make(
    tx: Connection, actor: Actor, asked: ContactFields, answers: Mapping[str, Any], now: datetime
) -> Client | None:
    """The contact of this e-mail address; None where the answers have none.

    What is known of a contact is never overwritten by what somebody types into a form, nor told to them: the case
    calls the client as the form does. Where their customer has a designated contact, that one speaks for them.
    """
    email = str(answers.get(asked.email) or "").lower()
    if not email:
        return None
    found, speaker = customers.heard(tx, actor.workspace, email)
    if found is None:
        _add(tx, actor, _contact(tx, actor, asked, answers, now), now)
        found, speaker = customers.heard(tx, actor.workspace, email)
    typed = str(answers.get(asked.name) or "")
    return Client(found.id, typed or found.email, found.customer_id, speaker) if found else None


def customer_of(form: Form, answers: Mapping[str, Any]) -> str | None:
    """The customer whom a question of the form names, for a request that no client asks for."""
    named = (answers.get(key) for key, one in form.fields.items() if one.type == "customer")
    return next((str(one["id"]) for one in named if isinstance(one, Mapping) and one.get("id")), None)


def known(tx: Connection, actor: Actor, contact_id: str) -> Contact | None:
    """The contact for whom the actor begins a request, if there is one of this id."""
    return customers.contact(tx, actor.workspace, contact_id) if contact_id else None


def prefilled(contact: Contact | None, asked: ContactFields) -> dict[str, str]:
    """What stands in the fields that say who the client is, of a contact who is known."""
    said = {getattr(asked, name): getattr(contact, name) for name in KNOWN} if contact else {}
    return {key: text for key, text in said.items() if key and text}


def keep(
    tx: Connection, actor: Actor, kind: Literal["customer", "contact"], fields: Mapping[str, Any], now: datetime
) -> None:
    """What an action of a flow says of a customer or contact. What is known already stays as it is."""
    said = {name: str(value).strip() for name, value in fields.items() if value is not None}
    if kind == "customer":
        if said.get("name"):
            customers.customer_named(tx, actor.workspace, said["name"][:200], new_id(now), now)
    elif said.get("email"):
        names = ContactFields(**{name: name for name in KNOWN})
        _add(tx, actor, _contact(tx, actor, names, said, now), now)


def _add(tx: Connection, actor: Actor, made: Contact, now: datetime) -> None:
    """The record of their customer says since when they are known."""
    if customers.add(tx, made, now) and made.customer_id:
        line = RecordChange(
            new_id(now), made.customer_id, "contact", made.id, now, actor.party, actor.name, "asked", {}
        )
        record_changes.add(tx, actor.workspace, line)


def _contact(tx: Connection, actor: Actor, asked: ContactFields, answers: Mapping[str, Any], now: datetime) -> Contact:
    said = {name: str(answers.get(getattr(asked, name)) or "") for name in KNOWN}
    company = said["company"].strip()[:200]
    customer = customers.customer_named(tx, actor.workspace, company, new_id(now), now) if company else None
    return Contact(
        actor.workspace,
        new_id(now),
        said["email"].lower(),
        said["name"],
        said["phone"],
        said["company"],
        customer,
        actor.lang,
    )
