"""Questions that are answered from the house: what a lookup reads, and who can be asked them at all."""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.fields.parts.circles import keys_in
from schemas.fields.registry import type_of
from schemas.filling import rights
from schemas.format.addresses import Addresses
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.problem import Problem

NAMING: Final = frozenset({"request", "customer", "contact"})
"""Types of question that keep values of what they name."""


def looked_up(process: Process, at: Addresses) -> Iterator[Problem]:
    """A lookup reads a question that names a request or a record, and of that something that is kept."""
    fields = process.form.fields
    for one in fields.values():
        yield from _of(one, fields, at.field(one))
        beside = {**fields, **{column.key: column for column in one.columns}}
        for column in one.columns:
            yield from _of(column, beside, at.column(one.key, column.key))


def asked_outside(process: Process, at: Addresses) -> Iterator[Problem]:
    """Clients, and whoever holds a public link, are not asked for what only people of the workspace may see."""
    flow, form = process.flow, process.form
    asked = [None] if process.contact.email else []
    steps = [state.key for state in flow.states if any(who.kind == "contact" for who in state.who)]
    open_ = {key for step in (*asked, *steps) for key in rights.writable(rights.of(flow, form, step))}
    for key, one in form.fields.items():
        if key in open_ and any(type_of(part).inside for part in (one, *one.columns)):
            yield Problem("field.inside", at.field(one), {"field": one.title or key}, "warning")


def _of(one: Field, beside: Mapping[str, Field], path: str) -> Iterator[Problem]:
    if one.type != "lookup":
        return
    linked = beside.get(one.options.get("from", ""))
    name = {"field": one.title or one.key}
    if linked is None or linked.type not in NAMING:
        yield Problem("lookup.no-request", path, name)
    elif one.options.get("field") not in keys_in(linked.options.get("fields")):
        yield Problem("lookup.not-kept", path, {**name, "linked": linked.title or linked.key})
