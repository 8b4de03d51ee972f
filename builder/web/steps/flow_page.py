"""The page of the steps in either of its views, cards or canvas, with the panel of whatever is open."""

from typing import Any, Final

from flask import request, url_for

from builder.drafts.drafts import Draft
from builder.editing.new_steps import KIND_SENTENCES, KIND_TITLES
from builder.publishing import publishing
from builder.rehearsal import walk_tests
from builder.rehearsal.walk_tests import Covered
from builder.web.frame import desk
from builder.web.steps import step_lines, step_panels
from builder.web.steps.canvas_drawing import drawn
from schemas.model.process import Process

CARDS, CANVAS = "steps_tab.index", "canvas.index"
TEMPLATES: Final = {CARDS: "builder/steps/steps_tab.html", CANVAS: "builder/steps/canvas.html"}
BEGIN: Final = ":begin"
"""What the address calls the place before the first step."""


def show(draft_id: str, key: str, unsaved: Draft | None = None) -> str:
    """``key``: the step that is open, or what else has a panel (``:fill``). ``unsaved``: shown in place of what is kept."""
    view = view_of(draft_id)
    return desk.page(
        TEMPLATES[view],
        draft_id,
        "steps",
        unsaved=unsaved,
        view=view,
        open_key=key,
        kinds=KIND_TITLES,
        kind_sentences=KIND_SENTENCES,
        lines=step_lines,
        parts_of=step_panels.parts_of,
        drawn=drawn,
        covering=covering,
    )


def covering(process: Process) -> Covered | None:
    """What the document's tests come by; None of a flow that cannot be walked."""
    return walk_tests.covered(process) if publishing.runs(process) else None


def view_of(draft_id: str) -> str:
    """The view that is asked for, or from which something was posted."""
    canvas = url_for(CANVAS, draft_id=draft_id)
    shown = request.path if request.method == "GET" else request.form.get("back", "").partition("?")[0]
    return CANVAS if shown == canvas else CARDS


def address(draft_id: str, **opened: Any) -> str:
    """Of the same view, with something else open."""
    return url_for(view_of(draft_id), draft_id=draft_id, **opened)
