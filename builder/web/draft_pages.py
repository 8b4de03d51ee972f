"""The drafts of a workspace: begun, opened from what is published, undone, exported, thrown away."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts import draft_history, drafts
from builder.exchange import formats
from builder.gallery import updating
from builder.web.frame import desk
from builder.web.frame.lines import read_title
from runtime.access import Permission
from runtime.store.processes import processes
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.words import LANGUAGES, Words

pages = Blueprint("design", __name__)


@pages.get("/design")
@open_to(Permission.DESIGN)
def index() -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        drafted = drafts.listed(tx, actor)
        published = processes.catalogue(tx, actor.workspace)
        news = updating.with_news(tx, actor)
    return render_template(
        "builder/drafts/drafts.html", drafts=drafted, published=published, news=news, languages=LANGUAGES
    )


@pages.post("/design")
@open_to(Permission.DESIGN)
def begin() -> ResponseReturnValue:
    title = read_title(request.form, "title") or Words({shell.lang(): _("New process")})
    with shell.writing() as tx:
        draft = drafts.begin(tx, shell.actor(), title, shell.now())
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


@pages.post("/design/from/<process_key>")
@open_to(Permission.DESIGN)
def from_version(process_key: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        draft = drafts.open_version(tx, shell.actor(), process_key, shell.now())
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


@pages.get("/design/<draft_id>/document.json")
@open_to(Permission.DESIGN)
def export(draft_id: str) -> Response:
    with shell.reading() as tx:
        process = drafts.get(tx, shell.actor(), draft_id).process
    named = {"Content-Disposition": f'attachment; filename="{formats.file_name(process)}"'}
    return Response(formats.export_text(process), mimetype="application/json", headers=named)


@pages.post("/design/<draft_id>/undo")
@open_to(Permission.DESIGN)
def undo(draft_id: str) -> ResponseReturnValue:
    """Back one step, or forward again with ``do=redo``."""
    by = 1 if request.form.get("do") == "redo" else -1
    with shell.writing() as tx:
        drafts.undo(tx, shell.actor(), draft_id, by=by, now=shell.now())
    return redirect(desk.back(draft_id), 303)


@pages.get("/design/<draft_id>/history")
@open_to(Permission.DESIGN)
def history(draft_id: str) -> str:
    before = request.args.get("before", type=int)
    with shell.reading() as tx:
        past = draft_history.history(tx, shell.actor(), draft_id, before)
    return desk.page("builder/drafts/history.html", draft_id, "", past=past, more=past and past[-1].step > 0)


@pages.post("/design/<draft_id>/history/<int:step>")
@open_to(Permission.DESIGN)
def go_to(draft_id: str, step: int) -> ResponseReturnValue:
    with shell.writing() as tx:
        draft_history.go_to(tx, shell.actor(), draft_id, step, shell.now())
    flash(_("The draft is as it was then. Redo goes forward again."), "good")
    return redirect(url_for("design.history", draft_id=draft_id), 303)


@pages.post("/design/<draft_id>/remove")
@open_to(Permission.DESIGN)
def remove(draft_id: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        title = phrases.said(drafts.get(tx, shell.actor(), draft_id).process.title)
        drafts.remove(tx, shell.actor(), draft_id)
    flash(_("The draft “%(title)s” is thrown away. What is published stays.", title=title), "good")
    return redirect(url_for("design.index"), 303)
