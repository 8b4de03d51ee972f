"""How much people have to do, week by week, across the plans of all projects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from runtime.engine.worktime import Calendar
from runtime.planning.plan import Resource
from runtime.planning.schedule import Schedule

Kind = Literal["none", "some", "full", "over", "off"]
FULLISH = 0.9
"""From this share of what there is of somebody a week counts as full."""


@dataclass(frozen=True)
class Week:
    """``percent`` of the working days of the week, on average; ``over``: on some day more than there is."""

    begins: date
    percent: int
    kind: Kind


@dataclass(frozen=True)
class Load:
    resource: Resource
    weeks: tuple[Week, ...]
    open: int
    """Activities that are not done."""


def weekly(
    plans: Iterable[Schedule], people: Sequence[Resource], begins: date, count: int, calendar: Calendar
) -> list[Load]:
    """``begins`` is a Monday. Only who has something to do in a plan, whenever it is."""
    booked, activities = _booked(plans)
    monday = [begins + timedelta(days=7 * number) for number in range(count)]
    return [
        Load(one, tuple(_week(one, start, booked.get(one.id, {}), calendar) for start in monday), activities[one.id])
        for one in people
        if one.id in activities
    ]


def _booked(plans: Iterable[Schedule]) -> tuple[Mapping[str, Mapping[date, int]], Mapping[str, int]]:
    """Resource to day to percent, and how many open activities each has."""
    booked: dict[str, dict[date, int]] = {}
    activities: dict[str, int] = {}
    for plan in plans:
        for row in plan.rows:
            for resource, amount in row.activity.demands:
                activities[resource] = activities.get(resource, 0) + 1
                days = booked.setdefault(resource, {})
                for number in range(row.first, row.last):
                    day = plan.workdays.day(number)
                    days[day] = days.get(day, 0) + amount
    return booked, activities


def _week(one: Resource, monday: date, booked: Mapping[date, int], calendar: Calendar) -> Week:
    worked = [day for number in range(7) if calendar.works(day := monday + timedelta(days=number))]
    asked = [booked.get(day, 0) for day in worked]
    there = [one.capacity_on(day) for day in worked]
    percent = round(sum(asked) / len(worked)) if worked else 0
    if any(wanted > capacity for wanted, capacity in zip(asked, there, strict=True)):
        return Week(monday, percent, "over")
    if not sum(there):
        return Week(monday, percent, "off")
    if not percent:
        return Week(monday, percent, "none")
    return Week(monday, percent, "full" if sum(asked) >= FULLISH * sum(there) else "some")
