"""When a series meets: every so many weeks on one weekday, unless that is a holiday. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from runtime.engine.worktime import Calendar
from runtime.store.meetings.meeting_rows import Series

_DAY: Final = timedelta(days=1)
_FARTHEST: Final = 520
"""So many times are looked at; a series that falls on holidays for years does not meet."""


def next_meeting(
    series: Series, calendar: Calendar, after: datetime, taken: frozenset[str]
) -> tuple[str, datetime] | None:
    """The day on which it is due, and when it begins: the first that begins after that moment and is not ``taken``.

    On a holiday it is skipped, or moved to the next working day, unless by then the following one is due.
    """
    every = timedelta(weeks=max(1, series.weeks))
    due = _first_from(series.first_on, every, after.astimezone(calendar.tz).date() - every)
    for _ in range(_FARTHEST):
        day = held_on(series, calendar, due)
        begins = datetime.combine(day, time.fromisoformat(series.clock), calendar.tz).astimezone(UTC) if day else None
        if begins and begins > after and due.isoformat() not in taken:
            return due.isoformat(), begins
        due += every
    return None


def held_on(series: Series, calendar: Calendar, due: date) -> date | None:
    """The day on which the meeting that is due then is held; None where it is left out.

    A weekday on which nobody works anyway was chosen on purpose: only a day off that is usually worked is a holiday.
    """
    if calendar.works(due) or due.weekday() not in calendar.workdays:
        return due
    if series.on_holiday == "skip":
        return None
    days = (due + _DAY * number for number in range(1, 7 * max(1, series.weeks)))
    return next((day for day in days if calendar.works(day)), None)


def _first_from(first: date, every: timedelta, day: date) -> date:
    """The first due day that is not before ``day``."""
    if day <= first:
        return first
    return first + every * -((first - day) // every)
