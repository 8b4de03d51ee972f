"""The public links of a process, as a designer keeps them: several, each with its own conditions and addresses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from builder.publishing import link_form
from runtime.access import Actor, Permission, require
from runtime.hours.office_hours import house_clock
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store import keys
from runtime.store.connection.database import Connection
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from schemas.fields.kind import asking
from schemas.fields.registry import type_of
from schemas.filling.answers import Checker, Reading
from schemas.filling.rights import writable
from schemas.model.form import Field, Form
from schemas.words import Words, words

_IN_AN_ADDRESS: Final = frozenset({"text", "number", "boolean", "list"})
"""What a rule sees of an answer that an address can hold."""


def of_process(tx: Connection, actor: Actor, process_key: str) -> tuple[Compiled, list[PublicLink]]:
    """The process as it is published now, and all its links.

    Raises:
        Missing: nothing was ever published under this key.
    """
    require(actor, Permission.DESIGN)
    compiled = deployment.published(tx, actor.workspace, process_key)
    if compiled is None:
        raise Missing(process_key)
    return compiled, links.of_process(tx, actor.workspace, process_key)


def one(tx: Connection, actor: Actor, process_key: str, link_id: str) -> tuple[Compiled, PublicLink]:
    """Raises Missing."""
    compiled, found = of_process(tx, actor, process_key)
    link = next((one for one in found if one.id == link_id), None)
    if link is None:
        raise Missing(link_id)
    return compiled, link


def make(tx: Connection, actor: Actor, process_key: str, raw: Mapping[str, Any], now: datetime) -> link_form.Kept:
    """A new link, open at once unless it has dates.

    Raises:
        Missing: nothing was ever published under this key.
    """
    of_process(tx, actor, process_key)
    made = new_id(now)
    link = PublicLink(actor.workspace, made, keys.short(tx, "public", made), process_key, open=True)
    kept = link_form.read(link, raw, house_clock(tx))
    if kept.link:
        links.add(tx, kept.link, now)
    return kept


def change(tx: Connection, actor: Actor, link: PublicLink, raw: Mapping[str, Any]) -> link_form.Kept:
    """Other conditions for a link, from now on."""
    require(actor, Permission.DESIGN)
    kept = link_form.read(link, raw, house_clock(tx))
    if kept.link:
        links.keep(tx, kept.link)
    return kept


def set_open(tx: Connection, actor: Actor, link: PublicLink, *, is_open: bool) -> None:
    """Closed, it takes nothing any more, and whoever holds it reads that."""
    require(actor, Permission.DESIGN)
    links.set_open(tx, actor.workspace, link.id, is_open=is_open)


def seal(tx: Connection, actor: Actor, link: PublicLink, fields: frozenset[str]) -> PublicLink:
    """From now on exactly these fields are typed by nobody on this link: only a signed address fills them."""
    require(actor, Permission.DESIGN)
    sealed = replace(link, sealed=tuple(sorted(fields)))
    links.keep(tx, sealed)
    return sealed


def address_form(compiled: Compiled) -> Form:
    """The questions whose answers an address can hold, none of them required, without their rules."""
    mine = writable(compiled.rights[None])
    open_ = [one for key, one in compiled.process.form.fields.items() if key in mine]
    held = [field for field in open_ if _fits(field)]
    return asking(*(Field(one.key, one.type, one.title, one.help, options=one.options) for one in held))


def address_answers(compiled: Compiled, raw: Mapping[str, Any]) -> Reading:
    """What is typed into `address_form`, checked, blanks left out."""
    checker = Checker(address_form(compiled))
    return checker.read({key: value for key, value in raw.items() if value not in ("", [])}, checker.writable)


def _fits(field: Field) -> bool:
    kind = type_of(field)
    return kind.value in _IN_AN_ADDRESS and kind.given == "typed" and not field.locked and field.compute is None


def title_of(link: PublicLink) -> Words | str:
    """What the link is called; one that was made with the first version has no name of its own."""
    return link.name or words("Public link", "公开链接")
