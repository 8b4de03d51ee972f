"""A request becomes one of another process: at once where nothing is missing, or its form is opened with what is known."""

import secrets

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.relations import successors
from runtime.web.forms import filling
from runtime.web.forms.sent_form import Filling
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to

pages = Blueprint("becoming", __name__)


@pages.post("/requests/<case_id>/becomes/<process_key>")
@open_to(Permission.USE)
def become(case_id: str, process_key: str) -> ResponseReturnValue:
    try:
        with shell.writing() as tx:
            receipt = successors.become(tx, shell.actor(), case_id, process_key, shell.now())
    except Rejected as rejected:
        if any(one.code == "follow.done" for one in rejected.problems):
            flash(phrases.sentence(rejected.problems[0]), "error")
            return redirect(url_for("requests.show", case_id=case_id), 303)
        return redirect(url_for("becoming.form", case_id=case_id, process_key=process_key), 303)
    flash(_("It became %(number)s.", number=receipt.number), "good")
    return redirect(url_for("requests.show", case_id=receipt.case_id), 303)


@pages.get("/requests/<case_id>/becomes/<process_key>")
@open_to(Permission.USE)
def form(case_id: str, process_key: str) -> ResponseReturnValue:
    """The other form, to be completed; it goes out like any other, and is tied to the request by its key."""
    actor = shell.actor()
    with shell.reading() as tx:
        found = successors.prepared(tx, actor, case_id, process_key)
    key = f"{successors.MARK}{case_id}~{process_key}~{secrets.token_urlsafe(9)}"
    behalf = "1" if found.on_behalf else None
    action = url_for("filling.send", process_key=process_key, behalf=behalf)
    return filling.begun_with(
        Filling(actor, found.compiled, found.on_behalf, found.channel, key, action=action), found.raw
    )
