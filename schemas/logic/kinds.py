"""What kinds of value the operators take and yield, as far as that can be told beforehand."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from schemas.fields.kind import Value
from schemas.logic.coercion import number
from schemas.logic.dates import is_date
from schemas.logic.mentions import SCOPED, Place, is_condition

Kind = Value | Literal["any"]
Argument = tuple[Any, Kind, Place]
"""The expression, what kind of value it comes to, and where it stands."""

MANY: Final = {"list", "rows", "files"}
LISTS: Final = MANY | {"any"}
WHOLE: Final = MANY | {"object", "sealed"}
"""Kinds of which only their parts can be compared, or whether there is anything at all."""

PARTED: Final = {"object", "any"}
"""Kinds whose parts may have names."""

ARITHMETIC: Final = frozenset({"+", "-", "*", "/", "%", "min", "max"})
ORDER: Final = frozenset({"<", "<=", ">", ">="})
EQUALITY: Final = frozenset({"==", "===", "!=", "!=="})
COUNTS: Final[Mapping[str, tuple[int, int]]] = {
    "var": (1, 2),
    "missing_some": (2, 2),
    "!": (1, 1),
    "!!": (1, 1),
    "log": (1, 1),
    ">": (2, 2),
    ">=": (2, 2),
    "<": (2, 3),
    "<=": (2, 3),
    "-": (1, 2),
    "/": (2, 2),
    "%": (2, 2),
    "in": (2, 2),
    "substr": (2, 3),
    "reduce": (2, 3),
    "round": (1, 2),
    "sum": (1, 2),
    **dict.fromkeys(("year", "month", "day", "weekday", "length", "upper", "lower", "trim", "count"), (1, 1)),
    **dict.fromkeys(("days", "add_days", "add_months"), (2, 2)),
} | dict.fromkeys(EQUALITY | SCOPED - {"reduce"}, (2, 2))
ANY_COUNT: Final = (1, 1_000)
RESULTS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(ARITHMETIC, "number"),
    **dict.fromkeys(ORDER | EQUALITY | {"!", "!!", "in", "all", "some", "none"}, "boolean"),
    **dict.fromkeys(("map", "merge", "missing", "missing_some"), "list"),
    **dict.fromkeys(("days", "year", "month", "day", "weekday", "length", "count", "round", "sum"), "number"),
    **dict.fromkeys(("cat", "substr", "add_days", "add_months", "upper", "lower", "trim"), "text"),
}
Taken = Literal["date", "number", "text", "list", "long", "plain"]
TAKES: Final[Mapping[str, tuple[Taken, ...]]] = {
    **dict.fromkeys(("year", "month", "day", "weekday"), ("date",)),
    **dict.fromkeys(("upper", "lower", "trim"), ("text",)),
    **dict.fromkeys(("add_days", "add_months"), ("date", "number")),
    "days": ("date", "date"),
    "round": ("number", "number"),
    "length": ("long",),
    "count": ("list",),
}
"""What the operators that take only one kind of value take, in order."""
OPEN: Final = frozenset({"if", "?:", "and", "or", "log", "filter", "reduce", "var"})
"""Operators whose result is of the kind of one of their arguments."""


def numeric(literal: Any) -> bool:
    return isinstance(literal, str) and number(literal) == number(literal)


def orderable(one: Argument, other: Argument) -> bool:
    """Can the two be put in order? Numbers and texts can (a date is text), and a text that is a number with either."""
    kinds = {one[1], other[1]}
    if kinds & (WHOLE | {"boolean", "person"}):
        return False
    if kinds == {"text", "number"}:
        return all(numeric(literal) for literal, kind, _ in (one, other) if kind == "text")
    return comparable(one, other)


def comparable(one: Argument, other: Argument) -> bool:
    """Can the two ever be equal?"""
    kinds = {"text" if kind == "person" else kind for kind in (one[1], other[1])}
    if kinds & WHOLE:
        return "any" in kinds
    if "any" in kinds or len(kinds) == 1 or kinds == {"boolean", "number"}:
        return True
    return all(numeric(literal) for literal, kind, _ in (one, other) if kind == "text" and isinstance(literal, str))


def fits(taken: Taken, one: Any, kind: Kind) -> bool:
    """Can an operator that takes this work on the expression?"""
    if kind == "any":
        return True
    if taken == "date":
        return kind == "text" and (not isinstance(one, str) or is_date(one))
    if taken == "number":
        return kind == "number" or (kind == "text" and numeric(one))
    if taken == "plain":
        return kind not in WHOLE - {"list"}
    return kind in {"text": {"text"}, "list": MANY, "long": MANY | {"text"}}[taken]


def together(operator: str, kinds: list[Kind]) -> Kind:
    """The kind of what may be any one of these; the conditions of an ``if`` are not among its results."""
    if operator in ("if", "?:"):
        kinds = [kind for at, kind in enumerate(kinds) if not is_condition(at, len(kinds))]
    return kinds[0] if len(set(kinds)) == 1 else "any"
