"""The look of a workspace: its settings for administrators, and the files that its pages are dressed in."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.branding import livery, palette
from runtime.branding.livery import NoLogo
from runtime.store.missing import Missing
from runtime.store.people import workspaces
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import Everyone, open_to
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading

pages = Blueprint("house_style", __name__)

FOR_EVER = f"public, max-age={shell.A_YEAR}, immutable"


def install(app: Flask) -> None:
    app.jinja_env.globals.update(accent_sheet=accent_sheet, readable_accent=palette.accent)


def accent_sheet(colour: str) -> str:
    """The address of the colour's style sheet; what it says is in it, so that it may be kept for ever."""
    return url_for("house_style.accent", colour=colour.removeprefix("#"), seal=_seal(palette.stylesheet(colour)))


@pages.get("/settings/workspace")
@open_to(Permission.ADMIN)
def index() -> str:
    with shell.reading() as tx:
        present = livery.of(tx, shell.actor().workspace)
    return _page(livery.answers_about(present), present.accent)


@pages.post("/settings/workspace")
@open_to(Permission.ADMIN)
def change() -> ResponseReturnValue:
    """Kept, or with ``_do=try`` only shown: the page itself wears the colour."""
    raw = raw_answers(livery.FORM, request.form)
    if request.form.get("_do") == "try":
        reading = livery.read(raw)
    else:
        with shell.writing() as tx:
            reading = livery.keep(tx, shell.actor(), raw)
    colour = palette.read_colour(str(raw.get("accent") or "")) or ""
    if reading.problems or request.form.get("_do") == "try":
        return _page(raw, colour, reading), 422 if reading.problems else 200
    shell.forget_house(shell.actor().workspace)
    flash(_("Saved. Every page of the workspace looks like this now."), "good")
    return redirect(url_for("house_style.index"), 303)


@pages.post("/settings/workspace/logo")
@open_to(Permission.ADMIN)
def change_logo() -> ResponseReturnValue:
    """Another picture, or with ``do=drop`` none."""
    sent = request.files.get("logo")
    try:
        with shell.writing() as tx:
            if request.form.get("do") == "drop":
                livery.drop_logo(tx, shell.actor())
            elif sent and sent.filename:
                livery.keep_logo(tx, shell.actor(), sent.stream.read(livery.LARGEST_LOGO + 1))
    except NoLogo as refused:
        flash(phrases.sentence(refused.problem), "error")
    shell.forget_house(shell.actor().workspace)
    return redirect(url_for("house_style.index", _anchor="logo"), 303)


@pages.get("/look/<colour>-<seal>.css")
@open_to(Everyone)
def accent(colour: str, seal: str) -> Response:
    chosen = palette.read_colour(colour)
    sheet = palette.stylesheet(chosen) if chosen else ""
    if not sheet or seal != _seal(sheet):
        raise Missing(colour)
    return Response(sheet, mimetype="text/css", headers={"Cache-Control": FOR_EVER})


@pages.get("/look/<workspace>/<hash>.png")
@open_to(Everyone)
def logo(workspace: str, hash: str) -> Response:  # noqa: A002 -- the name of the part of the address
    with shell.reading() as tx:
        found = workspaces.logo(tx, workspace)
    if found is None or found.hash != hash:
        raise Missing(workspace)
    return Response(found.content, mimetype=found.media_type, headers={"Cache-Control": FOR_EVER})


def _page(values: Mapping[str, Any], colour: str, reading: Reading | None = None) -> str:
    return render_template(
        "runtime/site/house_style.html",
        form=livery.FORM,
        values=values,
        problems=reading.problems if reading else (),
        rights=dict.fromkeys(livery.FORM.fields, "edit"),
        colour=colour,
        ours=palette.OURS,
    )


def _seal(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:10]
