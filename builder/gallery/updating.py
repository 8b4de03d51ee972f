"""What a template has become since a process was made from it, and how that comes into the process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from builder import store
from builder.comparison.comparison import grouped
from builder.comparison.differences import About
from builder.drafts import conflicts, drafts
from builder.drafts.conflicts import Joined, Said
from builder.drafts.drafts import Draft
from builder.editing.adapting import Choices, adapted, choices_of_json
from builder.editing.edits import new_circles
from builder.editing.refusal import CannotEdit
from builder.gallery import gallery, taking_over
from builder.gallery.gallery import ORIGIN, OWN, Template
from builder.gallery.taking_over import Source
from builder.publishing import publishing
from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.processes import lineage, processes, templates
from runtime.store.processes.lineage import Descent
from schemas.document import loads
from schemas.model.process import Process
from schemas.words import Words


@dataclass(frozen=True)
class Standing:
    """What a process was made from: ``template`` is None where that is not there any more. ``has_news``: it has changed."""

    template: Template | None
    descent: Descent

    @property
    def has_news(self) -> bool:
        return self.template is not None and self.template.fingerprint != self.descent.fingerprint


@dataclass(frozen=True)
class News:
    """``said``: what is new in the template, by what it is about. ``joined``: that and what was changed here, together."""

    template: Template
    draft: Draft | None
    said: Mapping[About, tuple[Words, ...]]
    joined: Joined


class Unsettled(Exception):
    """Something was not answered, does not fit together, or the template is not the one that was looked at."""


def with_news(tx: Connection, actor: Actor) -> frozenset[str]:
    """The keys of processes whose template has become another since."""
    require(actor, Permission.DESIGN)
    there = {one.origin: one.fingerprint for one in gallery.shipped()}
    there |= {ORIGIN + OWN + one.key: one.fingerprint for one in templates.of_workspace(tx, actor.workspace)}
    stand = lineage.standing(tx, actor.workspace)
    return frozenset(key for key, (origin, seal) in stand.items() if there.get(origin, seal) != seal)


def standing(tx: Connection, actor: Actor, process_key: str) -> Standing | None:
    """None where it was made here, or nobody knows."""
    require(actor, Permission.DESIGN)
    descent = lineage.of_process(tx, actor.workspace, process_key)
    if descent is None or not descent.origin.startswith(ORIGIN):
        return None
    try:
        return Standing(gallery.template(tx, actor, descent.origin.removeprefix(ORIGIN)), descent)
    except Missing:
        return Standing(None, descent)


def news(tx: Connection, actor: Actor, process_key: str, said: Said | None = None) -> News | None:
    """None where there is nothing new, or it was made from nothing.

    Raises:
        Missing: there is no such process.
    """
    there = standing(tx, actor, process_key)
    if there is None or there.template is None or not there.has_news:
        return None
    row = store.draft_of(tx, actor.workspace, process_key)
    draft = drafts.get(tx, actor, row.id) if row else None
    mine = draft.process if draft else _published(tx, actor, process_key)
    base, theirs = _sides(there.template, there.descent)
    people = publishing.people_of(tx, actor.workspace)
    joined = conflicts.joined(base, mine, theirs, said, people)
    return News(there.template, draft, grouped(base, theirs, people), joined)


def update(tx: Connection, actor: Actor, process_key: str, seal: str, said: Said, now: datetime) -> Draft:
    """The draft with what is new in it, as one step that can be undone; where there is no draft, one is begun.

    ``seal`` is the fingerprint of the template as it was looked at.

    Raises:
        Unsettled: nothing was changed; look at it again.
        CannotEdit: rules would wait for one another.
        Missing: there is nothing new.
    """
    there = standing(tx, actor, process_key)
    if there is None or there.template is None or not there.has_news:
        raise Missing(process_key)
    if there.template.fingerprint != seal:
        raise Unsettled
    base, theirs = _sides(there.template, there.descent)

    def made(process: Process) -> Process:
        joined = conflicts.joined(base, process, theirs, said)
        if joined.process is None or not joined.is_settled:
            raise Unsettled
        if found := new_circles(process, joined.process):
            raise CannotEdit(found[0])
        return joined.process

    draft = drafts.open_version(tx, actor, process_key, now)
    draft = drafts.change(tx, actor, draft.id, made, revision=draft.revision, now=now)
    source = Source(there.template.process, there.template.origin, there.template.fingerprint)
    taking_over.remember(tx, actor, source, _choices(there.descent), draft.id, now)
    return draft


def _sides(template: Template, descent: Descent) -> tuple[Process, Process]:
    """The template as it was and as it is, both as they would be here."""
    choices = _choices(descent)
    return adapted(loads(descent.document), choices), adapted(template.process, choices)


def _choices(descent: Descent) -> Choices:
    return choices_of_json(descent.choices)


def _published(tx: Connection, actor: Actor, process_key: str) -> Process:
    found = processes.current(tx, actor.workspace, process_key)
    if found is None:
        raise Missing(process_key)
    return loads(found.document)
