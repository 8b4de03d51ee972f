"""What the pages of projects say about them: how far they are, their milestones and people, what is about to change them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.numbers import format_currency
from flask_babel import get_locale

from runtime.access import Actor
from runtime.engine.worktime import Calendar
from runtime.hours import office_hours
from runtime.planning import plan_words
from runtime.planning.pace import pace
from runtime.planning.schedule import Schedule, Scheduled
from runtime.plans import projects
from runtime.plans.planned import Picture
from runtime.plans.projects import Listed
from runtime.processes import deployment
from runtime.store.connection.database import Connection
from runtime.store.plans import plan_wishes
from runtime.store.plans.plan_changes import PlanChange
from runtime.store.plans.plan_wishes import Wish
from runtime.store.plans.project_rows import Project
from runtime.web.frame import phrases
from runtime.web.plans import plan_sayings
from runtime.web.plans.plan_view import Trouble
from schemas.model.process import Process

SOME = 12
"""So many milestones or people are listed, the next ones first."""


@dataclass(frozen=True)
class Mark:
    """A milestone."""

    title: str
    when: str
    done: bool = False
    late: bool = False


@dataclass(frozen=True)
class Line:
    """A project in a list. ``done`` and ``planned`` in percent; None where it has no plan. ``behind`` in working days."""

    project: Project
    customer: str
    lead: str
    status: str
    mood: str
    next: Mark | None
    changes: int
    done: int | None
    planned: int | None
    behind: int = 0


@dataclass(frozen=True)
class Member:
    """``open`` activities, and the working ``days`` that they still take of them."""

    name: str
    open: int
    days: int


@dataclass(frozen=True)
class Entry:
    """A change of the plan, in words."""

    version: int
    at: datetime
    by: str
    why: str
    case: str
    case_id: str
    delay: int
    said: tuple[str, ...]


def calendar(tx: Connection, actor: Actor) -> Calendar:
    return office_hours.calendar(tx, actor.workspace)


def line(one: Listed, under_way: Mapping[str, list[Wish]], today: date) -> Line:
    project, far = one.project, one.pace
    behind = max(-far.ahead, 0) if far and project.is_open else 0
    mood = "done" if not project.is_open else "agreed" if far and far.is_done else "waiting" if behind else "now"
    return Line(
        project,
        project.customer,
        project.lead,
        phrases.said(projects.STATUSES.get(project.status, "")),
        mood,
        next(_coming(one.plan, today), None) if one.plan else None,
        len(under_way.get(project.id, ())),
        far.done if far and far.activities else None,
        far.planned if far and far.activities else None,
        behind,
    )


def overview(picture: Picture, today: date) -> dict[str, Any]:
    """What the page of a project says besides its history."""
    project, plan = picture.project, picture.plan
    far = pace(plan, today)
    standing = [one for one in picture.conflicts if one.last >= today]
    budget = None if project.budget is None else project.budget / projects.HUNDREDTHS
    return {
        "project": project,
        "customer": project.customer,
        "lead": project.lead,
        "status": phrases.said(projects.STATUSES.get(project.status, "")),
        "mood": "now" if project.is_open else "done",
        "span": plan_sayings.days(project.begins, max(plan.ends, project.begins)),
        "ends": plan_sayings.one_day(plan.ends),
        "budget": "" if budget is None else _money(budget, project.currency),
        "pace": far,
        "milestones": [_mark(row, today) for row in _milestones(plan)][:SOME],
        "people": _members(picture),
        "troubles": [Trouble(plan_words.conflict(one)) for one in standing[:SOME]],
        "counted": len(standing),
    }


def entry(one: PlanChange) -> Entry:
    said = tuple(phrases.said(text) for text in one.said)
    return Entry(one.version, one.at, one.by_name, one.why, one.case_number, one.case_id, one.delay, said)


def wishes(tx: Connection, workspace: str) -> dict[str, list[Wish]]:
    """Open requests that name a project whose plan they change by their flow, by its id."""
    found: dict[str, list[Wish]] = {}
    for one in plan_wishes.open_ones(tx, workspace):
        fields = _projects_in(deployment.version(tx, workspace, one.version_id).process)
        answers = one.answers if fields else {}
        for project in {
            str(said["id"]) for key in fields if isinstance(said := answers.get(key), dict) and "id" in said
        }:
            found.setdefault(project, []).append(one)
    return found


def _projects_in(process: Process) -> set[str]:
    """The questions that name the project of an action that changes plans."""
    return {deed.plan.project for state in process.flow.states for deed in state.deeds if deed.plan}


def _money(amount: float, currency: str) -> str:
    """Without its hundredths where there are none."""
    said = format_currency(amount, currency, locale=get_locale())
    return str(said).removesuffix(".00")


def _milestones(plan: Schedule) -> list[Scheduled]:
    """What is still to come first, by day."""
    return sorted(plan.milestones, key=lambda row: (row.activity.is_done, row.ends))


def _coming(plan: Schedule, today: date) -> Iterator[Mark]:
    return (_mark(row, today) for row in _milestones(plan) if not row.activity.is_done)


def _mark(row: Scheduled, today: date) -> Mark:
    done = row.activity.is_done
    return Mark(row.activity.title, plan_sayings.one_day(row.ends), done, not done and row.ends < today)


def _members(picture: Picture) -> list[Member]:
    """Who is asked for something that is not done, the busiest first."""
    found: dict[str, list[int]] = {}
    for row in picture.plan.rows:
        if not row.summary and not row.activity.is_done:
            left = round(row.activity.days * (100 - row.activity.done) / 100)
            for share in row.activity.people:
                found.setdefault(share.resource, []).append(round(left * share.percent / 100))
    there = picture.situation.resources
    members = [Member(there[key].title, len(days), sum(days)) for key, days in found.items() if key in there]
    return sorted(members, key=lambda one: (-one.days, one.name))[:SOME]
