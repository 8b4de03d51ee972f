"""Processes being written. Every change is a compare-and-set on the draft's revision, and can be undone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from builder import store
from builder.drafts.merging import Crossed, merged
from builder.editing.blank import blank
from builder.editing.edits import Edit, apply, circles, new_circles
from builder.editing.naming import key_for, unique
from builder.editing.refusal import CannotEdit
from builder.store import StepRow
from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.people.people import Group
from runtime.store.processes import lineage, processes
from schemas.document import dumps, loads
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import Words

NAME = 40
"""Characters of a name that are kept with a draft."""


@dataclass(frozen=True)
class Draft:
    """``revision`` goes up with each change; ``origin`` says what it was made from: ``gallery:KEY`` or ``version:ID``.

    ``joined``: the change just made was joined with what this person has changed meanwhile.
    """

    id: str
    process: Process
    revision: int
    origin: str
    updated_at: datetime
    updated_by: str
    can_undo: bool
    can_redo: bool
    joined: str = ""


class Outdated(Exception):
    """Somebody else changed the draft meanwhile; nothing was saved.

    ``draft`` is as it stands now, with the refused edit made on top where it still fits, so that nothing that was
    typed is lost: ``merged`` says whether it fits.
    """

    def __init__(self, draft: Draft, *, merged: bool) -> None:
        super().__init__(draft.id)
        self.draft = draft
        self.merged = merged
        self.problem = Problem("draft.outdated", params={"name": draft.updated_by})


def begin(tx: Connection, actor: Actor, title: Words, now: datetime) -> Draft:
    """An empty process: one page, one step, and a way to the end."""
    require(actor, Permission.DESIGN)
    key = key_for(title, "process", taken_keys(tx, actor.workspace), joint="-")
    return add(tx, actor, blank(key, title), "", now)


def open_version(tx: Connection, actor: Actor, process_key: str, now: datetime) -> Draft:
    """The draft of a published process: the one that is being written, or a new one from the published version.

    Raises:
        Missing: nothing of that key was ever published here.
    """
    require(actor, Permission.DESIGN)
    row = store.draft_of(tx, actor.workspace, process_key)
    if row:
        return _read(row)
    published = processes.current(tx, actor.workspace, process_key)
    if published is None:
        raise Missing(process_key)
    return add(tx, actor, loads(published.document), f"version:{published.id}", now)


def add(
    tx: Connection,
    actor: Actor,
    process: Process,
    origin: str,
    now: datetime,
    *,
    later: Collection[str] = (),
    fresh: str = "",
) -> Draft:
    """A new draft holding this process, whose key the caller has made unique.

    Groups that the workspace lacks are made, with nobody in them yet, so that their people can be chosen; but those
    of which it is decided ``later``. ``fresh`` is the id that it gets, if that is settled already.
    """
    _make_groups(tx, actor, process, process.groups.keys() - set(later), now)
    draft_id = fresh or new_id(now)
    row = {
        "id": draft_id,
        "process_key": process.key,
        "document": dumps(process),
        "origin": origin,
        "updated_at": now,
        "updated_by": actor.name[:NAME],
    }
    store.add(tx, actor.workspace, row)
    return get(tx, actor, draft_id)


def take_in(tx: Connection, actor: Actor, process: Process, now: datetime, origin: str = "import") -> Draft:
    """A process from outside, under a free key.

    Raises:
        CannotEdit: ``edit.cycle``, its rules wait for one another.
    """
    require(actor, Permission.DESIGN)
    if found := circles(process):
        raise CannotEdit(found[0])
    return add(tx, actor, replace(process, key=free_key(tx, actor.workspace, process.key)), origin, now)


def taken_keys(tx: Connection, workspace: str) -> frozenset[str]:
    """The keys of processes that are drafted or published here."""
    return store.keys(tx, workspace) | {one.key for one in processes.catalogue(tx, workspace)}


def free_key(tx: Connection, workspace: str, wanted: str) -> str:
    return unique(wanted, taken_keys(tx, workspace), joint="-")


def listed(tx: Connection, actor: Actor) -> tuple[Draft, ...]:
    require(actor, Permission.DESIGN)
    return tuple(_read(row) for row in store.drafts(tx, actor.workspace))


def get(tx: Connection, actor: Actor, draft_id: str) -> Draft:
    """The draft as it stands.

    Raises:
        Missing: there is none of that id.
    """
    return _read(row(tx, actor, draft_id))


def edit(tx: Connection, actor: Actor, draft_id: str, edit: Edit, *, revision: int, now: datetime) -> Draft:
    """The draft with the edit made, as it was meant at ``revision``: what others have changed since then stays.

    Raises:
        CannotEdit: the edit does not fit the document.
        Outdated: somebody else has changed the same thing meanwhile; nothing is saved.
    """
    return change(tx, actor, draft_id, lambda process: apply(process, edit), revision=revision, now=now)


def change(
    tx: Connection, actor: Actor, draft_id: str, made: Callable[[Process], Process], *, revision: int, now: datetime
) -> Draft:
    """The draft with its process replaced by what ``made`` makes of it; raises what `edit` raises."""
    kept = row(tx, actor, draft_id)
    present = _read(kept)
    process = made(present.process) if kept.revision == revision else _joined(tx, actor, present, made, revision)
    if process == present.process:
        return present
    document = dumps(process)
    step = kept.step + 1
    if not _put(tx, actor, kept, now, document=document, step=step, process_key=process.key):
        raise _outdated(get(tx, actor, draft_id), made)
    store.add_step(tx, actor.workspace, draft_id, StepRow(step, document, kept.revision + 1, now, actor.name[:NAME]))
    if fresh := process.groups.keys() - present.process.groups.keys():
        _make_groups(tx, actor, process, fresh, now)
    after = get(tx, actor, draft_id)
    return after if kept.revision == revision else replace(after, joined=present.updated_by)


def undo(tx: Connection, actor: Actor, draft_id: str, *, by: int, now: datetime) -> Draft:
    """Steps back (``by`` below 0) or forward again in the draft's history; the same draft beyond either end of it."""
    kept = row(tx, actor, draft_id)
    document = store.step_document(tx, actor.workspace, draft_id, kept.step + by)
    if document is not None and _put(tx, actor, kept, now, document=document, step=kept.step + by):
        store.stood_at(tx, actor.workspace, draft_id, kept.step + by, kept.revision + 1)
    return get(tx, actor, draft_id)


