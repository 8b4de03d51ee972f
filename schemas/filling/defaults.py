"""What stands in a blank form before anybody has typed: the defaults of its fields, each worked out once."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from schemas.fields.kind import Refused
from schemas.fields.registry import type_of
from schemas.filling.places import is_typed
from schemas.logic import LogicError, evaluate, names
from schemas.model.form import Field, Form


def defaults(form: Form, around: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Field key to answer, as the field itself reads it.

    A default may read other defaults, and what is known ``around`` (``@person.email``). One that has no result, that
    the field refuses, or that waits for itself, is none. What is sealed has none: it would stand in the form in clear.
    """
    fields = {key: one for key, one in form.fields.items() if one.default is not None and _may_have(one)}
    found: dict[str, Any] = {}
    for key in _order(fields):
        value = _value(fields[key], {**(around or {}), **found})
        if value is not None:
            found[key] = value
    return found


def _may_have(one: Field) -> bool:
    return is_typed(one) and type_of(one).value != "sealed"


def _order(fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Each after those that it reads; those that go in a circle are left out."""
    needs = {key: names(one.default) & fields.keys() for key, one in fields.items()}
    while needs:
        try:
            return tuple(TopologicalSorter(needs).static_order())
        except CycleError as circle:
            around = set(circle.args[1])
            needs = {key: reads - around for key, reads in needs.items() if key not in around}
    return ()


def _value(field: Field, scope: Mapping[str, Any]) -> Any:
    try:
        value = evaluate(field.default, scope)
        return None if value is None else type_of(field).read(field, value)
    except (LogicError, Refused):
        return None
