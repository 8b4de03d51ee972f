"""The document's tests: as sentences with how they went, on the flow, and those that are still missing."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import ChangeProcess
from builder.editing.new_steps import KIND_TITLES
from builder.publishing import publishing
from builder.rehearsal import walk_sentences, walk_suggestions, walk_tests
from builder.web.frame import desk
from runtime.access import Permission
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.process import Process

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
        "builder/rehearsal/walk_tests.html",
        draft_id,
        "try",
        unsaved=unsaved,
        runs=runs,
        told=walk_tests.told(process) if runs else (),
        flow=walk_tests.flow(process) if runs else (),
        kinds=KIND_TITLES,
    )


@pages.get("/design/<draft_id>/try/tests/suggested")
@open_to(Permission.DESIGN)
def suggested(draft_id: str) -> str:
    """Tests that could be added. A page of its own, since looking for them takes a moment; the tests' page fetches it."""
    return _suggest(draft_id)


def _suggest(draft_id: str, unsaved: Draft | None = None) -> str:
    with shell.reading() as tx:
        process = (unsaved or drafts.get(tx, shell.actor(), draft_id)).process
    found = walk_suggestions.suggested(process) if publishing.runs(process) else None
    return desk.page(
        "builder/rehearsal/walk_suggested.html", draft_id, "try", unsaved=unsaved, found=found, sentences=walk_sentences
    )


@pages.post("/design/<draft_id>/try/tests/suggested")
@open_to(Permission.DESIGN)
def add(draft_id: str) -> ResponseReturnValue:
    """Add one of the suggested tests, or all of them."""
    number = request.form.get("number", -1, type=int)

    def made(process: Process) -> ChangeProcess:
        offered = walk_suggestions.suggested(process).suggested if publishing.runs(process) else ()
        chosen = tuple(one.test for one in offered if number in (-1, one.number))
        return ChangeProcess({"tests": (*process.tests, *chosen)})

    return desk.edited(draft_id, made, lambda late: _suggest(draft_id, late))


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
