"""People without an account are informed of a request or asked whether they support it, by a link that opens only that.

An opinion is no vote of the flow; it stands on the record beside it. Looking at the page decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast, get_args

from runtime.access import Actor, Denied, Permission, require
from runtime.asking import Rejected, spoken
from runtime.cases import journal_notes
from runtime.cases.journal_beside import ANSWERS, ASKED, CALLED_OFF, OPINED
from runtime.notices import tidings
from runtime.notices.tidings import Tidings
from runtime.people import display_names
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store import keys
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact
from runtime.store.forms import offers
from runtime.store.ids import new_id
from runtime.store.meetings import opinion_rows
from runtime.store.meetings.opinion_rows import Answer, Asks, Opinion
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from runtime.visibility import sharing, sight
from schemas.fields.email import is_address
from schemas.fields.registry import type_of
from schemas.filling.places import Place
from schemas.problem import Problem
from schemas.words import Words, words

LASTS: Final = timedelta(days=30)
MOST: Final = 30
"""People who are asked at once."""
KNOWN: Final = 100
"""Addresses that are offered while somebody types."""
_UNSAYABLE: Final = frozenset({"none", "files", "sealed"})
_ASKS: Final = get_args(Asks)
_PURPOSE: Final = "opinion"


@dataclass(frozen=True)
class Asking:
    """``to`` are ids of contacts or e-mail addresses; ``fields`` the keys of what they may see."""

    case_id: str
    to: tuple[str, ...]
    asks: str
    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What somebody sees who was asked: nothing of the request but what was chosen for them."""

    opinion: Opinion
    number: str
    title: Words
    facts: tuple[tuple[Words, Words], ...]
    is_open: bool


@dataclass(frozen=True)
class Stakeholders:
    """``contacts`` of the customer whom a request is for; ``known`` are names by address of colleagues, and of whom one has asked before."""

    contacts: tuple[Contact, ...]
    known: Mapping[str, str]


