"""The contact log of a customer: what was spoken with them that is about no request in particular."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.cases.journal_beside import HOW
from runtime.relations import contact_log
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from schemas.problem import Problem

pages = Blueprint("customer_log", __name__)


@pages.get("/customers/<customer_id>/log")
@open_to(Permission.FILE_FOR_CLIENT)
def show(customer_id: str) -> str:
    """With ``corrects`` the form holds an earlier entry."""
    corrects = request.args.get("corrects", "")
    return _page(customer_id, corrects)


@pages.post("/customers/<customer_id>/log")
@open_to(Permission.FILE_FOR_CLIENT)
def log(customer_id: str) -> ResponseReturnValue:
    raw, corrects = raw_answers(contact_log.OF_CUSTOMER, request.form), request.form.get("_corrects", "")
    with shell.writing() as tx:
        reading = contact_log.log_with_customer(tx, shell.actor(), customer_id, raw, shell.now(), corrects)
    if reading.problems:
        return _page(customer_id, corrects, raw, reading.problems), 422
    flash(_("The contact is written down."), "good")
    return redirect(url_for("customer_log.show", customer_id=customer_id, _anchor="contacts"), 303)


def _page(
    customer_id: str, corrects: str, typed: Mapping[str, Any] | None = None, problems: tuple[Problem, ...] = ()
) -> str:
    with shell.reading() as tx:
        found = contact_log.of_customer(tx, shell.actor(), customer_id)
        today = contact_log.today(tx, shell.actor().workspace, shell.now())
    corrected = {one.corrects for one in found.entries if one.corrects}
    earlier = next((one for one in found.entries if one.id == corrects), None)
    usual = contact_log.answers_about(earlier, found.zone) if earlier else {"had_on": today}
    return render_template(
        "runtime/customers/customer_log.html",
        one=found.customer,
        contacts=[one for one in found.entries if one.id not in corrected],
        corrects=corrects if earlier else "",
        ways=HOW,
        form=contact_log.OF_CUSTOMER,
        rights=dict.fromkeys(contact_log.OF_CUSTOMER.fields, "edit"),
        values=usual if typed is None else typed,
        problems=problems,
    )
