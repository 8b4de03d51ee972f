"""The Gantt chart of a plan as a page shows it: the picture, and in words what stands in each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import get_locale

from runtime.engine.worktime import Calendar
from runtime.planning import plan_words
from runtime.planning.delta import Difference, compare
from runtime.planning.double_bookings import Conflict
from runtime.planning.plan import Resource
from runtime.planning.schedule import Schedule, Scheduled
from runtime.plans.plan_drafts import in_tree
from runtime.web.frame import phrases
from runtime.web.plans import gantt_drawing, plan_sayings
from runtime.web.plans.gantt_axis import axis_of
from runtime.web.plans.gantt_drawing import SAID, Clash, Picture, Scene, Span


@dataclass(frozen=True)
class Row:
    """``rest`` is what its bar says, in words. ``change`` is the number of the request that brought it."""

    id: str
    title: str
    depth: int
    when: str
    rest: str = ""
    is_group: bool = False
    warning: str = ""
    change: str = ""
    href: str = ""
    open: bool = False
    gone: bool = False
    place: str = ""
    """Of what can be moved, as a script reads it: the numbers of its first and last day on the axis, and its working days."""


@dataclass(frozen=True)
class Chart:
    picture: Picture
    rows: tuple[Row, ...]
    scale: str
    changed: bool
    compares: bool
    clashes: bool


@dataclass(frozen=True)
class Shown:
    """What is to be seen. ``before``: the plan that a preview or a comparison sets beside ``plan``."""

    plan: Schedule
    calendar: Calendar
    resources: Mapping[str, Resource] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()
    before: Schedule | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Numbers of the requests that brought activities, by id."""
    open: str = ""
    address: Callable[[str], str] = lambda _id: ""
    only_moved: bool = False
    """Leave out whatever is the same before and after."""


def chart(shown: Shown, scale: str, today: date) -> Chart:
    """``scale`` is one of `gantt_axis.SCALES`; any other: the one that fits."""
    difference = compare(shown.before, shown.plan) if shown.before else None
    rows = _visible(shown, difference)
    scene = _scene(shown, rows, difference)
    span = gantt_drawing.span_of(scene) or Span(shown.plan.plan.begins, shown.plan.plan.begins)
    axis = axis_of(min(span.begins, _near(today, span)), span.ends, scale, shown.calendar.works, get_locale())
    picture = gantt_drawing.drawn(scene, axis, today)
    depths = {one.id: depth for one, depth in in_tree(shown.plan.plan)}
    gone = [_gone(row) for row in (difference.removed if difference else ())]
    warned = warnings(shown.conflicts, shown.plan.plan.project)
    return Chart(
        picture,
        (*(_row(shown, row, depths[row.id], warned.get(row.id, ()), axis.first) for row in rows), *gone),
        axis.scale,
        any(row.activity.case for row in rows),
        bool(scene.before),
        bool(scene.clashes),
    )


def _near(today: date, span: Span) -> date:
    """Today is in the picture unless it is far from the plan."""
    return today if 0 < (span.begins - today).days < 14 else span.begins  # noqa: PLR2004 -- two weeks


def _visible(shown: Shown, difference: Difference | None) -> list[Scheduled]:
    rows = [shown.plan.by_id[one.id] for one, _ in in_tree(shown.plan.plan)]
    if not shown.only_moved or difference is None:
        return rows
    kept = {one.id for one in difference.moved} | {one.id for one in (*difference.new, *difference.reassigned)}
    kept |= {booked.id for one in shown.conflicts for booked in one.activities}
    for row in reversed(rows):  # whatever stands above what is kept
        if row.id in kept and row.activity.parent:
            kept.add(row.activity.parent)
    return [row for row in rows if row.id in kept]


def _scene(shown: Shown, rows: Sequence[Scheduled], difference: Difference | None) -> Scene:
    was = {row.id: Span(row.begins, row.ends) for row in shown.before.rows} if shown.before else {}
    here = {row.id for row in rows}
    project = shown.plan.plan.project
    return Scene(
        shown.plan.plan,
        {row.id: Span(row.begins, row.ends) for row in rows},
        frozenset(row.id for row in rows if row.critical and not row.summary and not row.activity.is_done),
        {key: span for key, span in was.items() if key in here or key not in shown.plan.by_id},
        [
            Clash(booked.id, Span(one.first, one.last), plan_sayings.beside(one))
            for one in shown.conflicts
            for booked in one.activities
            if booked.project == project and booked.id in here
        ],
        {row.id: plan_sayings.names_of(row.activity, shown.resources) for row in rows if not row.summary},
        frozenset(row.id for row in difference.new) if difference else frozenset(),
        tuple(row.activity for row in difference.removed) if difference else (),
    )


def _row(shown: Shown, row: Scheduled, depth: int, warned: Sequence[str], first: date) -> Row:
    one = row.activity
    begins, ends = (row.begins - first).days, (row.ends - first).days
    return Row(
        one.id,
        one.title,
        depth,
        plan_sayings.days(row.begins, row.ends),
        plan_sayings.rest_of(row, shown.plan, shown.resources, warned),
        is_group=row.summary,
        warning=warned[0] if warned else "",
        change=shown.numbers.get(one.case, ""),
        href=shown.address(one.id),
        open=one.id == shown.open,
        place="" if row.summary else f"{begins} {ends} {one.days}",
    )


def _gone(row: Scheduled) -> Row:
    return Row(row.id, row.activity.title, 0, plan_sayings.days(row.begins, row.ends), gone=True)


def by_activity(conflicts: Sequence[Conflict], project: str) -> Mapping[str, list[Conflict]]:
    """The double bookings of each activity of the project that has any."""
    found: dict[str, list[Conflict]] = {}
    for one in conflicts:
        for booked in one.activities:
            if booked.project == project:
                found.setdefault(booked.id, []).append(one)
    return found


def warnings(conflicts: Sequence[Conflict], project: str) -> Mapping[str, list[str]]:
    """The first of them as sentences."""
    said = {id(one): phrases.said(plan_words.conflict(one)) for one in conflicts}
    return {key: [said[id(one)] for one in found[:SAID]] for key, found in by_activity(conflicts, project).items()}
