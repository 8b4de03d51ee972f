"""The page of a customer: who they are, who speaks for them, and everything they have asked for, in three reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from runtime.access import Actor, Permission, require
from runtime.customers import own_fields
from runtime.customers.customer_records import MOST_CONTACTS
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases.copies import Copy
from runtime.store.connection.database import Connection
from runtime.store.customers import customer_lists, customers, record_changes
from runtime.store.customers.customer_lists import Line, Seen, Sheet, Wanted
from runtime.store.customers.customers import Contact
from runtime.store.customers.record_changes import RecordChange
from runtime.store.missing import Missing
from runtime.visibility import forecast, sight
from runtime.visibility.sight import Figure
from schemas.model.form import Form
from schemas.words import Words

PAGE: Final = 50
"""Customers of a list, and requests of a customer, that are shown at once."""
_ANY = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A request in the history of a customer, with what its reader may see of it."""

    case_id: str
    number: str
    title: Words
    state: Words
    requester: str
    channel: str
    at: datetime
    ended: str
    figures: tuple[Figure, ...]
    sentence: Words


@dataclass(frozen=True)
class CustomerPage:
    """``after`` asks for older requests; empty on the last page. ``own`` are the house's own fields, by kind of record."""

    sheet: Sheet
    contacts: tuple[Contact, ...]
    requests: tuple[Asked, ...]
    own: Mapping[str, Form]
    sees_all: bool
    after: str = ""


@dataclass(frozen=True)
class CustomerList:
    """``counts`` are by kind of the active ones; ``off`` counts the others. ``after`` asks for the next page."""

    wanted: Wanted
    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    off: int
    after: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def listed(tx: Connection, actor: Actor, wanted: Wanted, limit: int = PAGE) -> CustomerList:
    """One page of the customers, in two reads."""
    require(actor, Permission.FILE_FOR_CLIENT)
    found = customer_lists.listed(tx, actor.workspace, wanted, limit + 1)
    counted = customer_lists.counts(tx, actor.workspace)
    shown = found[:limit]
    last = shown[-1].customer if shown else None
    after = "" if len(found) <= limit or last is None else (last.name if wanted.order == "name" else last.id)
    active = {kind: count for (kind, is_active), count in counted.items() if is_active}
    off = sum(count for (_, is_active), count in counted.items() if not is_active)
    return CustomerList(wanted, tuple(shown), active, off, after)


def page(tx: Connection, actor: Actor, customer_id: str, after: str = "") -> CustomerPage:
    """Who is no administrator is shown the requests that they have to do with, and of the others only how many there are.

    Raises:
        Missing: there is no such customer.
    """
    require(actor, Permission.FILE_FOR_CLIENT)
    sheet = customer_lists.sheet(tx, actor.workspace, customer_id)
    if sheet is None:
        raise Missing(customer_id)
    theirs = customers.contacts_of(tx, actor.workspace, customer_id, MOST_CONTACTS)
    sees_all = actor.may(Permission.ADMIN)
    party = None if sees_all else actor.party
    found = customer_lists.requests_of(tx, actor.workspace, customer_id, party, after, PAGE + 1)
    asked = tuple(_asked(tx, actor, one) for one in found[:PAGE])
    further = asked[-1].case_id if len(found) > PAGE else ""
    return CustomerPage(sheet, tuple(theirs), asked, own_fields.forms_of(sheet.own_forms), sees_all, further)


def changes(tx: Connection, actor: Actor, customer_id: str, after: str = "") -> tuple[list[RecordChange], str]:
    """What was changed of a customer and their contacts, the newest first, and what asks for more."""
    require(actor, Permission.FILE_FOR_CLIENT)
    found = record_changes.of_customer(tx, actor.workspace, customer_id, after, PAGE + 1)
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else ""


def _asked(tx: Connection, actor: Actor, seen: Seen) -> Asked:
    case = seen.case
    compiled = deployment.version(tx, case.workspace, case.version_id)
    return Asked(
        case.id,
        case.number,
        case.title,
        compiled.stands(case),
        case.requester_name,
        case.channel,
        case.opened_at,
        case.ended,
        _figures(actor, compiled, seen),
        forecast.sentence(compiled, case),
    )


def _figures(actor: Actor, compiled: Compiled, seen: Seen) -> tuple[Figure, ...]:
    """What the list shows of its answers, as far as whoever looks may read them by what they were asked or shown."""
    case, fields = seen.case, compiled.process.form.fields
    shown = [Copy(case.workspace, actor.party, case.id, "", state, _ANY) for state in sorted(seen.had)]
    try:
        readable = sight.readable(sight.rights(actor, compiled, case, (), shown))
    except Missing:
        readable = frozenset()
    return tuple(Figure(fields[key], value) for key, value in case.summary.items() if key in fields and key in readable)
