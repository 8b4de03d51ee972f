"""The contact log: who spoke with whom outside, how, why, and what comes next. What is written stays; it is only corrected by more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from runtime.access import Actor, Denied, Permission, require
from runtime.asking import spoken
from runtime.cases import journal_notes
from runtime.cases.journal_beside import CONTACTED, HOW
from runtime.formats.sheet_writing import write_csv
from runtime.hours.office_hours import calendar
from runtime.notices import tidings
from runtime.notices.tidings import Tidings
from runtime.processes import deployment
from runtime.store.cases import cases
from runtime.store.connection.database import Connection, Database
from runtime.store.customers import customers
from runtime.store.customers.customers import Customer
from runtime.store.ids import new_id
from runtime.store.meetings import contact_rows
from runtime.store.meetings.contact_rows import ContactEntry
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.visibility import sharing
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import words

TOGETHER: Final = 50
MOST_EXPORTED: Final = 50_000
SAID: Final = ("reason", "content", "effect", "next")
_LONG: Final = {"max_length": 5000}
FORM: Final[Form] = asking(
    Field(
        "how",
        "choice",
        words("How?", "沟通方式"),
        required=True,
        options={"choices": tuple(Choice(key, title) for key, title in HOW.items())},
    ),
    Field("who", "text", words("With whom?", "沟通对象"), required=True, options={"max_length": 200}),
    Field("had_on", "date", words("When?", "沟通日期"), required=True),
    Field("had_at", "time", words("At", "时间")),
    Field("reason", "text", words("Why?", "沟通原因"), required=True, options={"max_length": 500}),
    Field("content", "long_text", words("What was said?", "沟通内容"), required=True, options=_LONG),
    Field("effect", "text", words("What is expected of it?", "预期效果"), options={"max_length": 500}),
    Field("next", "text", words("Next step", "下一步"), options={"max_length": 500}),
    Field(
        "next_on",
        "date",
        words("By when?", "下一步日期"),
        words("You are reminded on that day.", "到期当天会提醒您。"),
    ),
    Field("shown", "yes_no", words("The client may read this", "客户可见"), options={"look": "check"}),
)
OF_CUSTOMER: Final[Form] = asking(*(one for key, one in FORM.fields.items() if key != "shown"))
"""With the record of a customer nobody outside reads it."""
_HEAD: Final = ("request", "when", "how", "with", *SAID, "next_by", "by", "written", "corrects", "client_may_read")


def log(
    tx: Connection, actor: Actor, case_id: str, raw: Mapping[str, Any], now: datetime, corrects: str = ""
) -> Reading:
    """With a request. Where there are problems nothing is kept. ``corrects``: the id of an earlier entry of it.

    Raises:
        Missing: the actor may not see the request.
        Denied: they are no colleague.
    """
    require(actor, Permission.USE)
    case = cases.case_to_change(tx, actor.workspace, case_id)
    sharing.rights(tx, actor, deployment.version(tx, case.workspace, case.version_id), case)
    if corrects and corrects not in {one.id for one in contact_rows.of_case(tx, actor.workspace, case_id)}:
        raise Missing(corrects)
    reading, entry = _entry(tx, actor, raw, now)
    if entry is None:
        return reading
    entry = replace(entry, case_id=case_id, corrects=corrects or None)
    contact_rows.add(tx, entry)
    journal_notes.note(tx, actor, case, (CONTACTED, _journal(entry)), now)
    return reading


def log_with_customer(
    tx: Connection, actor: Actor, customer_id: str, raw: Mapping[str, Any], now: datetime, corrects: str = ""
) -> Reading:
    """With the record of a customer. Where there are problems nothing is kept. ``corrects``: the id of an earlier entry of it.

    Raises:
        Missing: there is no such customer, or no such entry of theirs.
        Denied: the actor does not look after customers.
    """
    there = of_customer(tx, actor, customer_id)
    if corrects and corrects not in {one.id for one in there.entries}:
        raise Missing(corrects)
    reading, entry = _entry(tx, actor, {**raw, "shown": None}, now)
    if entry:
        contact_rows.add(tx, replace(entry, customer_id=there.customer.id, corrects=corrects or None))
    return reading


@dataclass(frozen=True)
class OfCustomer:
    """``entries`` are the latest first, corrections among them; ``zone``: by whose clock their times are said."""

    customer: Customer
    entries: list[ContactEntry]
    zone: ZoneInfo


def of_customer(tx: Connection, actor: Actor, customer_id: str) -> OfCustomer:
    """What was spoken with a customer; of a record that was merged, with whom it became. Raises Denied or Missing."""
    require(actor, Permission.FILE_FOR_CLIENT)
    found = customers.customer(tx, actor.workspace, customer_id)
    if found is not None and found.merged_into:
        found = customers.customer(tx, actor.workspace, found.merged_into)
    if found is None:
        raise Missing(customer_id)
    entries = contact_rows.of_customer(tx, actor.workspace, found.id)
    return OfCustomer(found, entries, calendar(tx, actor.workspace).tz)


def answers_about(one: ContactEntry, zone: ZoneInfo) -> dict[str, Any]:
    """An entry as the form asks for it."""
    had = one.had_at.astimezone(zone)
    about = {"how": one.how, "who": one.partner, "had_on": f"{had:%Y-%m-%d}", "shown": one.shown}
    return {**one.said, **about, "had_at": f"{had:%H:%M}", **({"next_on": one.next_due} if one.next_due else {})}


def today(tx: Connection, workspace: str, now: datetime) -> str:
    """The day by the clock of the workspace."""
    return f"{now.astimezone(calendar(tx, workspace).tz):%Y-%m-%d}"


def remind_due(database: Database, now: datetime) -> int:
    """Whoever has written a next step down is reminded of it once, on its day."""
    with database.reading() as tx:
        waiting = contact_rows.due(tx, f"{now:%Y-%m-%d}", TOGETHER)
    for one in waiting:
        with database.writing() as tx:
            if contact_rows.reminded(tx, one, now):
                outbox.add(tx, tidings.tell(one.workspace, _reminder(one), [one.by], now))
    return len(waiting)


DUTIES: Final = (("remind of what was promised in contacts", 600, remind_due),)
"""For the worker: its name, the seconds between two rounds, and what to do."""


def as_csv(tx: Connection, actor: Actor) -> str:
    """All contacts of the workspace, for administrators. Cells that begin like a formula are told to be text."""
    if not actor.may(Permission.ADMIN):
        raise Denied(f"{actor.party} may not export the contact log")
    entries = contact_rows.everything(tx, actor.workspace, MOST_EXPORTED)
    return "".join(write_csv([_HEAD, *(_row(one, number) for one, number in entries)]))


def _row(one: ContactEntry, number: str) -> tuple[str, ...]:
    said = (str(one.said.get(name, "")) for name in SAID)
    more = (one.next_due or "", one.by_name, one.at.isoformat(), one.corrects or "", "yes" if one.shown else "no")
    return (number, one.had_at.isoformat(), one.how, one.partner, *said, *more)


def _entry(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime) -> tuple[Reading, ContactEntry | None]:
    checker = Checker(FORM)
    reading = checker.read(raw, checker.writable)
    said = reading.answers
    if reading.problems:
        return reading, None
    if (said.get("next_on") or "9999") < f"{now:%Y-%m-%d}":
        return replace(reading, problems=(Problem("contact.day", pointer("next_on")),)), None
    told = {name: spoken(str(said[name])) for name in SAID if said.get(name)}
    zone = calendar(tx, actor.workspace).tz
    had = datetime.combine(
        datetime.fromisoformat(said["had_on"]), time.fromisoformat(said.get("had_at") or "00:00"), zone
    )
    return reading, ContactEntry(
        actor.workspace,
        new_id(now),
        None,
        None,
        said["how"],
        said["who"],
        had.astimezone(UTC),
        told,
        actor.party,
        actor.name,
        now,
        said.get("next_on"),
        shown=bool(said.get("shown")),
    )


def _journal(one: ContactEntry) -> dict[str, Any]:
    """What the journal of the request keeps: everything."""
    body = {"entry": one.id, "how": one.how, "who": one.partner, "had_at": one.had_at.isoformat(), **one.said}
    body |= {"next_on": one.next_due, "corrects": one.corrects, "internal": not one.shown}
    return body | {"text": one.said["content"]}


def _reminder(one: ContactEntry) -> Tidings:
    heading = words("Today: {next}", "今日待办：{next}").formatted(next=one.said.get("next") or one.partner)
    about = words("You wrote it down after a contact with {who}.", "来自您与{who}的沟通记录。").formatted(
        who=one.partner
    )
    where = f"/requests/{one.case_id}" if one.case_id else f"/customers/{one.customer_id}/log"
    return Tidings(heading, (about,), where, one.case_id)
