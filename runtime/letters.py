"""What a message says: our own templates, filled with what stands in the database when it is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from runtime import deployment, outlook, saving, sight
from runtime.access import Actor
from runtime.deployment import Compiled
from runtime.roster import CONTACT, PERSON
from runtime.store import cases, customers, keys, people, saved, tasks, workspaces
from runtime.store.cases import Case
from runtime.store.database import Connection
from runtime.store.missing import Missing
from runtime.store.outbox import Message
from runtime.store.tasks import Task
from schemas.fields.registry import type_of
from schemas.words import LANGUAGES

TEMPLATES: Final = Path(__file__).parents[1] / "templates" / "messages"
KINDS: Final = ("task", "confirm", "reminder", "escalation", "ended", "received", "comment")

_templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 -- the messages are plain text
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Letter:
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class _Reader:
    address: str
    name: str
    lang: str


def write(tx: Connection, message: Message, base_url: str) -> Letter:
    """The letter in its reader's language, in the name of the workspace; every link in it begins with ``base_url``.

    Raises:
        Missing: its reader or its case is not there any more.
    """
    written = _written(tx, message, base_url)
    of = workspaces.one(tx, message.workspace)
    return replace(written, body=f"{written.body}\n-- \n{_line(of.name)}\n") if of and of.name else written


def _written(tx: Connection, message: Message, base_url: str) -> Letter:
    if message.kind == saving.MESSAGE:
        return _private_link(tx, message, base_url)
    payload = message.payload
    party = payload["to"]
    reader = _reader(tx, message.workspace, party)
    case = cases.case(tx, message.workspace, payload["case"])
    compiled = deployment.version(tx, case.workspace, case.version_id)
    asked = tasks.of_case(tx, case.workspace, case.id)
    task = next((one for one in asked if one.open and one.party == party), None)
    kind = "confirm" if message.kind == "task" and party.startswith(CONTACT) else message.kind
    lang = reader.lang if reader.lang in LANGUAGES else LANGUAGES[0]
    values = {
        "name": reader.name,
        "number": case.number,
        "title": _line(case.title.in_(lang)),
        "state": _line(compiled.title(payload["state"]).in_(lang)),
        "requester": _line(case.requester_name),
        "sentence": outlook.sentence(compiled, case).in_(lang),
        "figures": list(_figures(compiled, case, party, asked, lang)),
        "link": _link(tx, base_url, case, party, task),
        "by": _line(payload.get("by", "")),
        "text": payload.get("text", ""),
    }
    return _letter(reader.address, f"{kind}.{lang}.txt", values)


def _letter(address: str, template: str, values: Mapping[str, Any]) -> Letter:
    written = _templates.get_template(template).render(values)
    subject, _, body = written.partition("\n")
    return Letter(address, _line(subject), body.strip() + "\n")


def _private_link(tx: Connection, message: Message, base_url: str) -> Letter:
    """To the address that somebody gave, who has begun a form and goes on with it elsewhere."""
    payload = message.payload
    kept = saved.by_id(tx, message.workspace, payload["saved"])
    if kept is None:
        raise Missing(payload["saved"])
    lang = payload["lang"] if payload["lang"] in LANGUAGES else LANGUAGES[0]
    title = deployment.version(tx, kept.workspace, kept.version_id).process.title
    values = {
        "title": _line(title.in_(lang)),
        "link": f"{base_url}/r/{saving.token(tx, kept)}",
        "days": saving.KEPT_FOR.days,
    }
    return _letter(payload["to"], f"{saving.MESSAGE}.{lang}.txt", values)


def _reader(tx: Connection, workspace: str, party: str) -> _Reader:
    found: Any = None
    if party.startswith(PERSON):
        person = people.person(tx, workspace, party.removeprefix(PERSON))
        found = person if person and person.active else None
    elif party.startswith(CONTACT):
        found = customers.contact(tx, workspace, party.removeprefix(CONTACT))
    if found is None or not found.email:
        raise Missing(party)
    return _Reader(found.email, _line(found.name or found.email), found.lang)


def _link(tx: Connection, base_url: str, case: Case, party: str, task: Task | None) -> str:
    """A client without an account gets a link that opens one thing; everybody else signs in."""
    if not party.startswith(CONTACT):
        return f"{base_url}/requests/{case.id}"
    if task:
        return f"{base_url}/c/{keys.token(tx, 'task', task.id)}"
    return f"{base_url}/t/{keys.token(tx, 'tracking', case.id)}"


def _figures(compiled: Compiled, case: Case, party: str, asked: list[Task], lang: str) -> Iterator[tuple[str, str]]:
    """The answers that lists show, as far as this reader may see them."""
    try:
        given = sight.rights(Actor(case.workspace, party, ""), compiled, case, asked)
    except Missing:
        return
    fields = compiled.process.form.fields
    for key, value in case.summary.items():
        if key in sight.readable(given):
            shown = type_of(fields[key]).show(fields[key], value, lang)
            yield _line(fields[key].title.in_(lang)), _line(shown)


def _line(text: str) -> str:
    """One line: what people write must not begin a new header."""
    return " ".join(text.split())
