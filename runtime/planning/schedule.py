"""When everything of a plan happens, how much room it has, and what decides the end.

It is counted in points: point 3 is the evening of working day 2 and the morning of working day 3 alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final

from runtime.engine.worktime import Calendar
from runtime.planning.plan import Activity, After, Plan, Unplannable, check, check_depth
from runtime.planning.workdays import Workdays
from schemas.problem import Problem

_GATE: Final = "\0"
"""Before the id of a summary: the point before which none of its activities begins."""


@dataclass(frozen=True)
class Scheduled:
    """``begins`` and ``ends`` are the first and the last day; of a milestone both are its day.

    ``slack``: so many working days it may take longer, or begin later, before the end of the project moves. ``late``: so
    many working days later than its fixed day. ``first`` and ``last``: the points between which it lies.
    """

    activity: Activity
    begins: date
    ends: date
    slack: int
    critical: bool
    summary: bool = False
    late: int = 0
    first: int = 0
    last: int = 0

    @property
    def id(self) -> str:
        return self.activity.id

    @property
    def is_milestone(self) -> bool:
        return not self.summary and self.activity.days == 0


@dataclass(frozen=True)
class Schedule:
    """In the order of the plan."""

    plan: Plan
    rows: tuple[Scheduled, ...]
    workdays: Workdays

    @cached_property
    def by_id(self) -> Mapping[str, Scheduled]:
        return {row.id: row for row in self.rows}

    @property
    def ends(self) -> date:
        return max((row.ends for row in self.rows), default=self.plan.begins)

    @property
    def milestones(self) -> Iterator[Scheduled]:
        return (row for row in self.rows if row.is_milestone)


def schedule(plan: Plan, calendar: Calendar) -> Schedule:
    """Everything as early as it can be.

    Raises:
        Unplannable: ``plan.circle`` with the ``names`` in it, ``plan.too-long``, or what `check` finds.
    """
    check(plan)
    order = _order(plan)
    check_depth(plan)
    workdays = Workdays(plan.begins, calendar)
    forward = _Forward(plan, workdays)
    for node in order:
        forward.settle(node)
    limits = _late(plan, order, forward)
    return Schedule(plan, tuple(_row(plan, one, forward, limits) for one in plan.activities), workdays)


def _order(plan: Plan) -> list[str]:
    """The ids, each behind everything that it waits for; a summary behind what is below it, its gate before."""
    graph: TopologicalSorter[str] = TopologicalSorter()
    for one in plan.activities:
        opens = [link.id for link in one.after] + ([_GATE + one.parent] if one.parent else [])
        if plan.is_summary(one.id):
            graph.add(_GATE + one.id, *opens)
            graph.add(one.id, _GATE + one.id, *(child.id for child in plan.children[one.id]))
        else:
            graph.add(one.id, *opens)
    try:
        return [*graph.static_order()]
    except CycleError as circle:
        ids = dict.fromkeys(node.removeprefix(_GATE) for node in circle.args[1][::-1])
        names = [plan.by_id[key].title for key in ids]
        raise Unplannable(
            Problem("plan.circle", params={"names": " → ".join([*names, names[0]]), "titles": names})
        ) from None


class _Forward:
    """First and last point of every activity; which milestones are reached of an evening."""

    def __init__(self, plan: Plan, workdays: Workdays) -> None:
        self._plan = plan
        self._workdays = workdays
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.evening: dict[str, bool] = {}
        self.floor: dict[str, int] = {}
        """The point of its own earliest day."""

    def settle(self, node: str) -> None:
        one = self._plan.by_id[node.removeprefix(_GATE)]
        if node[:1] == _GATE:
            self.first[node] = max(self._morning(one), *self._bounds(one, 0), 0)
        elif self._plan.is_summary(node):
            below = self._plan.children[node]
            self.first[node] = min(self.first[child.id] for child in below)
            self.last[node] = max(self.last[child.id] for child in below)
            self.evening[node] = any(
                self.evening[child.id] and self.last[child.id] == self.last[node] for child in below
            )
        else:
            self._place(one)

    def days_of(self, one: Activity) -> tuple[date, date]:
        first, last = self.first[one.id], self.last[one.id]
        if one.days:
            return self._workdays.day(first), self._workdays.day(last - 1)
        at = self._workdays.day(first - 1 if self.evening[one.id] else first)
        return at, at

    def _place(self, one: Activity) -> None:
        bounds = [*self._bounds(one, one.days)]
        morning = self._morning(one)
        at = max(morning, *bounds, 0)
        self.first[one.id], self.last[one.id] = at, at + one.days
        deciding = [link for link, bound in zip(one.after, bounds, strict=True) if bound == at]
        by_evening = bool(deciding) and all(self._comes_of_an_evening(link) for link in deciding)
        self.evening[one.id] = one.days > 0 or (by_evening and at > morning and at > 0)

    def _comes_of_an_evening(self, link: After) -> bool:
        return self.evening[link.id] if link.kind in ("fs", "ff") else self._is_evening_milestone(link.id)

    def _is_evening_milestone(self, key: str) -> bool:
        return self._plan.by_id[key].days == 0 and not self._plan.is_summary(key) and self.evening[key]

    def _morning(self, one: Activity) -> int:
        """The earliest point for which its own date and the activity above it allow."""
        own = self._workdays.number(one.start) if one.start else 0
        self.floor[one.id] = own
        return max(own, self.first[_GATE + one.parent] if one.parent else 0)

    def _bounds(self, one: Activity, days: int) -> Iterator[int]:
        for link in one.after:
            begun = link.kind in ("ss", "sf")
            at = (self.first if begun else self.last)[link.id] + link.lag
            yield at - days if link.kind in ("ff", "sf") else at


def _late(plan: Plan, order: list[str], forward: _Forward) -> Mapping[str, int]:
    """The latest last point of every activity (of a gate: the latest first) that leaves the end where it is.

    What waits for the start of a summary binds those below that begin first.
    """
    end = max(forward.last.values(), default=0)
    latest = dict.fromkeys(order, end)
    for node in reversed(order):
        key = node.removeprefix(_GATE)
        one = plan.by_id[key]
        if node[:1] != _GATE and plan.is_summary(key):
            for child in plan.children[key]:
                latest[child.id] = min(latest[child.id], latest[key])
            continue
        begin = latest[node] if node[:1] == _GATE else latest[node] - one.days
        if one.parent:
            latest[_GATE + one.parent] = min(latest[_GATE + one.parent], begin)
        for link in one.after:
            bound = (latest[node] if link.kind in ("ff", "sf") else begin) - link.lag
            if link.kind in ("fs", "ff"):
                latest[link.id] = min(latest[link.id], bound)
            else:
                _bind_start(plan, forward, latest, link.id, bound)
    return latest


def _bind_start(plan: Plan, forward: _Forward, latest: dict[str, int], key: str, bound: int) -> None:
    if not plan.is_summary(key):
        latest[key] = min(latest[key], bound + plan.by_id[key].days)
        return
    for child in plan.children[key]:
        if forward.first[child.id] == forward.first[key]:
            _bind_start(plan, forward, latest, child.id, bound)


def _row(plan: Plan, one: Activity, forward: _Forward, limits: Mapping[str, int]) -> Scheduled:
    first, last = forward.first[one.id], forward.last[one.id]
    summary = plan.is_summary(one.id)
    slack = _least(plan, one, forward, limits)
    late = first - forward.floor[one.id] if one.fixed and one.start and not summary else 0
    begins, ends = _span(plan, one, forward)
    return Scheduled(one, begins, ends, slack, slack == 0, summary, late, first, last)


def _span(plan: Plan, one: Activity, forward: _Forward) -> tuple[date, date]:
    if plan.is_summary(one.id):
        below = [_span(plan, child, forward) for child in plan.children[one.id]]
        return min(begins for begins, _ in below), max(ends for _, ends in below)
    return forward.days_of(one)


def _least(plan: Plan, one: Activity, forward: _Forward, limits: Mapping[str, int]) -> int:
    if plan.is_summary(one.id):
        return min(_least(plan, child, forward, limits) for child in plan.children[one.id])
    return max(limits[one.id] - forward.last[one.id], 0)