def remove(tx: Connection, actor: Actor, draft_id: str) -> None:
    row(tx, actor, draft_id)
    lineage.forget(tx, actor.workspace, draft_id)
    store.remove(tx, actor.workspace, draft_id)


def stood_since(tx: Connection, actor: Actor, draft_id: str) -> datetime | None:
    """When the draft was first as it is now; None where that is not known any more."""
    present = row(tx, actor, draft_id)
    return store.steps(tx, actor.workspace, draft_id, present.step + 1, 1)[0].made_at


def _make_groups(tx: Connection, actor: Actor, process: Process, wanted: Collection[str], now: datetime) -> None:
    there = {group.key for group in people.groups(tx, actor.workspace)}
    for key in (key for key in process.groups if key in wanted and key not in there):
        people.add_group(tx, Group(actor.workspace, new_id(now), key, process.groups[key]))


def _put(tx: Connection, actor: Actor, row: store.DraftRow, now: datetime, **changes: Any) -> bool:
    return store.put(tx, actor.workspace, row, {**changes, "updated_at": now, "updated_by": actor.name[:NAME]})


def row(tx: Connection, actor: Actor, draft_id: str) -> store.DraftRow:
    """As it is kept. Raises Missing."""
    require(actor, Permission.DESIGN)
    found = store.draft(tx, actor.workspace, draft_id)
    if found is None:
        raise Missing(draft_id)
    return found


def _read(row: store.DraftRow) -> Draft:
    return Draft(
        id=row.id,
        process=loads(row.document),
        revision=row.revision,
        origin=row.origin,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        can_undo=row.step > 0,
        can_redo=row.step < row.last_step,
    )


def _joined(tx: Connection, actor: Actor, present: Draft, made: Callable[[Process], Process], revision: int) -> Process:
    """Raises Outdated: it cannot be joined, or nobody knows any more how the draft stood then."""
    seen = store.document_at(tx, actor.workspace, present.id, revision)
    if seen is None:
        raise _outdated(present, made)
    base = loads(seen)
    try:
        process = merged(base, made(base), present.process)
    except Crossed:
        raise _outdated(present, made) from None
    if new_circles(present.process, process):
        raise _outdated(present, made)
    return process


def _outdated(present: Draft, made: Callable[[Process], Process]) -> Outdated:
    try:
        return Outdated(replace(present, process=made(present.process)), merged=True)
    except CannotEdit:
        return Outdated(present, merged=False)
