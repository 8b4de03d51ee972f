"""Arithmetic over numbers that are not known yet. It is exact: what a float would round is not rounded."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final, TypeAlias

import z3

from schemas.logic.coercion import leading_number
from schemas.logic.operators import OPERATORS
from schemas.proof.symbolic.comparing import numeric, real
from schemas.proof.symbolic.unions import Day, Number, Plain, Rows, Several, Truth, Union, Value, only

Term: TypeAlias = float | z3.ArithRef
_NO_NUMBER: Final = only(Plain(math.nan))


def worked_out(operator: str, values: Sequence[Value]) -> Union | None:
    """What it comes to; None where the solver has no word for it."""
    if operator in ("+", "*"):
        return _over([_leading(value) for value in values], _ADDED[operator], values)
    if operator in ("-", "min", "max"):
        return _over([numeric(value) for value in values], _OTHERS[operator], values)
    made = _MADE.get(operator)
    return made(values) if made else None


def _leading(value: Value) -> Term | None:
    """As + and * read a number: of what is none they make no number."""
    if isinstance(value, Plain):
        return leading_number(value.value)
    if isinstance(value, Truth):
        return math.nan
    return value.term if isinstance(value, Number) else None


def _over(terms: Sequence[Term | None], make: Callable[[Sequence[Any]], Any], values: Sequence[Value]) -> Union | None:
    if any(term is None for term in terms):
        return None
    if any(isinstance(term, float) and math.isnan(term) for term in terms):
        return only(values[0]) if len(values) == 1 and make is _product else _NO_NUMBER
    if any(isinstance(term, float) and math.isinf(term) for term in terms):
        return None
    return only(Number(make([real(term) for term in terms if term is not None])))


def _product(terms: Sequence[Any]) -> Any:
    return reduce(lambda one, other: one * other, terms)


def _difference(terms: Sequence[Any]) -> Any:
    return -terms[0] if len(terms) == 1 else terms[0] - terms[1]


def _least(terms: Sequence[Any]) -> Any:
    return reduce(lambda one, other: z3.If(one <= other, one, other), terms)


def _most(terms: Sequence[Any]) -> Any:
    return reduce(lambda one, other: z3.If(one >= other, one, other), terms)


_ADDED: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {"+": lambda terms: z3.Sum(list(terms)), "*": _product}
_OTHERS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {"-": _difference, "min": _least, "max": _most}


def _divided(values: Sequence[Value]) -> Union | None:
    above, below = (numeric(value) for value in values[:2]) if len(values) > 1 else (None, None)
    if not isinstance(below, float) or not math.isfinite(below) or below == 0 or above is None:
        return None
    if isinstance(above, float) and not math.isfinite(above):
        return None
    return only(Number(real(above) / real(below)))


def _rounded(values: Sequence[Value]) -> Union | None:
    decimals = values[1] if len(values) > 1 else Plain(0)
    if not isinstance(values[0], Number) or not isinstance(decimals, Plain):
        return None
    digits = leading_number(decimals.value)
    return only(Number(rounded(values[0].term, math.trunc(digits)))) if math.isfinite(digits) else None


def _counted(values: Sequence[Value]) -> Union | None:
    of = values[0]
    return only(Number(z3.ToReal(of.size))) if isinstance(of, Rows | Several) else None


def _days(values: Sequence[Value]) -> Union | None:
    """Whole days from the one to the other."""
    ends = [_day(value) for value in values[:2]]
    if len(ends) < _TWO or ends[0] is None or ends[1] is None:
        return None
    return only(Number(z3.ToReal(ends[1] - ends[0])))


def _day(value: Value) -> z3.ArithRef | None:
    if isinstance(value, Day):
        return value.term
    known = value.value if isinstance(value, Plain) else None
    ordinal = OPERATORS["days"]("0001-01-01", known) if isinstance(known, str) else None
    return None if ordinal is None else z3.IntVal(ordinal + 1)


_TWO: Final = 2
_MADE: Final[Mapping[str, Callable[[Sequence[Value]], Union | None]]] = {
    "/": _divided,
    "round": _rounded,
    "count": _counted,
    "length": _counted,
    "days": _days,
}


def rounded(term: Any, decimals: int) -> Any:
    """Halves go away from zero, as people round."""
    scale = z3.RealVal(10) ** decimals if decimals > 0 else z3.RealVal(1) / z3.RealVal(10**-decimals)
    scale = z3.simplify(scale)
    up = z3.ToReal(z3.ToInt(term * scale + z3.RealVal("0.5")))
    down = -z3.ToReal(z3.ToInt(-term * scale + z3.RealVal("0.5")))
    return z3.If(term >= 0, up, down) / scale
