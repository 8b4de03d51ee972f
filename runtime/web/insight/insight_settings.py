"""What insight goes by: from when on a customer asks often, and who gets the report by mail."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from runtime.access import Permission
from runtime.customers import frequent
from runtime.hours.office_hours import calendar
from runtime.insight import figure_mail, insights
from runtime.processes.deployment import version
from runtime.store.cases import cases
from runtime.store.forms import answer_names
from runtime.store.insight import distributions, insight_rules
from runtime.store.insight.distributions import Selection
from runtime.store.insight.insight_rules import Rhythm, Rule
from runtime.store.people import people
from runtime.store.processes import processes
from runtime.visibility import sharing, sight
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to

pages = Blueprint("insight_settings", __name__)

MOST_NUMBER, MOST_DAYS = 1_000, 3_650
SHOWN = 200
RHYTHMS: dict[str, Rhythm] = {"weekly": "weekly", "monthly": "monthly"}


@pages.get("/insights/settings")
@open_to(Permission.ADMIN)
def show() -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        rules = insight_rules.rules(tx, actor.workspace)
        readers = {one.person: one for one in insight_rules.readers(tx, actor.workspace)}
        there = [one for one in people.everybody(tx, actor.workspace) if one.active]
        known = processes.catalogue(tx, actor.workspace)
    usual = rules.get("") or frequent.USUAL
    about = next((one.process for one in readers.values()), "")
    return render_template(
        "runtime/insight/insight_settings.html",
        rules=rules,
        usual=usual,
        readers=readers,
        people=there,
        processes=known,
        about=about,
    )


@pages.post("/insights/settings/rule")
@open_to(Permission.ADMIN)
def keep_rule() -> ResponseReturnValue:
    actor, process = shell.actor(), request.form.get("process", "")
    number, days = (request.form.get(name, type=int) or 0 for name in ("number", "days"))
    if not (0 < number <= MOST_NUMBER and 0 < days <= MOST_DAYS):
        flash(_("Say how many requests, in how many days."), "error")
        return redirect(url_for("insight_settings.show"), 303)
    with shell.writing() as tx:
        if process and request.form.get("do") == "forget":
            insight_rules.forget_rule(tx, actor.workspace, process)
        elif not process or processes.process(tx, actor.workspace, process):
            insight_rules.keep_rule(tx, actor.workspace, Rule(process, number, days))
    flash(_("Saved."), "good")
    return redirect(url_for("insight_settings.show"), 303)


@pages.post("/insights/settings/report")
@open_to(Permission.ADMIN)
def choose_readers() -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        there = {one.id for one in people.everybody(tx, actor.workspace)}
        said = {key: RHYTHMS[value] for key, value in request.form.items() if key in there and value in RHYTHMS}
        if (added := request.form.get("add", "")) in there:
            said[added] = RHYTHMS.get(request.form.get("rhythm", ""), "weekly")
        process = request.form.get("process", "")
        known = bool(process) and processes.process(tx, actor.workspace, process) is not None
        figure_mail.choose(tx, actor, said, process if known else "", shell.now())
        count = figure_mail.send_now(tx, actor, shell.now()) if request.form.get("do") == "send" else None
    if count is None:
        flash(_("Saved."), "good")
    else:
        flash(ngettext("%(num)s report is on its way.", "%(num)s reports are on their way.", count), "good")
    return redirect(url_for("insight_settings.show"), 303)


@pages.get("/insights/customers")
@open_to(Permission.INSIGHT)
def customers() -> str:
    """Who has asked so often that the rule says so, the most frequent first."""
    actor, process = shell.actor(), request.args.get("process", "")
    with shell.reading() as tx:
        known = processes.catalogue(tx, actor.workspace)
        process = next((one.key for one in known if one.key == process), "")
        rule = frequent.rule(tx, actor.workspace, process)
        span = insights.last_days(calendar(tx, actor.workspace), shell.now(), rule.days)
        shares = distributions.by_answer(tx, Selection(actor.workspace, process, span.first, span.last), "@customer")
        often = [one for one in shares if one.value and one.opened >= rule.number][:SHOWN]
        names = answer_names.called(tx, actor.workspace, "customer", [one.value for one in often])
    return render_template(
        "runtime/insight/frequent.html",
        often=often,
        names=names,
        rule=rule,
        processes=known,
        process=process,
        may_settle=actor.may(Permission.ADMIN),
    )


@pages.get("/requests/<case_id>/customer")
@open_to(SignedIn)
def mark(case_id: str) -> str:
    """A part of the request's page: that its customer asks often; empty where not, or where there is no customer."""
    actor = shell.actor()
    with shell.reading() as tx:
        case = cases.case(tx, actor.workspace, case_id)
        compiled = version(tx, case.workspace, case.version_id)
        sight.readable(sharing.rights(tx, actor, compiled, case))
        found = (
            frequent.standing(tx, actor.workspace, case.customer_id, shell.now(), case.process_key)
            if case.customer_id
            else None
        )
    return render_template(
        "runtime/insight/frequent_mark.html", found=found, case=case, may_see=actor.may(Permission.INSIGHT)
    )
