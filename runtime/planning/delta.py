"""What a change does to a plan, and what comes of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from runtime.engine.worktime import Calendar
from runtime.planning.plan import LONGEST, Activity, After, Need, Plan, Share, Unplannable
from runtime.planning.schedule import Schedule, Scheduled, schedule
from schemas.problem import Problem

MORE: Final = "more"


@dataclass(frozen=True)
class Shift:
    """It begins on ``to``, or ``days`` working days later (with a minus, earlier) than it stands in the plan.

    What it comes after holds all the same.
    """

    id: str
    days: int = 0
    to: date | None = None


@dataclass(frozen=True)
class Lengthen:
    """So many working days more; with a minus, fewer."""

    id: str
    days: int


@dataclass(frozen=True)
class Assign:
    """Other people and other material in place of those it had."""

    id: str
    people: tuple[Share, ...] = ()
    material: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Wait:
    """It comes after something more."""

    id: str
    after: After


@dataclass(frozen=True)
class Delta:
    """In this order: ``add``, ``wait``, ``lengthen``, ``assign``, ``change``, ``shift``, ``remove``.

    ``change`` puts activities as they are said in the place of those of the same id. Days of a ``shift`` are counted in
    the plan as it stood before, so that they do not depend on what is done first. What is removed takes what stands
    below it along, and what came after it comes after what it came after.
    """

    add: tuple[Activity, ...] = ()
    shift: tuple[Shift, ...] = ()
    lengthen: tuple[Lengthen, ...] = ()
    assign: tuple[Assign, ...] = ()
    wait: tuple[Wait, ...] = ()
    change: tuple[Activity, ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The ids of all activities that it touches."""
        return frozenset(key for _, key in self.aspects)

    @property
    def aspects(self) -> frozenset[tuple[str, str]]:
        """What of which activity it says anew. Taking longer (`MORE`) adds up."""
        return frozenset(
            [("all", one.id) for one in (*self.add, *self.change)]
            + [("all", key) for key in self.remove]
            + [("start", one.id) for one in self.shift]
            + [("people", one.id) for one in self.assign]
            + [(one.after.id, one.id) for one in self.wait]
            + [(MORE, one.id) for one in self.lengthen]
        )

    @property
    def relied_on(self) -> frozenset[str]:
        """The ids of what something that it says waits for, or stands below."""
        links = [link.id for one in (*self.add, *self.change) for link in one.after]
        return frozenset(
            [*links, *(one.parent for one in (*self.add, *self.change)), *(one.after.id for one in self.wait)]
        )


def clash(one: Delta, other: Delta) -> tuple[str, ...]:
    """The activities about which the two say different things: they cannot both be done, whatever comes first.

    Where it is empty, and both are `settled`, they may be done in either order with the same plan in the end.
    """
    mine, theirs = one.aspects, other.aspects
    same = {key for aspect, key in mine & theirs if aspect != MORE}
    whole = {key for aspect, key in mine if aspect == "all"} & other.named
    whole |= {key for aspect, key in theirs if aspect == "all"} & one.named
    whole |= {*one.remove} & other.relied_on | {*other.remove} & one.relied_on
    return tuple(sorted(same | whole))


def settled(plan: Plan, delta: Delta, calendar: Calendar) -> Delta:
    """The same with days in place of numbers of days, and with everything that is removed along.

    Raises:
        Unplannable: the plan as it stands makes no sense, or something that is shifted is not in it.
    """
    delta = replace(delta, remove=tuple(sorted(_gone(plan.activities, delta.remove))))
    if all(one.to for one in delta.shift):
        return delta
    present = schedule(plan, calendar)
    return replace(delta, shift=tuple(_settled(present, one) for one in delta.shift))


def _settled(present: Schedule, one: Shift) -> Shift:
    if one.to:
        return one
    row = present.by_id.get(one.id)
    if row is None:
        raise Unplannable(Problem("plan.gone", params={"id": one.id}))
    at = present.workdays.number(row.begins) if row.is_milestone else row.first
    return Shift(one.id, to=present.workdays.day(max(at + one.days, 0)))


def apply(plan: Plan, delta: Delta, calendar: Calendar) -> Plan:
    """The plan afterwards, its version one higher.

    Raises:
        Unplannable: ``plan.gone`` where something that it names is not there, ``plan.twice`` where something that it adds
            is, or what `schedule` finds.
    """
    known = {*plan.by_id, *(one.id for one in delta.add)}
    if missing := sorted(_needed(delta) - known):
        raise Unplannable(Problem("plan.gone", params={"id": missing[0]}))
    exact = settled(Plan(plan.project, plan.version, (*plan.activities, *delta.add), plan.begins), delta, calendar)
    changed = {one.id: one for one in delta.change}
    activities = [_changed(one, exact, changed) for one in (*plan.activities, *delta.add)]
    after = Plan(plan.project, plan.version + 1, tuple(_without(activities, delta.remove)), plan.begins)
    schedule(after, calendar)
    return after


