"""Projects and plans as a program is told of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from runtime.planning import plan_json, plan_words
from runtime.planning.double_bookings import Conflict
from runtime.planning.leveling import Suggestion
from runtime.planning.pace import Pace, pace
from runtime.planning.schedule import Schedule
from runtime.plans.plan_deeds import Coming, OfCase
from runtime.plans.planned import Picture, Preview
from runtime.store.plans.bookings import PlanTask
from runtime.store.plans.plan_changes import PlanChange, WorkDone
from runtime.store.plans.project_rows import Project
from schemas.messages.problem_words import to_json
from schemas.words import Words

Told = dict[str, Any]


def project(one: Project, at: Pace | None = None) -> Told:
    said = {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "customer": one.customer_id,
        "lead": one.lead or None,
        "begins": one.begins.isoformat(),
        "ends": one.ends.isoformat(),
        "budget": None if one.budget is None else one.budget / 100,
        "currency": one.currency,
        "state": one.status,
        "plan_version": one.plan_version,
    }
    return said | ({"pace": _pace(at)} if at else {})


def picture(found: Picture, today: date, lang: str) -> Told:
    return {
        "project": project(found.project, pace(found.plan, today)),
        "activities": activities(found.plan),
        "ends": found.plan.ends.isoformat(),
        "resources": [
            {"id": one.id, "title": one.title, "kind": one.kind, "capacity": one.capacity}
            for one in found.situation.resources.values()
        ],
        "double_bookings": [_conflict(one, lang) for one in found.conflicts],
    }


def activities(plan: Schedule) -> list[Told]:
    return [
        {
            **plan_json.activity_to_json(row.activity),
            "begins": row.begins.isoformat(),
            "ends": row.ends.isoformat(),
            "slack": row.slack,
            "critical": row.critical,
            "group": row.summary,
        }
        for row in plan.rows
    ]


def preview(found: Preview, lang: str) -> Told:
    said = found.difference
    return {
        "activities": activities(found.after),
        "ends": found.after.ends.isoformat(),
        "said": _said(plan_words.difference(said), lang),
        "moved": [
            {
                "id": one.id,
                "title": one.title,
                "milestone": one.is_milestone,
                "days": one.days,
                "from": one.before.ends.isoformat(),
                "to": one.after.ends.isoformat(),
            }
            for one in said.moved
        ],
        "double_bookings": [
            {**_conflict(one, lang), "ways": [_way(way, lang) for way in ways]}
            for one, ways in zip(found.fresh, (*found.ways, *[()] * len(found.fresh)), strict=False)
        ],
    }


def change(one: PlanChange, lang: str) -> Told:
    return {
        "version": one.version,
        "at": one.at.isoformat(),
        "by": one.by_name,
        "why": one.why,
        "case": one.case_id or None,
        "undoes": one.undoes,
        "said": _said(one.said, lang),
        "double_booked": _said(one.double_booked, lang),
    }


def work(one: WorkDone) -> Told:
    said = {"id": one.id, "activity": one.activity_id, "at": one.at.isoformat(), "by": one.by_name}
    return {**said, "done": one.done, "operation": one.operation, "result": one.result}


def task(one: PlanTask) -> Told:
    return {
        "project": one.project_id,
        "project_number": one.project_number,
        "activity": one.activity_id,
        "title": one.title,
        "begins": one.begins.isoformat(),
        "ends": one.ends.isoformat(),
        "done": one.done,
        "responsible": one.leads,
        "can_begin": one.open,
        "case": one.case_id or None,
    }


def of_case(found: OfCase, lang: str) -> Told:
    return {
        "coming": [_coming(one, lang) for one in found.coming],
        "done": [{"project": one.project_id, **change(one, lang)} for one in found.done],
    }


def _coming(one: Coming, lang: str) -> Told:
    said: Told = {"state": one.state}
    if one.preview:
        return {**said, "project": one.preview.project.id, "preview": preview(one.preview, lang)}
    return {**said, "problem": to_json(one.problem, lang) if one.problem else None}


def _conflict(one: Conflict, lang: str) -> Told:
    return {
        "resource": one.resource.id,
        "title": one.title,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "needed": one.needed,
        "capacity": one.capacity,
        "activities": [{"project": each.project, "id": each.id, "title": each.title} for each in one.activities],
        "said": plan_words.conflict(one).in_(lang),
    }


def _way(one: Suggestion, lang: str) -> Told:
    return {"said": plan_words.suggestion(one).in_(lang), "delta": plan_json.delta_to_json(one.delta)}


def _pace(one: Pace) -> Told:
    return {"planned": one.planned, "done": one.done, "ahead": one.ahead}


def _said(texts: Iterable[Words], lang: str) -> list[str]:
    return [one.in_(lang) for one in texts]
