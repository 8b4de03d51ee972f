"""The records of customers, suppliers and partners, as colleagues keep them. What is asked about one is a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.customers import own_fields
from runtime.store.connection.database import Connection
from runtime.store.customers import customers, record_changes
from runtime.store.customers.customers import Contact, Customer
from runtime.store.customers.record_changes import RecordChange
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.people.people import Person
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form, Page, Section
from schemas.problem import Problem, pointer
from schemas.words import Words, words

KINDS: Final[Mapping[str, Words]] = {
    "customer": words("Customer", "客户"),
    "supplier": words("Supplier", "供应商"),
    "partner": words("Partner", "合作伙伴"),
}
LISTS: Final[Mapping[str, Words]] = {
    "customer": words("Customers", "客户"),
    "supplier": words("Suppliers", "供应商"),
    "partner": words("Partners", "合作伙伴"),
}
"""What a list of each is called."""
MOST_CONTACTS: Final = 200
"""Contacts of one customer that a page shows."""


@dataclass(frozen=True)
class Beside:
    """What a record is asked with: the colleagues there are, its contacts, and the house's own fields."""

    everybody: Sequence[Person]
    contacts: Sequence[Contact]
    own: Form


@dataclass(frozen=True)
class Kept:
    """What came of it: ``customer`` as it stands now; None where nothing was kept."""

    reading: Reading
    customer: Customer | None = None


@dataclass(frozen=True)
class Did:
    """What was done to which record; ``changes`` are fields to before and after."""

    kind: str
    target: str
    did: str
    changes: Mapping[str, Any] = field(default_factory=dict)


def beside(tx: Connection, workspace: str, customer_id: str = "") -> Beside:
    own = own_fields.forms(tx, workspace)["customer"]
    theirs = customers.contacts_of(tx, workspace, customer_id, MOST_CONTACTS) if customer_id else []
    return Beside(people.everybody(tx, workspace), theirs, own)


def customer_form(there: Beside, present: Customer | None = None) -> Form:
    """What is asked about one; who speaks for them, once there is somebody."""
    here = {one.id: one.name for one in there.everybody if one.active or (present and one.id == present.keeper_id)}
    speaks = {one.id: one.name or one.email for one in there.contacts}
    fixed = (
        Field("name", "text", words("Name", "名称"), required=True, options={"max_length": 200}),
        Field("kind", "choice", words("What are they to us?", "类型"), required=True, options=_choices(KINDS)),
        Field(
            "keeper",
            "choice",
            words("Who of us looks after them?", "客户经理"),
            options={"look": "select", **_choices(_named(here))},
        ),
        *(
            [
                Field(
                    "contact",
                    "choice",
                    words("Who speaks for them?", "专人（指定联系人）"),
                    words(
                        "Whoever of them asks: questions and messages for the client go to this contact alone.",
                        "无论由谁提出申请，发给客户的待办和消息都只发给此联系人。",
                    ),
                    options={"look": "select", **_choices(_named(speaks))},
                )
            ]
            if speaks
            else []
        ),
        Field("note", "long_text", words("Notes", "备注"), options={"max_length": 5000}),
    )
    return with_own(fixed, there.own)


def with_own(fixed: Sequence[Field], own: Form) -> Form:
    """The fields of every house, and then those of this one."""
    sections = (Section("fixed", fields=tuple(fixed)), Section("own", fields=tuple(own.fields.values())))
    return Form((Page("record", sections=sections),))


def answers_about(present: Customer) -> dict[str, Any]:
    """The answers of `customer_form` as they stand."""
    fixed = {"name": present.name, "kind": present.kind, "note": present.note}
    said = fixed | {"keeper": present.keeper_id, "contact": present.contact_id}
    return {**present.own, **{key: value for key, value in said.items() if value}}


def add(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime, fresh: str = "") -> Kept:
    """Where there are problems nothing is kept. ``fresh`` is the id that it gets, if that is settled already."""
    require(actor, Permission.FILE_FOR_CLIENT)
    there = beside(tx, actor.workspace)
    reading = read(customer_form(there), raw)
    if reading.problems:
        return Kept(reading)
    made = as_said(Customer(actor.workspace, fresh or new_id(now), ""), reading.answers, there)
    if not customers.add_customer(tx, made, now, own_fields.sought(there.own, made.own)):
        return Kept(complaining(reading, "name", "answer.taken"))
    note(tx, actor, made, Did("customer", made.id, "added", changed_in(there, None, made)), now)
    return Kept(reading, made)


