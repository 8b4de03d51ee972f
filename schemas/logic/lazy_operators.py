"""The operators of JSON Logic that decide themselves which of their arguments are worked out, and over what."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.logic.coercion import UNDEFINED, truthy

Apply = Callable[[Any, Any], Any]
"""Works out a rule over data."""
Special = Callable[[Apply, list[Any], Any], Any]


def _if(apply: Apply, values: list[Any], data: Any) -> Any:
    for i in range(0, len(values) - 1, 2):
        if truthy(apply(values[i], data)):
            return apply(values[i + 1], data)
    return apply(values[-1], data) if len(values) % 2 else None


def _until(wanted: bool) -> Special:  # noqa: FBT001 -- the truth value that it waits for
    def until(apply: Apply, values: list[Any], data: Any) -> Any:
        current = UNDEFINED
        for value in values:
            current = apply(value, data)
            if truthy(current) is wanted:
                break
        return current

    return until


def _scoped(apply: Apply, values: list[Any], data: Any) -> tuple[list[Any] | None, Any]:
    """The list to go through (None if it is no list) and the rule for each of its elements."""
    found = apply(values[0] if values else UNDEFINED, data)
    return (found if type(found) is list else None), (values[1] if len(values) > 1 else UNDEFINED)


def _filter(apply: Apply, values: list[Any], data: Any) -> list[Any]:
    elements, rule = _scoped(apply, values, data)
    return [one for one in elements or () if truthy(apply(rule, one))]


def _map(apply: Apply, values: list[Any], data: Any) -> list[Any]:
    elements, rule = _scoped(apply, values, data)
    return [apply(rule, one) for one in elements or ()]


def _reduce(apply: Apply, values: list[Any], data: Any) -> Any:
    elements, rule = _scoped(apply, values, data)
    total = apply(values[2], data) if len(values) > 2 else None  # noqa: PLR2004 -- list, rule, first value
    for one in elements or ():
        total = apply(rule, {"current": one, "accumulator": total})
    return total


def _all(apply: Apply, values: list[Any], data: Any) -> bool:
    """Of an empty list it is false."""
    elements, rule = _scoped(apply, values, data)
    return bool(elements) and all(truthy(apply(rule, one)) for one in elements or ())


def _some(apply: Apply, values: list[Any], data: Any) -> bool:
    elements, rule = _scoped(apply, values, data)
    return any(truthy(apply(rule, one)) for one in elements or ())


def _none(apply: Apply, values: list[Any], data: Any) -> bool:
    return not _some(apply, values, data)


SPECIAL: Final[Mapping[str, Special]] = {
    "if": _if,
    "?:": _if,
    "and": _until(False),
    "or": _until(True),
    "filter": _filter,
    "map": _map,
    "reduce": _reduce,
    "all": _all,
    "some": _some,
    "none": _none,
}
