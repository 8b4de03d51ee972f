"""A condition as rows that a person fills in, and as JSON Logic: the same thing in two forms.

Rows are one group joined by "all" or "any". A rule that says more than that has no rows, and is shown as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.fields.kind import Value
from schemas.form import Rule
from schemas.words import Words, words

Joint = Literal["all", "any"]

OPERATORS: Mapping[str, Words] = {
    "==": words("is", "等于"),
    "!=": words("is not", "不等于"),
    ">": words("is more than", "大于"),
    ">=": words("is at least", "大于或等于"),
    "<": words("is less than", "小于"),
    "<=": words("is at most", "小于或等于"),
    "in": words("contains", "包含"),
    "not-in": words("does not contain", "不包含"),
    "yes": words("is yes", "为“是”"),
    "no": words("is no", "为“否”"),
    "empty": words("is empty", "为空"),
    "filled": words("is filled in", "已填写"),
}
FITTING: Mapping[Value, tuple[str, ...]] = {
    "text": ("==", "!=", "in", "not-in", "empty", "filled"),
    "number": ("==", "!=", ">", ">=", "<", "<=", "empty", "filled"),
    "boolean": ("yes", "no"),
    "list": ("in", "not-in", "empty", "filled"),
    "rows": ("empty", "filled"),
    "files": ("empty", "filled"),
    "person": ("==", "!=", "empty", "filled"),
    "none": (),
}
COMPARING = frozenset({"==", "!=", ">", ">=", "<", "<="})
JOINTS: tuple[tuple[Joint, str], ...] = (("all", "and"), ("any", "or"))
VALUELESS = frozenset({"yes", "no", "empty", "filled"})


@dataclass(frozen=True)
class Row:
    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True)
class Rows:
    joint: Joint = "all"
    rows: tuple[Row, ...] = ()


def to_rule(rows: Rows) -> Rule:
    """JSON Logic; None for no rows."""
    parts = [_part(row) for row in rows.rows]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return {"and" if rows.joint == "all" else "or": parts}


def to_rows(rule: Rule) -> Rows | None:
    """Rows that say the same as the rule; None where no rows can."""
    if rule is None:
        return Rows()
    for joint, word in JOINTS:
        if isinstance(rule, dict) and tuple(rule) == (word,) and isinstance(rule[word], list):
            rows = [_row(part) for part in rule[word]]
            return Rows(joint, tuple(row for row in rows if row)) if rows and all(rows) else None
    row = _row(rule)
    return Rows("all", (row,)) if row else None


FIXED: Mapping[str, tuple[str, Any]] = {
    "yes": ("==", True),
    "no": ("==", False),
    "empty": ("==", None),
    "filled": ("!=", None),
}
"""Operators that bring their own value."""


def _part(row: Row) -> Rule:
    var = {"var": row.field}
    if row.operator in {"in", "not-in"}:
        contains = {"in": [row.value, var]}
        return contains if row.operator == "in" else {"!": [contains]}
    word, value = FIXED.get(row.operator, (row.operator, row.value))
    return {word: [var, value]}


def _row(rule: Rule) -> Row | None:
    match rule:
        case {"!": [{"in": [value, {"var": str(name)}]}]} if len(rule) == 1 and _plain(value):
            return Row(name, "not-in", value)
        case {"in": [value, {"var": str(name)}]} if len(rule) == 1 and _plain(value):
            return Row(name, "in", value)
        case dict() if len(rule) == 1:
            return _compared(*next(iter(rule.items())))
        case _:
            return None


def _compared(word: str, args: Any) -> Row | None:
    match args:
        case [{"var": str(name)}, bool() | None as value] if word in {"==", "!="}:
            operator = next((key for key, fixed in FIXED.items() if fixed == (word, value)), None)
            return Row(name, operator) if operator else None
        case [{"var": str(name)}, value] if word in COMPARING and _plain(value):
            return Row(name, word, value)
        case _:
            return None


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