def change(tx: Connection, actor: Actor, customer_id: str, raw: Mapping[str, Any], now: datetime) -> Kept:
    """Where there are problems nothing is kept; what is not said in ``raw`` stays.

    Raises:
        Missing: there is no such customer.
    """
    require(actor, Permission.FILE_FOR_CLIENT)
    present = one(tx, actor, customer_id)
    there = beside(tx, actor.workspace, customer_id)
    reading = read(customer_form(there, present), raw, answers_about(present))
    if reading.problems:
        return Kept(reading)
    changed = as_said(present, reading.answers, there)
    other = customers.named(tx, actor.workspace, changed.name)
    if other is not None and other.id != customer_id:
        return Kept(complaining(reading, "name", "answer.taken"))
    if found := changed_in(there, present, changed):
        customers.keep_customer(tx, changed, own_fields.sought(there.own, changed.own))
        note(tx, actor, changed, Did("customer", changed.id, "changed", found), now)
    if "name" in found:
        customers.know_again(tx, actor.workspace, customer_id)
    return Kept(reading, changed)


def switch(tx: Connection, actor: Actor, customer_id: str, now: datetime, *, on: bool) -> Customer:
    """Whoever is switched off is offered nowhere any more; what they asked for stays. Raises Missing."""
    require(actor, Permission.FILE_FOR_CLIENT)
    present = one(tx, actor, customer_id)
    if present.active == on:
        return present
    there = own_fields.forms(tx, actor.workspace)["customer"]
    changed = replace(present, active=on)
    customers.keep_customer(tx, changed, own_fields.sought(there, changed.own))
    note(tx, actor, changed, Did("customer", changed.id, "switched_on" if on else "switched_off"), now)
    return changed


def one(tx: Connection, actor: Actor, customer_id: str) -> Customer:
    """A record that can be changed. Raises Missing, also where it was merged into another."""
    found = customers.customer(tx, actor.workspace, customer_id)
    if found is None or found.merged_into:
        raise Missing(customer_id)
    return found


def note(tx: Connection, actor: Actor, of: Customer, what: Did, now: datetime) -> None:
    """It stays on record who did it."""
    line = RecordChange(
        new_id(now), of.id, what.kind, what.target, now, actor.party, actor.name, what.did, dict(what.changes)
    )
    record_changes.add(tx, actor.workspace, line)


def read(form: Form, raw: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> Reading:
    checker = Checker(form)
    return checker.read(raw, checker.writable, before)


def complaining(reading: Reading, key: str, code: str) -> Reading:
    return replace(reading, problems=(Problem(code, pointer(key)),))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    keys = sorted(before.keys() | after.keys())
    return {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}


def changed_in(there: Beside, present: Customer | None, changed: Customer) -> dict[str, list[Any]]:
    """What is different now, with the names of people in the place of their ids, which mean nothing to readers."""
    names = {one.id: one.name for one in there.everybody} | {one.id: one.name or one.email for one in there.contacts}

    def said(about: Customer) -> dict[str, Any]:
        found = answers_about(about)
        return found | {key: names.get(found[key], found[key]) for key in ("keeper", "contact") if key in found}

    return differences(said(present) if present else {}, said(changed))


def as_said(customer: Customer, said: Mapping[str, Any], there: Beside) -> Customer:
    """The record with these answers. Who speaks for them stays where it was not asked."""
    gone = {key: value for key, value in customer.own.items() if key not in there.own.fields}
    return replace(
        customer,
        name=said["name"],
        kind=said["kind"],
        keeper_id=said.get("keeper"),
        contact_id=said.get("contact") if there.contacts else customer.contact_id,
        note=said.get("note") or "",
        own={**gone, **{key: said[key] for key in there.own.fields if said.get(key) is not None}},
    )


def _named(names: Mapping[str, str]) -> dict[str, Words]:
    return {key: words(name, name) for key, name in names.items()}


def _choices(titles: Mapping[str, Words]) -> dict[str, Any]:
    return {"choices": tuple(Choice(key, title) for key, title in titles.items())} if titles else {}
