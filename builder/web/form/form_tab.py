"""The Form tab: pages, sections and fields as a list, with a panel for the one that is open."""

from collections.abc import Callable

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts.drafts import Draft
from builder.editing.edits import Edit
from builder.editing.form_edits import (
    AddColumn,
    AddField,
    ChangeField,
    DuplicateField,
    MoveField,
    RemoveField,
    find_field,
)
from builder.editing.group_edits import AddPage, AddSection, ChangeForm, ChangePage, ChangeSection, MovePage, RemovePage
from builder.editing.refusal import CannotEdit
from builder.editing.retyping import ChangeType, lost
from builder.editing.spots import TITLES
from builder.web.form import offers_of_fields
from builder.web.frame import desk, panels
from builder.web.frame.choice_rows import has_pictures, lists_of
from builder.web.frame.grading_rows import grading_of, is_grading
from builder.web.frame.lines import read_title
from builder.web.rehearsal import preview
from runtime.access import Permission
from runtime.web.frame import phrases
from runtime.web.frame.doors import open_to
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.rules import currencies

pages = Blueprint("form_tab", __name__)
COLUMNS = (1, 2, 3)
"""Of a section, where there is room."""


@pages.get("/design/<draft_id>")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return show(draft_id, request.args.get("field", ""))


def show(draft_id: str, key: str, unsaved: Draft | None = None) -> str:
    return desk.page(
        "builder/form/form_tab.html",
        draft_id,
        "form",
        unsaved=unsaved,
        open_key=key,
        find=_found,
        choices_of=choices_of,
        currencies=currencies,
        kinds_of=offers_of_fields.kinds_of,
        kinds_for=offers_of_fields.rules_left,
        spots_of_field=offers_of_fields.spots_of_field,
        spots_of_page=offers_of_fields.spots_of_page,
        spots_of_section=offers_of_fields.spots_of_section,
        rule_titles=TITLES,
        wanted=request.args.get("find", ""),
        into=request.args.get("into", ""),
        selecting="select" in request.args,
        options_form=panels.options_form,
        rare=panels.RARE,
        lists_of=lists_of,
        has_pictures=has_pictures,
        grading_of=grading_of,
        is_grading=is_grading,
        preview=preview,
    )


def _found(process: Process, key: str) -> Field | None:
    try:
        return find_field(process, key) if key else None
    except CannotEdit:
        return None


@pages.post("/design/<draft_id>/fields")
@open_to(Permission.DESIGN)
def add(draft_id: str) -> ResponseReturnValue:
    posted = request.form

    def made(process: Process) -> Edit:
        title, kind = read_title(posted, "title"), posted.get("type", "")
        if posted.get("table"):
            return AddColumn(posted["table"], kind, title)
        after = posted.get("after", "").partition(".")[0]
        page = posted.get("page", "") or next(iter(process.form.pages)).key
        return AddField(page, kind, title, posted.get("section", ""), after)

    return desk.edited(draft_id, made, lambda late: show(draft_id, "", late), opens=opens_new(draft_id))


def opens_new(draft_id: str) -> Callable[[Process, Process], str]:
    """The new field, whose title is what is typed next."""
    return lambda before, now: url_for("form_tab.index", draft_id=draft_id, field=_added(before, now), new=1)


def _added(before: Process, now: Process) -> str:
    """The key of the field, or of the column, that is there now and was not before."""
    columns = [f"{key}.{one.key}" for key, field in now.form.fields.items() for one in field.columns]
    there = {f"{key}.{one.key}" for key, field in before.form.fields.items() for one in field.columns}
    return next((key for key in (*now.form.fields, *columns) if key not in {*there, *before.form.fields}), "")


@pages.post("/design/<draft_id>/fields/<key>")
@open_to(Permission.DESIGN)
def change(draft_id: str, key: str) -> ResponseReturnValue:
    do = request.form.get("do", "save")

    def made(process: Process) -> Edit:
        one = find_field(process, key)
        if do == "save":
            for problem in panels.option_problems(one, request.form, request.files):
                flash(phrases.sentence(problem), "error")
            return ChangeField(key, panels.field_changes(one, request.form, request.files))
        return _other(do, key)

    told = {"remove": lambda process: desk.removed(find_field(process, key).title, key), "type": _lost(key)}
    return desk.edited(draft_id, made, lambda late: show(draft_id, key, late), told.get(do))


def _other(do: str, key: str) -> Edit:
    """What the other buttons of a field mean."""
    if do == "type":
        return ChangeType(key, request.form.get("type", ""))
    if do == "remove":
        return RemoveField(key)
    if do == "duplicate":
        return DuplicateField(key)
    if do == "page":
        return MoveField(key, page=request.form.get("page", ""))
    return MoveField(key, desk.STEPS.get(do, 0))


def _lost(key: str) -> Callable[[Process], str]:
    """Says of a field as it was what its new type has no place for."""

    def said(process: Process) -> str:
        kind = TYPES[request.form["type"]]
        gone = [phrases.said(title) for title in lost(find_field(process, key), kind.key)]
        if not gone:
            return str(
                _("It is now of the kind “%(kind)s”; everything said about it stays.", kind=phrases.said(kind.title))
            )
        return str(
            _(
                "It is now of the kind “%(kind)s”, which has no place for: %(lost)s. Undo brings it back.",
                kind=phrases.said(kind.title),
                lost=str(_(", ")).join(gone),
            )
        )

    return said


@pages.post("/design/<draft_id>/form")
@open_to(Permission.DESIGN)
def change_form(draft_id: str) -> ResponseReturnValue:
    said = {name: name in request.form for name in ("one_at_a_time", "review")}
    return desk.edited(draft_id, lambda _process: ChangeForm(said), lambda late: show(draft_id, "", late))


@pages.post("/design/<draft_id>/pages")
@open_to(Permission.DESIGN)
def add_page(draft_id: str) -> ResponseReturnValue:
    title = read_title(request.form, "title")
    return desk.edited(draft_id, lambda _process: AddPage(title), lambda late: show(draft_id, "", late))


@pages.post("/design/<draft_id>/pages/<key>")
@open_to(Permission.DESIGN)
def change_page(draft_id: str, key: str) -> ResponseReturnValue:
    do, title = request.form.get("do", "save"), read_title(request.form, "title")

    def made(_process: Process) -> Edit:
        if do == "remove":
            return RemovePage(key)
        if do == "section":
            return AddSection(key, title)
        return MovePage(key, desk.STEPS[do]) if do in desk.STEPS else ChangePage(key, {"title": title})

    return desk.edited(draft_id, made, lambda late: show(draft_id, "", late))


@pages.post("/design/<draft_id>/sections/<key>")
@open_to(Permission.DESIGN)
def change_section(draft_id: str, key: str) -> ResponseReturnValue:
    columns = request.form.get("columns", type=int, default=1)
    said = {"title": read_title(request.form, "title"), "columns": columns if columns in COLUMNS else 1}
    return desk.edited(draft_id, lambda _process: ChangeSection(key, said), lambda late: show(draft_id, "", late))
