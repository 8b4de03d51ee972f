"""Fields and steps are copied out of one draft and pasted into any other of the workspace."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from builder.drafts import drafts
from builder.editing import clips
from builder.editing.clips import Clip, Paste, PasteFields, PasteState
from builder.editing.edits import Edit
from builder.editing.refusal import CannotEdit, cannot
from builder.web.form import form_tab
from builder.web.frame import desk
from runtime.access import Permission
from runtime.store.processes import desks
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.model.process import Process

pages = Blueprint("clipboard", __name__)


@pages.post("/design/<draft_id>/copy")
@open_to(Permission.DESIGN)
def copy(draft_id: str) -> ResponseReturnValue:
    """Fields (``key`` as often as there are) or a step are what this person pastes next; the draft stays as it is."""
    actor, keys = shell.actor(), request.form.getlist("key")
    try:
        with shell.writing() as tx:
            process = drafts.get(tx, actor, draft_id).process
            clip = _clipped(process, keys)
            desks.hold(tx, actor.workspace, actor.id, clips.written(clip), shell.now())
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return redirect(desk.back(draft_id), 303)
    flash(_said(clip), "good")
    return redirect(desk.back(draft_id), 303)


def _clipped(process: Process, keys: list[str]) -> Clip:
    if request.form.get("of") == "state":
        return clips.clip_state(process, keys[0] if keys else "")
    if not keys:
        raise cannot("edit.unknown", key="")
    return clips.clip_fields(process, keys)


def _said(clip: Clip) -> str:
    if len(clip.fields) > 1:
        return str(
            ngettext(
                "%(num)s field is copied. Paste it into any process.",
                "%(num)s fields are copied. Paste them into any process.",
                len(clip.fields),
            )
        )
    return str(_("“%(title)s” is copied. Paste it into any process.", title=phrases.said(clip.title)))


@pages.post("/design/<draft_id>/paste")
@open_to(Permission.DESIGN)
def paste(draft_id: str) -> ResponseReturnValue:
    """At the end of a ``page``, or of a step: behind ``after``. What it looks at and is not here is named."""
    actor, posted = shell.actor(), request.form
    with shell.reading() as tx:
        held = desks.held(tx, actor.workspace, actor.id)

    def pasted(process: Process) -> Paste:
        if held is None:
            raise cannot("edit.unknown", key="")
        clip, after = clips.read(held), posted.get("after", "")
        if clip.kind == "state":
            return PasteState(clip, after or process.flow.states[-1].key)
        return PasteFields(clip, posted.get("page", "") or process.form.pages[-1].key, after.partition(".")[0])

    def made(process: Process) -> Edit:
        return pasted(process)

    def said(before: Process) -> str:
        done = pasted(before)
        for sentence in clips.told(before, done):
            flash(phrases.said(sentence), "error")
        return str(_("“%(title)s” is pasted.", title=phrases.said(done.clip.title)))

    return desk.edited(draft_id, made, lambda late: form_tab.show(draft_id, "", late), said)
