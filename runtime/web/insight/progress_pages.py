"""The progress board: every open request by its step, with its age and when it is due."""

from flask import Blueprint, render_template, request

from runtime.archive import searching
from runtime.store.processes import processes
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to

pages = Blueprint("progress", __name__)


@pages.get("/progress")
@open_to(SignedIn)
def index() -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        there = processes.catalogue(tx, actor.workspace)
        wanted = request.args.get("process", "")
        process = next((one.key for one in there if one.key == wanted), "")
        typed = request.args.get("q", "").strip()
        board = searching.progress(tx, actor, process, request.args.get("after", ""), typed)
    return render_template(
        "runtime/insight/progress.html",
        board=board,
        processes=there,
        process=process,
        typed=typed,
        after=request.args.get("after", ""),
        now=shell.now(),
    )
