"""The plan of a project: looked at, changed by form or by hand, first as a preview and then for good; undone."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.engine.outcome import NotAllowedHere
from runtime.planning import delta as deltas
from runtime.planning import plan_json
from runtime.planning.delta import Delta
from runtime.planning.plan import Activity, Plan, Unplannable
from runtime.plans import activity_form, plan_drafts, planned, replanning
from runtime.plans.replanning import Replan
from runtime.store.ids import new_id
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import asks_for_rows, raw_answers
from runtime.web.plans import plan_view
from runtime.web.plans.plan_view import NEW, Look, Open
from schemas.problem import Problem

pages = Blueprint("plan", __name__)


class Mend(Exception):
    """What was said about an activity has to be mended: the page is shown again with it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.activity)
        self.look = look


@pages.get("/projects/<project_id>/plan")
@open_to(Permission.USE)
def show(project_id: str) -> str:
    """``activity``: its panel is open; ``scale``: day, week or month; ``as=table``; ``solve``: ways out of that trouble."""
    look = Look(
        request.args.get("scale", ""),
        request.args.get("as") == "table",
        request.args.get("activity", ""),
        request.args.get("solve", -1, type=int),
    )
    with shell.reading() as tx:
        here = plan_view.opened(tx, shell.actor(), project_id, look.activity, alone=look.solve < 0)
    return plan_view.page(shell.actor(), here, look)


@pages.post("/projects/<project_id>/plan/preview")
@open_to(Permission.USE)
def preview(project_id: str) -> ResponseReturnValue:
    """What a change would do, with what is not kept of those before. Nothing is written."""
    look = _look()
    with shell.reading() as tx:
        here = plan_view.opened(tx, shell.actor(), project_id, look.activity)
    if _is_late(here):
        return _late(here, look)
    try:
        before = _applied(here, here.picture.plan.plan, request.form.get("delta", ""))
        after = _ACTS[request.form.get("act", "")](here, before)
        found = planned.looked(
            here.picture.project, here.picture.situation, plan_drafts.between(here.picture.plan.plan, after)
        )
    except Mend as mend:
        return plan_view.page(shell.actor(), _again(here), mend.look), 422 if mend.look.problems else 200
    except (Rejected, Unplannable, KeyError, ValueError) as wrong:
        flash(_said(wrong), "error")
        return plan_view.page(shell.actor(), _again(here), look), 422
    if found.difference.is_nothing and found.after.plan.activities == found.before.plan.activities:
        flash(_("It stays as it is: what it comes after allows no other day."))
        return plan_view.page(shell.actor(), here, replace(look, activity=""))
    shut = replace(look, activity="" if request.form.get("act") == "form" else look.activity)
    return plan_view.page(shell.actor(), plan_view.with_pending(here, found), replace(shut, activity=""))


@pages.post("/projects/<project_id>/plan")
@open_to(Permission.USE)
def keep(project_id: str) -> ResponseReturnValue:
    actor, look = shell.actor(), _look()
    version = request.form.get("version", type=int)
    try:
        delta = plan_json.read_delta(json.loads(request.form.get("delta") or "{}"))
        with shell.writing() as tx:
            done = replanning.replan(tx, actor, Replan(project_id, delta, version), shell.now())
    except NotAllowedHere as late:
        return _refused(project_id, look, phrases.sentence(late.problem), 409)
    except (Rejected, Unplannable, ValueError) as wrong:
        return _refused(project_id, look, _said(wrong), 422)
    first = phrases.said(done.change.said[0]) if done.change.said else ""
    flash(_("Kept. %(what)s.", what=first) if first else _("Kept."), "good")
    return redirect(_home(project_id, look), 303)


@pages.post("/projects/<project_id>/plan/undo")
@open_to(Permission.USE)
def undo(project_id: str) -> ResponseReturnValue:
    """Take back the change that made the version ``undo``."""
    look = _look()
    try:
        with shell.writing() as tx:
            replanning.undo(tx, shell.actor(), project_id, request.form.get("undo", 0, type=int), shell.now())
    except (Rejected, NotAllowedHere) as wrong:
        flash(_said(wrong), "error")
        return redirect(_home(project_id, look), 303)
    flash(_("It is as it was before."), "good")
    return redirect(_home(project_id, look), 303)


