"""Templates that a workspace makes of its own processes: saved, saved anew, thrown away."""

from dataclasses import dataclass, replace
from datetime import datetime

from builder import drafts, gallery, publishing
from builder.gallery import OWN, Template
from builder.naming import unique
from builder.refusal import cannot
from runtime.access import Actor, Denied, Permission, require
from runtime.store import templates
from runtime.store.database import Connection
from runtime.store.missing import Missing
from runtime.store.templates import Kept
from schemas.document import dumps, fingerprint
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


def save(tx: Connection, actor: Actor, draft_id: str, label: Label, now: datetime, name: str = "") -> Template:
    """The draft as it stands, as a new template, or as a newer state of the one of that ``name``.

    Raises:
        CannotEdit: it has no title, or cannot run.
        Denied: the template is somebody else's.
        Missing: there is no such draft, or no such template.
    """
    require(actor, Permission.DESIGN)
    process = drafts.get(tx, actor, draft_id).process
    if not label.title:
        raise cannot("template.title")
    if not publishing.runs(process):
        raise cannot("template.broken")
    process = replace(process, title=label.title, about=label.about, category=label.category)
    old = _kept(tx, actor, name) if name else None
    there = (one.key for one in templates.of_workspace(tx, actor.workspace))
    key = old.key if old else unique(process.key[:60], there, joint="-")
    number, by = (old.number + 1, old.made_by) if old else (1, actor.party)
    kept = Kept(key, dumps(process), fingerprint(process), number, now, by)
    templates.put(tx, actor.workspace, kept)
    return gallery.template(tx, actor, OWN + key)


def remove(tx: Connection, actor: Actor, name: str) -> None:
    """What was made of it stays as it is.

    Raises:
        Denied: it is somebody else's.
        Missing: there is no such template.
    """
    templates.remove(tx, actor.workspace, _kept(tx, actor, name).key)


def _kept(tx: Connection, actor: Actor, name: str) -> Kept:
    require(actor, Permission.DESIGN)
    found = templates.one(tx, actor.workspace, name.removeprefix(OWN)) if name.startswith(OWN) else None
    if found is None:
        raise Missing(name)
    if not gallery.may_change(actor, found):
        raise Denied(f"{actor.party} may not change {name}")
    return found
