"""From a draft to a version: what must hold before it, and what comes with it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from builder.rehearsal.tests_run import failed
from runtime.access import Actor, Permission, require
from runtime.engine.facts import Directory
from runtime.processes import deployment
from runtime.store import keys
from runtime.store.connection.database import Connection
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.notices import channels
from runtime.store.people import people
from runtime.store.processes import processes
from runtime.store.processes.processes import Version
from schemas.checks.lint_notices import notices_of
from schemas.document import dump, dumps, fingerprint, loads
from schemas.format.notice_reading import CHANNEL
from schemas.lint import lint
from schemas.model.assignment import Who
from schemas.model.process import Process
from schemas.problem import Problem, Severity, pointer
from schemas.repair.mending import with_repair
from schemas.words import Words


class CannotPublish(Exception):
    """The process has errors; ``problems`` are all that was found, warnings too."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(len(problems))
        self.problems = problems


@dataclass(frozen=True)
class Standing:
    """What is published of a process: its versions, newest first, and its public link, if it has one."""

    versions: tuple[Version, ...] = ()
    link: PublicLink | None = None

    @property
    def current(self) -> Version | None:
        return self.versions[0] if self.versions else None

    def holds(self, process: Process) -> bool:
        """Is this very document the version that is published now?"""
        return self.current is not None and self.current.fingerprint == fingerprint(process)


def check(tx: Connection, workspace: str, process: Process) -> tuple[Problem, ...]:
    """Everything wrong with publishing it here: the lint, the document's own tests, people and processes that it misses."""
    raw = dump(process)
    nobody = _nobody(process, deployment.directory(tx, workspace))
    missed = [with_repair(one, process, raw) for one in nobody]
    unsent = _unsent(process, channels_of(tx, workspace))
    return (
        *_inherent(dumps(process)),
        *missed,
        *_uncalled(tx, workspace, process),
        *_unfollowed(tx, workspace, process),
        *unsent,
    )


def runs(process: Process) -> bool:
    """Has it no error of its own, so that it can be walked? Its tests may fail, and its people be missing here."""
    return all(one.severity != "error" or one.code == "test.failed" for one in _inherent(dumps(process)))


@lru_cache(maxsize=128)
def _inherent(document: str) -> tuple[Problem, ...]:
    """What is wrong with a document wherever it stands; remembered, since every page of the designer asks.

    The tests are rehearsed only where the lint finds no error: a flow that cannot run cannot be rehearsed.
    """
    process = loads(document)
    found = lint(process)
    return found if any(problem.severity == "error" for problem in found) else (*found, *failed(process))


def _nobody(process: Process, directory: Directory) -> Iterator[Problem]:
    """Steps whose people are all looked for in this workspace and not found there."""
    severity: Severity = "warning" if any(_found(who, directory) for who in process.flow.fallback) else "error"
    for index, state in enumerate(process.flow.states):
        if state.who and not any(_found(who, directory) for who in state.who):
            named: dict[str, Words | str] = {"state": state.title or state.key, "such": Words()}
            empty = {"missing": [who.key for who in state.who if who.kind == "group"]}
            yield Problem("step.nobody", pointer("flow", "states", index), {**named, **empty}, severity)


def _uncalled(tx: Connection, workspace: str, process: Process) -> Iterator[Problem]:
    """Sub-requests of what is not published here yet, or given what that process does not ask."""
    for index, state in enumerate(process.flow.states):
        key, path = state.calls.process, pointer("flow", "states", index, "calls")
        if state.kind != "process" or not key or key == process.key:
            continue
        there = processes.process(tx, workspace, key)
        if there is None:
            yield Problem("call.unknown", f"{path}/process", {"process": key}, "warning")
            continue
        asked = deployment.version(tx, workspace, there.version_id).process.form.fields
        for field in state.calls.given:
            if field not in asked:
                params = {"process": there.title, "field": field}
                yield Problem("call.unknown-field", f"{path}/given{pointer(field)}", params, "warning")


