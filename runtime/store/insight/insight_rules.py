"""From when on a customer asks often, and who gets the report of figures by mail."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, literal, or_, select, update

from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import CONTACT, CUSTOMER, FIGURE_CASE, FREQUENT_RULE, PERSON, REPORT_READER

Rhythm = Literal["weekly", "monthly"]
_CASE = FIGURE_CASE.c


@dataclass(frozen=True)
class Rule:
    """So many requests in so many days are many. ``process`` empty: of all that have no rule of their own."""

    process: str
    number: int
    days: int


@dataclass(frozen=True)
class Reader:
    """``sent_for`` is the last day of the period that the last report was about; 0 before the first."""

    workspace: str
    person: str
    rhythm: Rhythm
    process: str = ""
    sent_for: int = 0
    lang: str = "en"
    active: bool = True


def rules(tx: Connection, workspace: str) -> dict[str, Rule]:
    """By process."""
    rows = tx.execute(select(FREQUENT_RULE).where(FREQUENT_RULE.c.workspace_id == workspace))
    return {row.process_key: Rule(row.process_key, row.number, row.days) for row in rows}


def keep_rule(tx: Connection, workspace: str, rule: Rule) -> None:
    said = {"number": rule.number, "days": rule.days}
    fresh = upsert(tx, FREQUENT_RULE).values(workspace_id=workspace, process_key=rule.process, **said)
    tx.execute(fresh.on_conflict_do_update(index_elements=["workspace_id", "process_key"], set_=said))


def forget_rule(tx: Connection, workspace: str, process: str) -> None:
    tx.execute(
        delete(FREQUENT_RULE).where(FREQUENT_RULE.c.workspace_id == workspace, FREQUENT_RULE.c.process_key == process)
    )


def asked(tx: Connection, workspace: str, customers: tuple[str, ...], process: str, first: int, last: int) -> int:
    """How many requests of a customer came in on these days."""
    there: list[Any] = [_whose(workspace, customers), _CASE.opened_on.between(first, last)]
    if process:
        there.append(_CASE.process_key == process)
    return int(tx.execute(select(func.count()).where(_CASE.workspace_id == workspace, *there)).scalar_one())


def asked_for(tx: Connection, workspace: str, customer: str, contact: str, first: int, last: int) -> int:
    """The same of whoever a request is for, in one statement: the customer, or else that of the contact, or else the contact alone."""
    led = select(CONTACT.c.customer_id).where(CONTACT.c.workspace_id == workspace, CONTACT.c.id == contact)
    named = literal(customer) if customer else led.scalar_subquery()
    became = select(func.coalesce(CUSTOMER.c.merged_into, CUSTOMER.c.id))
    now = became.where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id == named).scalar_subquery()
    they = or_(CUSTOMER.c.id == now, CUSTOMER.c.merged_into == now)
    whose = _whose(workspace, select(CUSTOMER.c.id).where(CUSTOMER.c.workspace_id == workspace, they))
    alone = and_(_CASE.customer_id.is_(None), _CASE.contact_id == contact)
    there = (_CASE.workspace_id == workspace, or_(whose, alone), _CASE.opened_on.between(first, last))
    return int(tx.execute(select(func.count()).where(*there)).scalar_one())


def _whose(workspace: str, customers: tuple[str, ...] | Select[str]) -> ColumnElement[bool]:
    """A request names a customer, or somebody who speaks for one."""
    theirs = select(CONTACT.c.id).where(CONTACT.c.workspace_id == workspace, CONTACT.c.customer_id.in_(customers))
    return or_(_CASE.customer_id.in_(customers), and_(_CASE.customer_id.is_(None), _CASE.contact_id.in_(theirs)))


def readers(tx: Connection, workspace: str = "") -> list[Reader]:
    """With the language of each; of all workspaces where none is named."""
    beside = and_(PERSON.c.workspace_id == REPORT_READER.c.workspace_id, PERSON.c.id == REPORT_READER.c.person_id)
    found = select(REPORT_READER, PERSON.c.lang, PERSON.c.active).join_from(REPORT_READER, PERSON, beside)
    if workspace:
        found = found.where(REPORT_READER.c.workspace_id == workspace)
    return [
        Reader(row.workspace_id, row.person_id, row.rhythm, row.process_key, row.sent_for, row.lang, row.active)
        for row in tx.execute(found.order_by(REPORT_READER.c.workspace_id, REPORT_READER.c.person_id))
    ]


def keep_readers(tx: Connection, workspace: str, readers: list[Reader]) -> None:
    """These and no others."""
    tx.execute(delete(REPORT_READER).where(REPORT_READER.c.workspace_id == workspace))
    rows = [
        {
            "workspace_id": workspace,
            "person_id": one.person,
            "rhythm": one.rhythm,
            "process_key": one.process,
            "sent_for": one.sent_for,
        }
        for one in readers
    ]
    if rows:
        tx.execute(insert(REPORT_READER), rows)


def sent(tx: Connection, reader: Reader, for_: int) -> bool:
    """The report about the period that ends on this day is on its way; False where another has sent it."""
    this = (REPORT_READER.c.workspace_id == reader.workspace, REPORT_READER.c.person_id == reader.person)
    done = tx.execute(update(REPORT_READER).where(*this, REPORT_READER.c.sent_for < for_).values(sent_for=for_))
    return bool(done.rowcount == 1)
