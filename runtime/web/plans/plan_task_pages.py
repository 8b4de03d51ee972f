"""What somebody is to do by plans, and how far it is: told from a phone."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.hours import office_hours
from runtime.plans import plan_tasks, planned
from runtime.plans.plan_tasks import Report
from runtime.store.plans.bookings import PlanTask
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.plans import plan_sayings

pages = Blueprint("plan_tasks", __name__)


@dataclass(frozen=True)
class Todo:
    task: PlanTask
    when: str
    late: bool


@pages.get("/plan-tasks")
@open_to(Permission.USE)
def index() -> str:
    """What can begin first, then what still waits for others."""
    actor = shell.actor()
    with shell.reading() as tx:
        found = plan_tasks.mine(tx, actor)
        today = planned.today(office_hours.calendar(tx, actor.workspace), shell.now())
    todo = [Todo(one, plan_sayings.days(one.begins, one.ends), one.ends < today) for one in found]
    return render_template(
        "runtime/plans/plan_tasks.html",
        now_open=[one for one in todo if one.task.open],
        later=[one for one in todo if not one.task.open],
        opened=request.args.get("activity", ""),
    )


@pages.post("/projects/<project_id>/activities/<activity_id>/report")
@open_to(Permission.USE)
def report(project_id: str, activity_id: str) -> ResponseReturnValue:
    """How far it is, what was done, what came of it. ``_from``: plan, or else the list."""
    done = request.form.get("done", -1, type=int)
    said = Report(project_id, activity_id, done, request.form.get("operation", ""), request.form.get("result", ""))
    try:
        with shell.writing() as tx:
            work = plan_tasks.report(tx, shell.actor(), said, shell.now())
    except Rejected as rejected:
        flash(phrases.sentence(rejected.problems[0]), "error")
    else:
        flash(_("Written down: %(percent)s %% done.", percent=work.done), "good")
    if request.form.get("_from") == "plan":
        return redirect(url_for("plan.show", project_id=project_id, activity=activity_id), 303)
    return redirect(url_for(".index"), 303)
