"""Who, and what material, is needed more than there is: across the plans of all projects, day by day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from runtime.planning.plan import Resource
from runtime.planning.schedule import Schedule


@dataclass(frozen=True)
class Booked:
    """An activity that takes something of a resource."""

    project: str
    id: str
    title: str


@dataclass(frozen=True)
class Conflict:
    """From ``first`` to ``last``, on each working day between, ``needed`` is asked of a ``capacity`` that is less.

    Percent of a person's day, units of a material. ``activities`` are those that ask; of somebody absent it may be one.
    """

    resource: Resource
    first: date
    last: date
    needed: int
    capacity: int
    activities: tuple[Booked, ...]

    @property
    def title(self) -> str:
        return self.resource.title

    @property
    def key(self) -> tuple[str, frozenset[Booked]]:
        """Two conflicts with one key are the same trouble, on whatever days."""
        return self.resource.id, frozenset(self.activities)


def conflicts(schedules: Iterable[Schedule], resources: Mapping[str, Resource]) -> tuple[Conflict, ...]:
    """Of each resource in its order, the days one after the other. Resources that nobody knows are left out."""
    asked = _asked(schedules)
    found: list[Conflict] = []
    for key, resource in resources.items():
        if days := asked.get(key):
            found += _merged(resource, days)
    return tuple(found)


def _asked(schedules: Iterable[Schedule]) -> Mapping[str, Mapping[date, list[tuple[Booked, int]]]]:
    """Resource to working day to who asks for how much."""
    asked: dict[str, dict[date, list[tuple[Booked, int]]]] = {}
    for plan in schedules:
        for row in plan.rows:
            if row.is_milestone:
                continue
            booked = Booked(plan.plan.project, row.id, row.activity.title)
            for resource, amount in row.activity.demands:
                days = asked.setdefault(resource, {})
                for number in range(row.first, row.last):
                    days.setdefault(plan.workdays.day(number), []).append((booked, amount))
    return asked


def _merged(resource: Resource, days: Mapping[date, list[tuple[Booked, int]]]) -> Iterator[Conflict]:
    """Days with the same trouble that follow each other, as far as work is asked, are one."""
    running: Conflict | None = None
    for day in sorted(days):
        here = _on(resource, day, days[day])
        if running and here and _same(running, here):
            running = Conflict(resource, running.first, day, running.needed, running.capacity, running.activities)
            continue
        if running:
            yield running
        running = here
    if running:
        yield running


def _on(resource: Resource, day: date, asked: list[tuple[Booked, int]]) -> Conflict | None:
    needed, capacity = sum(amount for _, amount in asked), resource.capacity_on(day)
    if needed <= capacity:
        return None
    return Conflict(resource, day, day, needed, capacity, tuple(sorted({booked for booked, _ in asked}, key=_by_title)))


def _by_title(one: Booked) -> tuple[str, str, str]:
    return one.title, one.project, one.id


def _same(one: Conflict, other: Conflict) -> bool:
    return (one.needed, one.capacity, one.activities) == (other.needed, other.capacity, other.activities)