def ask(tx: Connection, actor: Actor, asked: Asking, now: datetime) -> list[Opinion]:
    """Each gets a link of their own.

    Raises:
        Missing: the actor may not see the request.
        Rejected: nobody was named, or something that is no address.
    """
    require(actor, Permission.USE)
    case = cases.case_to_change(tx, actor.workspace, asked.case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    shown = showable(tx, actor, compiled, case)
    made = [_opinion(tx, actor, asked, one, shown, now) for one in _named(tx, actor, asked.to)]
    for one in made:
        opinion_rows.add(tx, one)
        body = {"opinion": one.id, "who": one.name or one.email, "asks": one.asks, "text": one.text, "internal": True}
        case = journal_notes.note(tx, actor, case, (ASKED, body), now, [_letter(one, case, now)])
    return made


def showable(tx: Connection, actor: Actor, compiled: Compiled, case: Case) -> tuple[str, ...]:
    """The answers that the actor may read and that can be shown to somebody outside. Raises Missing."""
    seen = sight.readable(sharing.rights(tx, actor, compiled, case))
    fields = compiled.process.form.fields
    return tuple(
        key for key in fields if key in seen and key in case.answers and type_of(fields[key]).value not in _UNSAYABLE
    )


def stakeholders(tx: Connection, actor: Actor, case: Case) -> Stakeholders:
    """Who can be picked, instead of being typed: contacts for whoever may look after customers, addresses for everybody."""
    theirs: list[Contact] = []
    if case.customer_id and actor.may(Permission.FILE_FOR_CLIENT):
        theirs = customers.contacts_of(tx, actor.workspace, case.customer_id, MOST)
    elif case.contact_id and actor.may(Permission.FILE_FOR_CLIENT):
        theirs = [one for one in (customers.contact(tx, actor.workspace, case.contact_id),) if one]
    known = {one.key: one.name for one in offers.people(tx, actor.workspace, "", KNOWN)}
    return Stakeholders(
        tuple(one for one in theirs if one.active),
        {**opinion_rows.asked_by(tx, actor.workspace, actor.party, KNOWN), **known},
    )


def remind(tx: Connection, actor: Actor, case_id: str, opinion_id: str, now: datetime) -> None:
    """The same letter once more. Raises Rejected: there is nothing to answer any more."""
    case, one = _theirs(tx, actor, case_id, opinion_id)
    if not one.is_open(now):
        raise Rejected((Problem("opinion.over"),))
    opinion_rows.stamp(tx, one, now, "reminded_at")
    outbox.add(tx, [_letter(one, case, now, again=True)])


def revoke(tx: Connection, actor: Actor, case_id: str, opinion_id: str, now: datetime) -> None:
    """The link opens nothing any more. Raises Rejected: it was answered already."""
    case, one = _theirs(tx, actor, case_id, opinion_id)
    if not opinion_rows.answer_if_open(tx, one, "revoked", "", "", now):
        raise Rejected((Problem("opinion.over"),))
    journal_notes.note(tx, actor, case, (CALLED_OFF, {"opinion": one.id, "who": one.name or one.email}), now)


def opened(tx: Connection, token: str, now: datetime) -> Sheet:
    """Raises Missing: the link is nobody's, was withdrawn, or its time is over without an answer."""
    one = opinion_rows.by_token(tx, keys.seal(token))
    if one.answer == "revoked" or (not one.answer and now >= one.expires_at):
        raise Missing(token)
    case = cases.case(tx, one.workspace, one.case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    is_open = one.is_open(now) and one.asks == "consent"
    return Sheet(one, case.number, case.title, tuple(_facts(tx, compiled, case, one.fields)), is_open)


def answer(tx: Connection, token: str, answered: str, name: str, said: str, now: datetime) -> Opinion:
    """Once, with the name of whoever answers and what they say.

    Raises:
        Missing: the link opens nothing.
        Rejected: it was answered before, or a comment without words.
    """
    one = opened(tx, token, now).opinion
    words_, who = spoken(said), _called(one, " ".join(spoken(name).split())[:200])
    if answered not in ANSWERS or (answered != "consents" and not words_):
        raise Rejected((Problem("opinion.nothing", "/said"),))
    case = cases.case_to_change(tx, one.workspace, one.case_id)
    kept = one.asks == "consent" and opinion_rows.answer_if_open(tx, one, cast("Answer", answered), words_, who, now)
    if not kept:
        raise Rejected((Problem("opinion.over"),))
    outsider = Actor(one.workspace, "system:", "")
    body = {"opinion": one.id, "who": who, "email": one.email, "answer": answered, "text": words_, "internal": True}
    heading = words("{who} {answer}: {number}", "{who}{answer}：{number}").formatted(
        who=who, answer=ANSWERS[answered], number=case.number
    )
    news = Tidings(heading, (words(words_, words_),) if words_ else (), f"/requests/{case.id}", case.id)
    journal_notes.note(tx, outsider, case, (OPINED, body), now, tidings.tell(one.workspace, news, [one.by], now))
    return one


def _called(one: Opinion, typed: str) -> str:
    """Another name than we know them by stands beside the address that was asked: anybody can type any name."""
    return (one.name or one.email) if typed in ("", one.name) else f"{typed} ({one.email})"


def _named(tx: Connection, actor: Actor, to: Iterable[str]) -> list[tuple[str, str, str]]:
    """Address, name and language of each. Raises Rejected."""
    found: dict[str, tuple[str, str, str]] = {}
    for key in filter(None, (one.strip() for one in to)):
        contact = None if "@" in key else customers.contact(tx, actor.workspace, key)
        contact = contact or customers.by_email(tx, actor.workspace, key.lower())
        if contact is None and not is_address(key):
            raise Rejected((Problem("opinion.nobody", "/to"),))
        one = (contact.email, contact.name, contact.lang) if contact else (key.lower(), "", actor.lang)
        found[one[0]] = one
    if not found or len(found) > MOST:
        raise Rejected((Problem("opinion.nobody", "/to"),))
    return list(found.values())


def _opinion(
    tx: Connection, actor: Actor, asked: Asking, who: tuple[str, str, str], shown: Sequence[str], now: datetime
) -> Opinion:
    row_id = new_id(now)
    if asked.asks not in _ASKS:
        raise Rejected((Problem("answer.not-a-choice", "/asks", {"value": asked.asks}),))
    return Opinion(
        actor.workspace,
        row_id,
        asked.case_id,
        *who,
        cast("Asks", asked.asks),
        spoken(asked.text),
        tuple(key for key in asked.fields if key in shown),
        actor.party,
        actor.name,
        now,
        now + LASTS,
        keys.seal(keys.token(tx, _PURPOSE, row_id)),
    )


def _theirs(tx: Connection, actor: Actor, case_id: str, opinion_id: str) -> tuple[Case, Opinion]:
    """Whoever sees the request as a colleague. Raises Missing."""
    if not actor.is_colleague:
        raise Denied(f"{actor.party} is no colleague")
    case = cases.case_to_change(tx, actor.workspace, case_id)
    sharing.rights(tx, actor, deployment.version(tx, case.workspace, case.version_id), case)
    return case, opinion_rows.one(tx, actor.workspace, case_id, opinion_id)


def _letter(one: Opinion, case: Case, now: datetime, *, again: bool = False) -> Message:
    """The text of whoever asks, and the link."""
    if one.asks == "inform":
        heading = words("For your information: {number}, {title}", "知会：{number} {title}")
    elif again:
        heading = words("Still open: do you support {number}, {title}?", "提醒：请就 {number} {title} 提出意见")
    else:
        heading = words("Do you support {number}, {title}?", "征求意见：{number} {title}")
    by = words("From {name}.", "来自{name}。").formatted(name=one.by_name)
    text = (words(one.text, one.text),) if one.text else ()
    told = heading.formatted(number=case.number, title=case.title)
    news = Tidings(told, (*text, by), "", case.id, {"opinion": one.id})
    return tidings.write_to(one.workspace, news, one.email, one.name, one.lang, now)


def _facts(tx: Connection, compiled: Compiled, case: Case, chosen: Iterable[str]) -> Iterable[tuple[Words, Words]]:
    fields = compiled.process.form.fields
    values = {key: case.answers[key] for key in chosen if key in fields and key in case.answers}
    names = display_names.called(tx, case.workspace, compiled.process.form, values)
    for key, value in values.items():
        title = fields[key].title or Words({"en": key})
        yield title, display_names.words_of(names, Place(key, fields[key], value))
