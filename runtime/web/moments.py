"""Dates and times as Babel writes them, at a fraction of the cost: a pattern is read once, each part of it asked for once.

Equal to what Babel says for every moment; what Babel says of a month, a day or an hour never changes.
"""

from collections.abc import Callable, Mapping
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

Token = tuple[str, Callable[[Any], Any] | None]
"""Text as it stands, or a part with what it depends on."""


def day(at: date, style: str, locale: Locale) -> str:
    """``style`` is one of CLDR's, such as ``medium``, or a pattern."""
    return _written(at, _date_tokens(style, locale), locale)


def clock(at: datetime, pattern: str, locale: Locale) -> str:
    return _written(at, _tokens(pattern), locale)


def exact(at: datetime, locale: Locale) -> str:
    """In full, to the second."""
    glue, of_time = _full(locale)
    return glue.replace("{0}", _written(at, of_time, locale)).replace("{1}", day(at, "full", locale))


def since(passed: timedelta, locale: Locale) -> str:
    """How long ago, or how long until then where it is negative."""
    seconds = -passed.days * 24 * 3600 - passed.seconds
    if abs(seconds) < A_MINUTE:
        return _distance(seconds, locale)
    # Babel's words change at multiples of half a minute only, so that between two of them all are alike.
    halves, rest = divmod(abs(seconds), HALF_A_MINUTE)
    middle = halves * HALF_A_MINUTE + (HALF_A_MINUTE // 2 if rest else 0)
    return _distance(middle if seconds > 0 else -middle, locale)


def _written(at: Any, tokens: tuple[Token, ...], locale: Locale) -> str:
    return "".join(text if depends is None else _part(text, _Key(depends(at), at), locale) for text, depends in tokens)


class _Key:
    """Equal where what a part depends on is equal; ``at`` is any moment of which that is true."""

    __slots__ = ("at", "on")

    def __init__(self, on: Any, at: date) -> None:
        self.on, self.at = on, at

    def __hash__(self) -> int:
        return hash(self.on)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.on == other.on


@lru_cache(maxsize=4096)
def _part(letters: str, key: _Key, locale: Locale) -> str:
    at = key.at if isinstance(key.at, datetime) else datetime.combine(key.at, MIDNIGHT)
    return str(DateTimeFormat(at, locale)[letters])


@lru_cache(maxsize=4096)
def _distance(seconds: int, locale: Locale) -> str:
    return format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=locale)


@lru_cache(maxsize=64)
def _date_tokens(style: str, locale: Locale) -> tuple[Token, ...]:
    match style:
        case "full" | "long" | "medium" | "short":
            return _tokens(get_date_format(style, locale).pattern)
        case _:
            return _tokens(style)


@lru_cache(maxsize=64)
def _full(locale: Locale) -> tuple[str, tuple[Token, ...]]:
    glue = str(get_datetime_format("full", locale=locale)).replace("'", "")
    return glue, _tokens(get_time_format("full", locale).pattern)


@lru_cache(maxsize=64)
def _tokens(pattern: str) -> tuple[Token, ...]:
    found: list[Token] = []
    for kind, what in tokenize_pattern(parse_pattern(pattern).pattern):
        if kind == "chars":
            found.append((str(what), None))
        else:
            letter, count = str(what[0]), int(what[1])
            found.append((letter * count, _DEPENDS_ON[letter]))
    return tuple(found)
