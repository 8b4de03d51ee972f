"""A process from elsewhere becomes a draft: as it is or with choices, and what it was made from is remembered."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.adapting import LATER, NEW, Choices, adapted, choices_to_json, named_people
from builder.editing.edits import circles
from builder.editing.refusal import CannotEdit, cannot
from builder.exchange import formats
from builder.exchange.formats import File
from builder.exchange.packages import (
    EXAMPLE,
    MOST_SAMPLES,
    Package,
    Sample,
    read_package,
    samples_of,
    samples_of_json,
    samples_to_json,
)
from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.people import departments, people
from runtime.store.processes import lineage
from runtime.store.processes.lineage import Descent
from schemas.document import dump, dumps, fingerprint
from schemas.format.plainness import stray
from schemas.format.reading import KEY
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import Words, words

LONGEST_KEY: Final = 64
PACKAGE: Final = "package"
"""The origin of what came in by a file of that kind."""


@dataclass(frozen=True)
class Source:
    """``origin`` says where it comes from: ``gallery:NAME`` or ``package``."""

    process: Process
    origin: str
    fingerprint: str
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True)
class Place:
    """Somebody whom a document names: ``group:ccb``, and what that is called. ``is_here``: there is one of that key."""

    who: str
    title: Words
    is_here: bool

    @property
    def kind(self) -> str:
        return self.who.partition(":")[0]


Somebody = Mapping[str, Words]
"""Who there is in a workspace, as ``group:ccb``, ``person:li.na``, ``department:sales``, with what they are called."""


def everybody(tx: Connection, actor: Actor) -> Somebody:
    require(actor, Permission.DESIGN)
    return {
        **{f"group:{one.key}": one.title for one in people.groups(tx, actor.workspace)},
        **{
            f"person:{one.key}": words(one.name, one.name)
            for one in people.everybody(tx, actor.workspace)
            if one.active
        },
        **{f"department:{one.key}": one.title for one in departments.departments(tx, actor.workspace)},
    }


def places(process: Process, there: Somebody) -> tuple[Place, ...]:
    """Everybody whom the document names."""
    titles = {f"group:{key}": title for key, title in process.groups.items()}
    return tuple(
        Place(who, titles.get(who) or there.get(who) or words(*[who.partition(":")[2]] * 2), who in there)
        for who in named_people(process)
    )


def take(tx: Connection, actor: Actor, source: Source, choices: Choices, now: datetime, fresh: str = "") -> Draft:
    """A draft of it under a free key, or under the one that is chosen. ``fresh`` is its id, if that is settled already.

    Raises:
        CannotEdit: its rules wait for one another, the key is taken or none, somebody is named who is not here, or a
            text that was chosen cannot be kept.
    """
    require(actor, Permission.DESIGN)
    if found := circles(source.process):
        raise CannotEdit(found[0])
    wanted = settled(tx, actor, source.process, choices)
    process = keepable(adapted(source.process, wanted))
    draft = drafts.add(tx, actor, process, source.origin, now, later=wanted.open, fresh=fresh)
    remember(tx, actor, source, wanted, draft.id, now)
    return draft


def keepable(process: Process) -> Process:
    """Raises CannotEdit: a text that somebody has typed holds what no document may."""
    if found := next(stray(dump(process)), None):
        raise CannotEdit(found)
    return process


def bring(tx: Connection, actor: Actor, file: File, now: datetime) -> tuple[Draft, tuple[Problem, ...]]:
    """A draft of a file of any format, and what of it was lost, or names somebody who is not here.

    Raises:
        Unreadable: nothing of it can be carried.
        CannotEdit: its rules wait for one another.
    """
    form = formats.recognised(file)
    if form != "package":
        carried = formats.bring_in(form, file)
        return drafts.take_in(tx, actor, carried.process, now), carried.lost
    package = read_package(file.content)
    source = Source(package.process, PACKAGE, fingerprint(package.process), package.samples)
    missing = (one for one in places(package.process, everybody(tx, actor)) if not one.is_here and one.kind != "group")
    named = tuple(
        Problem("package.names", params={"who": one.who.partition(":")[2]}, severity="warning") for one in missing
    )
    return take(tx, actor, source, Choices(), now), named


def packed(tx: Connection, workspace: str, process: Process) -> Package:
    """To be handed on: with the samples that it came with, before those of its tests."""
    descent = lineage.of_process(tx, workspace, process.key)
    kept = samples_of_json(descent.samples) if descent else ()
    own = (one for one in samples_of(process) if not kept or one.title != EXAMPLE)
    found: dict[str, Sample] = {}
    for one in (*kept, *own):
        found.setdefault(json.dumps(one.answers, sort_keys=True), one)
    return Package(process, tuple(found.values())[:MOST_SAMPLES])


def settled(tx: Connection, actor: Actor, process: Process, choices: Choices) -> Choices:
    """The choices with a key that is free here, and with the titles of the groups that they name. Raises CannotEdit."""
    taken = drafts.taken_keys(tx, actor.workspace)
    if choices.key and (len(choices.key) > LONGEST_KEY or not re.fullmatch(KEY, choices.key)):
        raise cannot("template.key", key=choices.key[:LONGEST_KEY])
    if choices.key in taken:
        raise cannot("template.key-taken", key=choices.key)
    there = everybody(tx, actor)
    for place in choices.people.values():
        if place not in (NEW, LATER) and place not in there:
            raise cannot("template.nobody", who=place)
    return replace(
        choices,
        key=choices.key or drafts.free_key(tx, actor.workspace, process.key),
        called={who: there[who] for who in choices.people.values() if who.startswith("group:")},
    )


def remember(tx: Connection, actor: Actor, source: Source, choices: Choices, draft_id: str, now: datetime) -> None:
    """That the draft, as it stands, says what the source says."""
    present = drafts.row(tx, actor, draft_id)
    made = Descent(
        id=new_id(now),
        process_key=present.process_key,
        draft_id=draft_id,
        step=present.step,
        taken_at=drafts.stood_since(tx, actor, draft_id) or now,
        origin=source.origin,
        fingerprint=source.fingerprint,
        document=dumps(source.process),
        choices=choices_to_json(choices),
        samples=samples_to_json(source.samples),
    )
    lineage.add(tx, actor.workspace, made)
