"""What a rule may cost. `frontend/src/logic.js` states the same three numbers and counts in the same way."""

from typing import Final

STEPS: Final = 100_000
"""Expressions worked out, plus the elements of every list and each full hundred units of every text they yield."""

DEPTH: Final = 100
"""Expressions within expressions, and lists within lists."""

LONGEST: Final = 100_000
"""UTF-16 units of one text."""


class LogicError(Exception):
    """The rule has no result: an unknown operator, nothing to multiply, or more work than a rule may make."""
