"""The clients' portal: what waits for a contact, where their requests stand, what was said, and how to ask for more."""

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime import lifecycle
from runtime.access import Actor
from runtime.files.signing import sign
from runtime.lifecycle import Rejected
from runtime.portal import portal
from runtime.processes import deployment
from runtime.store.missing import Missing
from runtime.views.dossier import CasePage
from runtime.web.forms.visiting import SEALED
from runtime.web.frame import nameplates, shell
from runtime.web.frame.doors import Client, open_to
from runtime.web.frame.guards import limiter
from runtime.web.portal import confirmation
from runtime.web.portal.confirmation import Asked

pages = Blueprint("portal_desk", __name__)


@pages.get("/portal")
@open_to(Client)
def index() -> str:
    guest = shell.guest()
    with shell.reading() as tx:
        found = portal.home(tx, guest, request.args.get("after", ""))
    return render_template("runtime/portal/portal_home.html", guest=guest, home=found, further="after" in request.args)


@pages.get("/portal/requests/<case_id>")
@open_to(Client)
def show(case_id: str) -> str:
    return _page(case_id)


@pages.post("/portal/requests/<case_id>/comments")
@open_to(Client)
@limiter.limit("10/minute;60/hour")
def comment(case_id: str) -> ResponseReturnValue:
    text = request.form.get("text", "")
    try:
        with shell.writing() as tx:
            actor, page = portal.request(tx, shell.guest(), case_id)
            lifecycle.comment(tx, actor, page.case.id, text, shell.now())
    except Rejected as rejected:
        return _page(case_id, text, rejected), 422
    flash(_("Your message is with us."), "good")
    return redirect(url_for("portal_desk.show", case_id=case_id, _anchor="conversation"), 303)


@pages.get("/portal/todo/<task_id>")
@open_to(Client)
def todo(task_id: str) -> ResponseReturnValue:
    return confirmation.shown(_asked(task_id))


@pages.post("/portal/todo/<task_id>")
@open_to(Client)
@limiter.limit("20/minute;100/hour")
def answer(task_id: str) -> ResponseReturnValue:
    return confirmation.answered(lambda: _asked(task_id))


@pages.get("/portal/new")
@open_to(Client)
def choose() -> str:
    guest = shell.guest()
    with shell.reading() as tx:
        found = portal.ways_in(tx, guest, shell.now())
    return render_template("runtime/portal/portal_new.html", guest=guest, ways=found)


@pages.get("/portal/new/<process_key>")
@open_to(Client)
def begin(process_key: str) -> ResponseReturnValue:
    """The public form, with what we know of them filled in and sealed."""
    guest = shell.guest()
    with shell.reading() as tx:
        ways = [one for one in portal.ways_in(tx, guest, shell.now()) if one.process_key == process_key]
        if not ways:
            raise Missing(process_key)
        asked = deployment.version(tx, guest.contact.workspace, ways[0].version_id).process.contact
    said = dict(portal.known_of(guest, asked))
    sealed = sign(shell.settings().secret_key, f"sealed.{ways[0].link.id}", said)
    more: dict[str, Any] = {SEALED: sealed} if said else {}
    return redirect(url_for("filling.open_blank", token=ways[0].link.token, **more))


def _asked(task_id: str) -> Asked:
    """Raises Missing: it is not theirs."""
    with shell.reading() as tx:
        actor, task, page = portal.todo(tx, shell.guest(), task_id)
    back = url_for("portal_desk.show", case_id=page.case.id)
    return Asked(actor, task, page, url_for("portal_desk.todo", task_id=task_id), back)


def _page(case_id: str, text: str = "", rejected: Rejected | None = None) -> str:
    guest = shell.guest()
    with shell.reading() as tx:
        actor, page = portal.request(tx, guest, case_id)
    return _drawn(actor, page, text, rejected)


def _drawn(actor: Actor, page: CasePage, text: str, rejected: Rejected | None) -> str:
    nameplates.of_page(page, actor)
    return render_template(
        "runtime/portal/portal_request.html",
        guest=shell.guest(),
        page=page,
        text=text,
        key=secrets.token_urlsafe(18),
        problems=rejected.problems if rejected else (),
    )
