"""Working days and hours: when something falls due.

Laws that hold for every duration and calendar: nothing is due early, who starts later is never due sooner, and what
is counted back from a date leaves no more time until then than was said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from schemas.model.period import Duration, parse

_DAY = timedelta(days=1)
FIRST: Final = datetime(2, 1, 1, tzinfo=UTC)
LAST: Final = datetime(9998, 12, 31, tzinfo=UTC)
"""Nothing falls due before the one or after the other: a year from either, every clock on earth still has a date."""


@dataclass(frozen=True)
class Calendar:
    """``workdays`` are weekdays (Monday 0) that are worked but for ``holidays``; ``make_up`` days are worked anyway.

    ``zone`` is an IANA name. Work is done from ``day_start`` to ``day_end`` there.

    Raises:
        ValueError: no weekday is worked, or less than an hour of a day.
    """

    workdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    day_start: time = time(9)
    day_end: time = time(18)
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not self.workdays & set(range(7)):
            raise ValueError("a calendar needs a working weekday")
        if _since_midnight(self.day_end) - _since_midnight(self.day_start) < timedelta(hours=1):
            raise ValueError("a working day has at least an hour")

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def works(self, day: date) -> bool:
        return day in self.make_up or (day.weekday() in self.workdays and day not in self.holidays)

    def days(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working days that end after ``instant``, from and to, in UTC."""
        day = instant.astimezone(self.tz).date()
        while True:
            if self.works(day):
                opens, closes = self._hours(day)
                if closes > instant:
                    yield opens, closes
            day += _DAY

    def days_before(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working days that begin before ``instant``, the last one first."""
        day = instant.astimezone(self.tz).date()
        while True:
            if self.works(day):
                opens, closes = self._hours(day)
                if opens < instant:
                    yield opens, closes
            day -= _DAY

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        """Where clocks are put forward in working hours they may be fewer, and even none."""
        opens = self._utc(day, self.day_start)
        return opens, max(opens, self._utc(day, self.day_end))

    def _utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.tz).astimezone(UTC)


def after(start: datetime, duration: str, calendar: Calendar) -> datetime:
    """When that much time has passed since ``start``, in UTC; with a minus, when that much is left until ``start``.

    A working day leads to the same time of the next one; work that starts outside of hours starts with the next.

    Raises:
        ValueError: ``duration`` is not one.
    """
    said = parse(duration)
    begun = min(max(start.astimezone(UTC), FIRST), LAST)
    try:
        instant = _back(begun, said, calendar) if said.back else _on(begun, said, calendar)
    except (OverflowError, ValueError):  # beyond the years that there are
        return FIRST if said.back else LAST
    return min(max(instant, FIRST), LAST)


def moment(said: Any, calendar: Calendar) -> datetime | None:
    """What the answer to a date field stands for: of a mere day the hour at which work begins; None for anything else."""
    if not isinstance(said, str):
        return None
    try:
        if len(said) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(said), calendar.day_start, calendar.tz).astimezone(UTC)
        at = datetime.fromisoformat(said)
        return (at if at.tzinfo else at.replace(tzinfo=calendar.tz)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _on(instant: datetime, said: Duration, calendar: Calendar) -> datetime:
    instant = _months_on(instant, said.months) + said.rest
    if said.workdays:
        instant = _workdays_on(instant, said.workdays, calendar)
    if said.workhours:
        instant = _workhours_on(instant, timedelta(hours=said.workhours), calendar)
    return instant


def _back(instant: datetime, said: Duration, calendar: Calendar) -> datetime:
    """The parts in the other order, so that going on by the same duration leads to ``instant`` or later."""
    if said.workhours:
        instant = _workhours_back(instant, timedelta(hours=said.workhours), calendar)
    if said.workdays:
        instant = _workdays_back(instant, said.workdays, calendar)
    return _months_on(instant - said.rest, -said.months)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _months_on(instant: datetime, months: int) -> datetime:
    """The same day of a later or earlier month; where that month is too short, the day after its last."""
    year, month = divmod(instant.month - 1 + months, 12)
    first = instant.replace(year=instant.year + year, month=month + 1, day=1)
    same = first + (instant.day - 1) * _DAY
    if same.month == first.month:
        return same
    return same.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _workdays_on(instant: datetime, count: int, calendar: Calendar) -> datetime:
    days = calendar.days(instant)
    opens, _ = next(days)
    into = max(instant - opens, timedelta())
    for _ in range(count):
        opens, closes = next(days)
    return min(opens + into, closes)


def _workdays_back(instant: datetime, count: int, calendar: Calendar) -> datetime:
    """Outside of hours it is counted from the next morning on which work begins: until then none is done."""
    opens, _ = next(calendar.days(instant))
    into = max(instant - opens, timedelta())
    earlier = calendar.days_before(opens)
    for _ in range(count):
        opens, closes = next(earlier)
    return min(opens + into, closes)


def _workhours_on(instant: datetime, left: timedelta, calendar: Calendar) -> datetime:
    for opens, closes in calendar.days(instant):
        begun = max(opens, instant)
        if closes - begun >= left:
            return begun + left
        left -= closes - begun
    raise AssertionError("working days do not run out")


def _workhours_back(instant: datetime, left: timedelta, calendar: Calendar) -> datetime:
    for opens, closes in calendar.days_before(instant):
        ended = min(closes, instant)
        if ended - opens >= left:
            return ended - left
        left -= ended - opens
    raise AssertionError("working days do not run out")
