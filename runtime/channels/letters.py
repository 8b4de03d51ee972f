"""What a message says: our own templates, filled with what stands in the database when it is sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from runtime.access import Actor
from runtime.changes import one_time
from runtime.formats.papers import Paper
from runtime.formats.wording import line
from runtime.forms import saving
from runtime.insight import figure_mail
from runtime.notices import announcing, batching, tidings, version_notices
from runtime.notices.notice_texts import told
from runtime.people import accounts, portal_keys
from runtime.people.roster import CONTACT, PERSON
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store import keys
from runtime.store.cases import cases, copies, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.forms import saved
from runtime.store.missing import Missing
from runtime.store.notices import digests
from runtime.store.notices.outbox import Message
from runtime.store.people import people, workspaces
from runtime.views import mail_decisions
from runtime.visibility import forecast, sight
from schemas.fields.registry import type_of
from schemas.words import LANGUAGES

TEMPLATES: Final = Path(__file__).parents[2] / "templates" / "messages"
KINDS: Final = ("task", "confirm", "reminder", "escalation", "ended", "received", "comment", "copy")

_templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 -- the messages are plain text
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Letter:
    """``link`` is where the matter can be seen; empty for a reader who may not see it. ``enclosed`` is sent along as PDF."""

    address: str
    subject: str
    body: str
    link: str = ""
    enclosed: Paper | None = None
    lang: str = "en"


@dataclass(frozen=True)
class _Reader:
    address: str
    name: str
    lang: str
    actor: Actor


def write(tx: Connection, message: Message, base_url: str, *, goes_out: bool = False) -> Letter:
    """The letter in its reader's language, in the name of the workspace; every link in it begins with ``base_url``.

    ``goes_out``: it is mailed to its reader and shown to nobody else; only then it may bring a link to decide by.

    Raises:
        Missing: its reader or its case is not there any more.
    """
    written = _written(tx, message, base_url, goes_out=goes_out)
    of = workspaces.one(tx, message.workspace)
    return replace(written, body=f"{written.body}\n-- \n{line(of.name)}\n") if of and of.name else written


def _written(tx: Connection, message: Message, base_url: str, *, goes_out: bool) -> Letter:
    if message.kind in _PLAIN:
        return _PLAIN[message.kind](tx, message, base_url)
    if message.kind == batching.DIGEST:
        return _digest(tx, message, base_url, goes_out=goes_out)
    return _ours(tx, message, base_url, goes_out=goes_out)


def _ours(tx: Connection, message: Message, base_url: str, *, goes_out: bool) -> Letter:
    payload = message.payload
    party = payload["to"]
    reader = _reader(tx, message.workspace, party)
    case = cases.case(tx, message.workspace, payload["case"])
    compiled = deployment.version(tx, case.workspace, case.version_id)
    asked = tasks.of_case(tx, case.workspace, case.id)
    task = next((one for one in asked if one.open and one.party == party), None)
    seen = _seen(tx, Actor(case.workspace, party, ""), compiled, case, asked)
    kind = "confirm" if message.kind == "task" and party.startswith(CONTACT) else message.kind
    lang = reader.lang
    values = {
        "name": reader.name,
        "number": case.number,
        "title": line(case.title.in_(lang)),
        "state": line(compiled.title(payload["state"]).in_(lang)),
        "requester": line(case.requester_name),
        "sentence": forecast.sentence(compiled, case, inside=party.startswith(PERSON)).in_(lang),
        "figures": list(figures(compiled, case, seen or frozenset(), lang)),
        "link": _link(tx, base_url, case, party, task),
        "decide_link": _decide_link(tx, base_url, compiled, case, task) if goes_out and task else "",
        "by": line(payload.get("by", "")),
        "text": payload.get("text", ""),
    }
    return letter(reader.address, f"{kind}.{lang}.txt", values)


def _notice(tx: Connection, message: Message, base_url: str) -> Letter:
    """To a person or contact, or to a channel, whose readers see what whoever asked may follow."""
    payload = message.payload
    case = cases.case(tx, message.workspace, payload["case"])
    compiled = deployment.version(tx, case.workspace, case.version_id)
    party = payload.get("to", "")
    if not party:
        lang, link = _house_lang(tx, message.workspace), f"{base_url}/requests/{case.id}"
        said = told(payload, case, compiled, sight.readable(compiled.tracking), lang, link)
        return Letter(message.channel, said.heading, f"{said.text}\n", link)
    reader = _reader(tx, message.workspace, party)
    asked = tasks.of_case(tx, case.workspace, case.id)
    seen = _seen(tx, reader.actor, compiled, case, asked)
    task = next((one for one in asked if one.open and one.party == party), None)
    link = "" if seen is None else _link(tx, base_url, case, party, task)
    said = told(payload, case, compiled, seen or frozenset(), reader.lang, link, inside=party.startswith(PERSON))
    body = said.text if link in said.text else f"{said.text}\n\n{link}"
    return Letter(reader.address, said.heading, f"{body}\n", link)


def _publication(tx: Connection, message: Message, base_url: str) -> Letter:
    """To whoever had asked for it."""
    payload = message.payload
    reader = _reader(tx, message.workspace, payload["to"])
    values = {
        "name": reader.name,
        "heading": line(version_notices.heading(payload, reader.lang)),
        "number": payload["number"],
        "why": [line(text) for text in version_notices.why(payload, reader.lang)],
        "link": f"{base_url}/processes/{payload['process']}/versions",
    }
    return letter(reader.address, f"{version_notices.KIND}.{reader.lang}.txt", values)


def _tidings(tx: Connection, message: Message, base_url: str) -> Letter:
    """To a party, or to the address of somebody who is nobody here."""
    said = message.payload
    if said["to"]:
        reader = _reader(tx, message.workspace, said["to"])
        address, name, lang = reader.address, reader.name, reader.lang
    else:
        address, name, lang = said["email"], line(said["name"] or said["email"]), said["lang"]
    path = f"/o/{keys.token(tx, 'opinion', said['opinion'])}" if "opinion" in said else said["path"]
    link = f"{base_url}{path}" if path else ""
    return Letter(address, line(tidings.heading(said, lang)), tidings.body(said, name, lang, link), link)


def _report(tx: Connection, message: Message, base_url: str) -> Letter:
    """Figures, to a colleague who was chosen to get them."""
    reader = _reader(tx, message.workspace, message.payload["to"])
    made = figure_mail.made(tx, message.workspace, message.payload, message.made_at)
    link = f"{base_url}{figure_mail.path(made)}"
    said = figure_mail.body(made, reader.name, reader.lang, link)
    return Letter(reader.address, line(made.heading.in_(reader.lang)), said, link, made.paper, reader.lang)


def _digest(tx: Connection, message: Message, base_url: str, *, goes_out: bool) -> Letter:
    """Everything that has gathered; of a single message that message itself."""
    reader = _reader(tx, message.workspace, message.payload["to"])
    written = [*_gathered(tx, message, base_url, goes_out=goes_out)]
    if not written:
        raise Missing(message.id)
    if len(written) == 1:
        return written[0]
    return letter(reader.address, f"digest.{reader.lang}.txt", {"letters": written, "name": reader.name})


def _gathered(tx: Connection, digest: Message, base_url: str, *, goes_out: bool) -> Iterator[Letter]:
    for one in digests.of(tx, digest.workspace, digest.id):
        with suppress(Missing):
            yield _written(tx, one, base_url, goes_out=goes_out)


def letter(address: str, template: str, values: Mapping[str, Any]) -> Letter:
    """One of `TEMPLATES`, filled."""
    written = _templates.get_template(template).render(values)
    subject, _, body = written.partition("\n")
    return Letter(address, line(subject), body.strip() + "\n", values.get("link", ""))


def _private_link(tx: Connection, message: Message, base_url: str) -> Letter:
    """To the address that somebody gave, who has begun a form and goes on with it elsewhere."""
    payload = message.payload
    kept = saved.by_id(tx, message.workspace, payload["saved"])
    if kept is None:
        raise Missing(payload["saved"])
    lang = payload["lang"] if payload["lang"] in LANGUAGES else LANGUAGES[0]
    title = deployment.version(tx, kept.workspace, kept.version_id).process.title
    values = {
        "title": line(title.in_(lang)),
        "link": f"{base_url}/r/{saving.token(tx, kept)}",
        "days": saving.KEPT_FOR.days,
    }
    return letter(payload["to"], f"{saving.MESSAGE}.{lang}.txt", values)


def _portal_link(tx: Connection, message: Message, base_url: str) -> Letter:
    """To a contact who asked to come in."""
    reader = _reader(tx, message.workspace, message.payload["to"])
    link = f"{base_url}/portal/enter/{portal_keys.token(tx, message.payload['link'])}"
    values = {"name": reader.name, "link": link, "minutes": portal_keys.LASTS.seconds // 60}
    return letter(reader.address, f"{portal_keys.KIND}.{reader.lang}.txt", values)


def _reader(tx: Connection, workspace: str, party: str) -> _Reader:
    found: Any = None
    actor = Actor(workspace, party, "")
    if party.startswith(PERSON):
        person = people.person(tx, workspace, party.removeprefix(PERSON))
        found = person if person and person.active else None
        actor = accounts.actor_of(person) if person else actor
    elif party.startswith(CONTACT):
        found = customers.contact(tx, workspace, party.removeprefix(CONTACT))
    if found is None or not found.email:
        raise Missing(party)
    lang = found.lang if found.lang in LANGUAGES else LANGUAGES[0]
    return _Reader(found.email, line(found.name or found.email), lang, actor)


def _house_lang(tx: Connection, workspace: str) -> str:
    of = workspaces.one(tx, workspace)
    return of.lang if of and of.lang else LANGUAGES[0]


def _link(tx: Connection, base_url: str, case: Case, party: str, task: Task | None) -> str:
    """A client without an account gets a link that opens one thing; everybody else signs in."""
    if not party.startswith(CONTACT):
        return f"{base_url}/requests/{case.id}"
    if task:
        return f"{base_url}/c/{one_time.token(tx, task.id, party)}"
    return f"{base_url}/t/{keys.token(tx, 'tracking', case.id)}"


def _seen(tx: Connection, actor: Actor, compiled: Compiled, case: Case, asked: Sequence[Task]) -> frozenset[str] | None:
    """The fields that they may read; None for whoever is nothing to the case."""
    try:
        return sight.readable(sight.rights(actor, compiled, case, asked, copies.of_case(tx, case.workspace, case.id)))
    except Missing:
        return None


def _decide_link(tx: Connection, base_url: str, compiled: Compiled, case: Case, task: Task) -> str:
    """For a colleague, where a word is enough to decide."""
    if not mail_decisions.allowed(tx, case.workspace, task.party) or not mail_decisions.enough(
        compiled, case, task.state
    ):
        return ""
    return f"{base_url}/c/{one_time.token(tx, task.id, task.party)}"


def figures(compiled: Compiled, case: Case, seen: frozenset[str], lang: str) -> Iterator[tuple[str, str]]:
    """The answers that lists show, as far as this reader may see them."""
    fields = compiled.process.form.fields
    for key, value in case.summary.items():
        if key in seen:
            shown = type_of(fields[key]).show(fields[key], value, lang)
            yield line(fields[key].title.in_(lang)), line(shown)


_PLAIN: Final[Mapping[str, Callable[[Connection, Message, str], Letter]]] = {
    portal_keys.KIND: _portal_link,
    saving.MESSAGE: _private_link,
    version_notices.KIND: _publication,
    announcing.NOTICE: _notice,
    tidings.KIND: _tidings,
    figure_mail.KIND: _report,
}
"""Those that read the same whether they go out or are looked at."""
