"""What the rules of a form may know besides its answers: who asks, for whom, by which link, on which day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from runtime.access import Actor
from runtime.customers import frequent
from runtime.engine.position import Party
from runtime.people.roster import CONTACT, PERSON
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact
from runtime.store.people import departments, people
from schemas.rules.context_names import ASKED

INVENTED: Final[Mapping[str, Any]] = {
    "@person": {"name": "Li Na", "email": "li.na@example.com", "department": "sales", "company": ""},
    "@customer": {"name": "Mia Weber", "email": "mia@example.com", "phone": "+49 30 123456", "company": "Blue Mill"},
    "@link": {},
}
"""Whom a form that is only tried out takes to be there."""


@dataclass(frozen=True)
class Asking:
    """Who asks, and which client it is about, as far as it is known; ``link`` is what the public link's address says.

    ``customer`` is the id of the record, where the request names one; ``fresh``: there is no request yet.
    """

    requester: Party = ""
    client: Party = ""
    link: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    customer: str = ""
    fresh: bool = True


def filling(
    actor: Actor, *, on_behalf: bool = False, link: Mapping[str, str] | None = None, client: str = ""
) -> Asking:
    """Of a blank form. Of a client whom the answers have yet to name, nothing is known; of a ``client`` (an id) all."""
    if client:
        return Asking(f"{CONTACT}{client}", f"{CONTACT}{client}", link or {}, actor.lang)
    known = "" if on_behalf or not actor.party.startswith((PERSON, CONTACT)) else actor.party
    return Asking(known, known if known.startswith(CONTACT) else "", link or {}, actor.lang)


def running(case: Case, lang: str) -> Asking:
    """Of a request that is under way: those whose it is, whoever looks at it."""
    client = f"{CONTACT}{case.contact_id}" if case.contact_id else ""
    return Asking(case.requester, client, {}, lang, case.customer_id or "", fresh=False)


def around(tx: Connection, workspace: str, mentioned: frozenset[str], asking: Asking, now: datetime) -> dict[str, Any]:
    """What is ``context_names`` (full names: ``@person.email``) and nothing else; what is unknown is missing."""
    sources: Mapping[str, Callable[[], Any]] = {
        "@today": lambda: today(tx, now),
        "@lang": lambda: asking.lang,
        "@link": lambda: dict(asking.link),
        "@person": lambda: _party(tx, workspace, asking.requester, mentioned),
        "@customer": lambda: _party(tx, workspace, asking.client, mentioned),
        ASKED: lambda: _asked(tx, workspace, asking, now),
    }
    wanted = {name.partition(".")[0] for name in mentioned} & sources.keys()
    return only(mentioned, {name: sources[name]() for name in sorted(wanted)})


def invented(mentioned: frozenset[str], now: datetime, lang: str = "en", asked: int = 1) -> dict[str, Any]:
    """The same for a form that is only tried out; so many requests its client has ``asked`` for, with this one."""
    return only(mentioned, {**INVENTED, "@today": now.date().isoformat(), "@lang": lang, ASKED: asked})


def today(tx: Connection, now: datetime) -> str:
    """The day by the clock of the house."""
    zone = ZoneInfo(tx.get_execution_options().get("zone", "UTC"))
    return now.astimezone(zone).date().isoformat()


def only(mentioned: frozenset[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """Of everything known the parts that are mentioned; a name that is mentioned whole is given whole."""
    found: dict[str, Any] = {}
    for name in sorted(mentioned):
        root, _, part = name.partition(".")
        value = known.get(root)
        if not part and value not in (None, {}):
            found[root] = value
        elif part and isinstance(value, Mapping) and value.get(part):
            found.setdefault(root, {}).setdefault(part, value[part])
    return found


def _asked(tx: Connection, workspace: str, asking: Asking, now: datetime) -> int:
    client = asking.client.removeprefix(CONTACT)
    return frequent.lately(tx, workspace, asking.customer, client, now, fresh=asking.fresh)


def _party(tx: Connection, workspace: str, party: Party, mentioned: frozenset[str]) -> dict[str, str]:
    if party.startswith(CONTACT):
        found = customers.contact(tx, workspace, party.removeprefix(CONTACT))
        return _contact(found) if found else {}
    if not party.startswith(PERSON):
        return {}
    person = people.person(tx, workspace, party.removeprefix(PERSON))
    if person is None:
        return {}
    said = {"name": person.name, "email": person.email}
    if person.department_id and mentioned & {"@person", "@person.department"}:
        department = departments.of_person(tx, workspace, person.id)
        said |= {"department": department.key} if department else {}
    return said


def _contact(found: Contact) -> dict[str, str]:
    said = {"name": found.name, "email": found.email, "phone": found.phone, "company": found.company}
    return {key: text for key, text in said.items() if text}
