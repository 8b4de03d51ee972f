"""Somebody says something about a request."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from runtime import lifecycle
from runtime.lifecycle import Rejected
from runtime.views import worklist
from runtime.web.cases.requests import Typed, render_page
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to

pages = Blueprint("comments", __name__)


@pages.post("/requests/<case_id>/comments")
@open_to(SignedIn)
def add(case_id: str) -> ResponseReturnValue:
    """It stays among colleagues unless whoever says it has ticked that others may read it, or that trackers are told."""
    actor, text, said = shell.actor(), request.form.get("text", ""), request.form
    try:
        with shell.writing() as tx:
            lifecycle.comment(
                tx, actor, case_id, text, shell.now(), internal="shown" not in said, there="there" in said
            )
    except Rejected as rejected:
        with shell.reading() as tx:
            page = worklist.case_page(tx, actor, case_id)
        return render_page(page, Typed(problems=rejected.problems), said=text), 422
    return redirect(url_for("requests.show", case_id=case_id, _anchor="latest"), 303)
