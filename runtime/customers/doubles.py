"""Two records of one customer become one: which may be the same, what stands in each, and what is kept of both."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.customers import customer_records, own_fields
from runtime.customers.customer_records import Beside, Did
from runtime.store.connection.database import Connection
from runtime.store.customers import customers, doubles_found
from runtime.store.customers.customers import Customer
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from schemas.fields.registry import type_of
from schemas.model.form import Form
from schemas.problem import Problem

MOST: Final = 50
"""Pairs that are shown at once."""
BOTH: Final = "both"
"""Of notes both can be kept, one below the other."""


@dataclass(frozen=True)
class Pair:
    """``signs`` are what the two have in common."""

    left: Customer
    right: Customer
    signs: tuple[str, ...]

    def by(self, kind: str) -> bool:
        """Whether they have this kind of sign in common: ``name``, ``phone`` or ``email``."""
        return any(sign.startswith(f"{kind}:") for sign in self.signs)


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ: what stands in each as text, and which is taken unless somebody says otherwise."""

    key: str
    title: Any
    left: str
    right: str
    taken: str


@dataclass(frozen=True)
class Sides:
    """``left`` stays; ``seen`` says later on whether the two are still as they were looked at."""

    left: Customer
    right: Customer
    choices: tuple[Choice, ...]
    same: tuple[tuple[Any, str], ...]
    seen: str


def likely(tx: Connection, actor: Actor, of: str = "") -> list[Pair]:
    """Pairs of records that may be one, of all or of one customer. Two reads."""
    require(actor, Permission.ADMIN)
    found = doubles_found.pairs(tx, actor.workspace, of, MOST)
    known = doubles_found.records(tx, actor.workspace, sorted({key for one in found for key in (one.left, one.right)}))
    return [
        Pair(known[one.left], known[one.right], one.signs)
        for one in found
        if not (known[one.left].merged_into or known[one.right].merged_into)
    ]


def side_by_side(tx: Connection, actor: Actor, survivor_id: str, other_id: str, lang: str) -> Sides:
    """Raises Missing, and Rejected where the two are one already."""
    require(actor, Permission.ADMIN)
    left, right, there = _two(tx, actor, survivor_id, other_id)
    form = customer_records.customer_form(there)
    mine, theirs = (texts(form, customer_records.answers_about(one), lang) for one in (left, right))
    differing = [key for key in form.fields if mine[key] != theirs[key]]
    choices = tuple(
        Choice(key, form.fields[key].title, mine[key], theirs[key], _taken(key, mine[key], theirs[key]))
        for key in differing
    )
    same = tuple((one.title, mine[key]) for key, one in form.fields.items() if key not in differing and mine[key])
    return Sides(left, right, choices, same, _seen(left, right))


def merge(
    tx: Connection, actor: Actor, survivor_id: str, other_id: str, chosen: Mapping[str, str], now: datetime
) -> Customer:
    """``chosen`` are fields to ``left`` (of the survivor), ``right`` or `BOTH`; ``_seen`` is `Sides.seen`.

    Requests, contacts and whatever else is of the other become the survivor's; its address leads to the survivor.

    Raises:
        Missing: there is none of the two any more.
        Rejected: they are one already, or were changed since.
    """
    require(actor, Permission.ADMIN)
    left, right, there = _two(tx, actor, survivor_id, other_id)
    if chosen.get("_seen", "") != _seen(left, right):
        raise Rejected((Problem("merge.stale"),))
    kept = _merged(left, right, chosen, there)
    swapped = left.name if kept.name == right.name else right.name
    if kept.name == right.name:  # no two records are called the same, not even for a moment
        doubles_found.retire(tx, actor.workspace, right.id, new_id(now), left.id)
        customers.keep_customer(tx, kept, own_fields.sought(there.own, kept.own))
    doubles_found.retire(tx, actor.workspace, right.id, swapped, left.id)
    doubles_found.move_all(tx, actor.workspace, right.id, kept)
    customers.keep_customer(tx, kept, own_fields.sought(there.own, kept.own))
    customers.know_again(tx, actor.workspace, kept.id)
    found = customer_records.changed_in(there, left, kept) | {"merged": [right.name, kept.name]}
    customer_records.note(tx, actor, kept, Did("customer", kept.id, "merged", found), now)
    return kept


def _two(tx: Connection, actor: Actor, survivor_id: str, other_id: str) -> tuple[Customer, Customer, Beside]:
    if survivor_id == other_id:
        raise Rejected((Problem("merge.same"),))
    found = doubles_found.records(tx, actor.workspace, [survivor_id, other_id])
    for key in (survivor_id, other_id):
        if key not in found:
            raise Missing(key)
        if found[key].merged_into:
            raise Rejected((Problem("merge.same"),))
    there = customer_records.beside(tx, actor.workspace, survivor_id)
    theirs = customers.contacts_of(tx, actor.workspace, other_id, customer_records.MOST_CONTACTS)
    return found[survivor_id], found[other_id], replace(there, contacts=[*there.contacts, *theirs])


def _merged(left: Customer, right: Customer, chosen: Mapping[str, str], there: Beside) -> Customer:
    answers = [customer_records.answers_about(one) for one in (left, right)]
    form = customer_records.customer_form(there)
    said: dict[str, Any] = {}
    for key in form.fields:
        mine, theirs = (one.get(key) for one in answers)
        side = chosen.get(key) or _taken(key, mine, theirs)
        if side == BOTH and key == "note":
            said[key] = "\n\n".join(text for text in (mine, theirs) if text)
        else:
            said[key] = theirs if side == "right" else mine
    gone = {**right.own, **left.own}
    return customer_records.as_said(replace(left, own=gone), said, there)


def _taken(key: str, mine: Any, theirs: Any) -> str:
    """What nobody has said is taken from whoever has it; of two notes both are kept."""
    if key == "note" and mine and theirs and mine != theirs:
        return BOTH
    return "right" if theirs not in (None, "", []) and mine in (None, "", []) else "left"


def texts(form: Form, said: Mapping[str, Any], lang: str) -> dict[str, str]:
    """The answers of a record as they read, by key."""
    return {key: type_of(field).show(field, said.get(key), lang) for key, field in form.fields.items()}


def _seen(left: Customer, right: Customer) -> str:
    return seal(*((one.id, customer_records.answers_about(one)) for one in (left, right)))


def seal(*said: tuple[str, Mapping[str, Any]]) -> str:
    """The same as long as the records, by id, are as they were looked at."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:32]
