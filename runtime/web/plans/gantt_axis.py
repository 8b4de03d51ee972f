"""The time along the top of a plan: which day lies where, what stands above it, and which days are not worked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from babel import Locale

from runtime.web.frame import date_formats

_DAY: Final = timedelta(days=1)
SCALES: Final = {"day": 30.0, "week": 11.0, "month": 3.5}
"""How wide a day is, in pixels."""
FITS: Final = {"day": 24, "week": 150}
"""Up to so many days a plan opens in this scale; a longer one by month."""
MOST_DAYS: Final = 2200
"""A picture is never longer than this: what lies behind it is said, not drawn."""


@dataclass(frozen=True)
class Tick:
    """``label`` is empty where there is no room for it."""

    x: float
    width: float
    label: str


@dataclass(frozen=True)
class Axis:
    """``works`` says of a day whether it is worked. Both ends are drawn."""

    scale: str
    first: date
    last: date
    works: Callable[[date], bool]
    locale: Locale

    @property
    def day_width(self) -> float:
        return SCALES[self.scale]

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + _DAY * number for number in range((self.last - self.first).days + 1))

    @property
    def width(self) -> float:
        return len(self.days) * self.day_width

    def x(self, day: date) -> float:
        """Where it begins."""
        return (day - self.first).days * self.day_width

    def span(self, begins: date, ends: date) -> tuple[float, float]:
        """Where it begins, and how wide it is, with its last day."""
        return self.x(begins), ((ends - begins).days + 1) * self.day_width

    @cached_property
    def idle(self) -> tuple[int, ...]:
        """The days that are not worked, counted from the first."""
        return tuple(number for number, day in enumerate(self.days) if not self.works(day))

    def shade(self, height: float) -> str:
        """One path over all of them; none where they would be thinner than a hair."""
        if self.scale == "month":
            return ""
        wide = self.day_width
        return "".join(f"M{number * wide:g} 0h{wide:g}v{height:g}h-{wide:g}z" for number in self.idle)

    def lines(self, height: float) -> str:
        """One path along whatever stands in the lower row."""
        return "".join(f"M{tick.x:g} 0v{height:g}" for tick in self.lower if tick.x)

    @cached_property
    def upper(self) -> tuple[Tick, ...]:
        """Months, or years where the months stand below."""
        if self.scale == "month":
            return self._ticks(lambda day: (day.month, day.day) == (1, 1), "y")
        return self._ticks(lambda day: day.day == 1, "yMMMM")

    @cached_property
    def lower(self) -> tuple[Tick, ...]:
        match self.scale:
            case "day":
                return self._ticks(lambda _day: True, "d")
            case "week":
                return self._ticks(lambda day: day.weekday() == 0, "d")
            case _:
                return self._ticks(lambda day: day.day == 1, "MMM")

    def _ticks(self, begins: Callable[[date], bool], pattern: str) -> tuple[Tick, ...]:
        starts = [day for day in self.days if day == self.first or begins(day)]
        ends = [*starts[1:], self.last + _DAY]
        return tuple(
            Tick(self.x(start), self.x(end) - self.x(start), self._label(start, end, pattern))
            for start, end in zip(starts, ends, strict=True)
        )

    def _label(self, start: date, end: date, pattern: str) -> str:
        """Nothing where it would run into the next one."""
        said = date_formats.day(start, _PATTERNS.get((pattern, self.locale.language), pattern), self.locale)
        return said if (end - start).days * self.day_width >= _ROOM * len(said) else ""


_ROOM: Final = 7.5
"""Pixels that a letter needs at the least."""
_PATTERNS: Final = {
    ("yMMMM", "en"): "MMMM y",
    ("yMMMM", "zh"): "y年M月",
    ("y", "zh"): "y年",
    ("MMM", "zh"): "M月",
}


def axis_of(begins: date, ends: date, scale: str, works: Callable[[date], bool], locale: Locale) -> Axis:
    """Around these days, in this ``scale`` or the one that fits them, with room at both ends."""
    days = (ends - begins).days + 1
    chosen = scale if scale in SCALES else next((name for name, most in FITS.items() if days <= most), "month")
    before, after = {"day": (3, 12), "week": (7, 35), "month": (15, 120)}[chosen]
    first = begins - timedelta(days=before)
    first -= timedelta(days=first.weekday())
    return Axis(chosen, first, min(ends + timedelta(days=after), first + timedelta(days=MOST_DAYS)), works, locale)