def _unfollowed(tx: Connection, workspace: str, process: Process) -> Iterator[Problem]:
    """What a request can become that is not published here yet, or is given what that process does not ask."""
    for index, one in enumerate(process.follows):
        path, there = pointer("follows", index), processes.process(tx, workspace, one.process)
        if there is None:
            yield Problem("follow.unknown-process", f"{path}/process", {"process": one.process}, "warning")
            continue
        asked = deployment.version(tx, workspace, there.version_id).process.form.fields
        for field in one.given:
            if field not in asked:
                params = {"process": there.title, "field": field}
                yield Problem("call.unknown-field", f"{path}/given{pointer(field)}", params, "warning")


def _unsent(process: Process, there: Collection[str]) -> Iterator[Problem]:
    """Notices by a channel that nobody has set up here yet."""
    for notice, path, _ in notices_of(process):
        for number, way in enumerate(notice.by):
            key = way.removeprefix(CHANNEL)
            if way.startswith(CHANNEL) and key not in there:
                yield Problem("notice.no-channel", f"{path}/by/{number}", {"channel": key}, "warning")


def _found(who: Who, directory: Directory) -> bool:
    """Is there anybody, as far as can be known before there is a case?"""
    match who.kind:
        case "group":
            return bool(directory.group(who.key))
        case "person":
            return directory.person(who.key) is not None
        case _:
            return True


def publish(tx: Connection, actor: Actor, process: Process, now: datetime, note: str = "") -> Version:
    """A new version of the process, which new requests take from now on.

    A process that knows the client by an e-mail address gets a public link the first time.

    Raises:
        CannotPublish: there are errors; nothing is written.
    """
    require(actor, Permission.DESIGN)
    problems = check(tx, actor.workspace, process)
    if any(problem.severity == "error" for problem in problems):
        raise CannotPublish(problems)
    version = deployment.deploy(tx, actor.workspace, process, actor.party, now, note)
    if not process.contact.email:
        close_link(tx, actor, process.key)  # nobody could say any more who they are
    elif not links.of_process(tx, actor.workspace, process.key):
        open_link(tx, actor, process.key, now)
    return version


def people_of(tx: Connection, workspace: str) -> Mapping[str, str]:
    """Names by the key that a document calls somebody by; only who is still here."""
    return {one.key: one.name for one in people.everybody(tx, workspace) if one.active}


def processes_of(tx: Connection, workspace: str) -> Mapping[str, Words]:
    """What the processes are called that have been published here, by key."""
    return {one.key: one.title for one in processes.catalogue(tx, workspace)}


def channels_of(tx: Connection, workspace: str) -> Mapping[str, str]:
    """The titles of the channels that notices may go by, by key."""
    return {one.key: one.title for one in channels.of_workspace(tx, workspace)}


def standing(tx: Connection, workspace: str, process_key: str) -> Standing:
    found = links.of_process(tx, workspace, process_key)
    versions = processes.versions(tx, workspace, process_key)
    return Standing(tuple(versions), found[0] if found else None)


def open_link(tx: Connection, actor: Actor, process_key: str, now: datetime) -> PublicLink:
    """The public link of a process, opened again or made."""
    require(actor, Permission.DESIGN)
    found = links.of_process(tx, actor.workspace, process_key)
    if found:
        links.set_open(tx, actor.workspace, found[0].id, is_open=True)
        return found[0]
    made = new_id(now)
    link = PublicLink(actor.workspace, made, keys.short(tx, "public", made), process_key, open=True)
    links.add(tx, link, now)
    return link


def close_link(tx: Connection, actor: Actor, process_key: str) -> None:
    """Nobody fills the form by its public link any more; those who hold it read that it is closed."""
    require(actor, Permission.DESIGN)
    for link in links.of_process(tx, actor.workspace, process_key):
        links.set_open(tx, actor.workspace, link.id, is_open=False)
