"""The texts of a process with its languages side by side, each kept by itself."""

from collections.abc import Mapping

from babel import Locale
from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts.drafts import Draft
from builder.editing.edits import Edit, SetTitle, Together
from builder.editing.texts import RemoveLanguage, SetText
from builder.web.form import text_rows
from builder.web.frame import desk
from builder.web.frame.lines import TAG
from runtime.access import Permission
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.process import Process
from schemas.words import Words

pages = Blueprint("languages", __name__)
OFFERED = (
    *("ar", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt"),
    *("lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh-Hant"),
)


@pages.get("/design/<draft_id>/languages")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return _show(draft_id)


def _show(draft_id: str, unsaved: Draft | None = None) -> str:
    return desk.page(
        "builder/form/languages.html",
        draft_id,
        "languages",
        unsaved=unsaved,
        groups_of=text_rows.groups,
        only_missing="missing" in request.args,
        offered=_offered,
        called=called,
    )


def called(lang: str) -> str:
    """A language, in that of the screen."""
    return Locale.parse(lang, sep="-").get_display_name(Locale.parse(shell.lang(), sep="-")) or lang


def _offered(spoken: tuple[str, ...]) -> Mapping[str, str]:
    """Those that may still be added, by their names in the order of these."""
    found = {lang: called(lang) for lang in OFFERED if lang not in spoken}
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


@pages.post("/design/<draft_id>/languages")
@open_to(Permission.DESIGN)
def change(draft_id: str) -> ResponseReturnValue:
    """One text in all languages that the row has."""
    posted = request.form
    said = {
        lang: posted[name] for name in posted if (lang := name.removeprefix("text.")) != name and TAG.fullmatch(lang)
    }

    def made(_process: Process) -> Edit:
        return Together(tuple(SetText(posted.get("address", ""), lang, text) for lang, text in said.items()))

    return desk.edited(draft_id, made, lambda late: _show(draft_id, late))


@pages.post("/design/<draft_id>/languages/spoken")
@open_to(Permission.DESIGN)
def speak(draft_id: str) -> ResponseReturnValue:
    """One language more, which begins with the title of the process; or one less."""
    posted = request.form
    lang, title = posted.get("lang", ""), posted.get("title", "").strip()
    if posted.get("do") == "remove":
        return desk.edited(
            draft_id,
            lambda _process: RemoveLanguage(lang),
            lambda late: _show(draft_id, late),
            lambda _process: _("Every text in %(lang)s is removed. Undo brings them back.", lang=called(lang)),
        )
    if lang not in OFFERED or not title:
        flash(_("Choose a language, and say what the process is called in it."), "error")

    def made(process: Process) -> Edit:
        known = lang in OFFERED and title
        return SetTitle(Words({**process.title, lang: title})) if known else Together(())

    return desk.edited(draft_id, made, lambda late: _show(draft_id, late))
