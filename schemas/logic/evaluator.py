"""A bounded evaluator of JSON Logic, equal in its results to `json-logic-js` 2.0.5.

It knows more operators, for dates, whole tables and texts: `dates`, `sizes`, `rounding`. Otherwise it differs from that library on purpose in five places, and `frontend/src/logic.js` makes the browser differ alike:

- A result that JSON cannot say is null: NaN and the infinities (5 / 0), and ``undefined``. Inside of a rule they
  are what they are in JavaScript. -0 comes out as 0.
- ``var`` finds only what the value itself holds, not what JavaScript lends to it (``constructor``); ``length`` is held.
- Data are never taken for a rule: an object with one key, given as a key to ``missing``, is an error.
- ``log`` writes nothing.
- More than `limits` allows is an error.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

from schemas.logic.coercion import UNDEFINED, number, text, units
from schemas.logic.lazy_operators import SPECIAL
from schemas.logic.limits import DEPTH, LONGEST, STEPS, LogicError
from schemas.logic.looking_up import READERS
from schemas.logic.operators import OPERATORS

_EXACT: Final = 2**53
"""Up to here every integer is a number of JavaScript's own; beyond, it writes the shortest digits that read back alike."""
_EXPONENT: Final = 1e21
"""From here on JavaScript writes a number with an exponent."""


def evaluate(rule: Any, data: Any) -> Any:
    """The result of the rule over the data, as plain JSON. Neither is changed; the result may share parts with both.

    Raises:
        LogicError: the rule has no result.
    """
    run = _Run()
    return run.plain(run.apply(rule, data), 0)


class _Run:
    """One evaluation: the steps that it has left, and how deep it is in the rule."""

    __slots__ = ("_depth", "_left")

    def __init__(self) -> None:
        self._left = STEPS
        self._depth = 0

    def apply(self, rule: Any, data: Any) -> Any:
        self._left -= 1
        if self._left < 0 or self._depth > DEPTH:
            raise LogicError("the rule takes too many steps, or is nested too deeply")
        result, kind = rule, type(rule)
        if kind is list or (kind is dict and len(rule) == 1):
            self._depth += 1
            result = [self.apply(one, data) for one in rule] if kind is list else self._operate(rule, data)
            self._depth -= 1
            kind = type(result)
        if kind is str or kind is list:
            self._weigh(result, 0)
        return result

    def _operate(self, rule: Mapping[str, Any], data: Any) -> Any:
        ((name, values),) = rule.items()
        if type(values) is not list:
            values = [values]
        if special := SPECIAL.get(name):
            return special(self.apply, values, data)
        arguments = [self.apply(value, data) for value in values]
        if reader := READERS.get(name):
            return reader(data, *arguments)
        if operator := OPERATORS.get(name):
            return operator(*arguments)
        raise LogicError(f"unknown operator {name!r}")

    def _weigh(self, value: Any, depth: int) -> None:
        """Lists and texts cost by their size, so that neither can be made to grow without end."""
        kind = type(value)
        if kind is str and len(value) >= 50:  # noqa: PLR2004 -- less cannot be a hundred units
            size = units(value)
            if size > LONGEST:
                raise LogicError("the text is too long")
            self._spend(size // 100)
        elif kind is list:
            if depth > DEPTH:
                raise LogicError("lists are nested too deeply")
            self._spend(len(value))
            for one in value:
                self._weigh(one, depth + 1)

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise LogicError("the rule takes too many steps")

    def plain(self, value: Any, depth: int) -> Any:
        """The value as JSON can say it."""
        kind = type(value)
        if kind is float or kind is int:
            return _plain_number(value)
        if kind is list or kind is dict:
            self._spend(len(value))
            if depth > DEPTH:
                raise LogicError("the result is nested too deeply")
        if kind is list:
            return [self.plain(one, depth + 1) for one in value]
        if kind is dict:
            return {key: self.plain(one, depth + 1) for key, one in value.items()}
        return None if value is UNDEFINED else value


def _plain_number(value: float) -> float | None:
    value = number(value)
    if not math.isfinite(value):
        return None
    if not value.is_integer() or abs(value) >= _EXPONENT:
        return value
    return int(value) if abs(value) <= _EXACT else int(text(value))
