"""Two contacts who are one person become one: what is known of each, and what is kept of both."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.customers import contact_records, doubles, own_fields
from runtime.customers.customer_records import MOST_CONTACTS, Did, differences, note
from runtime.customers.doubles import Choice
from runtime.store.connection.database import Connection
from runtime.store.customers import contact_merging, customers
from runtime.store.customers.customers import Contact
from runtime.store.missing import Missing
from schemas.model.form import Form
from schemas.problem import Problem

STAYS: Final = ("active", "email")
"""Whoever stays is there, under their own address; the other address leads to them."""


@dataclass(frozen=True)
class Sides:
    """``left`` stays; ``seen`` says later on whether the two are still as they were looked at."""

    left: Contact
    right: Contact
    choices: tuple[Choice, ...]
    same: tuple[tuple[Any, str], ...]
    seen: str


def others(tx: Connection, actor: Actor, contact: Contact) -> list[Contact]:
    """With whom a contact can be made one: the others of their customer."""
    if not (actor.may(Permission.ADMIN) and contact.customer_id):
        return []
    found = customers.contacts_of(tx, actor.workspace, contact.customer_id, MOST_CONTACTS)
    return [one for one in found if one.id != contact.id]


def side_by_side(tx: Connection, actor: Actor, survivor_id: str, other_id: str, lang: str) -> Sides:
    """Raises Missing, and Rejected where the two are one already or are of two customers."""
    left, right, form = _two(tx, actor, survivor_id, other_id)
    mine, theirs = (doubles.texts(form, contact_records.answers_about(one), lang) for one in (left, right))
    asked = {key: field.title for key, field in form.fields.items() if key not in STAYS}
    choices = tuple(
        Choice(key, title, mine[key], theirs[key], "left" if mine[key] else "right")
        for key, title in asked.items()
        if mine[key] != theirs[key]
    )
    same = tuple((title, mine[key]) for key, title in asked.items() if mine[key] and mine[key] == theirs[key])
    return Sides(left, right, choices, same, _seen(left, right))


def merge(
    tx: Connection, actor: Actor, survivor_id: str, other_id: str, chosen: Mapping[str, str], now: datetime
) -> Contact:
    """``chosen`` are fields to ``left`` (of the survivor) or ``right``; ``_seen`` is `Sides.seen`.

    Raises:
        Missing: there is none of the two any more.
        Rejected: they are one already, were changed since, or the other has something to do just now, by a link of theirs.
    """
    left, right, form = _two(tx, actor, survivor_id, other_id)
    if chosen.get("_seen", "") != _seen(left, right):
        raise Rejected((Problem("merge.stale"),))
    if asked := contact_merging.asked_in(tx, actor.workspace, right.id):
        raise Rejected((Problem("merge.asked", params={"name": right.name or right.email, "n": asked}),))
    mine, theirs = contact_records.answers_about(left), contact_records.answers_about(right)
    usual = {key: "left" if mine.get(key) else "right" for key in form.fields}
    said = {
        key: (theirs if key not in STAYS and (chosen.get(key) or usual[key]) == "right" else mine).get(key)
        for key in form.fields
    }
    own = own_fields.forms(tx, actor.workspace)["contact"]
    gone = {**right.own, **left.own}
    answered = {key: value for key, value in said.items() if value is not None}
    kept = contact_records.as_said(replace(left, own=gone), answered, own)
    contact_merging.retire(tx, actor.workspace, right.id, left.id)
    contact_merging.move_all(tx, actor.workspace, right.id, left.id)
    customers.keep(tx, kept, own_fields.sought(own, kept.own))
    _noted(tx, actor, right, kept, differences(mine, contact_records.answers_about(kept)), now)
    return kept


def _noted(tx: Connection, actor: Actor, gone: Contact, kept: Contact, found: Mapping[str, Any], now: datetime) -> None:
    theirs = customers.customer(tx, actor.workspace, kept.customer_id) if kept.customer_id else None
    if theirs is not None:
        said = {**found, "merged": [gone.name or gone.email, kept.name or kept.email]}
        note(tx, actor, theirs, Did("contact", kept.id, "merged", said), now)
        customers.know_again(tx, actor.workspace, theirs.id)


def _two(tx: Connection, actor: Actor, survivor_id: str, other_id: str) -> tuple[Contact, Contact, Form]:
    require(actor, Permission.ADMIN)
    left, right = (customers.contact(tx, actor.workspace, key) for key in (survivor_id, other_id))
    if left is None or right is None:
        raise Missing(survivor_id if left is None else other_id)
    if left.id == right.id or left.customer_id != right.customer_id:
        raise Rejected((Problem("merge.same" if left.id == right.id else "merge.elsewhere"),))
    return left, right, contact_records.contact_form(own_fields.forms(tx, actor.workspace)["contact"])


def _seen(left: Contact, right: Contact) -> str:
    return doubles.seal(*((one.id, contact_records.answers_about(one)) for one in (left, right)))
