"""The operators whose arguments are worked out before they are called: pure functions of values.

Each takes as many arguments as it names and ignores the rest; one that was not given is `UNDEFINED`.
"""

import math
import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final

from schemas.logic.coercion import (
    UNDEFINED,
    cut,
    equal,
    joined,
    leading_number,
    number,
    ordered,
    strictly_equal,
    text,
    truthy,
    units,
)
from schemas.logic.dates import DATES
from schemas.logic.limits import LogicError
from schemas.logic.rounding import round_
from schemas.logic.sizes import SIZES

Operator = Callable[..., Any]


def _first_two(test: Callable[[Any, Any], bool]) -> Operator:
    return lambda a=UNDEFINED, b=UNDEFINED, *_: test(a, b)


def _compare(test: Callable[[Any, Any], bool]) -> Operator:
    return lambda a=UNDEFINED, b=UNDEFINED, *_: test(*ordered(a, b))


def _between(test: Callable[[Any, Any], bool]) -> Operator:
    def compare(a: Any = UNDEFINED, b: Any = UNDEFINED, c: Any = UNDEFINED, *_: Any) -> bool:
        return test(*ordered(a, b)) and (c is UNDEFINED or test(*ordered(b, c)))

    return compare


def _not(value: Any = UNDEFINED, *_: Any) -> bool:
    return not truthy(value)


def _truth(value: Any = UNDEFINED, *_: Any) -> bool:
    return truthy(value)


def _same(value: Any = UNDEFINED, *_: Any) -> Any:
    """``log`` only hands its value on: a rule has no side effects."""
    return value


def _add(*values: Any) -> float:
    return reduce(lambda total, value: leading_number(total) + leading_number(value), values, 0.0)


def _multiply(*values: Any) -> Any:
    """One value alone is handed on as it is, and none is an error: so does the library."""
    if not values:
        raise LogicError("nothing to multiply")
    return reduce(lambda product, value: leading_number(product) * leading_number(value), values)


def _subtract(a: Any = UNDEFINED, b: Any = UNDEFINED, *_: Any) -> float:
    return -number(a) if b is UNDEFINED else number(a) - number(b)


def _divide(a: Any = UNDEFINED, b: Any = UNDEFINED, *_: Any) -> float:
    above, below = number(a), number(b)
    if below:
        return above / below
    if math.isnan(above) or not above:
        return math.nan
    return math.copysign(math.inf, above) * math.copysign(1.0, below)


def _remainder(a: Any = UNDEFINED, b: Any = UNDEFINED, *_: Any) -> float:
    above, below = number(a), number(b)
    return math.nan if math.isinf(above) or not below else math.fmod(above, below)


def _extreme(pick: Callable[..., float], of_none: float) -> Operator:
    def extreme(*values: Any) -> float:
        numbers = [number(value) for value in values]
        if any(map(math.isnan, numbers)):
            return math.nan
        return pick(numbers, key=lambda one: (one, math.copysign(1.0, one)), default=of_none)

    return extreme


def _in(needle: Any = UNDEFINED, stack: Any = UNDEFINED, *_: Any) -> bool:
    """Is it a part of the text, or one of the list? Nothing is in an empty text, not even the empty one."""
    if type(stack) is list:
        return any(strictly_equal(needle, one) for one in stack)
    return type(stack) is str and stack != "" and text(needle) in stack


def _cat(*values: Any) -> str:
    return "".join(map(joined, values))


def _substr(source: Any = UNDEFINED, start: Any = UNDEFINED, end: Any = UNDEFINED, *_: Any) -> str:
    """From ``start``, counted from the back if negative, ``end`` units long; a negative ``end`` leaves units off."""
    whole = text(source)
    size = units(whole)
    first = _clamped(start, size)
    if first < 0:
        first = max(size + first, 0)
    if end is UNDEFINED:
        return cut(whole, first, size)
    length = _clamped(end, size)
    if number(end) < 0:
        # Adding a negative *text* to the length joins the two in JavaScript, which is no number: nothing is left.
        length = 0 if type(end) in (str, list) else _clamped(size - first + number(end), size)
    return cut(whole, first, min(first + max(length, 0), size))


def _clamped(value: Any, size: int) -> int:
    """ToIntegerOrInfinity, kept within the size of the text to either side."""
    wanted = number(value)
    return 0 if math.isnan(wanted) else math.trunc(max(-size, min(wanted, size)))


def _merge(*values: Any) -> list[Any]:
    return [one for value in values for one in (value if type(value) is list else (value,))]


OPERATORS: Final[Mapping[str, Operator]] = {
    "==": _first_two(equal),
    "===": _first_two(strictly_equal),
    "!=": _first_two(lambda a, b: not equal(a, b)),
    "!==": _first_two(lambda a, b: not strictly_equal(a, b)),
    ">": _compare(operator.gt),
    ">=": _compare(operator.ge),
    "<": _between(operator.lt),
    "<=": _between(operator.le),
    "!": _not,
    "!!": _truth,
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "%": _remainder,
    "max": _extreme(max, -math.inf),
    "min": _extreme(min, math.inf),
    "in": _in,
    "cat": _cat,
    "substr": _substr,
    "merge": _merge,
    "log": _same,
    "round": round_,
    **DATES,
    **SIZES,
}
