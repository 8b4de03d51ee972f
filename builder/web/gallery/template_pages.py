"""A process becomes a template of the workspace; and what was made from a template is brought up to it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from builder.comparison.comparison import HEADINGS
from builder.drafts import drafts
from builder.drafts.conflicts import Said, Side
from builder.editing.refusal import CannotEdit
from builder.gallery import own_templates, updating
from builder.gallery.own_templates import Label
from builder.gallery.updating import Unsettled
from builder.publishing import versions
from builder.web.frame import desk
from builder.web.frame.desk import CONFLICT, UNMENDED
from builder.web.frame.lines import read_title, rows_of
from runtime.access import Permission
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.model import categories

pages = Blueprint("templates", __name__)

SIDES: dict[str, Side] = {"mine": "mine", "theirs": "theirs"}


@pages.get("/design/<draft_id>/template")
@open_to(Permission.DESIGN)
def blank(draft_id: str) -> str:
    with shell.reading() as tx:
        process = drafts.get(tx, shell.actor(), draft_id).process
    return _asking(draft_id, Label(process.title, process.about, process.category))


@pages.post("/design/<draft_id>/template")
@open_to(Permission.DESIGN)
def save(draft_id: str) -> ResponseReturnValue:
    label = Label(
        read_title(request.form, "title"),
        read_title(request.form, "about"),
        categories.key_of(request.form.get("category", "").strip()[:80]),
    )
    try:
        with shell.writing() as tx:
            name = request.form.get("name", "")
            made = own_templates.save(tx, shell.actor(), draft_id, label, shell.now(), name)
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return _asking(draft_id, label), UNMENDED
    flash(_("“%(title)s” stands in the gallery now, for all who design here.", title=phrases.said(label.title)), "good")
    return redirect(url_for("gallery.show", name=made.name), 303)


@pages.get("/processes/<process_key>/origin")
@open_to(Permission.DESIGN)
def news(process_key: str) -> str:
    return _news(process_key, {})


@pages.post("/processes/<process_key>/origin")
@open_to(Permission.DESIGN)
def update(process_key: str) -> ResponseReturnValue:
    said: Said = {
        row["of"]: SIDES[row["take"]] for row in rows_of(request.form, "place", "of", "take") if row["take"] in SIDES
    }
    try:
        with shell.writing() as tx:
            seal = request.form.get("seal", "")
            draft = updating.update(tx, shell.actor(), process_key, seal, said, shell.now())
    except Unsettled:
        flash(_("Nothing was changed yet: say below whose is taken."), "error")
        return _news(process_key, said), CONFLICT
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return _news(process_key, said), UNMENDED
    flash(_("The draft has what is new in it, and what was changed here. Undo takes it back."), "good")
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


def _asking(draft_id: str, label: Label) -> str:
    with shell.reading() as tx:
        process = drafts.get(tx, shell.actor(), draft_id).process
        again = own_templates.again(tx, shell.actor(), process.key)
    return desk.page(
        "builder/gallery/template_new.html",
        draft_id,
        "publish",
        label=label,
        again=again,
        shelves=categories.SHELVES,
    )


def _news(process_key: str, said: Said) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        there = versions.history(tx, actor, process_key)
        standing = updating.standing(tx, actor, process_key)
        found = updating.news(tx, actor, process_key, said)
    if standing is None:
        raise NotFound
    return render_template(
        "builder/gallery/template_news.html",
        there=there,
        standing=standing,
        news=found,
        headings=HEADINGS,
        process=there.process,
    )
