"""What a plan is made of: activities that wait for each other, and the people and material that they take."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from schemas.problem import Problem

LinkKind = Literal["fs", "ss", "ff", "sf"]
"""From finish to start, start to start, finish to finish, start to finish: of the other, then of this one."""
Phase = Literal["preparation", "implementation", "follow_up", ""]
ResourceKind = Literal["person", "material"]

FULL: Final = 100
"""Percent of a working day."""
LONGEST: Final = 2500
"""Working days that one activity, or the time between two, may take: ten years."""
MOST: Final = 2000
"""Activities of one plan."""
DEEPEST: Final = 12
"""Levels of a work breakdown below the first."""


class Unplannable(Exception):
    """The plan would make no sense. ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True)
class After:
    """It waits for the activity ``id``; ``lag`` working days lie between, or overlap with a minus."""

    id: str
    kind: LinkKind = "fs"
    lag: int = 0


@dataclass(frozen=True)
class Share:
    """So much of somebody's working day, on every working day of the activity."""

    resource: str
    percent: int = FULL


@dataclass(frozen=True)
class Need:
    """So many units of a material at the same time, on every working day of the activity."""

    resource: str
    quantity: int = 1


@dataclass(frozen=True)
class Activity:
    """One line of the work breakdown; with others below it (their ``parent``) it spans them, and has no length of its own.

    ``start``: not before that day; None as early as what it comes ``after`` allows. ``days`` are working days, 0 a
    milestone. ``people``: the first is responsible, others take part. ``done`` in percent. ``case``: the id of the change
    that brought it. ``fixed``: its ``start`` is promised, nobody moves it to make room; what it comes after still does.
    """

    id: str
    title: str
    parent: str = ""
    start: date | None = None
    days: int = 1
    after: tuple[After, ...] = ()
    people: tuple[Share, ...] = ()
    material: tuple[Need, ...] = ()
    done: int = 0
    case: str = ""
    kind: Phase = ""
    fixed: bool = False

    @property
    def is_done(self) -> bool:
        return self.done >= FULL

    @property
    def demands(self) -> Iterator[tuple[str, int]]:
        """Each resource, and how much of it a day. What is done asks for none any more."""
        if not self.is_done:
            yield from ((share.resource, share.percent) for share in self.people)
            yield from ((need.resource, need.quantity) for need in self.material)


@dataclass(frozen=True)
class Off:
    """From the first day to the last it is not there."""

    first: date
    last: date


@dataclass(frozen=True)
class Resource:
    """``capacity``: percent of a working day that a person has for projects, or units of a material on each day."""

    id: str
    title: str
    kind: ResourceKind = "person"
    capacity: int = FULL
    off: tuple[Off, ...] = ()

    def capacity_on(self, day: date) -> int:
        return 0 if any(one.first <= day <= one.last for one in self.off) else self.capacity


@dataclass(frozen=True)
class Plan:
    """The activities of one project in the order in which they are listed. Nothing begins before ``begins``."""

    project: str
    version: int
    activities: tuple[Activity, ...]
    begins: date

    @cached_property
    def by_id(self) -> Mapping[str, Activity]:
        return {one.id: one for one in self.activities}

    @cached_property
    def children(self) -> Mapping[str, tuple[Activity, ...]]:
        """Of each activity that has others below it."""
        found: dict[str, list[Activity]] = {}
        for one in self.activities:
            if one.parent:
                found.setdefault(one.parent, []).append(one)
        return {key: tuple(ones) for key, ones in found.items()}

    def is_summary(self, activity: str) -> bool:
        return activity in self.children

    @property
    def milestones(self) -> Iterator[Activity]:
        return (one for one in self.activities if one.days == 0 and not self.is_summary(one.id))


def check(plan: Plan) -> None:
    """Whether the parts fit together. Circles are found by who puts it in order.

    Raises:
        Unplannable: ``plan.too-many``, ``plan.twice``, ``plan.unknown``, ``plan.number``, ``plan.group-link``.
    """
    if len(plan.activities) > MOST:
        raise Unplannable(Problem("plan.too-many", params={"limit": MOST}))
    if len(plan.by_id) < len(plan.activities):
        raise Unplannable(Problem("plan.twice", params={"title": _twice(plan.activities)}))
    for one in plan.activities:
        for named in (one.parent, *(link.id for link in one.after)):
            if named and named not in plan.by_id:
                raise Unplannable(Problem("plan.unknown", params={"title": one.title, "other": named}))
        if not _counts(one):
            raise Unplannable(Problem("plan.number", params={"title": one.title, "limit": LONGEST}))
        if plan.is_summary(one.id) and any(link.kind in ("ff", "sf") for link in one.after):
            raise Unplannable(Problem("plan.group-link", params={"title": one.title}))


def check_depth(plan: Plan) -> None:
    """How far activities stand below others, where there are no circles.

    Raises:
        Unplannable: ``plan.too-deep``.
    """
    for one in plan.activities:
        depth, above = 0, one.parent
        while above:
            depth, above = depth + 1, plan.by_id[above].parent
            if depth > DEEPEST:
                raise Unplannable(Problem("plan.too-deep", params={"title": one.title, "limit": DEEPEST}))


def _counts(one: Activity) -> bool:
    lags = all(abs(link.lag) <= LONGEST for link in one.after)
    taken = all(amount > 0 for _, amount in _taken(one))
    return lags and taken and 0 <= one.days <= LONGEST and 0 <= one.done <= FULL


def _taken(one: Activity) -> Iterator[tuple[str, int]]:
    yield from ((share.resource, share.percent) for share in one.people)
    yield from ((need.resource, need.quantity) for need in one.material)


def _twice(activities: Iterable[Activity]) -> str:
    seen: set[str] = set()
    for one in activities:
        if one.id in seen:
            return one.title
        seen.add(one.id)
    return ""