def _needed(delta: Delta) -> set[str]:
    return {*(key for _, key in delta.aspects)}


def _changed(one: Activity, delta: Delta, changed: dict[str, Activity]) -> Activity:
    for wait in delta.wait:
        if wait.id == one.id:
            one = replace(one, after=(*(link for link in one.after if link.id != wait.after.id), wait.after))
    more = sum(longer.days for longer in delta.lengthen if longer.id == one.id)
    if more:
        one = replace(one, days=_at_least_one(one, one.days + more))
    for assign in delta.assign:
        if assign.id == one.id:
            one = replace(one, people=assign.people, material=assign.material)
    one = changed.get(one.id, one)
    for shift in delta.shift:
        if shift.id == one.id:
            one = replace(one, start=shift.to)
    return one


def _at_least_one(one: Activity, days: int) -> int:
    if days < 1:
        raise Unplannable(Problem("plan.number", params={"title": one.title, "limit": LONGEST}))
    return days


def _gone(activities: Iterable[Activity], remove: Iterable[str]) -> set[str]:
    """With everything that stands below."""
    gone = set(remove)
    while more := {one.id for one in activities if one.parent in gone} - gone:
        gone |= more
    return gone


def _without(activities: list[Activity], remove: tuple[str, ...]) -> Iterator[Activity]:
    """Those that stay, tied together where something between them is gone."""
    gone = _gone(activities, remove)
    removed = {one.id: one for one in activities if one.id in gone}
    for one in activities:
        if one.id not in gone:
            yield replace(one, after=tuple(_tied(one.after, removed))) if removed else one


def _tied(links: tuple[After, ...], removed: dict[str, Activity]) -> Iterator[After]:
    """Links to what is removed lead on to what that came after; each of those once."""
    seen: set[str] = set()
    waiting = [*links]
    while waiting:
        link = waiting.pop(0)
        if link.id in seen:
            continue
        seen.add(link.id)
        if link.id in removed:
            waiting += [replace(link, id=before.id, lag=0) for before in removed[link.id].after]
        else:
            yield link


@dataclass(frozen=True)
class Moved:
    """One activity that stands elsewhere: ``days`` working days later (with a minus, earlier) by its end."""

    before: Scheduled
    after: Scheduled
    days: int

    @property
    def id(self) -> str:
        return self.after.id

    @property
    def title(self) -> str:
        return self.after.activity.title

    @property
    def is_milestone(self) -> bool:
        return self.after.is_milestone


@dataclass(frozen=True)
class Difference:
    """``moved`` holds milestones and activities alike, no summaries. ``ends``: when the project ends, before and after."""

    moved: tuple[Moved, ...]
    new: tuple[Scheduled, ...]
    removed: tuple[Scheduled, ...]
    reassigned: tuple[Scheduled, ...]
    ends: tuple[date, date]

    @property
    def milestones(self) -> tuple[Moved, ...]:
        return tuple(one for one in self.moved if one.is_milestone)

    @property
    def is_nothing(self) -> bool:
        return not (self.moved or self.new or self.removed or self.reassigned)


def compare(before: Schedule, after: Schedule) -> Difference:
    """What the one has become in the other."""
    both = [(before.by_id[row.id], row) for row in after.rows if row.id in before.by_id]
    return Difference(
        tuple(
            Moved(was, row, _days(after, was, row))
            for was, row in both
            if not row.summary and (was.begins, was.ends) != (row.begins, row.ends)
        ),
        tuple(row for row in after.rows if row.id not in before.by_id),
        tuple(row for row in before.rows if row.id not in after.by_id),
        tuple(
            row
            for was, row in both
            if (was.activity.people, was.activity.material) != (row.activity.people, row.activity.material)
        ),
        (before.ends, after.ends),
    )


def _days(after: Schedule, was: Scheduled, row: Scheduled) -> int:
    """By how much it ends later; where it ends when it did, by how much it begins later."""
    days = _between(after, was.ends, row.ends)
    return days or _between(after, was.begins, row.begins)


def _between(after: Schedule, one: date, other: date) -> int:
    return after.workdays.number(other) - after.workdays.number(one)
