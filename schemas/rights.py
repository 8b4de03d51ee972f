"""Who may see and write which field, step by step. Server and screen both ask here, and nobody else knows."""

from collections.abc import Mapping

from schemas.flow import Flow, Right, Rights
from schemas.form import Field, Form
from schemas.places import is_typed

EVERYTHING = "*"


def of(flow: Flow, form: Form, state: str | None) -> Mapping[str, Right]:
    """The right on every field of those who are asked in a state; of who first fills the form for None.

    The most particular line decides: the field's, its page's, then "*". Where no line speaks, the form is written
    when it is first filled, and only read afterwards. What a rule computes is never written.

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


def writable(rights: Mapping[str, Right]) -> frozenset[str]:
    return frozenset(key for key, right in rights.items() if right == "edit")


def readable(rights: Mapping[str, Right]) -> frozenset[str]:
    """What may be seen, written or not."""
    return frozenset(key for key, right in rights.items() if right != "hide")


def _rights(form: Form, lines: Rights, otherwise: Right) -> dict[str, Right]:
    found = {key: _said(form, lines, key) or otherwise for key in form.fields}
    return {key: "read" if right == "edit" and not _typed(form.fields[key]) else right for key, right in found.items()}


def _said(form: Form, lines: Rights, key: str) -> Right | None:
    return next((lines[name] for name in (key, form.page_of[key], EVERYTHING) if name in lines), None)


def _typed(field: Field) -> bool:
    return is_typed(field) and not field.locked
