"""What the rows of a file of customers would do, found out one after another without writing anything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from runtime.access import Actor
from runtime.customers import contact_records, customer_records
from runtime.customers.customer_records import Beside
from runtime.formats.sheets import Cell, text_of
from runtime.spreadsheets.answers_in import as_posted
from runtime.spreadsheets.customer_columns import SPEAKS, Column
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact, Customer
from runtime.store.ids import new_id
from schemas.fields.kind import Refused
from schemas.fields.parts.spelling import read_yes_no
from schemas.filling.answers import Checker
from schemas.model.form import Form
from schemas.problem import Problem

What = Literal["new", "changed", "same", "wrong"]


@dataclass(frozen=True)
class Row:
    """What a row would do: ``number`` as the sheet has it, each problem with the heading of its column."""

    number: int
    name: str
    email: str
    what: What
    problems: tuple[tuple[str, Problem], ...] = ()


@dataclass(frozen=True)
class Plan:
    """What is written if it is carried out: records as they will be; ``before`` of each what it is now, if it is there.

    ``speakers`` are customers to whoever shall speak for them. ``problem``: why no row was looked at.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    own: Mapping[str, Form]
    there: Beside
    customers: tuple[tuple[Customer | None, Customer], ...] = ()
    contacts: tuple[tuple[Contact | None, Contact], ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None

    def count(self, what: What) -> int:
        return sum(row.what == what for row in self.rows)

    @property
    def wrong(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.what == "wrong")

    @property
    def brings(self) -> int:
        """Rows that would change anything."""
        return self.count("new") + self.count("changed")


@dataclass(frozen=True)
class Said:
    """What a row says: the cells that are not blank, by key."""

    number: int
    customer: Mapping[str, str]
    contact: Mapping[str, str]

    @staticmethod
    def of(number: int, row: Sequence[Cell], columns: Sequence[Column]) -> "Said":
        said: dict[str, dict[str, str]] = {"customer": {}, "contact": {}}
        for one in columns:
            text = text_of(row[one.at]) if one.key and one.at < len(row) else ""
            if text:
                said[one.of][one.key] = text
        if "email" in said["contact"]:
            said["contact"]["email"] = said["contact"]["email"].lower()
        if "name" in said["customer"]:
            said["customer"]["name"] = " ".join(said["customer"]["name"].split())[:200]
        return Said(number, said["customer"], said["contact"])

    @property
    def name(self) -> str:
        return self.customer.get("name", "")

    @property
    def email(self) -> str:
        return self.contact.get("email", "")


class Planning:
    """Goes through the rows in their order; what one has said of a record, the next one finds."""

    def __init__(
        self,
        tx: Connection,
        actor: Actor,
        there: Beside,
        own: Mapping[str, Form],
        columns: tuple[Column, ...],
        now: datetime,
    ) -> None:
        self._tx, self._actor, self._there, self._own, self._now = tx, actor, there, own, now
        self._columns = columns
        self._of_customer = Checker(customer_records.customer_form(there))
        self._of_contact = Checker(contact_records.contact_form(own["contact"]))
        self._before: dict[str, Customer] = {}
        self._known: dict[str, Contact] = {}
        self._after: dict[str, tuple[Customer, int]] = {}
        self._people: dict[str, tuple[Contact, int]] = {}
        self._speakers: dict[str, str] = {}

    def plan(self, said: Sequence[Said]) -> Plan:
        workspace = self._actor.workspace
        self._before = customers.all_named(self._tx, workspace, sorted({one.name for one in said}))
        self._known = customers.all_by_email(self._tx, workspace, sorted({one.email for one in said if one.email}))
        rows = tuple(self._row(one) for one in said)
        before = {one.id: one for one in self._before.values()}
        known = {one.id: one for one in self._known.values()}
        return Plan(
            self._columns,
            rows,
            self._own,
            self._there,
            tuple((before.get(one.id), one) for one, _ in self._after.values() if before.get(one.id) != one),
            tuple((known.get(one.id), one) for one, _ in self._people.values() if known.get(one.id) != one),
            self._speakers,
        )

    def _row(self, said: Said) -> Row:
        number = said.number + 1
        if not said.name:
            return Row(
                number, "", said.email, "wrong", self._headed("customer", [Problem("customers.no-name", "/name")])
            )
        customer, problems = self._customer(said)
        contact, more = self._contact(said, customer)
        wrong = (*self._headed("customer", problems), *self._headed("contact", more))
        if wrong:
            return Row(number, said.name, said.email, "wrong", wrong)
        what = self._what(said, customer, contact)
        self._after.setdefault(said.name, (customer, number))
        self._after[said.name] = (customer, self._after[said.name][1])
        if contact is not None:
            self._people.setdefault(contact.email, (contact, number))
            if _is_yes(said.contact.get(SPEAKS, "")) and customer.contact_id != contact.id:
                self._speakers[customer.id] = contact.id
        return Row(number, said.name, said.email, what)

    def _what(self, said: Said, customer: Customer, contact: Contact | None) -> What:
        earlier = self._after[said.name][0] if said.name in self._after else self._before.get(said.name)
        known = self._people.get(contact.email, (None, 0))[0] or self._known.get(contact.email) if contact else None
        if earlier is None or (contact is not None and known is None):
            return "new"
        speaks = contact is not None and _is_yes(said.contact.get(SPEAKS, "")) and customer.contact_id != contact.id
        return "changed" if customer != earlier or contact != known or speaks else "same"

    def _customer(self, said: Said) -> tuple[Customer, list[Problem]]:
        present = self._after[said.name][0] if said.name in self._after else self._before.get(said.name)
        base = present or Customer(self._actor.workspace, new_id(self._now), said.name)
        raw, problems = self._customer_raw(said)
        if present is not None:
            raw.pop("name", None)  # a name of before a merger is no news
        before = customer_records.answers_about(base)
        reading = self._of_customer.read(raw, self._of_customer.writable, before)
        problems.extend(reading.problems)
        if problems:
            return base, problems
        made = customer_records.as_said(base, reading.answers, self._there)
        if said.name in self._after:
            problems.extend(self._twice(made, base, self._before.get(said.name), self._after[said.name][1]))
        return made, problems

    def _twice(self, made: Customer, earlier: Customer, stored: Customer | None, row: int) -> Iterator[Problem]:
        """What an earlier row has said otherwise; what it left open may be said here."""
        first = customer_records.answers_about(stored) if stored else {"kind": "customer"}
        then, now = customer_records.answers_about(earlier), customer_records.answers_about(made)
        for key, value in now.items():
            if key in then and then[key] != value and then[key] != first.get(key):
                yield Problem("customers.twice", f"/{key}", {"row": row})

    def _customer_raw(self, said: Said) -> tuple[dict[str, Any], list[Problem]]:
        fields = self._of_customer.form.fields
        raw: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, text in said.customer.items():
            raw[key] = as_posted(fields[key], text)
        if "kind" in raw and raw["kind"] not in customer_records.KINDS:
            problems.append(Problem("customers.kind", "/kind", {"value": raw.pop("kind")}))
        if "keeper" in said.customer:
            wanted = said.customer["keeper"].casefold()
            found = next(
                (one.id for one in self._there.everybody if wanted in (one.email.casefold(), one.name.casefold())), ""
            )
            raw["keeper"] = found
            if not found:
                problems.append(Problem("customers.keeper", "/keeper", {"value": said.customer["keeper"]}))
                del raw["keeper"]
        return raw, problems

    def _contact(self, said: Said, customer: Customer) -> tuple[Contact | None, list[Problem]]:
        if not said.contact:
            return None, []
        if not said.email:
            return None, [Problem("customers.no-address", "/email")]
        earlier = self._people.get(said.email)
        present = earlier[0] if earlier else self._known.get(said.email)
        if present is not None and present.customer_id not in (None, customer.id):
            return None, [self._elsewhere(said, present)]
        base = present or Contact(
            self._actor.workspace, new_id(self._now), said.email, company=customer.name, lang=self._actor.lang
        )
        fields = self._of_contact.form.fields
        raw = {key: as_posted(fields[key], text) for key, text in said.contact.items() if key != SPEAKS}
        if present is not None:
            raw.pop("email", None)  # an address of before a merger is no news
        before = contact_records.answers_about(base)
        reading = self._of_contact.read(raw, self._of_contact.writable, before)
        if reading.problems:
            return None, list(reading.problems)
        made = contact_records.as_said(replace(base, customer_id=customer.id), reading.answers, self._own["contact"])
        if earlier and made != earlier[0]:
            return None, [Problem("customers.twice", "/email", {"row": earlier[1]})]
        return made, []

    def _elsewhere(self, said: Said, present: Contact) -> Problem:
        theirs = customers.customer(self._tx, self._actor.workspace, present.customer_id or "")
        name = theirs.name if theirs else present.company
        return Problem("customers.elsewhere", "/email", {"email": said.email, "customer": name})

    def _headed(self, of: str, problems: Sequence[Problem]) -> tuple[tuple[str, Problem], ...]:
        headings = {one.key: one.heading for one in self._columns if one.of == of and one.key}
        return tuple((headings.get(one.path.strip("/").partition("/")[0], ""), one) for one in problems)


def _is_yes(text: str) -> bool:
    try:
        return bool(text) and bool(read_yes_no(text))
    except Refused:
        return False
