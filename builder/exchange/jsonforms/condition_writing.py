"""A rule as a JSON Schema that the answers satisfy where it holds: what JSON Forms and ``if`` understand."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from builder.exchange.expressions.expression import Unsayable
from schemas.fields.kind import Value
from schemas.model.form import Rule
from schemas.words import words

Kinds = Mapping[str, Value]
"""What a rule sees of each question, by its key."""
Schema = dict[str, Any]

NOT_ALONE: Final = words("it does more than compare one answer with a fixed value", "它不只是将一项内容与固定值比较")
_BOUNDS: Final[Mapping[str, tuple[str, Callable[[float], bool]]]] = {
    ">": ("exclusiveMinimum", lambda limit: limit < 0),
    ">=": ("minimum", lambda limit: limit <= 0),
    "<": ("exclusiveMaximum", lambda limit: limit > 0),
    "<=": ("maximum", lambda limit: limit >= 0),
}
"""What compares, its keyword, and whether a missing answer, which counts as 0, passes."""
_JOINING: Final = {"and": "allOf", "or": "anyOf", "!": "not"}
_OF_KIND: Final[Mapping[Value, tuple[type, ...]]] = {"text": (str,), "number": (int, float), "boolean": (bool,)}


def written(rule: Rule, kinds: Kinds) -> Schema:
    """The schema.

    Raises:
        Unsayable: JSON Schema has no words for it.
    """
    match rule:
        case bool():
            return {} if rule else {"not": {}}
        case dict() if len(rule) == 1:
            operator, given = next(iter(rule.items()))
            return _joined(operator, given, kinds) if operator in _JOINING else _compared(operator, given, kinds)
        case _:
            raise Unsayable(NOT_ALONE)


def _joined(operator: str, given: Any, kinds: Kinds) -> Schema:
    parts = [written(part, kinds) for part in (given if isinstance(given, list) else [given])]
    if operator == "!":
        return {"not": parts[0]} if len(parts) == 1 else {"not": {}}
    return {_JOINING[operator]: parts} if parts else {"not": {}}


def _compared(operator: str, given: Any, kinds: Kinds) -> Schema:
    match operator, given:
        case "var", str(key):
            return _about(key, _fitting(True, key, kinds))
        case "==" | "!=", [{"var": str(key)}, value]:
            same = _equal(key, value, kinds)
            if operator == "==":
                return same
            return same["not"] if same.keys() == {"not"} else {"not": same}
        case "in", [{"var": str(key)}, [*values]]:
            return _about(key, {"enum": [_fitting(one, key, kinds)["const"] for one in values]})
        case "in", [str(value), {"var": str(key)}] if kinds.get(key) == "list":
            return _about(key, {"contains": {"const": value}})
        case _, [{"var": str(key)}, int() | float() as limit] if operator in _BOUNDS and kinds.get(key) == "number":
            return _bounded(key, operator, limit)
        case _:
            raise Unsayable(NOT_ALONE)


def _bounded(key: str, operator: str, limit: float) -> Schema:
    keyword, passes_blank = _BOUNDS[operator]
    if isinstance(limit, bool):
        raise Unsayable(NOT_ALONE)
    said = _about(key, {keyword: limit})
    return {"anyOf": [{"not": {"required": [key]}}, said]} if passes_blank(limit) else said


def _equal(key: str, value: Any, kinds: Kinds) -> Schema:
    if value is None and key in kinds:
        return {"not": {"required": [key]}}
    return _about(key, _fitting(value, key, kinds))


def _fitting(value: Any, key: str, kinds: Kinds) -> Schema:
    """A constant of the very kind of the answer: JSON Logic also compares 5 with "5", JSON Schema never."""
    fitting = _OF_KIND.get(kinds.get(key, "none"), ())
    if isinstance(value, bool) != (fitting == (bool,)) or not isinstance(value, fitting):
        raise Unsayable(NOT_ALONE)
    return {"const": value}


def _about(key: str, said: Schema) -> Schema:
    return {"properties": {key: said}, "required": [key]}