def _applied(here: Open, plan: Plan, written: str) -> Plan:
    """With a change that is kept in the page."""
    if not written:
        return plan
    return deltas.apply(plan, plan_json.read_delta(json.loads(written)), here.picture.situation.calendar)


def _again(here: Open) -> Open:
    """With what had been looked at before, if there was anything."""
    try:
        after = _applied(here, here.picture.plan.plan, request.form.get("delta", ""))
        delta = plan_drafts.between(here.picture.plan.plan, after)
        if delta == Delta():
            return here
        return plan_view.with_pending(here, planned.looked(here.picture.project, here.picture.situation, delta))
    except (Rejected, Unplannable, ValueError):
        return here


def _moved(_here: Open, plan: Plan) -> Plan:
    return plan_drafts.moved(plan, request.form["activity"], date.fromisoformat(request.form["start"]))


def _resized(_here: Open, plan: Plan) -> Plan:
    return plan_drafts.resized(plan, request.form["activity"], max(int(request.form["days"]), 1))


def _linked(_here: Open, plan: Plan) -> Plan:
    return plan_drafts.linked(plan, request.form["activity"], request.form["other"])


def _solved(here: Open, plan: Plan) -> Plan:
    return _applied(here, plan, request.form["more"])


def _formed(here: Open, plan: Plan) -> Plan:
    """What the panel says of an activity. ``_drop``: it is to go."""
    key = request.form.get("activity", "")
    if key != NEW:
        present = plan_drafts.found(plan, key)
        if "_drop" in request.form:
            return deltas.apply(plan, Delta(remove=(key,)), here.picture.situation.calendar)
    else:
        present = Activity(new_id(shell.now()), "")
    resources = tuple(here.picture.situation.resources.values())
    form = activity_form.form(plan, resources, present if key != NEW else None)
    raw = raw_answers(form, request.form)
    if asks_for_rows(request.form):
        raise Mend(replace(_look(), values=raw))
    said = activity_form.read(form, raw, present)
    if said.activity is None:
        raise Mend(replace(_look(), values=raw, problems=said.reading.problems))
    return plan_drafts.changed(plan, said.activity)


_ACTS: Final[dict[str, Callable[[Open, Plan], Plan]]] = {
    "move": _moved,
    "resize": _resized,
    "link": _linked,
    "solve": _solved,
    "form": _formed,
}


def _look() -> Look:
    """As the page that was posted was looked at."""
    return Look(request.form.get("scale", ""), request.form.get("as") == "table", request.form.get("activity", ""))


def _home(project_id: str, look: Look) -> str:
    if request.form.get("board"):
        return url_for("board.show", project_id=project_id, by=request.form.get("by") or None)
    said: dict[str, Any] = {"as": "table"} if look.as_table else {}
    return url_for("plan.show", project_id=project_id, scale=look.scale or None, **said)


def _is_late(here: Open) -> bool:
    """Somebody has changed the plan since the page was drawn."""
    return request.form.get("version", type=int) != here.picture.project.plan_version


def _late(here: Open, look: Look) -> ResponseReturnValue:
    flash(phrases.sentence(Problem("plan.changed")), "error")
    return plan_view.page(shell.actor(), here, replace(look, activity="")), 409


def _refused(project_id: str, look: Look, said: str, status: int) -> ResponseReturnValue:
    """Told, with the plan as it stands now."""
    flash(said, "error")
    with shell.reading() as tx:
        here = plan_view.opened(tx, shell.actor(), project_id)
    return plan_view.page(shell.actor(), here, replace(look, activity="")), status


def _said(wrong: Exception) -> str:
    match wrong:
        case Rejected():
            return phrases.sentence(wrong.problems[0])
        case Unplannable() | NotAllowedHere():
            return phrases.sentence(wrong.problem)
        case _:
            return phrases.sentence(Problem("plan.format", params={"path": "/"}))
