"""Projects: all of them, a new one, one of them, what it is called and who is in it, and every change of its plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.forms import offering
from runtime.forms.offering import FEW, Offered
from runtime.people import display_names
from runtime.planning.delta import compare
from runtime.plans import planned, projects
from runtime.store.connection.database import Connection
from runtime.store.forms import offers
from runtime.store.plans import plan_changes, project_rows, resources
from runtime.store.plans.project_rows import Project
from runtime.web.frame import nameplates, phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from runtime.web.plans import plan_chart, plan_sayings, project_facts
from runtime.web.plans.plan_chart import Shown
from schemas.problem import Problem

pages = Blueprint("projects", __name__)

RECENT = 4
MOST_FOUND = 50


@pages.get("/projects")
@open_to(Permission.USE)
def index() -> str:
    """``q``: a part of name or number; ``status``: open (as usual), closed or all; ``after``: the last one seen."""
    actor, now = shell.actor(), shell.now()
    q, status, after = (request.args.get(name, "") for name in ("q", "status", "after"))
    status = status if status in ("closed", "all") else "open"
    with shell.reading() as tx:
        of = _status(status)
        found = projects.search(tx, actor, q, now, of) if q else projects.listed(tx, actor, now, of, after)
        under_way = project_facts.wishes(tx, actor.workspace)
        today = planned.today(project_facts.calendar(tx, actor), now)
    shown = found[: projects.PAGE]
    return render_template(
        "runtime/plans/projects.html",
        rows=[project_facts.line(one, under_way, today) for one in shown],
        after=shown[-1].project.id if len(found) > projects.PAGE and not q else "",
        q=q,
        status=status,
        asked=bool(q or status != "open" or after),
        statuses=[*((key, phrases.said(title)) for key, title in projects.STATUSES.items()), ("all", _("All"))],
        may_begin=True,
    )


@pages.get("/projects/new")
@open_to(Permission.USE)
def blank() -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        today = planned.today(project_facts.calendar(tx, actor), shell.now())
        return _form_page(tx, None, {"lead": actor.email, "begins": today.isoformat(), "status": "open"})


@pages.post("/projects/new")
@open_to(Permission.USE)
def add() -> ResponseReturnValue:
    actor = shell.actor()
    raw = raw_answers(projects.form(), request.form)
    try:
        with shell.writing() as tx:
            made = projects.begin(tx, actor, raw, shell.now())
    except Rejected as rejected:
        with shell.reading() as tx:
            return _form_page(tx, None, raw, rejected.problems), 422
    flash(_("“%(name)s” is begun. Now its plan: what is done, by whom, in which order.", name=made.name), "good")
    return redirect(url_for("plan.show", project_id=made.id), 303)


@pages.get("/projects/<project_id>")
@open_to(Permission.USE)
def show(project_id: str) -> str:
    actor, now = shell.actor(), shell.now()
    with shell.reading() as tx:
        picture = planned.picture(tx, actor, project_id, alone=True)
        history = plan_changes.changes(tx, actor.workspace, project_id, limit=RECENT)
        changes = project_facts.wishes(tx, actor.workspace).get(project_id, [])
    today = planned.today(picture.situation.calendar, now)
    return render_template(
        "runtime/plans/project.html",
        may_change=planned.may_change(actor, picture.project),
        history=[project_facts.entry(one) for one in history],
        changes=changes[: project_facts.SOME],
        **project_facts.overview(picture, today),
    )


@pages.get("/projects/<project_id>/settings")
@open_to(Permission.USE)
def edit(project_id: str) -> str:
    with shell.reading() as tx:
        project = project_rows.project(tx, shell.actor().workspace, project_id)
        return _form_page(tx, project, projects.answers_about(tx, project))


@pages.post("/projects/<project_id>/settings")
@open_to(Permission.USE)
def change(project_id: str) -> ResponseReturnValue:
    actor = shell.actor()
    raw = raw_answers(projects.form(), request.form)
    try:
        with shell.writing() as tx:
            kept = projects.change(tx, actor, project_id, raw, shell.now())
    except Rejected as rejected:
        with shell.reading() as tx:
            project = project_rows.project(tx, actor.workspace, project_id)
            return _form_page(tx, project, raw, rejected.problems), 422
    flash(_("Saved: %(name)s.", name=kept.name), "good")
    return redirect(url_for(".show", project_id=project_id), 303)


@pages.get("/projects/<project_id>/history")
@open_to(Permission.USE)
def history(project_id: str) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        project = project_rows.project(tx, actor.workspace, project_id)
        found = plan_changes.changes(tx, actor.workspace, project_id)
    return render_template(
        "runtime/plans/plan_history.html",
        project=project,
        customer=project.customer,
        history=[project_facts.entry(one) for one in found],
    )


@pages.get("/projects/<project_id>/history/<int:version>")
@open_to(Permission.USE)
def compare_version(project_id: str, version: int) -> ResponseReturnValue:
    """What one change did: before and after."""
    actor = shell.actor()
    try:
        with shell.reading() as tx:
            project, made, before, after = planned.around_change(tx, actor, project_id, version)
            calendar = project_facts.calendar(tx, actor)
            people = resources.resources(tx, actor.workspace)
    except Rejected as rejected:
        flash(phrases.sentence(rejected.problems[0]), "error")
        return redirect(url_for(".history", project_id=project_id), 303)
    numbers = {made.case_id: made.case_number}
    shown = Shown(after, calendar, people, before=before, numbers=numbers, only_moved=True)
    return render_template(
        "runtime/plans/plan_compared.html",
        project=project,
        customer=project.customer,
        version=project.plan_version,
        change=project_facts.entry(made),
        lines=list(plan_sayings.what_changes(compare(before, after))),
        chart=plan_chart.chart(shown, "", planned.today(calendar, shell.now())),
        may_change=planned.may_change(actor, project) and project.is_open,
    )


def _status(said: str) -> Any:
    """As the rows know it; empty for all."""
    return "" if said == "all" else said


def _form_page(
    tx: Connection, project: Project | None, values: Mapping[str, Any], problems: Sequence[Problem] = ()
) -> str:
    actor, form = shell.actor(), projects.form()
    nameplates.put_up(tx, actor, form, values, display_names.called(tx, actor.workspace, form, values))
    people = offering.people(tx, actor)
    there = offers.customers(tx, actor.workspace, "", FEW + 1)
    customers = {"customer": Offered(tuple(there), False, "")} if len(there) <= FEW else {}
    return render_template(
        "runtime/plans/project_form.html",
        project=project,
        form=form,
        values=values,
        problems=problems,
        rights={**dict.fromkeys(form.fields, "edit"), **({} if project else {"status": "hide"})},
        offered={"lead": people, "members": people, **customers},
    )
