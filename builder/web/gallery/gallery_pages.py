"""The gallery: templates are looked for, looked at, tried, and made one's own, as they are or with choices."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.editing.refusal import CannotEdit
from builder.exchange import exporting
from builder.exchange.flow_drawing import draw
from builder.exchange.packages import samples_of
from builder.gallery import gallery as ready
from builder.gallery import gallery_search, own_templates, taking_over
from builder.gallery.gallery import Template
from builder.web.frame import sentences
from builder.web.frame.desk import UNMENDED
from builder.web.gallery import clone_choices
from builder.web.rehearsal import preview
from builder.web.rehearsal.preview import Preview
from runtime.access import Permission
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.model import categories

pages = Blueprint("gallery", __name__)
MOST_OF_A_SHELF: Final = 3
"""So many of a category stand on the first page of the gallery; the others are a press away."""


@pages.get("/gallery")
@open_to(Permission.DESIGN)
def index() -> str:
    query, category = request.args.get("q", "").strip()[:200], request.args.get("category", "")
    with shell.reading() as tx:
        ours = ready.ours(tx, shell.actor())
    there = (*ours, *ready.shipped())
    found = [one for one in there if gallery_search.fits(one.process, query) and category in ("", one.process.category)]
    shipped = [one for one in found if not one.kept]
    present = categories.in_order(one.process.category for one in there if one.process.category)
    return render_template(
        "builder/gallery/gallery.html",
        ours=[one for one in found if one.kept],
        shipped=shipped,
        shelves={} if query or category else _by_shelf(shipped, present),
        most=MOST_OF_A_SHELF,
        has_own=bool(ours),
        categories={one: categories.called(one) for one in present},
        query=query,
        category=category,
    )


def _by_shelf(templates: Sequence[Template], present: Sequence[str]) -> Mapping[str, Sequence[Template]]:
    """Those of each category; whoever has not looked for anything sees the first of each."""
    there = {key: [one for one in templates if one.process.category == key] for key in present}
    return {key: found for key, found in there.items() if found}


@pages.get("/gallery/<name>")
@open_to(Permission.DESIGN)
def show(name: str) -> str:
    there = _template(name)
    samples = samples_of(there.process)
    filled = bool(request.args.get("example") and samples)
    return _preview(there, preview.of(there.process, "", samples[0].answers if filled else None), filled=filled)


@pages.post("/gallery/<name>")
@open_to(Permission.DESIGN)
def attempt(name: str) -> str:
    """What the form makes of these answers. Nothing is kept."""
    there = _template(name)
    return _preview(there, preview.filled(there.process, "", request.form))


@pages.get("/gallery/<name>/picture.svg")
@open_to(Permission.DESIGN)
def picture(name: str) -> Response:
    return Response(draw(_template(name).process, shell.lang()), mimetype=exporting.SVG)


@pages.get("/gallery/<name>/package")
@open_to(Permission.DESIGN)
def package(name: str) -> Response:
    """The template as a file, to hand on to another workspace."""
    given = exporting.EXPORTS["package"](_template(name).process, shell.lang())
    response = Response(given.content, mimetype=given.kind)
    response.headers.set("Content-Disposition", "attachment", filename=given.name)
    return response


@pages.get("/gallery/<name>/use")
@open_to(Permission.DESIGN)
def choose(name: str) -> str:
    with shell.reading() as tx:
        there = ready.template(tx, shell.actor(), name)
        asked = clone_choices.asked(there.process, taking_over.everybody(tx, shell.actor()))
    return render_template("builder/gallery/gallery_choices.html", template=there, asked=asked)


@pages.post("/gallery/<name>/clone")
@open_to(Permission.DESIGN)
def clone(name: str) -> ResponseReturnValue:
    there = _template(name)
    said = clone_choices.read(request.form, there.process)
    try:
        with shell.writing() as tx:
            draft = ready.clone(tx, shell.actor(), name, shell.now(), said)
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        with shell.reading() as tx:
            asked = clone_choices.asked(there.process, taking_over.everybody(tx, shell.actor()), said)
        return render_template("builder/gallery/gallery_choices.html", template=there, asked=asked), UNMENDED
    title = phrases.said(draft.process.title)
    flash(_("“%(title)s” is yours now, as a draft. Look through it, then publish it.", title=title), "good")
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


@pages.post("/gallery/<name>/remove")
@open_to(Permission.DESIGN)
def remove(name: str) -> ResponseReturnValue:
    title = phrases.said(_template(name).process.title)
    with shell.writing() as tx:
        own_templates.remove(tx, shell.actor(), name)
    flash(_("The template “%(title)s” is gone. What was made of it stays.", title=title), "good")
    return redirect(url_for("gallery.index"), 303)


def _template(name: str) -> Template:
    with shell.reading() as tx:
        return ready.template(tx, shell.actor(), name)


def _preview(there: Template, drawn: Preview, *, filled: bool = False) -> str:
    return render_template(
        "builder/gallery/gallery_preview.html",
        template=there,
        card=there.card,
        process=there.process,
        say=sentences,
        people={},
        drawn=drawn,
        filled=filled,
        has_sample=bool(samples_of(there.process)),
        shelf=categories.called(there.process.category),
    )
