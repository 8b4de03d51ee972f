"""Who has how much to do in which week, across all projects, and who is asked for twice."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.planning import plan_words
from runtime.plans import planned, workloads
from runtime.plans.workloads import Load
from runtime.plans.workloads import Week as Booked
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.phrases import percent
from runtime.web.plans import plan_sayings
from runtime.web.plans.plan_view import Trouble

pages = Blueprint("loads", __name__)

WEEKS = 10
MOST = 30
"""So many double bookings are said, the next ones first."""


@dataclass(frozen=True)
class Week:
    title: str
    now: bool


@dataclass(frozen=True)
class Cell:
    kind: str
    text: str


@dataclass(frozen=True)
class Person:
    name: str
    cells: tuple[Cell, ...]


@pages.get("/projects/people")
@open_to(Permission.USE)
def index() -> str:
    """``from``: a day of the first week."""
    actor = shell.actor()
    planned.may_see(actor)
    with shell.reading() as tx:
        now = planned.everything(tx, actor.workspace)
    today = planned.today(now.calendar, shell.now())
    begins = _monday(_asked(request.args.get("from", "")) or today)
    there = [one for one in now.resources.values() if one.kind == "person"]
    loads = workloads.weekly(now.schedules.values(), there, begins, WEEKS, now.calendar)
    found = sorted((one for one in now.conflicts() if one.last >= today), key=lambda one: (one.first, one.title))
    weeks = [begins + timedelta(days=7 * number) for number in range(WEEKS)]
    return render_template(
        "runtime/plans/loads.html",
        people=[_person(one) for one in loads],
        weeks=[Week(plan_sayings.one_day(day), day == _monday(today)) for day in weeks],
        earlier=(begins - timedelta(days=7 * WEEKS)).isoformat(),
        later=(begins + timedelta(days=7 * WEEKS)).isoformat(),
        troubles=[Trouble(plan_words.conflict(one)) for one in found[:MOST]],
        more=max(len(found) - MOST, 0),
    )


def _person(one: Load) -> Person:
    return Person(one.resource.title, tuple(Cell(week.kind, _text(week)) for week in one.weeks))


def _text(week: Booked) -> str:
    if week.percent:
        return percent(week.percent)
    return str(_("away")) if week.kind == "off" else "–"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _asked(said: str) -> date | None:
    """Within what a calendar can count."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2200, 1, 1) else None
