"""Rules that come to a value: the value, and the condition under which it holds."""

from typing import Any

from builder.rules.conditions import Operand, expression, operand_of
from schemas.model.form import Rule


def split(rule: Rule) -> tuple[Rule, Rule]:
    """The value and its condition (None: always)."""
    match rule:
        case {"if": [when, value]} if len(rule) == 1:
            return value, when
        case _:
            return rule, None


def together(value: Rule, when: Rule) -> Rule:
    """The rule; None for no value."""
    return value if when is None or value is None else {"if": [when, value]}


def simple(value: Rule) -> Operand | None:
    """A value that a line of the page can show: plain, several texts, yes or no, or what is read elsewhere."""
    if isinstance(value, bool):
        return Operand("value", "yes" if value else "no")
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return Operand("value", tuple(value))
    return operand_of(value)


def said(operand: Operand, kind: str) -> Any:
    """The expression of what a line says, for a field of that kind."""
    if operand.sort != "value":
        return expression(operand)
    if kind == "boolean":
        return {"yes": True, "no": False}.get(str(operand.what))
    return expression(operand)
