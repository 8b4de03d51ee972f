"""The Try tab: the form as a client meets it on a phone, and as each step's people meet it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder.web import desk, preview
from runtime.access import Permission
from runtime.web.doors import open_to

pages = Blueprint("try_tab", __name__)


@pages.get("/design/<draft_id>/try")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> ResponseReturnValue:
    return desk.page("builder/try_tab.html", draft_id, "try", state=request.args.get("state", ""), preview=preview)


@pages.post("/design/<draft_id>/try")
@open_to(Permission.DESIGN)
def fill(draft_id: str) -> ResponseReturnValue:
    """What the form makes of these answers: what is asked then, what is computed, what is missing. Nothing is kept."""
    state = request.form.get("_state", "")
    return desk.page("builder/try_tab.html", draft_id, "try", state=state, preview=preview, posted=request.form)
