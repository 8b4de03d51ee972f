"""The list of what is stuck, for administrators: why, since when, and tried again with one tap."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from runtime import lifecycle
from runtime.access import Permission
from runtime.lifecycle import NotAllowedHere, Rescue
from runtime.rescue import incidents
from runtime.rescue.incidents import Retried
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to

pages = Blueprint("incidents", __name__)


@pages.get("/incidents")
@open_to(Permission.ADMIN)
def index() -> str:
    with shell.reading() as tx:
        found = incidents.troubles(tx, shell.actor(), request.args.get("after", ""))
    return _page(found)


@pages.post("/incidents/<case_id>")
@open_to(Permission.ADMIN)
def retry(case_id: str) -> ResponseReturnValue:
    asked = Rescue(shell.actor(), case_id, "retry", _reason())
    try:
        with shell.writing() as tx:
            case = lifecycle.rescue(tx, asked, shell.now()).case
    except NotAllowedHere as conflict:
        flash(phrases.sentence(conflict.problem), "error")
    else:
        flash(_("%(number)s goes on.", number=case.number), "good")
    return redirect(url_for("incidents.index"), 303)


@pages.post("/incidents/all")
@open_to(Permission.ADMIN)
def retry_all() -> ResponseReturnValue:
    """All of a kind; what still cannot go on is said, with why."""
    tried = incidents.retry_all(shell.database(), shell.actor(), request.form.get("kind", ""), _reason(), shell.now())
    with shell.reading() as tx:
        return _page(incidents.troubles(tx, shell.actor()), tried)


@pages.post("/incidents/errands/<message_id>")
@open_to(Permission.ADMIN)
def hurry(message_id: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        incidents.hurry(tx, shell.actor(), message_id, _reason(), shell.now())
    flash(_("It is tried again in a moment."), "good")
    return redirect(url_for("incidents.index"), 303)


def _reason() -> str:
    return request.form.get("reason", "").strip() or _("Tried again from the list of incidents.")


def _page(found: incidents.Troubles, tried: Retried | None = None) -> str:
    said = ngettext("%(num)s request goes on.", "%(num)s requests go on.", tried.going) if tried else ""
    return render_template("runtime/rescue/incidents.html", found=found, tried=tried, said=said)
