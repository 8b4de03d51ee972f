"""Working days by number: 0 is the first on or after the day on which a plan begins."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import Final

from runtime.engine.worktime import Calendar
from runtime.planning.plan import Unplannable
from schemas.problem import Problem

FURTHEST: Final = 60 * 366
"""Days from its beginning in which everything of a plan has to happen."""


class Workdays:
    """Found as far as they are asked for.

    Raises:
        Unplannable: ``plan.too-long``, by every question that looks further than `FURTHEST`.
    """

    def __init__(self, begins: date, calendar: Calendar) -> None:
        self._calendar = calendar
        self._begins = begins
        self._looked = 0
        self._days: list[date] = []

    def day(self, number: int) -> date:
        while len(self._days) <= number:
            self._look()
        return self._days[number]

    def number(self, day: date) -> int:
        """Of the first working day on or after it."""
        self._reach(day)
        return bisect_left(self._days, day)

    def through(self, first: date, last: date) -> int:
        """How many there are from the first day to the last, both of them counted; none of those before the beginning."""
        self._reach(max(first, last))
        return max(bisect_right(self._days, last) - bisect_left(self._days, first), 0)

    def _reach(self, day: date) -> None:
        while not self._days or self._days[-1] < day:
            self._look()

    def _look(self) -> None:
        if self._looked > FURTHEST or self._begins.year + FURTHEST // 365 >= date.max.year:
            raise Unplannable(Problem("plan.too-long", params={"years": FURTHEST // 366}))
        day = self._begins + timedelta(days=self._looked)
        self._looked += 1
        if self._calendar.works(day):
            self._days.append(day)
