"""How far a plan is, against where it ought to be by today."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Final

from runtime.planning.assignments import reached
from runtime.planning.plan import FULL
from runtime.planning.schedule import Schedule, Scheduled

_LITTLE: Final = 0.001


@dataclass(frozen=True)
class Pace:
    """``planned`` and ``done`` in percent of the work, an activity counting by its length. ``ahead``: working days, with a minus behind."""

    planned: int
    done: int
    ahead: int
    activities: int
    finished: int

    @property
    def is_done(self) -> bool:
        return self.activities > 0 and self.activities == self.finished


def pace(plan: Schedule, today: date, case: str = "") -> Pace:
    """Of a project, or of what one change (``case``) has brought; milestones count once their day has come.

    What is planned for today ought to be done by this evening, and counts only then.
    """
    rows = [row for row in plan.rows if not row.summary and (not case or row.activity.case == case)]
    point = plan.workdays.number(today)
    whole = sum(_weight(row) for row in rows)
    done = reached(plan.plan) & {row.id for row in rows}
    if not whole:
        return Pace(0, 0, 0, len(rows), len(done))
    earned = sum(_weight(row) * (FULL if row.id in done else row.activity.done) for row in rows)
    planned = sum(_spent(row, point) for row in rows)
    return Pace(
        round(planned * FULL / whole),
        round(earned / whole),
        _ahead(rows, earned / FULL, point),
        len(rows),
        len(done),
    )


def _weight(row: Scheduled) -> int:
    """A milestone counts as a tenth of a day, so that a project of milestones has a pace as well."""
    return max(row.activity.days * 10, 1)


def _spent(row: Scheduled, point: int) -> int:
    if row.activity.days == 0:
        return 1 if row.last <= point else 0
    return min(max(point - row.first, 0), row.activity.days) * 10


def _ahead(rows: list[Scheduled], earned: float, point: int) -> int:
    """From the point at which so much ought to be done, to ``point``; where nothing goes on between, no time is lost."""

    def planned(at: int) -> int:
        return sum(_spent(row, at) for row in rows)

    due = planned(point)
    if due == earned:
        return 0
    if due > earned:
        return bisect_left(range(point + 1), earned + _LITTLE, key=planned) - 1 - point
    end = max(point, *(row.last for row in rows))
    ahead = bisect_left(range(point, end + 1), earned, key=planned)
    return ahead if planned(point + ahead) <= earned else ahead - 1
