"""The document's tests: as sentences with how they went, on the flow, and those that are still missing."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder import drafts, publishing, walk_tests
from builder.drafts import Draft
from builder.edits import ChangeProcess
from builder.new_steps import KIND_TITLES
from builder.web import desk
from runtime.access import Permission
from runtime.web import shell
from runtime.web.doors import open_to
from schemas.process import Process

pages = Blueprint("walk_tests", __name__)


@pages.get("/design/<draft_id>/try/tests")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return _show(draft_id)


def _show(draft_id: str, unsaved: Draft | None = None) -> str:
    with shell.reading() as tx:
        process = (unsaved or drafts.get(tx, shell.actor(), draft_id)).process
    runs = publishing.runs(process)
    return desk.page(
        "builder/walk_tests.html",
        draft_id,
        "try",
        unsaved=unsaved,
        runs=runs,
        told=walk_tests.told(process) if runs else (),
        flow=walk_tests.flow(process) if runs else (),
        kinds=KIND_TITLES,
    )


@pages.post("/design/<draft_id>/try/tests/<int:number>")
@open_to(Permission.DESIGN)
def remove(draft_id: str, number: int) -> ResponseReturnValue:
    """Take a test away."""

    def made(process: Process) -> ChangeProcess:
        return ChangeProcess({"tests": walk_tests.without(process, number)})

    return desk.edited(
        draft_id,
        made,
        lambda late: _show(draft_id, late),
        lambda _process: _("The test is removed. Undo brings it back."),
    )
