"""The operators on whole texts and whole tables: how long, how many, added up, and in another case."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.logic.coercion import SPACE, UNDEFINED, leading_number
from schemas.logic.looking_up import held_at

_FAMILIAR: Final = (range(0x530), range(0x1E00, 0x1F00), range(0xFF21, 0xFF5B))
"""Latin, Greek, Cyrillic and full-width letters: here all browsers and Python agree on what is the capital of what."""


def _length(value: Any = UNDEFINED, *_: Any) -> int | None:
    """Characters of a text (no halves: 😀 is one), elements of a list; nothing is 0 long."""
    if value is None or value is UNDEFINED:
        return 0
    if type(value) is str:
        return len(value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))
    return len(value) if type(value) is list else None


def _count(value: Any = UNDEFINED, *_: Any) -> int | None:
    if value is None or value is UNDEFINED:
        return 0
    return len(value) if type(value) is list else None


def _sum(rows: Any = UNDEFINED, column: Any = UNDEFINED, *_: Any) -> float:
    """The numbers in a column of the rows, or else the elements themselves; blank ones count as nothing."""
    if rows is None or rows is UNDEFINED:
        return 0.0
    if type(rows) is not list:
        return math.nan
    total = 0.0
    for row in rows:
        value = row if column is UNDEFINED else held_at(row, column)
        if value is not None and value is not UNDEFINED and value != "":
            total += leading_number(value)
    return total


def _cased(change: Callable[[str], str]) -> Callable[..., str | None]:
    """Letter by letter, and only where one familiar letter stands for another: “ß” and “İ” stay as they are."""
    letters = {one: change(chr(one)) for familiar in _FAMILIAR for one in familiar}
    table = {one: other for one, other in letters.items() if len(other) == 1 and ord(other) in letters}

    def cased(value: Any = UNDEFINED, *_: Any) -> str | None:
        return value.translate(table) if type(value) is str else None

    return cased


def _trim(value: Any = UNDEFINED, *_: Any) -> str | None:
    return value.strip(SPACE) if type(value) is str else None


SIZES: Final[Mapping[str, Callable[..., Any]]] = {
    "length": _length,
    "count": _count,
    "sum": _sum,
    "upper": _cased(str.upper),
    "lower": _cased(str.lower),
    "trim": _trim,
}
