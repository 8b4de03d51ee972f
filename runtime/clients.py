"""The client whom a form's answers name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from runtime.access import Actor
from runtime.store import customers
from runtime.store.customers import Contact
from runtime.store.database import Connection
from runtime.store.ids import new_id
from schemas.process import ContactFields


@dataclass(frozen=True)
class Client:
    id: str
    name: str

    @property
    def party(self) -> str:
        return f"contact:{self.id}"


def find_or_make(
    tx: Connection, actor: Actor, asked: ContactFields, answers: Mapping[str, Any], now: datetime
) -> Client | None:
    """The contact of this e-mail address; None where the answers have none.

    What is known of a contact is never overwritten by what somebody types into a form, nor told to them: the case
    calls the client as the form does.
    """
    email = str(answers.get(asked.email) or "").lower()
    if not email:
        return None
    found = customers.by_email(tx, actor.workspace, email)
    if found is None:
        made = _contact(tx, actor, asked, answers, now)
        found = made if customers.add(tx, made, now) else customers.by_email(tx, actor.workspace, email)
    typed = str(answers.get(asked.name) or "")
    return Client(found.id, typed or found.email) if found else None


def keep(
    tx: Connection, actor: Actor, kind: Literal["customer", "contact"], fields: Mapping[str, Any], now: datetime
) -> None:
    """What an action of a flow says of a customer or contact. What is known already stays as it is."""
    said = {name: str(value).strip() for name, value in fields.items() if value is not None}
    if kind == "customer":
        if said.get("name"):
            customers.customer_named(tx, actor.workspace, said["name"][:200], new_id(now), now)
    elif said.get("email"):
        names = ContactFields(**{name: name for name in ("name", "email", "phone", "company")})
        customers.add(tx, _contact(tx, actor, names, said, now), now)


def _contact(tx: Connection, actor: Actor, asked: ContactFields, answers: Mapping[str, Any], now: datetime) -> Contact:
    said = {name: str(answers.get(getattr(asked, name)) or "") for name in ("name", "email", "phone", "company")}
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
