"""Published versions: made once, never changed, compiled once in each process that serves them."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from runtime.engine.facts import Directory
from runtime.engine.position import Party
from runtime.engine.tokens.machine import Course
from runtime.people.roster import Named, Roster, named_in
from runtime.processes import figured, occurrences
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import InboxRow
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.processes import processes
from runtime.store.processes.processes import Published, Version
from schemas import document
from schemas.filling import rights as rights_of
from schemas.filling.answers import Checker
from schemas.logic import names
from schemas.model.flow import Move, Right, State
from schemas.model.form import Field, Form
from schemas.model.process import Process
from schemas.rules.context_names import ASKED
from schemas.rules.flow_rules import flow_rules
from schemas.words import Words, words

TAKEN_BACK: Final[Mapping[str, Words]] = {
    "withdrawn": words("Taken back", "已撤回"),
    "cancelled": words("Cancelled", "已取消"),
}
"""Ways to end that no process draws, by outcome."""
SHELF: Final = 256
"""How many compiled versions are kept in memory."""


@dataclass(frozen=True)
class Compiled:
    """A version, ready to be used. ``rights`` are by state, and of the first filling under None.

    ``for_clients`` and ``shared`` are the same, and what is followed afterwards, for whoever is no colleague.
    """

    id: str
    number: int
    process: Process
    course: Course
    checker: Checker
    rights: Mapping[str | None, Mapping[str, Right]]
    tracking: Mapping[str, Right]
    named: Named
    for_clients: Mapping[str | None, Mapping[str, Right]]
    shared: Mapping[str, Right]

    @cached_property
    def dimensions(self) -> Mapping[str, Field]:
        """The questions that its requests are counted by."""
        return figured.dimensions(self.process)

    @cached_property
    def flow_reads_asked(self) -> bool:
        """Does a rule of the flow ask how many requests the client has opened of late?"""
        return any(ASKED in names(one.rule) for one in flow_rules(self.process, {}))

    @property
    def reads_asked(self) -> bool:
        """Or one of the form?"""
        return ASKED in self.checker.mentioned or self.flow_reads_asked

    @cached_property
    def ahead(self) -> dict[tuple[str, ...], tuple[State, ...]]:
        """What comes after these states, as far as `forecast` has worked it out."""
        return {}

    def title(self, state: str) -> Words:
        """What the state is called; its key where nobody has said."""
        drawn = self.course.states.get(state)
        return (drawn.title if drawn else None) or Words({"en": state})

    def stands(self, case: Case | InboxRow) -> Words:
        """Where a request is; of one that has ended, the end that it came to, or that it was taken back."""
        return TAKEN_BACK.get(case.ended) or self.title(case.state)

    def drawn(self, state: str, move: str) -> Move | None:
        """None where this version has it not: the case may have come from another one."""
        return self.course.moves(state).get(move) if state in self.course.states else None


class _Shelf:
    """The versions used last. A version never changes, so a stale one cannot be found here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Compiled] = OrderedDict()

    def get(self, key: tuple[str, str]) -> Compiled | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, str], made: Compiled) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > SHELF:
                self._kept.popitem(last=False)


_shelf = _Shelf()


def deploy(tx: Connection, workspace: str, process: Process, by: Party, now: datetime, note: str = "") -> Version:
    """Publish: new requests take this version from now on, running ones keep theirs.

    What is published already, to the letter, stays as it is. Groups that the flow names and the workspace has
    not are made, empty. Answers of which the new version wants to know how often they occur are counted.
    """
    fingerprint = document.fingerprint(process)
    current = processes.current(tx, workspace, process.key)
    if current and current.fingerprint == fingerprint:
        return current
    fresh = new_id(now)
    published = Published(
        workspace, process.key, process.title, process.about, process.category, fresh, versions=1, open=True
    )
    number = processes.next_number(tx, published)
    written = document.dumps(process)
    version = Version(workspace, fresh, process.key, number, fingerprint, note, now, by, written)
    processes.add_version(tx, version)
    _make_groups(tx, workspace, process, now)
    occurrences.catch_up(tx, workspace, process.key, process.form, _form(current))
    return version


def _form(published: Version | None) -> Form | None:
    return document.loads(published.document).form if published else None


def version(tx: Connection, workspace: str, version_id: str) -> Compiled:
    """Raises Missing."""
    kept = _shelf.get((workspace, version_id))
    if kept:
        return kept
    found = processes.version(tx, workspace, version_id)
    if found is None:
        raise Missing(version_id)
    return _compiled(found)


def published(tx: Connection, workspace: str, key: str) -> Compiled | None:
    """The version that new requests take; None where nothing was ever published under this key."""
    process = processes.process(tx, workspace, key)
    return version(tx, workspace, process.version_id) if process else None


def keys(tx: Connection, workspace: str) -> frozenset[str]:
    """Of every process that was ever published."""
    return frozenset(one.key for one in processes.catalogue(tx, workspace))


def directory(tx: Connection, workspace: str) -> Directory:
    """Who there is, for questions before there is a case."""
    return Roster(tx, workspace)


def compiled(process: Process) -> Compiled:
    """As its next version would be, were it published; kept nowhere."""
    return _made("", 0, process)


def _compiled(found: Version) -> Compiled:
    made = _made(found.id, found.number, document.loads(found.document))
    _shelf.put((found.workspace, found.id), made)
    return made


def _made(version_id: str, number: int, process: Process) -> Compiled:
    form, flow = process.form, process.flow
    states: tuple[str | None, ...] = (None, *flow.by_key)
    return Compiled(
        version_id,
        number,
        process,
        Course(flow),
        Checker(form),
        {state: rights_of.of(flow, form, state) for state in states},
        rights_of.tracking(flow, form),
        named_in(flow),
        {state: rights_of.for_clients(flow, form, state) for state in states},
        rights_of.shared(flow, form),
    )


def _make_groups(tx: Connection, workspace: str, process: Process, now: datetime) -> None:
    there = {group.key for group in people.groups(tx, workspace)}
    for key in sorted((named_in(process.flow).groups | set(process.groups)) - there):
        title = process.groups.get(key) or Words({"en": key})
        people.add_group(tx, people.Group(workspace, new_id(now), key, title))
