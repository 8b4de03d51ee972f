"""The first hour of a designer: what they tell the guide is kept until it becomes a draft, and they are shown around once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.naming import key_for
from builder.guide import guide_drafting, guide_examples
from builder.guide.guide_questions import PAGES, House
from builder.guide.guide_said import Said
from builder.guide.guide_wishes import Wishes, first_open, read, wishes
from builder.publishing import publishing
from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.people.people import Group
from runtime.store.processes import guidance
from schemas.model.process import Process
from schemas.words import LANGUAGES

ORIGIN = "guide"


class Unfinished(Exception):
    """A page of the guide is not answered well yet: ``page``."""

    def __init__(self, page: str) -> None:
        super().__init__(page)
        self.page = page


@dataclass(frozen=True)
class Told:
    """What somebody has told the guide so far, and who there is in the house that they can name."""

    said: Said
    house: House
    at: datetime | None = None


def told(tx: Connection, actor: Actor) -> Told:
    require(actor, Permission.DESIGN)
    kept = guidance.of(tx, actor.workspace, actor.id)
    there = people.groups(tx, actor.workspace)
    me = people.person(tx, actor.workspace, actor.id)
    house = House(
        people=publishing.people_of(tx, actor.workspace),
        groups={one.key: one.title for one in there},
        sizes={one.key: len(one.members) for one in there},
        me=me.key if me else "",
    )
    return Told(kept.said, house, kept.said_at)


def tell(tx: Connection, actor: Actor, page: str, raw: Mapping[str, Any], now: datetime) -> Told:
    """Keeps what was typed on a page, as it was typed.

    Raises:
        Missing: there is no such page.
    """
    require(actor, Permission.DESIGN)
    if page not in PAGES:
        raise Missing(page)
    kept = guidance.of(tx, actor.workspace, actor.id)
    said = {**kept.said, page: dict(raw)}
    guidance.keep(tx, actor.workspace, actor.id, replace(kept, said=said, said_at=now))
    return told(tx, actor)


def take(tx: Connection, actor: Actor, example: str, lang: str, now: datetime) -> None:
    """Begins with an example: its title, and its questions where none were written yet.

    Raises:
        Missing: there is no such example.
    """
    require(actor, Permission.DESIGN)
    found = next((one for one in guide_examples.EXAMPLES if one.key == example), None)
    if found is None:
        raise Missing(example)
    kept = guidance.of(tx, actor.workspace, actor.id)
    fresh = guide_examples.said(found, lang)
    own = {key: page for key, page in kept.said.items() if key != "title" and not _is_an_example(key, page)}
    guidance.keep(tx, actor.workspace, actor.id, replace(kept, said={**fresh, **own}, said_at=now))


def forget(tx: Connection, actor: Actor) -> None:
    """The guide begins afresh."""
    require(actor, Permission.DESIGN)
    kept = guidance.of(tx, actor.workspace, actor.id)
    guidance.keep(tx, actor.workspace, actor.id, replace(kept, said={}, said_at=None))


def sketched(told: Told, lang: str) -> tuple[Wishes, Process]:
    """What is meant, and the process that it would be.

    Raises:
        Unfinished: a page is not answered well yet.
    """
    if page := first_open(told.said, told.house):
        raise Unfinished(page)
    meant = wishes(told.said, told.house, lang)
    return meant, guide_drafting.drafted(meant, key_for(meant.title, "process", (), joint="-"))


def make(tx: Connection, actor: Actor, lang: str, now: datetime) -> Draft:
    """A draft with its tests; new groups come with their people, and the guide begins afresh.

    Raises:
        Unfinished: a page is not answered well yet.
    """
    meant, process = sketched(told(tx, actor), lang)
    process = replace(process, key=drafts.free_key(tx, actor.workspace, process.key))
    everybody = {one.key: one.id for one in people.everybody(tx, actor.workspace)}
    for key, members in meant.members.items():
        ids = tuple(everybody[one] for one in members if one in everybody)
        people.add_group(tx, Group(actor.workspace, new_id(now), key, meant.groups[key], ids))
    draft = drafts.add(tx, actor, guide_drafting.with_tests(process), ORIGIN, now)
    forget(tx, actor)
    return draft


def is_new(tx: Connection, actor: Actor) -> bool:
    """Has nobody shown them around yet?"""
    return guidance.of(tx, actor.workspace, actor.id).toured_at is None


def toured(tx: Connection, actor: Actor, now: datetime) -> None:
    """They were shown around, or did not want to be."""
    require(actor, Permission.DESIGN)
    kept = guidance.of(tx, actor.workspace, actor.id)
    guidance.keep(tx, actor.workspace, actor.id, replace(kept, toured_at=now))


def _is_an_example(page: str, said: Mapping[str, Any]) -> bool:
    """Are these the questions of an example, as they came, in some language?"""
    if page != "questions":
        return False
    ours = [guide_examples.said(one, lang)[page] for one in guide_examples.EXAMPLES for lang in LANGUAGES]
    return _asked(said) in [_asked(one) for one in ours]


def _asked(said: Mapping[str, Any]) -> Mapping[str, Any]:
    return read({"questions": said}, House(), "questions").answers
