"""Customers as lists show them, and the requests of one: each function is one read, at any number of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union

from runtime.engine.position import Party
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.customers.customers import MERGED, OF_CONTACT, OF_CUSTOMER, Contact, Customer
from runtime.store.people import name_words
from runtime.store.tables.tables import CASE_FILE, CONTACT, CUSTOMER, DOUBLE_SIGN, OWN_FORM, PERSON, SHOWN_TO, TASK

Order = Literal["name", "newest"]


@dataclass(frozen=True)
class Wanted:
    """Which customers: of a ``kind`` (empty for all), ``typed`` as what they or their contacts are found by.

    ``after`` is the name, or of the newest the id, of the last one seen. Where a ``keeper`` is given, only theirs.
    """

    kind: str = ""
    typed: str = ""
    order: Order = "name"
    active: bool = True
    after: str = ""
    keeper: str = ""


@dataclass(frozen=True)
class Line:
    """A customer in a list. ``running`` counts requests that have not ended."""

    customer: Customer
    keeper: str
    keeper_email: str
    contact: str
    contacts: int
    running: int


@dataclass(frozen=True)
class Sheet:
    """A customer, with the names of those who look after them and are asked for them, and how much there is of all.

    ``own_forms`` are the documents of the house's own fields, by kind of record. ``doubles`` counts others that may be
    the same.
    """

    customer: Customer
    keeper: str
    contact: str
    own_forms: Mapping[str, Any]
    requests: int
    running: int
    doubles: int


@dataclass(frozen=True)
class Seen:
    """A request of a customer, and in which states whoever looks had a to-do or was shown it."""

    case: Case
    had: frozenset[str]


_KEPT_BY = and_(PERSON.c.workspace_id == CUSTOMER.c.workspace_id, PERSON.c.id == CUSTOMER.c.keeper_id)
_SPEAKS = and_(CONTACT.c.workspace_id == CUSTOMER.c.workspace_id, CONTACT.c.id == CUSTOMER.c.contact_id)


def listed(tx: Connection, workspace: str, wanted: Wanted, limit: int) -> list[Line]:
    beside = CONTACT.alias("beside")
    theirs = (beside.c.workspace_id == CUSTOMER.c.workspace_id, beside.c.customer_id == CUSTOMER.c.id)
    people = select(func.count()).select_from(beside).where(*theirs).scalar_subquery()
    asked = (
        select(*OF_CUSTOMER, PERSON.c.name, PERSON.c.email, _called(), people, _requests(CASE_FILE.c.ended == ""))
        .outerjoin_from(CUSTOMER, PERSON, _KEPT_BY)
        .outerjoin(CONTACT, _SPEAKS)
        .where(CUSTOMER.c.workspace_id == workspace, *_meant(workspace, wanted))
    )
    if wanted.order == "newest":
        asked = asked.order_by(CUSTOMER.c.id.desc())
        asked = asked.where(CUSTOMER.c.id < wanted.after) if wanted.after else asked
    else:
        asked = asked.order_by(CUSTOMER.c.name)
        asked = asked.where(CUSTOMER.c.name > wanted.after) if wanted.after else asked
    size = len(OF_CUSTOMER)
    found = []
    for row in tx.execute(asked.limit(limit)):
        keeper, email, contact, people_there, running = row[size:]
        found.append(Line(Customer(*row[:size]), keeper or "", email or "", contact or "", people_there, running))
    return found


def with_contacts(tx: Connection, workspace: str, after: str, limit: int) -> list[tuple[Customer, str, list[Contact]]]:
    """Customers that were not merged, the oldest first: with the address of who looks after them, and their contacts."""
    asked = (
        select(*OF_CUSTOMER, PERSON.c.email)
        .outerjoin_from(CUSTOMER, PERSON, _KEPT_BY)
        .where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id > after, CUSTOMER.c.merged_into.is_(None))
    )
    rows = tx.execute(asked.order_by(CUSTOMER.c.id).limit(limit)).all()
    ids = [row.id for row in rows]
    theirs = select(*OF_CONTACT).where(CONTACT.c.workspace_id == workspace, CONTACT.c.customer_id.in_(ids))
    people: dict[str | None, list[Contact]] = {}
    for row in tx.execute(theirs.order_by(CONTACT.c.id)) if ids else ():
        people.setdefault(row.customer_id, []).append(Contact(*row))
    return [(Customer(*row[:-1]), row[-1] or "", people.get(row.id, [])) for row in rows]


def counts(tx: Connection, workspace: str) -> dict[tuple[str, bool], int]:
    """How many there are, by kind and whether they are active; those merged into others are not among them."""
    asked = select(CUSTOMER.c.kind, CUSTOMER.c.active, func.count()).where(CUSTOMER.c.workspace_id == workspace)
    rows = tx.execute(asked.group_by(CUSTOMER.c.active, CUSTOMER.c.kind))
    return {(row[0], row[1]): row[2] for row in rows if row[0] != MERGED}


def sheet(tx: Connection, workspace: str, customer_id: str) -> Sheet | None:
    mine, other = DOUBLE_SIGN.alias("mine"), DOUBLE_SIGN.alias("other")
    alike = and_(other.c.workspace_id == mine.c.workspace_id, other.c.sign == mine.c.sign)
    doubles = (
        select(func.count(func.distinct(other.c.customer_id)))
        .join_from(mine, other, alike)
        .where(mine.c.workspace_id == CUSTOMER.c.workspace_id, mine.c.customer_id == CUSTOMER.c.id)
        .where(other.c.customer_id != mine.c.customer_id)
        .correlate(CUSTOMER)
        .scalar_subquery()
    )
    asked = (
        select(
            *OF_CUSTOMER,
            PERSON.c.name,
            _called(),
            *(own_form(kind) for kind in ("customer", "contact")),
            _requests(),
            _requests(CASE_FILE.c.ended == ""),
            doubles,
        )
        .outerjoin_from(CUSTOMER, PERSON, _KEPT_BY)
        .outerjoin(CONTACT, _SPEAKS)
        .where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id == customer_id)
    )
    row = tx.execute(asked).first()
    if row is None:
        return None
    size = len(OF_CUSTOMER)
    keeper, contact, customers, contacts, requests, running, doubled = row[size:]
    forms = {kind: found for kind, found in (("customer", customers), ("contact", contacts)) if found}
    return Sheet(Customer(*row[:size]), keeper or "", contact or "", forms, requests, running, doubled)


def own_form(kind: str) -> Any:
    """The document of the own fields, beside a row of a customer."""
    form = OWN_FORM.alias(f"own_{kind}")
    mine = (form.c.workspace_id == CUSTOMER.c.workspace_id, form.c.kind == kind)
    return select(form.c.document).where(*mine).correlate(CUSTOMER).scalar_subquery()


def requests_of(
    tx: Connection, workspace: str, customer_id: str, party: Party | None, after: str, limit: int
) -> list[Seen]:
    """The newest requests of a customer that ``party`` may see; None may see all.

    ``after`` is the id of the last one seen. With each stands in which states ``party`` was asked or shown it.
    """
    some = select(CASE_FILE.c.id).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.customer_id == customer_id)
    if after:
        some = some.where(CASE_FILE.c.id < after)
    if party is not None:
        some = some.where(_may_see(workspace, party))
    chosen = some.order_by(CASE_FILE.c.id.desc()).limit(limit).subquery()
    asked = select(CASE_FILE, TASK.c.state.label("asked"), SHOWN_TO.c.state.label("shown"))
    asked = asked.join_from(chosen, CASE_FILE, CASE_FILE.c.id == chosen.c.id)
    asked = asked.outerjoin(TASK, _beside(TASK, party)).outerjoin(SHOWN_TO, _beside(SHOWN_TO, party))
    asked = asked.where(CASE_FILE.c.workspace_id == workspace).order_by(CASE_FILE.c.id.desc())
    return list(_seen(tx, asked))


def _seen(tx: Connection, asked: Select[Any]) -> Iterator[Seen]:
    by_case: dict[str, list[Any]] = {}
    for row in tx.execute(asked):
        by_case.setdefault(row.id, []).append(row)
    for rows in by_case.values():
        had = {state for row in rows for state in (row.asked, row.shown) if state}
        yield Seen(cases.read(rows[0]), frozenset(had))


def _may_see(workspace: str, party: Party) -> ColumnElement[bool]:
    asked = exists().where(TASK.c.workspace_id == workspace, TASK.c.case_id == CASE_FILE.c.id, TASK.c.party == party)
    shown = exists().where(
        SHOWN_TO.c.workspace_id == workspace, SHOWN_TO.c.case_id == CASE_FILE.c.id, SHOWN_TO.c.party == party
    )
    return or_(CASE_FILE.c.filer == party, CASE_FILE.c.requester == party, asked, shown)


def _beside(table: Any, party: Party | None) -> ColumnElement[bool]:
    return and_(
        table.c.workspace_id == CASE_FILE.c.workspace_id,
        table.c.case_id == CASE_FILE.c.id,
        table.c.party == (party or ""),
    )


def contacts(tx: Connection, workspace: str, customer_id: str, typed: str, after: str, limit: int) -> list[Contact]:
    """The oldest first, of one customer or of all; ``after`` is the id of the last one seen."""
    there = (CONTACT.c.workspace_id == workspace, CONTACT.c.merged_into.is_(None))
    asked = select(*OF_CONTACT).where(*there, CONTACT.c.id > after)
    if customer_id:
        asked = asked.where(CONTACT.c.customer_id == customer_id)
    if typed.strip():
        asked = asked.where(*name_words.found_by(workspace, "contact", typed, CONTACT.c.id))
    return [Contact(*row) for row in tx.execute(asked.order_by(CONTACT.c.id).limit(limit))]


def _called() -> ColumnElement[Any]:
    """How a contact is called: by name, or else by address."""
    return func.coalesce(func.nullif(CONTACT.c.name, ""), CONTACT.c.email)


def _requests(*more: ColumnElement[bool]) -> Any:
    theirs = (CASE_FILE.c.workspace_id == CUSTOMER.c.workspace_id, CASE_FILE.c.customer_id == CUSTOMER.c.id)
    return select(func.count()).select_from(CASE_FILE).where(*theirs, *more).correlate(CUSTOMER).scalar_subquery()


def _meant(workspace: str, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield CUSTOMER.c.active == wanted.active
    if not wanted.active:
        yield CUSTOMER.c.kind != MERGED
    if wanted.kind:
        yield CUSTOMER.c.kind == wanted.kind
    if wanted.keeper:
        yield CUSTOMER.c.keeper_id == wanted.keeper
    if wanted.typed.strip():
        own = select(CUSTOMER.c.id).where(*name_words.found_by(workspace, "customer", wanted.typed, CUSTOMER.c.id))
        theirs = select(CONTACT.c.customer_id).where(
            CONTACT.c.workspace_id == workspace,
            CONTACT.c.customer_id.is_not(None),
            *name_words.found_by(workspace, "contact", wanted.typed, CONTACT.c.id),
        )
        yield CUSTOMER.c.id.in_(union(own.where(CUSTOMER.c.workspace_id == workspace), theirs))
