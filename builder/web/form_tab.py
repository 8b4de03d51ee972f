"""The Form tab: pages, sections and fields as a list, with a panel for the one that is open."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from builder.drafts import Draft
from builder.edits import Edit
from builder.form_edits import (
    AddColumn,
    AddField,
    AddPage,
    AddSection,
    ChangeField,
    ChangePage,
    ChangeSection,
    DuplicateField,
    MoveField,
    MovePage,
    RemoveField,
    RemovePage,
    find_field,
)
from builder.refusal import CannotEdit
from builder.web import desk, panels, preview
from builder.web.lines import read_title
from runtime.access import Permission
from runtime.web import phrases
from runtime.web.doors import open_to
from schemas.form import Field
from schemas.process import Process

pages = Blueprint("form_tab", __name__)


@pages.get("/design/<draft_id>")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return _show(draft_id, request.args.get("field", ""))


def _show(draft_id: str, key: str, unsaved: Draft | None = None) -> str:
    return desk.page(
        "builder/form_tab.html",
        draft_id,
        "form",
        unsaved=unsaved,
        open_key=key,
        find=_found,
        condition_fields=panels.condition_fields,
        options_form=panels.options_form,
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

    return desk.edited(draft_id, made, lambda late: _show(draft_id, "", late))


@pages.post("/design/<draft_id>/fields/<key>")
@open_to(Permission.DESIGN)
def change(draft_id: str, key: str) -> ResponseReturnValue:
    do = request.form.get("do", "save")

    def made(process: Process) -> Edit:
        one = find_field(process, key)
        if do == "save":
            for problem in panels.option_problems(one, request.form):
                flash(phrases.sentence(problem), "error")
            return ChangeField(key, panels.field_changes(process, key, one, request.form))
        if do == "remove":
            return RemoveField(key)
        if do == "duplicate":
            return DuplicateField(key)
        if do == "page":
            return MoveField(key, page=request.form.get("page", ""))
        return MoveField(key, desk.STEPS.get(do, 0))

    said = (lambda process: desk.removed(find_field(process, key).title, key)) if do == "remove" else None
    return desk.edited(draft_id, made, lambda late: _show(draft_id, key, late), said)


@pages.post("/design/<draft_id>/pages")
@open_to(Permission.DESIGN)
def add_page(draft_id: str) -> ResponseReturnValue:
    title = read_title(request.form, "title")
    return desk.edited(draft_id, lambda _process: AddPage(title), lambda late: _show(draft_id, "", late))


@pages.post("/design/<draft_id>/pages/<key>")
@open_to(Permission.DESIGN)
def change_page(draft_id: str, key: str) -> ResponseReturnValue:
    do, title = request.form.get("do", "save"), read_title(request.form, "title")

    def made(_process: Process) -> Edit:
        if do == "remove":
            return RemovePage(key)
        if do == "section":
            return AddSection(key, title)
        return MovePage(key, desk.STEPS[do]) if do in desk.STEPS else ChangePage(key, title)

    return desk.edited(draft_id, made, lambda late: _show(draft_id, "", late))


@pages.post("/design/<draft_id>/pages/<page>/<key>")
@open_to(Permission.DESIGN)
def change_section(draft_id: str, page: str, key: str) -> ResponseReturnValue:
    title = read_title(request.form, "title")
    return desk.edited(
        draft_id, lambda _process: ChangeSection(page, key, title), lambda late: _show(draft_id, "", late)
    )
