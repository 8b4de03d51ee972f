"""The page of a plan: chart or table, what a change under way would do, and the panel of one activity."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import render_template, request, url_for

from runtime.access import Actor
from runtime.planning import leveling, plan_json, plan_words
from runtime.planning.delta import Delta
from runtime.planning.double_bookings import Conflict
from runtime.planning.leveling import Suggestion
from runtime.planning.schedule import Schedule
from runtime.plans import activity_form, planned
from runtime.plans.plan_drafts import between
from runtime.plans.planned import Picture, Preview
from runtime.store.connection.database import Connection
from runtime.store.plans import plan_openings
from runtime.store.plans.plan_changes import WorkDone
from runtime.web.frame import shell
from runtime.web.plans import plan_chart, plan_rows, plan_sayings
from runtime.web.plans.plan_chart import Shown
from schemas.problem import Problem
from schemas.words import Words

MOST_TROUBLES = 6
SMALL = 120
"""Activities of all open plans."""
NEW = ":new"
"""The key of the panel for an activity that is not there yet."""


@dataclass(frozen=True)
class Way:
    """What would solve a double booking; ``delta`` is the change as JSON."""

    text: Words
    delta: str


@dataclass(frozen=True)
class Trouble:
    """A double booking. ``ask`` is where ways out are looked for; ``asked``: they have been."""

    text: Words
    ways: tuple[Way, ...] = ()
    ask: str = ""
    asked: bool = False


@dataclass(frozen=True)
class Look:
    """How somebody looks at a plan: in which ``scale``, with the panel of which ``activity``, ``solve`` the trouble of that number."""

    scale: str = ""
    as_table: bool = False
    activity: str = ""
    solve: int = -1
    values: Mapping[str, Any] | None = None
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class Open:
    """A plan as it stands, and as it would be with what is not kept yet."""

    picture: Picture
    today: date
    pending: Preview | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    reports: Sequence[WorkDone] = ()

    @property
    def schedule(self) -> Schedule:
        return self.pending.after if self.pending else self.picture.plan

    @property
    def delta(self) -> str:
        """What is not kept, as JSON; empty where there is nothing."""
        if self.pending is None:
            return ""
        return written(between(self.picture.plan.plan, self.pending.after.plan))


def opened(tx: Connection, actor: Actor, project_id: str, activity: str = "", *, alone: bool = False) -> Open:
    """``alone`` as `planned.picture` has it, which says what is raised. In three reads."""
    planned.may_see(actor)
    found = plan_openings.opening(tx, actor.workspace, project_id, activity)
    picture = planned.picture_of(tx, found.project, alone=alone)
    today = planned.today(picture.situation.calendar, shell.now())
    return Open(picture, today, None, found.numbers, found.work)


def written(delta: Delta) -> str:
    said = plan_json.delta_to_json(delta)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def page(actor: Actor, here: Open, look: Look) -> str:
    project = here.picture.project
    may_change = planned.may_change(actor, project) and project.is_open
    shown = _shown(here, look)
    row = here.schedule.by_id.get(look.activity)
    asked = look.activity if row or (look.activity == NEW and may_change) else ""
    fresh = _fresh(here)
    return render_template(
        "runtime/plans/plan.html",
        project=project,
        customer=project.customer,
        version=project.plan_version,
        may_change=may_change,
        undoable=project.plan_version if project.plan_version > 1 else 0,
        scale=look.scale,
        as_table=look.as_table,
        empty=not here.schedule.rows,
        chart=None if look.as_table else plan_chart.chart(shown, look.scale, here.today),
        table_rows=plan_rows.rows(shown) if look.as_table else (),
        pending=here.delta,
        lines=list(plan_sayings.what_changes(here.pending.difference)) if here.pending else (),
        fresh=fresh,
        troubles=_troubles(here, look),
        counted=len(_standing(here)),
        reports=here.reports,
        may_report=bool(row) and not (row and row.summary) and not here.pending and project.is_open,
        **_panel(here, look, asked),
    )


def _panel(here: Open, look: Look, asked: str) -> dict[str, Any]:
    if not asked:
        return {"asked": ""}
    plan = here.schedule.plan
    row = here.schedule.by_id.get(asked)
    present = row.activity if row else None
    form = activity_form.form(plan, tuple(here.picture.situation.resources.values()), present)
    usual = activity_form.answers_about(present) if present else activity_form.blank()
    return {
        "asked": asked,
        "opened": row,
        "opened_words": f"{plan_sayings.days(row.begins, row.ends)}, {plan_sayings.length(row)}" if row else "",
        "form": form,
        "values": look.values or usual,
        "problems": look.problems,
        "rights": dict.fromkeys(form.fields, "edit"),
    }


def _shown(here: Open, look: Look) -> Shown:
    said: dict[str, Any] = {"as": "table"} if look.as_table else {}
    plain = url_for("plan.show", project_id=here.picture.project.id, scale=look.scale or None, **said)
    path, _, query = plain.partition("?")
    before = f"{path if request.method == 'POST' else ''}?{query + '&' if query else ''}activity="

    def address(activity: str) -> str:
        """Short where the page has the address of the plan: there are hundreds of them."""
        return before + quote(activity, safe="")

    return Shown(
        here.schedule,
        here.picture.situation.calendar,
        here.picture.situation.resources,
        _current(here),
        here.picture.plan if here.pending else None,
        here.numbers,
        look.activity,
        address,
    )


def _current(here: Open) -> tuple[Conflict, ...]:
    """Double bookings from today on, with what is not kept yet."""
    found = here.pending.conflicts if here.pending else here.picture.conflicts
    return tuple(one for one in found if one.last >= here.today)


def _standing(here: Open) -> list[Conflict]:
    """Those that are there anyway."""
    fresh = {one.key for one in here.pending.fresh} if here.pending else set()
    return [one for one in _current(here) if one.key not in fresh]


def _fresh(here: Open) -> list[Trouble]:
    """Those that what is not kept yet would bring, with ways out of the first ones."""
    if here.pending is None or not here.pending.fresh:
        return []
    found = planned.with_ways(here.picture.situation, here.pending) if _is_small(here) else here.pending
    ways = (*found.ways, *[()] * (len(found.fresh) - len(found.ways)))
    return [
        Trouble(plan_words.conflict(one), _ways(each), asked=bool(found.ways))
        for one, each in zip(found.fresh, ways, strict=True)
    ]


def _is_small(here: Open) -> bool:
    """Ways out are searched for while one drags; in larger plans when somebody asks for them."""
    return sum(len(one.rows) for one in here.picture.situation.schedules.values()) <= SMALL


def _troubles(here: Open, look: Look) -> list[Trouble]:
    standing = _standing(here)
    found = [_trouble(here, look, number, one) for number, one in enumerate(standing[:MOST_TROUBLES])]
    if MOST_TROUBLES <= look.solve < len(standing):
        found.append(_trouble(here, look, look.solve, standing[look.solve]))
    return found


def _trouble(here: Open, look: Look, number: int, one: Conflict) -> Trouble:
    text = plan_words.conflict(one)
    if here.pending:
        return Trouble(text)
    project = here.picture.project.id
    if number != look.solve:
        ask = url_for("plan.show", project_id=project, scale=look.scale or None, solve=number)
        return Trouble(text, ask=f"{ask}#troubles")
    return Trouble(text, _ways(leveling.suggestions(here.picture.situation, one, {project})), asked=True)


def _ways(found: Sequence[Suggestion]) -> tuple[Way, ...]:
    return tuple(Way(plan_words.suggestion(one), written(one.delta)) for one in found)


def with_pending(here: Open, found: Preview) -> Open:
    return replace(here, pending=found)
