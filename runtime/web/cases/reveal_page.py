"""A secret answer is shown to somebody whom it is for: once, by a press of a button, and the journal knows."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from runtime.cases import revealing
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to

pages = Blueprint("revealing", __name__)


@pages.post("/requests/<case_id>/reveal")
@open_to(SignedIn)
def show(case_id: str) -> ResponseReturnValue:
    key = request.form.get("field", "")
    with shell.writing() as tx:
        asked, text = revealing.reveal(tx, shell.actor(), case_id, key, shell.now())
    return render_template("runtime/cases/revealed.html", asked=asked, text=text, case_id=case_id)
