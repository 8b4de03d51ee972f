"""Who else has this draft open: each browser says so every twenty seconds, and is told who the others are."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from builder.drafts import drafts
from builder.web.frame.problem_places import Place, title
from runtime.access import Permission
from runtime.store.processes import desks
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.process import Process
from schemas.words import Words

pages = Blueprint("presence", __name__)
GONE = timedelta(minutes=1)
"""Whoever has not been heard of for so long has left."""
NAME, PLACE = 40, 120


@pages.post("/design/<draft_id>/here")
@open_to(Permission.DESIGN)
def say(draft_id: str) -> str:
    """I am here, at this part (``at``: tab and key); the answer names the others. The document stays as it is."""
    actor, now = shell.actor(), shell.now()
    with shell.writing() as tx:
        process = drafts.get(tx, actor, draft_id).process
        desks.leave(tx, actor.workspace, draft_id, now - GONE)
        desks.sit(tx, actor.workspace, draft_id, actor.id, actor.name[:NAME], request.form.get("at", "")[:PLACE], now)
        there = desks.others(tx, actor.workspace, draft_id, actor.id)
    return render_template("builder/frame/presence.html", others=[(name, _part(process, at)) for name, at in there])


def _part(process: Process, at: str) -> Words:
    """What they have open is called so; empty where that is nothing in particular."""
    tab, _, key = at.partition(":")
    return title(process, Place("steps" if tab == "steps" else "form", key)) if key else Words()
