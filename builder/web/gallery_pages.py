"""The gallery: ready processes, each with a preview of its form and its steps, and one button to make it one's own."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder import gallery as ready
from builder.web import preview, sentences
from runtime.access import Permission
from runtime.web import phrases, shell
from runtime.web.doors import open_to

pages = Blueprint("gallery", __name__)


@pages.get("/gallery")
@open_to(Permission.DESIGN)
def index() -> str:
    return render_template("builder/gallery.html", cards=ready.cards())


@pages.get("/gallery/<key>")
@open_to(Permission.DESIGN)
def show(key: str) -> str:
    process = ready.ready(key)
    return render_template(
        "builder/gallery_preview.html",
        card=ready.card(process),
        process=process,
        say=sentences,
        people={},
        form=preview.of(process),
    )


@pages.post("/gallery/<key>/clone")
@open_to(Permission.DESIGN)
def clone(key: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        draft = ready.clone(tx, shell.actor(), key, shell.now())
    title = phrases.said(draft.process.title)
    flash(_("“%(title)s” is yours now, as a draft. Look through it, then publish it.", title=title), "good")
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)
