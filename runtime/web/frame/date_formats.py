"""Dates and times as Babel writes them, at a fraction of the cost: a pattern is read once, each part of it asked for once.

Equal to what Babel says for every moment; what Babel says of a month, a day or an hour never changes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from babel import Locale
from babel.dates import (
    DateTimeFormat,
    format_timedelta,
    get_date_format,
    get_datetime_format,
    get_time_format,
    parse_pattern,
    tokenize_pattern,
)

HALF_A_MINUTE: Final = 30
A_MINUTE: Final = 60
MIDNIGHT: Final = time()

_DEPENDS_ON: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys("yu", attrgetter("year")),
    **dict.fromkeys("ML", attrgetter("month")),
    "d": attrgetter("day"),
    **dict.fromkeys("Ec", lambda at: at.weekday()),
    **dict.fromkeys("ahHkK", attrgetter("hour")),
    **dict.fromkeys("bB", attrgetter("hour", "minute", "second")),
    "m": attrgetter("minute"),
    "s": attrgetter("second"),
    **dict.fromkeys("zvV", lambda at: (str(at.tzinfo), at.utcoffset(), at.dst())),
}
"""The letter of a part to all that its text depends on."""


@dataclass(frozen=True)
class Part:
    """``text`` as it stands, or letters of a pattern with what they depend on, and what Babel has said of them so far."""

    text: str
    locale: Locale
    depends: Callable[[Any], Any] | None = None
    known: dict[Any, str] = field(default_factory=dict)

    def of(self, at: date) -> str:
        if self.depends is None:
            return self.text
        on = self.depends(at)
        said = self.known.get(on)
        if said is None:
            moment = at if isinstance(at, datetime) else datetime.combine(at, MIDNIGHT)
            said = self.known[on] = str(DateTimeFormat(moment, self.locale)[self.text])
        return said


def day(at: date, style: str, locale: Locale) -> str:
    """``style`` is one of CLDR's, such as ``medium``, or a pattern."""
    return "".join([part.of(at) for part in _of_date(style, locale)])


def clock(at: datetime, pattern: str, locale: Locale) -> str:
    return "".join([part.of(at) for part in _parts(pattern, locale)])


def exact(at: datetime, locale: Locale) -> str:
    """In full, to the second."""
    return "".join([part.of(at) for part in _full(locale)])


def since(passed: timedelta, locale: Locale) -> str:
    """How long ago, or how long until then where it is negative."""
    seconds = -passed.days * 24 * 3600 - passed.seconds
    if abs(seconds) < A_MINUTE:
        return _distance(seconds, locale)
    # Babel's words change at multiples of half a minute only, so that between two of them all are alike.
    halves, rest = divmod(abs(seconds), HALF_A_MINUTE)
    middle = halves * HALF_A_MINUTE + (HALF_A_MINUTE // 2 if rest else 0)
    return _distance(middle if seconds > 0 else -middle, locale)


@lru_cache(maxsize=4096)
def _distance(seconds: int, locale: Locale) -> str:
    return format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=locale)


@lru_cache(maxsize=64)
def _of_date(style: str, locale: Locale) -> tuple[Part, ...]:
    match style:
        case "full" | "long" | "medium" | "short":
            return _parts(get_date_format(style, locale).pattern, locale)
        case _:
            return _parts(style, locale)


@lru_cache(maxsize=64)
def _full(locale: Locale) -> tuple[Part, ...]:
    glue = str(get_datetime_format("full", locale=locale)).replace("'", "")
    inside = {"{0}": _parts(get_time_format("full", locale).pattern, locale), "{1}": _of_date("full", locale)}
    pieces = (inside.get(piece) or (Part(piece, locale),) for piece in re.split(r"(\{[01]\})", glue) if piece)
    return tuple(part for parts in pieces for part in parts)


@lru_cache(maxsize=64)
def _parts(pattern: str, locale: Locale) -> tuple[Part, ...]:
    found: list[Part] = []
    for kind, what in tokenize_pattern(parse_pattern(pattern).pattern):
        if kind == "chars":
            found.append(Part(str(what), locale))
        else:
            letter, count = str(what[0]), int(what[1])
            found.append(Part(letter * count, locale, _DEPENDS_ON[letter]))
    return tuple(found)
