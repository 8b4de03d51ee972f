"""Rounding as people round who see the digits of a number: halves go away from zero, and 1.005 is 1.01."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from schemas.logic.coercion import UNDEFINED, leading_number

_ENOUGH: Final = Context(prec=400)
"""Digits for any float, rounded to any number of decimals."""
_FURTHEST: Final = 400
"""Decimals beyond which, to either side, no float has a digit."""


def rounded(value: float, decimals: int) -> float:
    """The finite number with so many decimals; less than 0 rounds to tens and hundreds."""
    digits = Decimal(repr(float(value)))
    if -int(digits.as_tuple().exponent) <= decimals:
        return value
    return float(digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ENOUGH)) + 0.0


def round_(value: Any = UNDEFINED, decimals: Any = UNDEFINED, *_: Any) -> float | None:
    """The operator: no decimals unless it is told how many; null for what is no number."""
    number = leading_number(value)
    places = 0.0 if decimals is UNDEFINED else leading_number(decimals)
    if not math.isfinite(number) or math.isnan(places):
        return None
    return rounded(number, math.trunc(max(-_FURTHEST, min(places, _FURTHEST))))
