"""A second opinion on plans, worked out by walking through the calendar day by day: slow, and with nothing of ours but the values."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from runtime.engine.worktime import Calendar
from runtime.planning.plan import Activity, Plan, Resource
from runtime.planning.schedule import Schedule

Dates = Mapping[str, tuple[date, date]]
DAY = timedelta(days=1)


def dates_of(plan: Schedule) -> Dates:
    return {row.id: (row.begins, row.ends) for row in plan.rows}


def worked(first: date, last: date, calendar: Calendar) -> list[date]:
    """The working days from the first to the last."""
    return [day for n in range((last - first).days + 1) if calendar.works(day := first + n * DAY)]


def broken(plan: Plan, dates: Dates, calendar: Calendar) -> Iterator[str]:
    """What does not hold of a plan that is said to lie on these dates."""
    parents = {one.parent for one in plan.activities}
    for one in plan.activities:
        begins, ends = dates[one.id]
        if one.id in parents:
            below = [dates[child.id] for child in plan.activities if child.parent == one.id]
            if (begins, ends) != (min(d[0] for d in below), max(d[1] for d in below)):
                yield f"{one.id} does not span what is below it"
            continue
        if not calendar.works(begins) or not calendar.works(ends):
            yield f"{one.id} begins or ends on a day off"
        if len(worked(begins, ends, calendar)) != max(one.days, 1):
            yield f"{one.id} does not take its {one.days} days"
        if begins < plan.begins or (one.start and begins < one.start):
            yield f"{one.id} begins too early"
        yield from _links(plan, one, dates, calendar)


def _links(plan: Plan, one: Activity, dates: Dates, calendar: Calendar) -> Iterator[str]:
    """Links of the activity and of everything above it, without lag or with one that lies between."""
    above: Activity | None = one
    while above:
        for link in above.after:
            other = plan.by_id[link.id]
            theirs, mine = dates[link.id], dates[one.id]
            if link.kind == "fs" and one.days and other.days and len(_between(theirs[1], mine[0], calendar)) < link.lag:
                yield f"{one.id} begins before {link.id} has ended and {link.lag} days have passed"
            if link.kind == "fs" and one.days and other.days and not link.lag < 0 and mine[0] <= theirs[1]:
                yield f"{one.id} overlaps {link.id}"
            if link.kind == "fs" and link.lag == 0 and mine[0] < theirs[1]:
                yield f"{one.id} lies before {link.id}"
            if link.kind == "ss" and link.lag >= 0 and one.days and other.days and mine[0] < theirs[0]:
                yield f"{one.id} begins before {link.id}"
            if link.kind == "ff" and link.lag >= 0 and other.days and mine[1] < theirs[1]:
                yield f"{one.id} ends before {link.id}"
        above = plan.by_id.get(above.parent)


def _between(ended: date, begins: date, calendar: Calendar) -> list[date]:
    return worked(ended + DAY, begins - DAY, calendar)


def overbooked(
    plans: Iterable[tuple[Plan, Dates]], resources: Mapping[str, Resource], calendar: Calendar
) -> dict[tuple[str, date], int]:
    """Resource and day to how much is asked of it, wherever that is more than there is."""
    asked: dict[tuple[str, date], int] = {}
    for plan, dates in plans:
        parents = {one.parent for one in plan.activities}
        for one in plan.activities:
            if one.done == 100 or (one.days == 0 and one.id not in parents):
                continue
            for day in worked(*dates[one.id], calendar):
                for share in one.people:
                    asked[share.resource, day] = asked.get((share.resource, day), 0) + share.percent
                for need in one.material:
                    asked[need.resource, day] = asked.get((need.resource, day), 0) + need.quantity
    return {
        (key, day): amount
        for (key, day), amount in asked.items()
        if key in resources and amount > _there(resources[key], day)
    }


def _there(resource: Resource, day: date) -> int:
    for off in resource.off:
        if off.first <= day <= off.last:
            return 0
    return resource.capacity
