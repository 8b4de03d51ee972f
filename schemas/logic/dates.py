"""The operators that calculate with dates: ISO texts, of which only the day counts; what is no date comes to null."""

import math
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from typing import Any, Final

from schemas.logic.coercion import UNDEFINED, leading_number

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?", re.DOTALL)


def _days(start: Any = UNDEFINED, end: Any = UNDEFINED, *_: Any) -> int | None:
    """Whole days from the one to the other; less than none if the second is before the first."""
    first, last = _date(start), _date(end)
    return (last - first).days if first and last else None


def _add_days(start: Any = UNDEFINED, count: Any = UNDEFINED, *_: Any) -> str | None:
    first, days = _date(start), _whole(count)
    if first is None or days is None:
        return None
    day = first.toordinal() + days
    return date.fromordinal(day).isoformat() if 1 <= day <= date.max.toordinal() else None


def _add_months(start: Any = UNDEFINED, count: Any = UNDEFINED, *_: Any) -> str | None:
    """The same day of another month, or its last day where it is shorter."""
    first, months = _date(start), _whole(count)
    if first is None or months is None:
        return None
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1])).isoformat()


def _part(of: Callable[[date], int]) -> Callable[..., int | None]:
    def part(value: Any = UNDEFINED, *_: Any) -> int | None:
        found = _date(value)
        return of(found) if found else None

    return part


def is_date(value: Any) -> bool:
    return _date(value) is not None


def _date(value: Any) -> date | None:
    found = _ISO.fullmatch(value) if type(value) is str else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _whole(value: Any) -> int | None:
    """A number without its fraction, as `+` takes it: null and blank text are none."""
    number = leading_number(value)
    return math.trunc(number) if math.isfinite(number) else None


DATES: Final[Mapping[str, Callable[..., Any]]] = {
    "days": _days,
    "add_days": _add_days,
    "add_months": _add_months,
    "year": _part(lambda one: one.year),
    "month": _part(lambda one: one.month),
    "day": _part(lambda one: one.day),
    "weekday": _part(date.isoweekday),
}
