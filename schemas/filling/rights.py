"""Who may see, write and must answer which field, step by step. Server and screen both ask here, and nobody else knows."""

from collections.abc import Iterable, Mapping
from typing import Final

from schemas.filling.places import is_typed
from schemas.model.flow import Flow, Right, Rights
from schemas.model.form import Field, Form

EVERYTHING = "*"
WRITTEN: Final = frozenset[Right]({"edit", "require"})
"""The rights of whoever may write."""
Opened = frozenset[str] | Mapping[str, Right]
"""What may be written: the keys of fields, of which nothing is asked besides what the form asks, or the rights at a step."""


def of(flow: Flow, form: Form, state: str | None) -> Mapping[str, Right]:
    """The right on every field of those who are asked in a state; of who first fills the form for None.

    The most particular line decides: the field's, its page's, then "*". Where no line speaks, the form is written
    when it is first filled, and only read afterwards. What a rule computes is never written, and what nobody sees is
    never demanded.

    Raises:
        KeyError: there is no such state.
    """
    if state is None:
        return _rights(form, flow.fill, "edit")
    return _rights(form, flow.by_key[state].fields, "read")


def tracking(flow: Flow, form: Form) -> Mapping[str, Right]:
    """What the requester sees of their request afterwards: unless a line says otherwise, what they saw at first."""
    seen = readable(of(flow, form, None))
    said = {key: _said(form, flow.tracking, key) or ("read" if key in seen else "hide") for key in form.fields}
    return {key: "hide" if right == "hide" else "read" for key, right in said.items()}


def for_clients(flow: Flow, form: Form, state: str | None) -> Mapping[str, Right]:
    """The same of whoever is no colleague: at a step they see what a line speaks of, or what they may follow anyway.

    What is internal is hidden from them, whatever a line says.
    """
    given, followed = of(flow, form, state), shared(flow, form)
    lines = flow.by_key[state].fields if state is not None else {}
    silent = {key for key in form.fields if state is not None and _said(form, lines, key) is None}
    kept = {key: followed[key] if key in silent else right for key, right in given.items()}
    return _without_internal(form, kept)


def shared(flow: Flow, form: Form) -> Mapping[str, Right]:
    """What a client sees of their request afterwards."""
    return _without_internal(form, tracking(flow, form))


def _without_internal(form: Form, rights: Mapping[str, Right]) -> dict[str, Right]:
    return {key: "hide" if form.fields[key].internal else right for key, right in rights.items()}


def writable(opened: Opened) -> frozenset[str]:
    if not isinstance(opened, Mapping):
        return opened
    return frozenset(key for key, right in opened.items() if right in WRITTEN)


def demanded(opened: Opened) -> frozenset[str]:
    """What has to be answered here, whatever the form itself says of it, where it is shown."""
    if not isinstance(opened, Mapping):
        return frozenset()
    return frozenset(key for key, right in opened.items() if right == "require")


def by_program(keys: Iterable[str], fill: Mapping[str, Right]) -> dict[str, Right]:
    """What a program may write that fills in a form in the place of people: all these keys; it owes what they would."""
    return {key: "require" if fill.get(key) == "require" else "edit" for key in keys}


def read_only(rights: Mapping[str, Right]) -> dict[str, Right]:
    """The same where nothing is written any more."""
    return {key: "read" if right in WRITTEN else right for key, right in rights.items()}


def readable(rights: Mapping[str, Right]) -> frozenset[str]:
    """What may be seen, written or not."""
    return frozenset(key for key, right in rights.items() if right != "hide")


def _rights(form: Form, lines: Rights, otherwise: Right) -> dict[str, Right]:
    return {key: _fitting(one, _said(form, lines, key) or otherwise) for key, one in form.fields.items()}


def _fitting(field: Field, right: Right) -> Right:
    """As much of the right as there can be on such a field."""
    if right in WRITTEN and not _typed(field):
        return "read"
    return "edit" if right == "require" and not is_answered(field) else right


def _said(form: Form, lines: Rights, key: str) -> Right | None:
    return next((lines[name] for name in (key, form.page_of[key], EVERYTHING) if name in lines), None)


def is_answered(field: Field) -> bool:
    """Whether somebody could be made to answer it."""
    return _typed(field) and field.type not in ("hidden", "note")


def _typed(field: Field) -> bool:
    return is_typed(field) and not field.locked
