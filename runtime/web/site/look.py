"""Language and colours, for people with and without an account."""

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as lazy

from runtime.people import accounts
from runtime.web.frame import shell
from runtime.web.frame.doors import Everyone, open_to
from runtime.web.people.signin import local_path
from schemas.words import LANGUAGES

pages = Blueprint("look", __name__)

THEME_TITLES = {"auto": lazy("As the device"), "light": lazy("Light"), "dark": lazy("Dark")}


@pages.get("/settings")
@open_to(Everyone)
def index() -> ResponseReturnValue:
    return render_template(
        "runtime/site/look.html", languages=shell.LANGUAGE_NAMES.items(), themes=THEME_TITLES.items()
    )


@pages.post("/settings/look")
@open_to(Everyone)
def change() -> ResponseReturnValue:
    """Kept in a cookie on this device; the language of somebody signed in also with the person, for their mail."""
    response = current_app.make_response(redirect(local_path(request.form.get("next", "")), 303))
    lang, theme = request.form.get("lang", ""), request.form.get("theme", "")
    if lang in LANGUAGES:
        shell.remember(response, shell.LANG_COOKIE, lang)
        if actor := shell.actor_or_none():
            with shell.writing() as tx:
                accounts.set_language(tx, actor, lang)
    if theme in shell.THEMES:
        shell.remember(response, shell.THEME_COOKIE, theme)
    return response
