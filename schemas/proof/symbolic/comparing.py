"""Comparisons of values that are not known yet, as `schemas.logic` makes them once they are."""

import math
import operator
from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import z3

from schemas.logic.coercion import UNDEFINED, equal, number, ordered, strictly_equal
from schemas.proof.symbolic.unions import Day, Guard, Number, Plain, Rows, Several, Text, Truth, Unknown, Value, either

Place = Callable[[str], int]
"""Of a text that is known, its place in the order of texts."""

TESTS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EXACT: Final[Mapping[str, Callable[[Any, Any], Any]]] = {**TESTS, "==": operator.eq, "===": operator.eq}
_TURNED: Final[Mapping[str, str]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def truthy(value: Value, known: Callable[[Any], bool], ask: Callable[[str], z3.BoolRef]) -> Guard:
    match value:
        case Plain(value=plain):
            return known(plain)
        case Truth(term=truth):
            return truth
        case Number(term=amount):
            return amount != 0
        case Several(size=size) | Rows(size=size):
            return size > 0
        case Text() | Day():
            return True
        case Unknown(name=name):
            return ask(f"true({name})")


def compared(test: str, one: Value, other: Value, place: Place) -> Guard | None:
    """``test`` is one of < <= > >= == ===; None where nobody can say."""
    sides = (one, other)
    if isinstance(one, Plain) and isinstance(other, Plain):
        return _plain(test, one.value, other.value)
    if any(isinstance(side, Unknown) for side in sides):
        return None
    if test in ("==", "===") and _is_null(one, other):
        return False
    if any(isinstance(side, Text | Day) for side in sides):
        return _written(test, one, other, place)
    return None if any(isinstance(side, Several | Rows) for side in sides) else _numbers(test, one, other)


def numeric(value: Value) -> float | z3.ArithRef | None:
    """As a number; None where nobody can say."""
    match value:
        case Plain(value=plain):
            return number(plain)
        case Number(term=amount):
            return amount
        case Truth(term=truth):
            return z3.If(truth, z3.RealVal(1), z3.RealVal(0))
        case Day():
            return math.nan
        case _:
            return None


def real(value: float | z3.ArithRef) -> z3.ArithRef:
    """Exactly the number that a person sees: 0.1 is a tenth."""
    if not isinstance(value, int | float):
        return value
    return z3.RealVal(repr(value) if "e" not in repr(value) else f"{value:.30f}")


def _plain(test: str, one: Any, other: Any) -> bool:
    if test in TESTS:
        return bool(TESTS[test](*ordered(one, other)))
    return equal(one, other) if test == "==" else strictly_equal(one, other)


def _is_null(one: Value, other: Value) -> bool:
    """Nothing equals only nothing, and what is not known yet is something."""
    return any(isinstance(side, Plain) and (side.value is None or side.value is UNDEFINED) for side in (one, other))


def _written(test: str, one: Value, other: Value, place: Place) -> Guard | None:
    """Of texts and days."""
    if isinstance(one, Day) and isinstance(other, Day):
        return _EXACT[test](one.term, other.term)
    if isinstance(one, Text) or isinstance(other, Text):
        return None if isinstance(one, Day) or isinstance(other, Day) else _texts(test, one, other, place)
    if isinstance(one, Day):
        return _day(test, one, other)
    return _day(_TURNED.get(test, test), other, one) if isinstance(other, Day) else None


def _day(test: str, one: Day, other: Value) -> Guard:
    """With what is known; ISO days are in the order of their texts."""
    if not (isinstance(other, Plain) and isinstance(other.value, str)):
        return False
    found = bisect_left(
        range(1, date.max.toordinal() + 1), other.value, key=lambda day: date.fromordinal(day).isoformat()
    )
    first = found + 1  # the first day that is not before the text
    same = first <= date.max.toordinal() and date.fromordinal(first).isoformat() == other.value
    if test in ("==", "==="):
        return one.term == first if same else False
    if test in ("<", ">="):
        return _EXACT[test](one.term, first)
    return _EXACT["<" if test == "<=" else ">="](one.term, first + 1 if same else first)


def _texts(test: str, one: Value, other: Value, place: Place) -> Guard | None:
    def at(value: Value) -> int | z3.ArithRef | None:
        if isinstance(value, Text):
            return value.term
        return place(value.value) if isinstance(value, Plain) and isinstance(value.value, str) else None

    first, second = at(one), at(other)
    if first is not None and second is not None:
        return _EXACT[test](first, second)
    return False if test == "===" else None


def _sort(value: Value) -> str:
    if isinstance(value, Plain):
        return (
            "boolean" if isinstance(value.value, bool) else "number" if isinstance(value.value, int | float) else "text"
        )
    return "boolean" if isinstance(value, Truth) else "number"


def _numbers(test: str, one: Value, other: Value) -> Guard | None:
    if test == "===" and _sort(one) != _sort(other):
        return False
    first, second = numeric(one), numeric(other)
    if first is None or second is None:
        return None
    for side, turned in ((first, False), (second, True)):
        if isinstance(side, float) and not math.isfinite(side):
            return _beyond(test, side, turned=turned)
    return _EXACT[test](real(first), real(second))


def _beyond(test: str, side: float, *, turned: bool) -> bool:
    """Of no number, or one without end, with any other."""
    return bool(_EXACT[test](0.0, side) if turned else _EXACT[test](side, 0.0))


def within(needle: Value, stack: Several, place: Place) -> Guard:
    """Whether it is one of the list."""
    if isinstance(needle, Plain):
        return stack.members.get(needle.value, False) if isinstance(needle.value, str) else False
    if isinstance(needle, Text):
        return either(z3.And(needle.term == place(one), guard) for one, guard in stack.members.items())
    return False
