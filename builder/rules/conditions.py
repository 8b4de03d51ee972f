"""A condition as rows that a person fills in, and as JSON Logic: the same thing in two forms.

Rows stand in a group joined by "all" or "any"; a part of a group may be a group itself. A rule that says more than
that has no rows, and is shown as a formula.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from schemas.model.form import Rule
from schemas.words import Words, words

Joint = Literal["all", "any"]
Sort = Literal["value", "name", "today", "count", "sum"]

OPERATORS: Final[Mapping[str, Words]] = {
    "==": words("is", "等于"),
    "!=": words("is not", "不等于"),
    ">": words("is more than", "大于"),
    ">=": words("is at least", "大于或等于"),
    "<": words("is less than", "小于"),
    "<=": words("is at most", "小于或等于"),
    "one-of": words("is one of", "是其中之一"),
    "none-of": words("is none of", "不是其中任何一个"),
    "in": words("contains", "包含"),
    "not-in": words("does not contain", "不包含"),
    "yes": words("is yes", "为“是”"),
    "no": words("is no", "为“否”"),
    "empty": words("is empty", "为空"),
    "filled": words("is filled in", "已填写"),
}
OF_DATES: Final[Mapping[str, Words]] = {
    ">": words("is after", "晚于"),
    ">=": words("is on or after", "不早于"),
    "<": words("is before", "早于"),
    "<=": words("is on or before", "不晚于"),
}
"""What the comparisons are called where they compare dates."""
_ORDER: Final = (">", ">=", "<", "<=")
_BLANK: Final = ("empty", "filled")
FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("==", "!=", "one-of", "none-of", "in", "not-in", *_BLANK),
    "choice": ("==", "!=", "one-of", "none-of", *_BLANK),
    "number": ("==", "!=", *_ORDER, *_BLANK),
    "date": ("==", "!=", *_ORDER, *_BLANK),
    "boolean": ("yes", "no", *_BLANK),
    "list": ("in", "not-in", *_BLANK),
    "person": ("==", "!=", *_BLANK),
    **dict.fromkeys(("rows", "files", "object", "sealed"), _BLANK),
    "none": (),
}
"""The operators for each kind of value; dates and choices are texts of their own kind here."""
COMPARING: Final = frozenset({"==", "!=", *_ORDER})
CONTAINING: Final = frozenset({"in", "not-in"})
LISTING: Final = frozenset({"one-of", "none-of"})
VALUELESS: Final = frozenset({"yes", "no", *_BLANK})
JOINTS: Final[Mapping[Joint, str]] = {"all": "and", "any": "or"}
_TODAY: Final = {"var": "@today"}


@dataclass(frozen=True)
class Operand:
    """One side of a comparison.

    ``what``: a plain value, or several as a tuple; the name of a field or of its part; days from today; a table that
    is counted; or ``table.column`` that is added up.
    """

    sort: Sort
    what: Any = None


@dataclass(frozen=True)
class Row:
    left: Operand
    operator: str
    right: Operand | None = None


@dataclass(frozen=True)
class Group:
    joint: Joint = "all"
    parts: tuple["Row | Group", ...] = ()


def to_rule(group: Group) -> Rule:
    """JSON Logic; None for no rows."""
    parts = [one for one in map(_part, group.parts) if one is not None]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return {JOINTS[group.joint]: parts}


def to_group(rule: Rule) -> Group | None:
    """Rows that say the same as the rule; None where no rows can."""
    if rule is None:
        return Group()
    found = _grouped(rule)
    if isinstance(found, Row):
        return Group("all", (found,))
    return found


def rows_in(group: Group) -> Iterator[Row]:
    for part in group.parts:
        yield from rows_in(part) if isinstance(part, Group) else (part,)


FIXED: Final[Mapping[str, tuple[str, Any]]] = {
    "yes": ("==", True),
    "no": ("==", False),
    "empty": ("==", None),
    "filled": ("!=", None),
}
"""Operators that bring their own value."""


def _part(part: Row | Group) -> Rule:
    if isinstance(part, Group):
        return to_rule(part)
    word, right = FIXED.get(part.operator, (part.operator, expression(part.right) if part.right else None))
    sides = [right, expression(part.left)] if word in CONTAINING else [expression(part.left), right]
    if word in CONTAINING | LISTING:
        held = {"in": sides}
        return {"!": [held]} if word in ("not-in", "none-of") else held
    return {word: sides}


def expression(operand: Operand) -> Rule:
    """One side of a comparison as JSON Logic."""
    match operand:
        case Operand("name", name):
            return {"var": name}
        case Operand("today", days):
            return {"add_days": [_TODAY, days]} if days else _TODAY
        case Operand("count", table):
            return {"count": {"var": table}}
        case Operand("sum", column):
            table, _, of = str(column).partition(".")
            return {"sum": [{"var": table}, of]}
        case _:
            return list(operand.what) if isinstance(operand.what, tuple) else operand.what


def operand_of(rule: Rule) -> Operand | None:
    """The side that says exactly this expression; None where none does."""
    found = None
    match rule:
        case {"var": "@today"}:
            found = Operand("today", 0)
        case {"add_days": [_, int(days)]}:
            found = Operand("today", days)
        case {"var": str(name)} if name:
            found = Operand("name", name)
        case {"count": {"var": str(table)}}:
            found = Operand("count", table)
        case {"sum": [{"var": str(table)}, str(column)]} if "." not in table:
            found = Operand("sum", f"{table}.{column}")
        case str() | int() | float() if not isinstance(rule, bool):
            found = Operand("value", rule)
        case _:
            pass
    return found if found and expression(found) == rule else None


def _grouped(rule: Rule, depth: int = 0) -> Row | Group | None:
    for joint, word in JOINTS.items():
        if isinstance(rule, dict) and tuple(rule) == (word,):
            given = rule[word]
            if depth > 1 or not isinstance(given, list) or len(given) < 2:  # noqa: PLR2004 -- one alone needs no group
                return None
            parts = [_grouped(one, depth + 1) for one in given]
            return None if None in parts else Group(joint, tuple(one for one in parts if one))
    return _row(rule)


def _row(rule: Rule) -> Row | None:
    match rule:
        case {"!": [{"in": [one, other]}]} if len(rule) == 1:
            return _contained(one, other, "not-in", "none-of")
        case {"in": [one, other]} if len(rule) == 1:
            return _contained(one, other, "in", "one-of")
        case dict() if len(rule) == 1:
            return _compared(*next(iter(rule.items())))
        case _:
            return None


def _contained(one: Rule, other: Rule, containing: str, listing: str) -> Row | None:
    if isinstance(other, list):
        left = operand_of(one)
        is_plain = other and all(isinstance(each, str) for each in other)
        return Row(left, listing, Operand("value", tuple(other))) if left and left.sort == "name" and is_plain else None
    left, right = operand_of(other), operand_of(one)
    return Row(left, containing, right) if left and right and left.sort == "name" else None


def _compared(word: str, args: Any) -> Row | None:
    match args:
        case [one, bool() | None as value] if word in {"==", "!="}:
            left = operand_of(one)
            operator = next((key for key, fixed in FIXED.items() if fixed == (word, value)), None)
            return Row(left, operator) if operator and left and left.sort != "value" else None
        case [one, other] if word in COMPARING:
            left, right = operand_of(one), operand_of(other)
            return Row(left, word, right) if left and right and left.sort != "value" else None
        case _:
            return None
