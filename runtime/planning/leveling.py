"""How a double booking could be solved: the smallest shift, or somebody else who is free. Suggested, never done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from runtime.engine.worktime import Calendar
from runtime.planning import double_bookings
from runtime.planning.delta import Assign, Delta, Shift, apply
from runtime.planning.double_bookings import Conflict
from runtime.planning.plan import Activity, Plan, Resource, Share, Unplannable
from runtime.planning.schedule import Schedule, schedule

FURTHEST: Final = 40
"""Working days that are tried."""
EFFORT: Final = 8000
"""So many activities are scheduled in trials of one conflict: the larger the plans, the fewer trials."""
FEWEST: Final = 12
"""Trials that there are anyway."""


@dataclass(frozen=True)
class Suggestion:
    """A change of the plan of ``project`` after which the conflict is gone and none has come: shifted by ``days``, or done by ``person``."""

    project: str
    activity: Activity
    delta: Delta
    days: int = 0
    person: Resource | None = None
    end_moves: int = 0
    """Calendar days by which the end of the project moves."""


@dataclass(frozen=True)
class Situation:
    """The plans of all projects as they are scheduled, by project; and who there is."""

    schedules: Mapping[str, Schedule]
    resources: Mapping[str, Resource]
    calendar: Calendar

    def conflicts(self) -> tuple[Conflict, ...]:
        return double_bookings.conflicts(self.schedules.values(), self.resources)

    def after(self, plan: Plan) -> "Situation":
        return replace(self, schedules={**self.schedules, plan.project: schedule(plan, self.calendar)})


def suggestions(now: Situation, conflict: Conflict, changeable: Iterable[str]) -> tuple[Suggestion, ...]:
    """For each activity of it in a project that is ``changeable``: the smallest shift, and somebody else, if there are any.

    The best first: those that leave the end where it is, then the shortest shift. What has begun or is promised for a day
    is not shifted.
    """
    mine = frozenset(changeable)
    tries = iter(range(max(EFFORT // max(sum(len(one.rows) for one in now.schedules.values()), 1), FEWEST)))
    before = frozenset(one.key for one in now.conflicts())
    found: list[Suggestion] = []
    for booked in conflict.activities:
        if booked.project in mine and booked.id in now.schedules[booked.project].by_id:
            row = now.schedules[booked.project].by_id[booked.id]
            found += _other_people(now, conflict, before, booked.project, row.activity, tries)
            found += _shifts(now, conflict, before, booked.project, row.activity, tries)
    return tuple(sorted(found, key=lambda one: (max(one.end_moves, 0), one.days)))


Keys = frozenset[tuple[str, frozenset[double_bookings.Booked]]]


def _shifts(
    now: Situation, conflict: Conflict, before: Keys, project: str, activity: Activity, tries: Iterator[int]
) -> Iterator[Suggestion]:
    if activity.fixed or activity.done:
        return
    for days in range(1, FURTHEST + 1):
        delta = Delta(shift=(Shift(activity.id, days),))
        later = _solved(now, conflict, before, project, delta, tries)
        if later is not None:
            yield Suggestion(project, activity, delta, days, None, later)
            return


def _other_people(
    now: Situation, conflict: Conflict, before: Keys, project: str, activity: Activity, tries: Iterator[int]
) -> Iterator[Suggestion]:
    """The first who is free, in the order in which people are listed."""
    if conflict.resource.kind != "person":
        return
    taken = {share.resource for share in activity.people}
    for other in now.resources.values():
        if other.kind == "person" and other.id not in taken:
            people = tuple(
                Share(other.id, share.percent) if share.resource == conflict.resource.id else share
                for share in activity.people
            )
            delta = Delta(assign=(Assign(activity.id, people, activity.material),))
            if _solved(now, conflict, before, project, delta, tries) is not None:
                yield Suggestion(project, activity, delta, 0, other)
                return


def _solved(
    now: Situation, conflict: Conflict, before: Keys, project: str, delta: Delta, tries: Iterator[int]
) -> int | None:
    """By how many days the end moves, if that removes the conflict and brings no other, and there is a try left."""
    if next(tries, None) is None:
        return None
    try:
        after = now.after(apply(now.schedules[project].plan, delta, now.calendar))
    except Unplannable:
        return None
    keys = {one.key for one in after.conflicts()}
    if conflict.key in keys or keys - before:
        return None
    return (after.schedules[project].ends - now.schedules[project].ends).days
