"""One request becomes another of a different process, as its document allows; both keep the link."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.asking import Receipt, Rejected, Submission
from runtime.cases import journal_notes, submission
from runtime.cases.journal_beside import BECAME, CAME
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases, successions
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.processes import processes
from runtime.visibility import sharing
from schemas.fields.registry import type_of
from schemas.logic import LogicError, evaluate
from schemas.model.process import CONTACT, Follow
from schemas.problem import Problem
from schemas.words import Words, write_words

_STAYS: Final = frozenset({"none", "files", "sealed"})
"""Kinds of answer that do not go along: a file belongs to one request."""
MARK: Final = "follows~"
"""Begins the key under which a form is sent that another request becomes."""


@dataclass(frozen=True)
class Next:
    """What a request can become: ``raw`` is what stands in the form of ``compiled`` before anybody types."""

    case: Case
    follow: Follow
    compiled: Compiled
    raw: Mapping[str, Any]
    on_behalf: bool

    @property
    def title(self) -> Words:
        return self.follow.title or self.compiled.process.title

    @property
    def channel(self) -> str:
        return self.follow.channel


def prepared(tx: Connection, actor: Actor, case_id: str, process: str) -> Next:
    """The other form with what is known already.

    Raises:
        Missing: the actor may not see the request, it cannot become that, or there is no such process.
    """
    require(actor, Permission.USE)
    return _prepared(tx, actor, cases.case(tx, actor.workspace, case_id), process)


def become(tx: Connection, actor: Actor, case_id: str, process: str, now: datetime) -> Receipt:
    """At once, with what is known already.

    Raises:
        Rejected: something is missing, or it has become that before.
        Missing: as `prepared`.
    """
    require(actor, Permission.USE)
    case = cases.case_to_change(tx, actor.workspace, case_id)
    found = _prepared(tx, actor, case, process)
    _not_yet(tx, case, process)
    key = f"{MARK}{case_id}~{process}"
    sent = Submission(actor, process, found.raw, found.channel, found.on_behalf, key)
    receipt = submission.submit(tx, sent, now)
    _tie(tx, actor, case, receipt, now)
    return receipt


def origin(key: str) -> tuple[str, str] | None:
    """The request and the process that the key of a sent form names; None for every other key."""
    if not key.startswith(MARK):
        return None
    case_id, _, process = key.removeprefix(MARK).partition("~")
    return case_id, process.partition("~")[0]


def channel(tx: Connection, actor: Actor, key: str) -> str:
    """How a form counts as having come that was opened from a request; empty for every other key. Raises Missing as `prepared`."""
    of = origin(key)
    return prepared(tx, actor, *of).channel if of else ""


def sent(tx: Connection, actor: Actor, key: str, receipt: Receipt, now: datetime) -> None:
    """A form has gone out that was opened from a request: the two are tied, in the same transaction.

    Raises:
        Rejected: it has become that before.
    """
    of = origin(key)
    if of is None or receipt.repeated:
        return
    case = cases.case_to_change(tx, actor.workspace, of[0])
    _prepared(tx, actor, case, of[1])
    _not_yet(tx, case, of[1])
    _tie(tx, actor, case, receipt, now)


def _prepared(tx: Connection, actor: Actor, case: Case, process: str) -> Next:
    compiled = deployment.version(tx, case.workspace, case.version_id)
    given = sharing.rights(tx, actor, compiled, case)
    follow = next((one for one in compiled.process.follows if one.process == process), None)
    there = processes.process(tx, case.workspace, process)
    if follow is None or there is None or not there.open:
        raise Missing(process)
    to = deployment.version(tx, case.workspace, there.version_id)
    readable = {key: value for key, value in case.answers.items() if given.get(key, "hide") != "hide"}
    raw = dict(_client(compiled, to, readable)) | dict(_given(follow, to, readable))
    named = bool(raw.get(to.process.contact.email)) and actor.may(Permission.FILE_FOR_CLIENT)
    return Next(case, follow, to, raw, named)


def _client(compiled: Compiled, to: Compiled, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Who the client is, from the one form to the other."""
    for name in CONTACT:
        source, target = getattr(compiled.process.contact, name), getattr(to.process.contact, name)
        if source and target and answers.get(source):
            yield target, answers[source]


def _given(follow: Follow, to: Compiled, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """A rule that breaks on these answers gives nothing: somebody completes the form."""
    fields = to.process.form.fields
    for key, rule in follow.given.items():
        if key not in fields or type_of(fields[key]).value_of(fields[key]) in _STAYS:
            continue
        try:
            value = evaluate(rule, dict(answers))
        except LogicError:
            continue
        if value not in (None, "", []):
            yield key, value


def _not_yet(tx: Connection, case: Case, process: str) -> None:
    done = successions.became(tx, case.workspace, case.id, process)
    if done:
        raise Rejected((Problem("follow.done", params={"number": done}),))


def _tie(tx: Connection, actor: Actor, case: Case, receipt: Receipt, now: datetime) -> None:
    successions.add(tx, case.workspace, case.id, receipt.case_id, actor.party, now)
    after = cases.case_to_change(tx, case.workspace, receipt.case_id)
    about = {"id": after.id, "number": after.number, "title": write_words(after.title), "process": after.process_key}
    journal_notes.note(tx, actor, case, (BECAME, about), now)
    before = {"id": case.id, "number": case.number, "title": write_words(case.title)}
    journal_notes.note(tx, actor, after, (CAME, before), now)
