"""Projects: begun, looked up, changed and closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Final, Literal

from runtime.access import Actor, Denied, Permission, require
from runtime.asking import Rejected
from runtime.forms.numbering import numbered
from runtime.forms.references import Outside
from runtime.hours import office_hours
from runtime.planning.pace import Pace, pace
from runtime.planning.plan import Resource, Unplannable
from runtime.planning.schedule import Schedule
from runtime.plans import planned, replanning
from runtime.plans.replanning import Because
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.people import calendars, people
from runtime.store.plans import plan_changes, plans, project_rows, resources
from runtime.store.plans.plan_changes import Baseline
from runtime.store.plans.project_rows import OPEN, Project, Status
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.words import words

NUMBER: Final = "P-{yyyy}-{seq:3}"
CURRENCY: Final = "CNY"
HUNDREDTHS: Final = 100
PAGE: Final = 50
LIVED: Final = {"minimum": "1990-01-01", "maximum": "2199-12-31"}
"""A plan is looked through from its first day to the last, day by day: a slip in the year would never end."""
STATUSES: Final = {"open": words("Open", "进行中"), "closed": words("Closed", "已结束")}


@dataclass(frozen=True)
class Listed:
    """A project with how far it is; ``plan`` is None where it makes no sense any more, or the project is closed."""

    project: Project
    plan: Schedule | None
    pace: Pace | None


@cache
def form() -> Form:
    """What is asked about a project."""
    half = {"width": "half"}
    return asking(
        Field("name", "text", words("Name", "名称"), required=True, options={"max_length": 200}),
        Field("customer", "customer", words("Customer", "客户")),
        Field("lead", "person", words("Lead", "负责人"), required=True),
        Field("members", "people", words("Members", "成员")),
        Field("begins", "date", words("Begins on", "开始日期"), required=True, options=LIVED, **half),  # type: ignore[arg-type]  # one of the widths
        Field("budget", "money", words("Budget", "预算"), options={"minimum": 0, "currency": CURRENCY}, **half),  # type: ignore[arg-type]  # one of the widths
        Field(
            "status",
            "choice",
            words("State", "状态"),
            options={"choices": tuple(Choice(key, title) for key, title in STATUSES.items())},
        ),
    )


def answers_about(tx: Connection, project: Project) -> dict[str, Any]:
    """The answers of `form` as they stand."""
    address = {one.id: one.email for one in people.everybody(tx, project.workspace)}
    said = {
        "name": project.name,
        "customer": {"id": project.customer_id, "name": project.customer} if project.customer_id else None,
        "lead": address.get(project.lead_id or ""),
        "members": [address[one] for one in project.members if one in address],
        "begins": project.begins.isoformat(),
        "budget": None if project.budget is None else project.budget / HUNDREDTHS,
        "status": project.status,
    }
    return {key: value for key, value in said.items() if value not in (None, [])}


def begin(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime, project_id: str = "") -> Project:
    """A project with an empty plan. Whoever says nothing of its lead leads it.

    Raises:
        Rejected: something is to be mended.
        Denied: the actor may not.
    """
    planned.may_see(actor)
    calendar = office_hours.calendar(tx, actor.workspace)
    begins = planned.today(calendar, now)
    usual = {"lead": actor.email, "begins": begins.isoformat(), "status": OPEN}
    reading = _read(tx, actor, {**usual, **{key: value for key, value in raw.items() if value not in (None, "")}})
    number = numbered(tx, actor.workspace, "project", NUMBER, now)
    empty = Project(actor.workspace, project_id or new_id(now), number, "", begins, begins, now)
    made = _said(tx, empty, reading.answers)
    made = replace(made, ends=made.begins, calendar=calendars.version(tx, actor.workspace))
    project_rows.add(tx, made)
    return made


def change(tx: Connection, actor: Actor, project_id: str, raw: Mapping[str, Any], now: datetime) -> Project:
    """What is said of it; what is not said stays. A plan that begins on another day is worked out again.

    Raises:
        Missing: there is no such project.
        Denied: it is not the actor's to change.
        Rejected: something is to be mended.
    """
    planned.may_see(actor)
    present = project_rows.project(tx, actor.workspace, project_id)
    if not planned.may_change(actor, present):
        raise Denied(f"{actor.party} may not change {project_id}")
    reading = _read(tx, actor, {**answers_about(tx, present), **raw})
    said = _said(tx, present, reading.answers)
    project_rows.change(tx, replace(said, begins=present.begins))
    if said.begins != present.begins:
        because = Because(words("The project begins on another day", "项目开始日期已更改").in_(actor.lang))
        replanning.work_out_again(tx, actor, replace(said, begins=present.begins), now, because, said.begins)
    return project_rows.project(tx, actor.workspace, project_id)


def listed(
    tx: Connection, actor: Actor, now: datetime, status: Status | Literal[""] = "open", after: str = ""
) -> list[Listed]:
    """Newest first, in two reads; ``status`` empty: of any."""
    planned.may_see(actor)
    return _paced(tx, actor, project_rows.projects(tx, actor.workspace, status, after=after, limit=PAGE + 1), now)


def search(
    tx: Connection, actor: Actor, text: str, now: datetime, status: Status | Literal[""] = "open"
) -> list[Listed]:
    """By a part of name or number, in two reads; ``status`` empty: of any."""
    planned.may_see(actor)
    return _paced(tx, actor, project_rows.found(tx, actor.workspace, text, PAGE, status), now)


def keep_resource(tx: Connection, actor: Actor, one: Resource) -> None:
    """How much there is of a material, or how much of their day somebody has for projects.

    Raises:
        Denied: only administrators may.
    """
    require(actor, Permission.ADMIN)
    resources.keep(tx, actor.workspace, one)


def agree(tx: Connection, actor: Actor, project_id: str, now: datetime) -> Baseline:
    """The plan as it stands is what was agreed: later it is measured against it.

    Raises:
        Missing: there is no such project.
        Denied: it is not the actor's to change.
    """
    project = project_rows.project(tx, actor.workspace, project_id)
    if not planned.may_change(actor, project):
        raise Denied(f"{actor.party} may not change {project_id}")
    plan = planned.situation(tx, project).schedules[project_id]
    said = Baseline(
        project.plan_version, now, actor.name, {row.id: (row.begins, row.ends) for row in plan.rows if not row.summary}
    )
    plan_changes.keep_baseline(tx, actor.workspace, project_id, said, actor.party)
    return said


def of_case(tx: Connection, actor: Actor, case_id: str, now: datetime) -> list[tuple[Project, Pace]]:
    """How far that is which a request has brought into plans."""
    planned.may_see(actor)
    calendar = office_hours.calendar(tx, actor.workspace)
    found = []
    for project_id in plans.of_case(tx, actor.workspace, case_id):
        project = project_rows.project(tx, actor.workspace, project_id)
        plan = planned.situation(tx, project).schedules[project_id]
        found.append((project, pace(plan, planned.today(calendar, now), case_id)))
    return found


def _paced(tx: Connection, actor: Actor, found: Sequence[Project], now: datetime) -> list[Listed]:
    plans_of = planned.open_schedules(tx, actor.workspace) if any(one.is_open for one in found) else {}
    today = planned.today(office_hours.calendar(tx, actor.workspace), now)
    return [_listed(one, plans_of.get(one.id), today) for one in found]


def _listed(project: Project, plan: Schedule | None, today: date) -> Listed:
    try:
        return Listed(project, plan, pace(plan, today) if plan else None)
    except Unplannable:
        return Listed(project, None, None)


def _read(tx: Connection, actor: Actor, raw: Mapping[str, Any]) -> Reading:
    checker = Checker(form())
    reading = checker.read(raw, checker.writable, None, Outside(tx, actor, "project"))
    if reading.problems:
        raise Rejected(reading.problems, reading.shown, reading.answers)
    return reading


def _said(tx: Connection, project: Project, said: Mapping[str, Any]) -> Project:
    ids = {one.email: one.id for one in people.everybody(tx, project.workspace)}
    budget = said.get("budget")
    return replace(
        project,
        name=said["name"],
        customer_id=(said.get("customer") or {}).get("id"),
        lead_id=ids.get(said.get("lead", "")),
        members=tuple(ids[one] for one in said.get("members", ()) if one in ids),
        begins=date.fromisoformat(said["begins"]),
        budget=None if budget is None else int((Decimal(str(budget)) * HUNDREDTHS).to_integral_value(ROUND_HALF_UP)),
        currency=CURRENCY,
        status=said.get("status", OPEN),
    )
