"""The parts of a rule, and which fields it reads, without working it out."""

from collections.abc import Iterator
from typing import Any, Final

Place = tuple[str | int, ...]
"""Steps into a rule, as of a JSON Pointer."""

SCOPED: Final = frozenset({"map", "filter", "reduce", "all", "some", "none"})
"""Operators whose second argument is worked out over each element of the first."""


KEYED: Final = {"var": slice(1), "missing": slice(None), "missing_some": slice(1, 2)}
"""Operators that look up keys in the data, and which of their arguments are those keys."""


def names(rule: Any) -> frozenset[str]:
    """The keys of the fields that the rule may read: of ``{"var": "client.name"}`` it is ``client``.

    What stands over the elements of a list reads those elements, and no field. A name that is itself worked out
    cannot be known; `check` refuses it.
    """
    return frozenset(path.split(".")[0] for path in paths(rule))


def operation(rule: Any) -> str | None:
    """The operator, if the rule is no plain value."""
    return next(iter(rule)) if type(rule) is dict and len(rule) == 1 else None


def arguments(rule: dict[str, Any], place: Place = ()) -> list[tuple[Any, Place]]:
    """The arguments of an operation, each with where it stands; one argument may stand without a list."""
    ((operator, given),) = rule.items()
    if type(given) is not list:
        return [(given, (*place, operator))]
    return [(one, (*place, operator, at)) for at, one in enumerate(given)]


def keys(rule: Any, place: Place = ()) -> Iterator[tuple[Any, Place, bool]]:
    """The parts of an expression that is to yield keys; true are those that do, false the conditions between them."""
    operator = operation(rule)
    if type(rule) is list:
        for at, one in enumerate(rule):
            yield from keys(one, (*place, at))
    elif operator in ("merge", "if", "?:"):
        given = arguments(rule, place)
        for index, (one, there) in enumerate(given):
            if operator != "merge" and is_condition(index, len(given)):
                yield one, there, False
            else:
                yield from keys(one, there)
    else:
        yield rule, place, True


def is_condition(index: int, count: int) -> bool:
    """Is this argument of an ``if`` a condition? The others are its results."""
    return index % 2 == 0 and index < count - 1


def is_path(value: Any) -> bool:
    """May it name a field? A number may: it is taken for its text."""
    return (type(value) is str and value != "") or type(value) is int


def paths(rule: Any) -> Iterator[str]:
    """What the rule may read, in full and as it is written: ``client.name``."""
    operator = operation(rule)
    if operator is None:
        yield from (path for one in (rule if type(rule) is list else ()) for path in paths(one))
        return
    values = [value for value, _ in arguments(rule)]
    if operator in KEYED:
        for key, _, names_it in keys(values[KEYED[operator]]):
            yield from (str(key),) if names_it and is_path(key) else paths(key)
    elif operator in SCOPED:
        values = values[:1] + values[2:]
    for one in values:
        yield from paths(one)
