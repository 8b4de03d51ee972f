"""The bell at the top of every page, the notices behind it, and how somebody wants to be told."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Blueprint, Flask, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.notices import noticeboard, preferences, tidings
from runtime.notices.noticeboard import MOST_COUNTED
from runtime.store.notices import app_notices
from runtime.store.notices.app_notices import Unread
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading

pages = Blueprint("notices", __name__)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(unread=unread, most_counted=MOST_COUNTED)


def unread() -> Unread:
    """Of whoever looks at the page; who came by a cookie was asked about together with it."""
    if "unread" not in g:
        with shell.database().glancing() as tx:
            g.unread = noticeboard.unread(tx, shell.actor())
    return cast("Unread", g.unread)


def looked_at(case_id: str) -> None:
    """Whoever opens a request has read what they were told about it."""
    actor, new = shell.actor(), unread()
    with shell.reading() as tx:
        rings = noticeboard.concerned(tx, actor, new, case_id)
    if rings:
        with shell.writing() as tx:
            app_notices.mark(tx, actor.workspace, actor.party, shell.now(), case_id=case_id)
        g.pop("unread")


@pages.get("/notices")
@open_to(SignedIn)
def index() -> str:
    with shell.reading() as tx:
        board = noticeboard.board(tx, shell.actor(), shell.lang(), request.args.get("after", ""))
    return render_template("runtime/notices/notices.html", board=board)


@pages.get("/notices/unread")
@open_to(SignedIn)
def count() -> ResponseReturnValue:
    """``{"count", "latest"}`` for a page that is open. Where nothing is new, nothing is said."""
    found = unread()
    answer = jsonify(count=found.count, latest=found.latest)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(f"{found.count}-{found.latest}")
    return answer.make_conditional(request)


@pages.post("/notices/<message_id>")
@open_to(SignedIn)
def show(message_id: str) -> ResponseReturnValue:
    """It counts as read, and leads to what it is about, where that may be looked at."""
    actor = shell.actor()
    with shell.writing() as tx:
        case_id = noticeboard.opened(tx, actor, message_id, shell.now())
    if tidings.is_ours(request.form.get("path", "")):
        return redirect(request.form["path"], 303)
    if case_id and "opens" in request.form:
        return redirect(url_for("requests.show", case_id=case_id), 303)
    if request.form.get("process"):
        return redirect(url_for("versions.index", process_key=request.form["process"]), 303)
    if "opens" in request.form and actor.may(Permission.ADMIN):
        return redirect(url_for("mail.index", state="dead"), 303)
    return redirect(url_for("notices.index"), 303)


@pages.post("/notices")
@open_to(SignedIn)
def read_all() -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        app_notices.mark(tx, actor.workspace, actor.party, shell.now())
    return redirect(url_for("notices.index"), 303)


@pages.get("/settings/notices")
@open_to(Permission.USE)
def choices() -> str:
    with shell.reading() as tx:
        return _page(preferences.answers(tx, shell.actor()))


@pages.post("/settings/notices")
@open_to(Permission.USE)
def choose() -> ResponseReturnValue:
    raw = raw_answers(preferences.FORM, request.form)
    with shell.writing() as tx:
        reading = preferences.keep(tx, shell.actor(), raw)
    if reading.problems:
        return _page(raw, reading), 422
    flash(_("Saved."), "good")
    return redirect(url_for("notices.choices"), 303)


def _page(values: Mapping[str, Any], reading: Reading | None = None) -> str:
    form = preferences.FORM
    problems = reading.problems if reading else ()
    return render_template(
        "runtime/notices/notice_choices.html",
        form=form,
        values=values,
        problems=problems,
        rights=dict.fromkeys(form.fields, "edit"),
        zone=shell.settings().zone,
    )
