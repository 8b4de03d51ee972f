"""What is done to fields on the canvas itself: dropped at a place, called otherwise, changed several at once."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from builder.editing.edits import Edit, SetTitle, Together
from builder.editing.flow_edits import ChangeState
from builder.editing.form_edits import AddField, ChangeField, MoveField, RemoveField, find_field
from builder.editing.group_edits import ChangePage, ChangeSection, page_of, section_of
from builder.editing.refusal import cannot, known
from builder.web.form import form_tab
from builder.web.frame import desk
from builder.web.frame.lines import Posted
from builder.web.frame.panels import WIDTHS
from runtime.access import Permission
from runtime.web.frame.doors import open_to
from schemas.fields.registry import TYPES
from schemas.model.process import Process
from schemas.words import Words

pages = Blueprint("field_acts", __name__)
YES_OR_NO = {"yes": True, "no": False}


@pages.post("/design/<draft_id>/places")
@open_to(Permission.DESIGN)
def place(draft_id: str) -> ResponseReturnValue:
    """A field, or a new one of a ``type``, stands ``before`` another, or last in its ``section`` (a column: in its table)."""
    posted = request.form
    key, kind, section = (posted.get(name, "") for name in ("key", "type", "section"))

    def made(process: Process) -> Edit:
        if "." in key:
            return MoveField(key, before=posted.get("before", ""))
        page, before = page_of(process, section).key, posted.get("before", "").partition(".")[0]
        if kind:
            return AddField(page, kind, section=section, before=before)
        return MoveField(key, page=page, section=section, before=before)

    opens = form_tab.opens_new(draft_id) if kind else None
    return desk.edited(draft_id, made, lambda late: form_tab.show(draft_id, "", late), opens=opens)


@pages.post("/design/<draft_id>/titles")
@open_to(Permission.DESIGN)
def retitle(draft_id: str) -> ResponseReturnValue:
    """A thing is called otherwise in one language; a blank title changes nothing."""
    posted = request.form
    text, lang = posted.get("title", "").strip(), posted.get("lang", "")

    def made(process: Process) -> Edit:
        before, edit = _called(process, posted)
        return edit(Words({**before, lang: text})) if text else Together(())

    return desk.edited(draft_id, made, lambda late: form_tab.show(draft_id, "", late))


def _called(process: Process, posted: Posted) -> tuple[Words, Callable[[Words], Edit]]:
    """The title of the thing that is meant, and the edit that gives it another."""
    key = posted.get("key", "")
    match posted.get("of"):
        case "field":
            return find_field(process, key).title, lambda title: ChangeField(key, {"title": title})
        case "page":
            return known(process.form.pages, key).title, lambda title: ChangePage(key, {"title": title})
        case "section":
            return section_of(process, key).title, lambda title: ChangeSection(key, {"title": title})
        case "state":
            return known(process.flow.states, key).title, lambda title: ChangeState(key, {"title": title})
        case "process":
            return process.title, SetTitle
        case other:
            raise cannot("edit.unknown", key=str(other))


@pages.post("/design/<draft_id>/several")
@open_to(Permission.DESIGN)
def several(draft_id: str) -> ResponseReturnValue:
    """What is said of all ticked fields; what is left as it is, is left as it is in each of them."""
    posted, keys = request.form, request.form.getlist("key")
    removes = posted.get("do") == "remove"
    if not keys:
        flash(_("Tick the fields first."), "error")
        return redirect(desk.back(draft_id), 303)

    def made(process: Process) -> Edit:
        if removes:
            return Together(tuple(RemoveField(key) for key in keys))
        return Together(tuple(edit for key in keys for edit in _of_one(process, key, posted)))

    def said(_process: Process) -> str:
        if removes:
            return str(
                ngettext(
                    "%(num)s field is removed. Undo brings it back.",
                    "%(num)s fields are removed. Undo brings them back.",
                    len(keys),
                )
            )
        return str(ngettext("%(num)s field is changed.", "%(num)s fields are changed.", len(keys)))

    return desk.edited(draft_id, made, lambda late: form_tab.show(draft_id, "", late), said)


def _of_one(process: Process, key: str, posted: Posted) -> Iterator[Edit]:
    if changes := dict(_changes(process, key, posted)):
        yield ChangeField(key, changes)
    if section := posted.get("section", ""):
        yield MoveField(key, page=page_of(process, section).key, section=section)


def _changes(process: Process, key: str, posted: Posted) -> Iterator[tuple[str, Any]]:
    """Nobody has to answer what nobody types; a note has neither a width nor a right."""
    kind = TYPES[find_field(process, key).type]
    for name in ("required", "locked"):
        if kind.given == "typed" and kind.key != "note" and posted.get(name, "") in YES_OR_NO:
            yield name, YES_OR_NO[posted[name]]
    if kind.key != "note" and posted.get("width", "-") in WIDTHS:
        yield "width", posted["width"]
