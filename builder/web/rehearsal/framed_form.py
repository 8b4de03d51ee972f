"""The form of a draft as a page of its own, for the frame of a telephone, a tablet or a desk that shows it as it will be."""

from flask import Blueprint, g, render_template, request

from builder.drafts import drafts
from builder.web.rehearsal import preview
from builder.web.rehearsal.preview import Preview
from runtime.access import Permission
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.process import Process

pages = Blueprint("framed_form", __name__)
OUR_OWN = ("'self'",)
"""The pages that may frame it."""


@pages.get("/design/<draft_id>/try/alone")
@open_to(Permission.DESIGN)
def show(draft_id: str) -> str:
    process, state = _process(draft_id), request.args.get("state", "")
    return _page(process, preview.of(process, state))


@pages.post("/design/<draft_id>/try/alone")
@open_to(Permission.DESIGN)
def fill(draft_id: str) -> str:
    """What the form says to these answers; nothing is kept and nobody is told."""
    process, state = _process(draft_id), request.args.get("state", "")
    return _page(process, preview.filled(process, state, request.form))


def _process(draft_id: str) -> Process:
    with shell.reading() as tx:
        return drafts.get(tx, shell.actor(), draft_id).process


def _page(process: Process, drawn: Preview) -> str:
    g.framed_by = OUR_OWN
    return render_template("builder/rehearsal/framed_form.html", process=process, drawn=drawn)
