"""A year at a glance: which days are worked."""

from calendar import Calendar as Weeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date, get_day_names
from flask_babel import get_locale

from runtime.engine.worktime import Calendar
from runtime.store.people.calendars import WorkingTime

_WEEKS: Final = Weeks()


@dataclass(frozen=True)
class Square:
    """``kind`` is work, off, holiday or make-up; ``name`` that of the holiday."""

    day: date
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Month:
    """``title`` in the language of the page; ``weeks`` from Monday to Sunday; None where the day is of another month."""

    title: str
    weeks: Sequence[Sequence[Square | None]]


@dataclass(frozen=True)
class Weekday:
    """``short`` is one or two letters."""

    title: str
    short: str


def weekdays() -> tuple[Weekday, ...]:
    """Monday first, in the language of the page."""
    titles, letters = (get_day_names(width, locale=get_locale()) for width in ("wide", "narrow"))
    return tuple(Weekday(titles[number], letters[number]) for number in range(7))


def months(year: int, said: WorkingTime, calendar: Calendar) -> tuple[Month, ...]:
    names = _names(said)
    return tuple(
        Month(
            format_date(date(year, month, 1), "LLLL", locale=get_locale()),
            [
                [_square(day, calendar, names) if day.month == month else None for day in week]
                for week in _WEEKS.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    )


def _square(day: date, calendar: Calendar, names: dict[date, str]) -> Square:
    usual = day.weekday() in calendar.workdays
    if calendar.works(day):
        return Square(day, "work" if usual else "make-up", names.get(day, ""))
    return Square(day, "holiday" if day in names else "off", names.get(day, ""))


def _names(said: WorkingTime) -> dict[date, str]:
    return {
        span.first + timedelta(days=number): span.name
        for span in sorted(said.days, key=lambda one: one.works)
        for number in range((span.last - span.first).days + 1)
    }
