"""Ready processes, ours and those of a workspace: shown with what they hold, and cloned as drafts."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from builder.drafts.drafts import Draft
from builder.editing.adapting import Choices, languages_in
from builder.gallery import gallery_search, taking_over
from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.processes import templates
from runtime.store.processes.templates import Kept
from schemas import gallery as shelf
from schemas.document import fingerprint, load, loads
from schemas.model.process import Process
from schemas.words import Words

OWN: Final = "own."
"""Begins the names of templates that the workspace has saved itself; no key has a point in it."""
ORIGIN: Final = "gallery:"


@dataclass(frozen=True)
class Card:
    """A ready process in figures. ``path`` are the titles of its steps, for a small picture of the flow."""

    key: str
    title: Words
    about: Words
    category: str
    fields: int
    pages: int
    steps: int
    tests: int
    languages: tuple[str, ...]
    path: tuple[Words, ...]


@dataclass(frozen=True)
class Template:
    """``kept`` is None for one of ours. ``by``: who saved it, by name; ``mine``: this person may change and remove it."""

    name: str
    process: Process
    kept: Kept | None = None
    by: str = ""
    mine: bool = False

    @property
    def card(self) -> Card:
        return card(self.process) if self.kept else _card(self.name)

    @property
    def origin(self) -> str:
        return ORIGIN + self.name

    @property
    def fingerprint(self) -> str:
        return self.kept.fingerprint if self.kept else _seal(self.name)


def cards() -> tuple[Card, ...]:
    return tuple(_card(key) for key in shelf.keys())  # noqa: SIM118 -- a function of the shelf, not of a dict


@cache
def _card(key: str) -> Card:
    return card(ready(key))


def card(process: Process) -> Card:
    steps = [state for state in process.flow.states if state.kind in {"task", "approval"}]
    return Card(
        key=process.key,
        title=process.title,
        about=process.about,
        category=process.category,
        fields=sum(one.type != "note" for one in process.form.fields.values()),
        pages=len(process.form.pages),
        steps=len(steps),
        tests=len(process.tests),
        languages=languages_in(process),
        path=tuple(state.title for state in steps),
    )


@cache
def ready(key: str) -> Process:
    """The process of that key on the shelf.

    Raises:
        Missing: there is none.
    """
    if key not in shelf.keys():  # noqa: SIM118 -- a function of the shelf, not of a dict
        raise Missing(key)
    return load(shelf.document(key))


@cache
def _seal(key: str) -> str:
    return fingerprint(ready(key))


def ours(tx: Connection, actor: Actor) -> tuple[Template, ...]:
    """What the workspace has saved, the last first. Of another workspace nothing is ever read."""
    require(actor, Permission.DESIGN)
    names = {f"person:{one.id}": one.name for one in people.everybody(tx, actor.workspace)}
    return tuple(
        Template(OWN + kept.key, loads(kept.document), kept, names.get(kept.made_by, ""), may_change(actor, kept))
        for kept in templates.of_workspace(tx, actor.workspace)
    )


def shipped() -> tuple[Template, ...]:
    return tuple(Template(key, ready(key)) for key in sorted(shelf.keys(), key=gallery_search.rank))


def template(tx: Connection, actor: Actor, name: str) -> Template:
    """The one of that name.

    Raises:
        Missing: there is none here.
    """
    require(actor, Permission.DESIGN)
    if not name.startswith(OWN):
        return Template(name, ready(name))
    found = next((one for one in ours(tx, actor) if one.name == name), None)
    if found is None:
        raise Missing(name)
    return found


def may_change(actor: Actor, kept: Kept) -> bool:
    """Whoever has made it, as long as they design, and the administrators."""
    return actor.may(Permission.ADMIN) or (actor.may(Permission.DESIGN) and actor.party == kept.made_by)


def clone(
    tx: Connection, actor: Actor, name: str, now: datetime, choices: Choices | None = None, fresh: str = ""
) -> Draft:
    """A draft of one's own, under a free key. Groups that the workspace lacks are made, with nobody in them yet.

    ``fresh`` is the id of the draft, if that is settled already.

    Raises:
        Missing: there is no such template here.
        CannotEdit: the choices do not fit this workspace.
    """
    there = template(tx, actor, name)
    source = taking_over.Source(there.process, there.origin, there.fingerprint)
    return taking_over.take(tx, actor, source, choices or Choices(), now, fresh)
