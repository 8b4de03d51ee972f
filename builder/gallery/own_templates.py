"""Templates that a workspace makes of its own processes: saved, saved anew, thrown away."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from builder.drafts import drafts
from builder.editing.naming import unique
from builder.editing.refusal import cannot
from builder.gallery import gallery
from builder.gallery.gallery import OWN, Template
from builder.gallery.taking_over import LONGEST_KEY, keepable
from builder.publishing import publishing
from runtime.access import Actor, Denied, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.processes import templates
from runtime.store.processes.templates import Kept
from schemas.document import dumps, fingerprint
from schemas.format.reading import KEY
from schemas.model.process import Process
from schemas.words import Words


@dataclass(frozen=True)
class Label:
    """What stands on the card of a template."""

    title: Words
    about: Words
    category: str


def again(tx: Connection, actor: Actor, process_key: str) -> Template | None:
    """The template that was made of this process, if this person may save it anew."""
    found = (one for one in gallery.ours(tx, actor) if one.process.key == process_key and one.mine)
    return next(found, None)


def free_name(tx: Connection, actor: Actor, process: Process) -> str:
    """What a new template of this process is called: by its key, where no other has it."""
    there = (one.key for one in templates.of_workspace(tx, actor.workspace))
    return OWN + unique(process.key[:60], there, joint="-")


def save(tx: Connection, actor: Actor, draft_id: str, label: Label, now: datetime, name: str = "") -> Template:
    """The draft as it stands, as a new template, or as a newer state of the one of that ``name``.

    Raises:
        CannotEdit: it has no title, or cannot run.
        Denied: the template is somebody else's.
        Missing: there is no such draft, or no such template.
    """
    process = drafts.get(tx, actor, draft_id).process
    if name:
        _kept(tx, actor, name)
    return put(tx, actor, process, label, now, name or free_name(tx, actor, process))


def put(tx: Connection, actor: Actor, process: Process, label: Label, now: datetime, name: str) -> Template:
    """The template of that name says this from now on; where there was none, it is made. What says it already stays as it is.

    Raises:
        CannotEdit: it has no title, or cannot run; nothing may be called so; or a text cannot be kept.
        Denied: the template is somebody else's, or comes with the house.
        Missing: that is no name of a template.
    """
    require(actor, Permission.DESIGN)
    old = _kept(tx, actor, name) if _is_there(tx, actor, name) else None
    if not label.title:
        raise cannot("template.title")
    if not publishing.runs(process):
        raise cannot("template.broken")
    process = keepable(replace(process, title=label.title, about=label.about, category=label.category))
    seal, key = fingerprint(process), name.removeprefix(OWN)
    if old is None or old.fingerprint != seal:
        number, by = (old.number + 1, old.made_by) if old else (1, actor.party)
        templates.put(tx, actor.workspace, Kept(key, dumps(process), seal, number, now, by))
    return gallery.template(tx, actor, name)


def remove(tx: Connection, actor: Actor, name: str) -> None:
    """What was made of it stays as it is.

    Raises:
        Denied: it is somebody else's, or comes with the house.
        Missing: there is no such template.
    """
    templates.remove(tx, actor.workspace, _kept(tx, actor, name).key)


def _is_there(tx: Connection, actor: Actor, name: str) -> bool:
    """Raises CannotEdit, Denied or Missing where nothing of that name could be made either."""
    if not name.startswith(OWN):
        raise _not_ours(actor, name)
    key = name.removeprefix(OWN)
    if templates.one(tx, actor.workspace, key):
        return True
    if len(key) > LONGEST_KEY or not re.fullmatch(KEY, key):
        raise cannot("template.key", key=key[:LONGEST_KEY])
    return False


def _kept(tx: Connection, actor: Actor, name: str) -> Kept:
    require(actor, Permission.DESIGN)
    if not name.startswith(OWN):
        raise _not_ours(actor, name)
    found = templates.one(tx, actor.workspace, name.removeprefix(OWN))
    if found is None:
        raise Missing(name)
    if not gallery.may_change(actor, found):
        raise Denied(f"{actor.party} may not change {name}")
    return found


def _not_ours(actor: Actor, name: str) -> Denied:
    """Of those that come with the house everybody has the same. Raises Missing where there is none of that name."""
    gallery.ready(name)
    return Denied(f"{actor.party} may not change {name}: it comes with the house")
