"""A JSON Schema that stands as a condition, said as JSON Logic over the answers."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from builder.exchange.expressions.expression import Named, Unsayable, opposite
from schemas.model.form import Rule
from schemas.words import words

NO_KEYWORD: Final = words("a condition with “{name}”", "条件中含“{name}”")
NO_PROPERTY: Final = words("there is no question “{name}”", "没有题目“{name}”")

Names = Mapping[tuple[str, ...], Named]
"""Questions by the names of the properties that lead to them."""
Path = tuple[str, ...]

_COMPARING: Final = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_SIZES: Final = {"minLength": ">=", "maxLength": "<=", "minItems": ">=", "maxItems": "<="}
_PASSED_OVER: Final = frozenset(
    {"type", "$comment", "title", "description", "$id", "format", "uniqueItems", "additionalProperties", "$schema"}
)
"""Keywords that every answer of ours satisfies, or that say nothing of it."""


def condition(schema: Any, names: Names, at: Path = ()) -> Rule:
    """When the answers satisfy the schema, from the property ``at`` on.

    Raises:
        Unsayable: part of it cannot be said.
    """
    if isinstance(schema, bool):
        return schema
    if not isinstance(schema, dict):
        raise Unsayable(NO_KEYWORD.formatted(name="?"))
    if "properties" in schema or (at not in names and "required" in schema):
        parts = [*_of_object(schema, names, at)]
    else:
        parts = []
    parts += [_said(keyword, value, names, at) for keyword, value in schema.items() if keyword not in _HANDLED]
    return _joined("and", parts)


def _of_object(schema: Mapping[str, Any], names: Names, at: Path) -> list[Rule]:
    """A property that is not required may be missing, whatever is said of it."""
    needed, properties = schema.get("required", []), schema.get("properties", {})
    if not isinstance(needed, list) or not all(isinstance(name, str) for name in needed):
        raise Unsayable(NO_KEYWORD.formatted(name="required"))
    if not isinstance(properties, dict):
        raise Unsayable(NO_KEYWORD.formatted(name="properties"))
    found: list[Rule] = []
    for name, inside in properties.items():
        path = (*at, name)
        said = condition(inside, names, path)
        if name in needed or path not in names or names[path].needed:
            found.append(said)
        else:
            found.append({"or": [{"==": [_var(names, path), None]}, said]})
    found += [_there(names, (*at, name)) for name in needed if not _implied(properties.get(name))]
    return [one for one in found if one is not True]


def _implied(schema: Any) -> bool:
    """Whether a missing answer, which compares like 0, fails the schema anyway."""
    if not isinstance(schema, dict):
        return False
    return bool(schema.keys() & {"const", "enum", "contains"}) or any(
        keyword in schema and not isinstance(schema[keyword], bool) and fails(schema[keyword])
        for keyword, fails in _FAILS_AT_NOTHING.items()
        if isinstance(schema.get(keyword), int | float)
    )


_FAILS_AT_NOTHING: Final[Mapping[str, Callable[[float], bool]]] = {
    "minimum": lambda limit: limit > 0,
    "exclusiveMinimum": lambda limit: limit >= 0,
    "maximum": lambda limit: limit < 0,
    "exclusiveMaximum": lambda limit: limit <= 0,
    "minLength": lambda limit: limit > 0,
    "minItems": lambda limit: limit > 0,
}


def _there(names: Names, path: Path) -> Rule:
    if path in names:
        return {"!=": [_var(names, path), None]}
    inside = [one for one in names if one[: len(path)] == path]
    if not inside:
        raise Unsayable(NO_PROPERTY.formatted(name=".".join(path)))
    return True


def _said(keyword: str, value: Any, names: Names, at: Path) -> Rule:
    if keyword in _SAYING:
        return _SAYING[keyword](value, names, at)
    if keyword in _COMPARING and isinstance(value, int | float):
        return {_COMPARING[keyword]: [_var(names, at), value]}
    if keyword in _SIZES and isinstance(value, int):
        return {_SIZES[keyword]: [{"length": _var(names, at)}, value]}
    raise Unsayable(NO_KEYWORD.formatted(name=keyword))


def _const(value: Any, names: Names, at: Path) -> Rule:
    return {"==": [_var(names, at), kept(value, _named(names, at))]}


def _enum(value: Any, names: Names, at: Path) -> Rule:
    if not isinstance(value, list):
        raise Unsayable(NO_KEYWORD.formatted(name="enum"))
    wanted = [kept(one, _named(names, at)) for one in value]
    return {"in": [_var(names, at), wanted]} if len(wanted) != 1 else {"==": [_var(names, at), wanted[0]]}


def _contains(value: Any, names: Names, at: Path) -> Rule:
    known = isinstance(value, dict) and value.keys() - {"type"} in ({"const"}, {"enum"})
    if not known or not isinstance(value.get("enum", []), list):
        raise Unsayable(NO_KEYWORD.formatted(name="contains"))
    wanted = [value["const"]] if "const" in value else value["enum"]
    return _joined("or", [{"in": [kept(one, _named(names, at)), _var(names, at)]} for one in wanted])


def _combined(keyword: str, word: str) -> Callable[[Any, Names, Path], Rule]:
    def combined(value: Any, names: Names, at: Path) -> Rule:
        if not isinstance(value, list):
            raise Unsayable(NO_KEYWORD.formatted(name=keyword))
        return _joined(word, [condition(one, names, at) for one in value])

    return combined


def _one_of(value: Any, names: Names, at: Path) -> Rule:
    """Constants exclude one another; of anything else nobody knows."""
    if not isinstance(value, list) or not all(isinstance(one, dict) and "const" in one for one in value):
        raise Unsayable(NO_KEYWORD.formatted(name="oneOf"))
    return _enum([one["const"] for one in value], names, at)


def _not(value: Any, names: Names, at: Path) -> Rule:
    return opposite(condition(value, names, at))


_SAYING: Final[Mapping[str, Callable[[Any, Names, Path], Rule]]] = {
    "const": _const,
    "enum": _enum,
    "contains": _contains,
    "allOf": _combined("allOf", "and"),
    "anyOf": _combined("anyOf", "or"),
    "oneOf": _one_of,
    "not": _not,
}
_HANDLED: Final = frozenset({"properties", "required", *_PASSED_OVER})


def kept(value: Any, named: Named) -> Any:
    """A value as its question keeps it: choices are texts, whatever the schema had."""
    if named.sort == "text" and not isinstance(value, str) and value is not None:
        return spelled(value)
    return value


def spelled(value: Any) -> str:
    """A constant as the key of a choice."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "null" if value is None else str(value)


def _named(names: Names, at: Path) -> Named:
    if at not in names:
        raise Unsayable(NO_PROPERTY.formatted(name=".".join(at)))
    return names[at]


def _var(names: Names, at: Path) -> Rule:
    return {"var": _named(names, at).key}


def _joined(word: str, parts: list[Rule]) -> Rule:
    if len(parts) == 1:
        return parts[0]
    return {word: parts} if parts else word == "and"
