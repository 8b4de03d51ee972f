"""Working days and hours: when something falls due.

Two laws hold for every duration and calendar: nothing is due early, and who starts later is never due sooner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from schemas.period import parse

_DAY = timedelta(days=1)


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
                opens, closes = self._utc(day, self.day_start), self._utc(day, self.day_end)
                if closes > instant:
                    yield opens, closes
            day += _DAY

    def _utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.tz).astimezone(UTC)


def after(start: datetime, duration: str, calendar: Calendar) -> datetime:
    """When that much time has passed since ``start``, in UTC.

    A working day leads to the same time of the next one; work that starts outside of hours starts with the next.

    Raises:
        ValueError: ``duration`` is not one.
    """
    said = parse(duration)
    instant = _months_on(start.astimezone(UTC), said.months) + said.rest
    if said.workdays:
        instant = _workdays_on(instant, said.workdays, calendar)
    if said.workhours:
        instant = _workhours_on(instant, timedelta(hours=said.workhours), calendar)
    return instant


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _months_on(instant: datetime, months: int) -> datetime:
    """The same day of a later month; where that month is too short, the day after its last."""
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


def _workhours_on(instant: datetime, left: timedelta, calendar: Calendar) -> datetime:
    for opens, closes in calendar.days(instant):
        begun = max(opens, instant)
        if closes - begun >= left:
            return begun + left
        left -= closes - begun
    raise AssertionError("working days do not run out")
