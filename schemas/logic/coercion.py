"""How JSON Logic takes one kind of value for another: the coercions of ECMAScript, to the letter.

The browser runs `json-logic-js`, whose rules lean on JavaScript's `==`, `+` and `String()`. The server must come to
the same answer, so the few abstract operations of ECMA-262 that matter stand here under plain names.
"""

import math
import re
from decimal import Decimal
from typing import Any, Final

UNDEFINED: Final[Any] = type("Undefined", (), {"__repr__": lambda _: "UNDEFINED"})()
"""What an argument is that was not given. It is not null: ``null`` counts as 0 and ``undefined`` as no number."""

SPACE: Final = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What JavaScript takes for white space."""
_DECIMAL: Final = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_RADIX: Final = re.compile(r"0(?:[xX](?P<x>[0-9a-fA-F]+)|[oO](?P<o>[0-7]+)|[bB](?P<b>[01]+))")
_BASES: Final = {"x": 16, "o": 8, "b": 2}


def truthy(value: Any) -> bool:
    """As JSON Logic has it: an empty list is false, "0" is true, an object always is."""
    if type(value) is dict:
        return True
    if value is UNDEFINED or value != value:  # noqa: PLR0124 -- only NaN differs from itself
        return False
    return bool(value)


def number(value: Any) -> float:
    """ToNumber: null is 0, blank text is 0, text that is no number is NaN."""
    kind = type(value)
    if kind is int or kind is float or kind is bool:
        return _float(value)
    if value is None:
        return 0.0
    if kind is list:
        return _number_of_text(text(value))
    return _number_of_text(value) if kind is str else math.nan


def leading_number(value: Any) -> float:
    """parseFloat: the number with which the text of the value begins, else NaN. So ``true`` and null are none."""
    if type(value) is int or type(value) is float:
        return _float(value) + 0.0  # the text of -0 is "0"
    found = _DECIMAL.match(text(value).lstrip(SPACE))
    return _float_of_text(found[0]) if found else math.nan


def text(value: Any) -> str:
    """String(): lists are joined by commas, with nothing for null; an object is "[object Object]"."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is float:
        return _text_of_number(_float(value))
    if kind is list:
        return ",".join(joined(one) for one in value)
    if kind is dict:
        return "[object Object]"
    return "null" if value is None else "undefined"


def joined(value: Any) -> str:
    """The text of a value as a part of a longer one, where null and undefined are nothing."""
    return "" if value is None or value is UNDEFINED else text(value)


def primitive(value: Any) -> Any:
    """ToPrimitive: a list or an object stands for its text."""
    return text(value) if type(value) is list or type(value) is dict else value


def strictly_equal(one: Any, other: Any) -> bool:
    """===: of the same kind and alike; lists and objects only if they are the very same."""
    kind = _kind(one)
    if kind != _kind(other):
        return False
    if kind == "object":
        return one is other
    return _float(one) == _float(other) if kind == "number" else bool(one == other)


def equal(one: Any, other: Any) -> bool:
    """==: null equals only undefined; of two kinds the one is taken for the other, in the end as numbers."""
    kinds = {_kind(one), _kind(other)}
    if kinds <= {"null", "undefined"}:
        return True
    if len(kinds) == 1:
        return strictly_equal(one, other)
    if kinds & {"null", "undefined"}:
        return False
    if kinds == {"object", "string"}:
        return bool(primitive(one) == primitive(other))
    return number(one) == number(other)


def ordered(one: Any, other: Any) -> tuple[Any, Any]:
    """Both sides of < made comparable: two texts by their UTF-16 units, anything else as numbers."""
    one, other = primitive(one), primitive(other)
    if type(one) is not str or type(other) is not str:
        return number(one), number(other)
    if one.isascii() and other.isascii():
        return one, other
    return one.encode("utf-16-be", "surrogatepass"), other.encode("utf-16-be", "surrogatepass")


def units(value: str) -> int:
    """How long JavaScript says that a text is: in UTF-16 code units."""
    return len(value) if value.isascii() else len(value) + sum(one > "\uffff" for one in value)


def cut(value: str, start: int, end: int) -> str:
    """``value[start:end]`` counted in UTF-16 units; half of a character stays a lone surrogate, as in JavaScript."""
    if value.isascii():
        return value[start:end]
    return value.encode("utf-16-le", "surrogatepass")[start * 2 : end * 2].decode("utf-16-le", "surrogatepass")


def _kind(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return "string"
    if kind is bool:
        return "boolean"
    if kind is int or kind is float:
        return "number"
    if kind is list or kind is dict:
        return "object"
    return "null" if value is None else "undefined"


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _float_of_text(value: str) -> float:
    return float(value.replace("Infinity", "inf"))


def _number_of_text(value: str) -> float:
    value = value.strip(SPACE)
    if not value:
        return 0.0
    if _DECIMAL.fullmatch(value):
        return _float_of_text(value)
    found = _RADIX.fullmatch(value)
    if not found or not found.lastgroup:
        return math.nan
    return _float(int(found[found.lastgroup], _BASES[found.lastgroup]))


def _text_of_number(value: float) -> str:
    """Number::toString: the shortest digits that read back the same, with an exponent only from 1e21 and below 1e-6."""
    if value != value:  # noqa: PLR0124 -- only NaN differs from itself
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign, parts, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, parts))
    point = len(digits) + int(exponent)
    return ("-" if sign else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """The decimal point put after ``point`` of the digits, in the notation that JavaScript chooses."""
    if len(digits) <= point <= 21:  # noqa: PLR2004 -- the bound of ECMA-262, 6.1.6.1.20
        return digits.ljust(point, "0")
    if 0 < point <= 21:  # noqa: PLR2004 -- the same
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004 -- the same
        return f"0.{'0' * -point}{digits}"
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{mantissa}e{point - 1:+d}"
