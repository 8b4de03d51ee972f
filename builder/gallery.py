"""Ready processes: shown with what they hold, and cloned into a workspace as drafts."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from builder import drafts
from builder.drafts import Draft
from runtime.access import Actor, Permission, require
from runtime.store.database import Connection
from runtime.store.missing import Missing
from schemas import gallery as shelf
from schemas.document import load
from schemas.process import Process
from schemas.words import LANGUAGES, Words


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


def cards() -> tuple[Card, ...]:
    return tuple(card(ready(key)) for key in shelf.keys())  # noqa: SIM118 -- a function of the shelf, not of a dict


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
        languages=tuple(lang for lang in LANGUAGES if lang in process.title),
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


def clone(tx: Connection, actor: Actor, key: str, now: datetime) -> Draft:
    """A draft of one's own, under a free key. Groups that the workspace lacks are made, with nobody in them yet."""
    require(actor, Permission.DESIGN)
    process = ready(key)
    own = replace(process, key=drafts.free_key(tx, actor.workspace, process.key))
    return drafts.add(tx, actor, own, f"gallery:{key}", now)
