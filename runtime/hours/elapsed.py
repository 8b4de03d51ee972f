"""How long something took: in working time and by the clock, in whole minutes."""

from datetime import datetime, timedelta
from typing import Final

from runtime.engine.worktime import Calendar

MINUTE: Final = timedelta(minutes=1)


def working(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Minutes of working time between two moments; 0 where the second is not later."""
    spent = timedelta()
    if end <= start:
        return 0
    for opens, closes in calendar.days(start):
        if opens >= end:
            break
        spent += max(min(closes, end) - max(opens, start), timedelta())
    return spent // MINUTE


def by_clock(start: datetime, end: datetime) -> int:
    """Minutes between two moments; 0 where the second is not later."""
    return max(end - start, timedelta()) // MINUTE


def day(at: datetime, calendar: Calendar) -> int:
    """The day of a moment where the workspace is, counted from the first of the year 1."""
    return at.astimezone(calendar.tz).date().toordinal()
