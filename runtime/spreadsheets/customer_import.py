"""Customers and their contacts out of one sheet: what every row would do is said first, then all of it is done at once.

A row names a customer, and one contact of theirs or none; a blank cell changes nothing. What stands there already in the
same words stays, so that the same file brings nothing new the second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.customers import contact_records, customer_records, own_fields
from runtime.customers.customer_records import Beside, Did
from runtime.formats.sheets import NoSheets, Sheet, read_sheets, text_of
from runtime.spreadsheets import customer_columns
from runtime.spreadsheets.customer_columns import Column
from runtime.spreadsheets.customer_rows import Plan, Planning, Said
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.people import people
from schemas.problem import Problem

MOST: Final = 5000
"""Rows that are taken in at once."""


def look(
    tx: Connection, actor: Actor, name: str, content: bytes, now: datetime, meant: Mapping[int, str] | None = None
) -> Plan:
    """What the file would do. Nothing is written. ``meant`` is what columns mean, where somebody knows better than we guess.

    Where no column names the customers, or two mean the same, there are no rows, and the plan says what is wrong.

    Raises:
        Rejected: it is no table, or has too many rows.
    """
    require(actor, Permission.ADMIN)
    sheet, header = _sheet(name, content)
    own = own_fields.forms(tx, actor.workspace)
    columns = customer_columns.chosen(customer_columns.guessed(sheet.rows[header], own), meant or {}, own)
    there = Beside(people.everybody(tx, actor.workspace), (), own["customer"])
    numbers = [number for number in range(header + 1, len(sheet.rows)) if any(map(text_of, sheet.rows[number]))]
    if len(numbers) > MOST:
        raise Rejected((Problem("customers.too-many", params={"limit": MOST}),))
    if wrong := _unclear(columns):
        return Plan(columns, (), own, there, problem=wrong)
    said = [Said.of(number, sheet.rows[number], columns) for number in numbers]
    return Planning(tx, actor, there, own, columns, now).plan(said)


def _unclear(columns: Sequence[Column]) -> Problem | None:
    """Why the columns do not say what a row is about."""
    if not any((one.of, one.key) == ("customer", "name") for one in columns):
        return Problem("customers.no-column")
    again = customer_columns.twice(columns)
    return Problem("customers.column-twice", params={"column": again[0].heading}) if again else None


def carry_out(tx: Connection, actor: Actor, plan: Plan, now: datetime) -> None:
    """Write what the good rows bring, all in the caller's transaction."""
    require(actor, Permission.ADMIN)
    for before, after in plan.customers:
        words = own_fields.sought(plan.own["customer"], after.own)
        if before is None:
            customers.add_customer(tx, after, now, words)
        else:
            customers.keep_customer(tx, after, words)
        found = customer_records.changed_in(plan.there, before, after)
        customer_records.note(tx, actor, after, Did("customer", after.id, "imported", found), now)
    touched: set[str] = set()
    for was, contact in plan.contacts:
        if was is None:
            customers.add(tx, contact, now)
        customers.keep(tx, contact, own_fields.sought(plan.own["contact"], contact.own))
        theirs = customers.customer(tx, actor.workspace, contact.customer_id or "")
        if theirs:
            found = customer_records.differences(
                contact_records.answers_about(was) if was else {}, contact_records.answers_about(contact)
            )
            customer_records.note(tx, actor, theirs, Did("contact", contact.id, "imported", found), now)
            touched.add(theirs.id)
    for customer_id in sorted(touched):
        customers.know_again(tx, actor.workspace, customer_id)
    _let_speak(tx, actor, plan, plan.speakers, now)


def _let_speak(tx: Connection, actor: Actor, plan: Plan, spoken: Mapping[str, str], now: datetime) -> None:
    for customer_id, contact_id in spoken.items():
        present = customers.customer(tx, actor.workspace, customer_id)
        contact = customers.contact(tx, actor.workspace, contact_id)
        if present is None or contact is None or present.contact_id == contact_id:
            continue
        changed = replace(present, contact_id=contact_id)
        customers.keep_customer(tx, changed, own_fields.sought(plan.own["customer"], changed.own))
        said = {"contact": [None, contact.name or contact.email]}
        customer_records.note(tx, actor, changed, Did("customer", changed.id, "imported", said), now)


def _sheet(name: str, content: bytes) -> tuple[Sheet, int]:
    """The first sheet with anything in it, and the row of its headings."""
    try:
        sheets = read_sheets(name, content)
    except NoSheets as wrong:
        raise Rejected((wrong.problem,)) from wrong
    for sheet in sheets:
        for at, row in enumerate(sheet.rows):
            if any(map(text_of, row)):
                return sheet, at
    raise Rejected((Problem("sheet.empty"),))
