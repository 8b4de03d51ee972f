"""The versions of a process: which there are, what they mean for requests that run, and an old one as draft again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from builder import store
from builder.drafts import drafts
from builder.drafts.drafts import Draft
from runtime.access import Actor, Permission, require
from runtime.processes import deployment
from runtime.rescue import migration_check
from runtime.rescue.migration_check import Way
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.operations import running
from runtime.store.people import people
from runtime.store.processes import process_acts, processes, publications
from runtime.store.processes.process_acts import Did, ProcessAct
from runtime.store.processes.processes import Published, Version
from runtime.store.processes.publications import Publication
from schemas.document import loads
from schemas.lint import lint
from schemas.model.process import Process
from schemas.problem import Problem

DRAFT: Final = "draft"
"""Names the draft where a version is named by its number."""
LOOKED_AT: Final = 50
"""So many running requests are looked at, to say how many could move."""
TOLD: Final = 20
"""So many of the latest acts are listed."""


@dataclass(frozen=True)
class Listed:
    """``running``: how many requests run by it."""

    version: Version
    by_name: str
    running: int


@dataclass(frozen=True)
class History:
    """``listed`` newest first. ``published`` is None before the first version, ``draft_id`` empty where nobody drafts."""

    key: str
    process: Process
    published: Published | None
    listed: tuple[Listed, ...]
    draft_id: str
    publication: Publication | None
    acts: tuple[tuple[ProcessAct, str], ...] = ()
    """What was done with it besides publishing, newest first, each with the name of whoever did it."""

    @property
    def numbers(self) -> list[int]:
        return [one.version.number for one in self.listed]


@dataclass(frozen=True)
class Prospects:
    """Of ``running`` requests ``looked`` were looked at; ``can`` of them could go on by the other version."""

    running: int
    looked: int
    can: int
    stay: tuple[tuple[str, str, Problem], ...]
    """Number and id of those that could not, and why."""


def history(tx: Connection, actor: Actor, key: str) -> History:
    """Raises Missing: nothing of that key was ever drafted or published here."""
    require(actor, Permission.DESIGN)
    there = processes.versions(tx, actor.workspace, key)
    draft = store.draft_of(tx, actor.workspace, key)
    if not there and draft is None:
        raise Missing(key)
    names = {f"person:{one.id}": one.name for one in people.everybody(tx, actor.workspace)}
    counted = running.counted(tx, actor.workspace, key)
    document = there[0].document if there else draft.document if draft else ""
    return History(
        key,
        loads(document),
        processes.process(tx, actor.workspace, key),
        tuple(Listed(one, names.get(one.published_by, ""), sum(counted.get(one.id, {}).values())) for one in there),
        draft.id if draft else "",
        publications.latest(tx, actor.workspace, key),
        tuple((one, names.get(one.by, "")) for one in process_acts.of_process(tx, actor.workspace, key, TOLD)),
    )


def document(tx: Connection, actor: Actor, key: str, which: str) -> Process:
    """The draft, or the version of a number.

    Raises:
        Missing: there is none.
    """
    require(actor, Permission.DESIGN)
    if which == DRAFT:
        row = store.draft_of(tx, actor.workspace, key)
        if row is None:
            raise Missing(key)
        return loads(row.document)
    return loads(_version(tx, actor, key, which).document)


def restore(tx: Connection, actor: Actor, key: str, number: int, now: datetime) -> Draft:
    """The draft says what the version says, as one step in its history; where there is no draft, one is begun.

    Raises:
        Missing: there is no such version.
    """
    old = loads(_version(tx, actor, key, str(number)).document)
    draft = drafts.open_version(tx, actor, key, now)
    return drafts.change(tx, actor, draft.id, lambda _present: old, revision=draft.revision, now=now)


def take_requests(tx: Connection, actor: Actor, key: str, now: datetime, *, is_open: bool) -> None:
    """A retired process takes no new requests, by links neither; those that run go on. It can be brought back.

    Raises:
        Missing: it was never published.
    """
    require(actor, Permission.DESIGN)
    there = processes.process(tx, actor.workspace, key)
    if there is None:
        raise Missing(key)
    if there.open == is_open:
        return
    processes.set_open(tx, actor.workspace, key, is_open=is_open)
    did: Did = "reopened" if is_open else "retired"
    process_acts.add(tx, ProcessAct(actor.workspace, new_id(now), key, did, actor.party, now))


def prospects(tx: Connection, actor: Actor, key: str, old: str, new: str, now: datetime) -> Prospects | None:
    """What would happen to the requests that run by ``old`` if they were moved to ``new``, the draft or a version.

    None where that cannot be said: ``old`` is the draft, or ``new`` is one that could not be published.
    """
    require(actor, Permission.DESIGN)
    if old in (DRAFT, new):
        return None
    source = deployment.version(tx, actor.workspace, _version(tx, actor, key, old).id)
    process = document(tx, actor, key, new)
    if new == DRAFT and any(one.severity == "error" for one in lint(process)):
        return None
    target = (
        deployment.compiled(process)
        if new == DRAFT
        else deployment.version(tx, actor.workspace, _version(tx, actor, key, new).id)
    )
    count = sum(running.counted(tx, actor.workspace, key).get(source.id, {}).values())
    found = running.running(tx, actor.workspace, source.id, "", "", LOOKED_AT)
    fits = [migration_check.fit(tx, actor, Way(source, target, {}), case, now) for case in found]
    stay = tuple((one.case.number, one.case.id, one.problems[0]) for one in fits if one.problems)
    return Prospects(count, len(fits), len(fits) - len(stay), stay)


def _version(tx: Connection, actor: Actor, key: str, number: str) -> Version:
    found = [one for one in processes.versions(tx, actor.workspace, key) if str(one.number) == number]
    if not found:
        raise Missing(key)
    return found[0]
