"""Files of other formats: brought in with a report before a draft is made, and given out."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from builder.drafts import drafts
from builder.editing.refusal import CannotEdit
from builder.exchange import exporting, formats
from builder.exchange.conversion_report import Carried
from builder.exchange.formats import File
from builder.exchange.packages import read_package
from builder.gallery import taking_over
from builder.web.frame import desk
from builder.web.gallery import package_pages
from builder.web.steps import flow_page
from runtime.access import Permission
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.document import Unreadable, dumps, loads

pages = Blueprint("exchange", __name__)

LARGEST = 10 * 1024 * 1024 + 1
"""Bytes that are read of a file: one more than is taken."""
MARK = "\ufeff"
"""May stand before a text in UTF-8."""
TOLD = 5
"""Problems of a file that cannot be read at all."""


@pages.post("/design/import")
@open_to(Permission.DESIGN)
def bring() -> ResponseReturnValue:
    """A draft out of a file; where something could not be carried, the report comes first, and the draft after a yes."""
    agreed = request.form.get("agreed", "")
    try:
        file = _file(request.files.get("document"))
        if not agreed and formats.recognised(file) == "package":
            return package_pages.report(read_package(file.content), file.content.decode().removeprefix(MARK))
        carried = Carried(loads(agreed)) if agreed else _carried(file)
    except Unreadable as unreadable:
        for problem in unreadable.problems[:TOLD]:
            flash(phrases.sentence(problem), "error")
        return redirect(url_for("design.index"), 303)
    if carried.lost:
        return render_template(
            "builder/gallery/import_report.html",
            carried=carried,
            process=carried.process,
            document=dumps(carried.process),
        )
    try:
        with shell.writing() as tx:
            draft = drafts.take_in(tx, shell.actor(), carried.process, shell.now())
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return redirect(url_for("design.index"), 303)
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


@pages.get("/design/<draft_id>/picture")
@open_to(Permission.DESIGN)
def picture(draft_id: str) -> str:
    """The flow as others draw it, with what its tests do not come by; the picture itself is what is given away as SVG."""
    return desk.page("builder/gallery/flow_picture.html", draft_id, "steps", covering=flow_page.covering)


@pages.get("/design/<draft_id>/export")
@open_to(Permission.DESIGN)
def offer(draft_id: str) -> str:
    """What the process can be taken away as, and what each format cannot say."""
    with shell.reading() as tx:
        process = drafts.get(tx, shell.actor(), draft_id).process
    given = {name: made(process, shell.lang()) for name, made in exporting.EXPORTS.items()}
    return desk.page("builder/gallery/export.html", draft_id, "publish", given=given, titles=_titles())


@pages.get("/design/<draft_id>/export/<form>")
@open_to(Permission.DESIGN)
def give(draft_id: str, form: str) -> Response:
    with shell.reading() as tx:
        process = drafts.get(tx, shell.actor(), draft_id).process
        package = taking_over.packed(tx, shell.actor().workspace, process)
    if form == "package":
        given: exporting.Given | None = exporting.packed(package)
    elif form == "svg" and "tests" in request.args:
        covered = flow_page.covering(process)
        given = exporting.picture(process, shell.lang(), covered.missed if covered else ())
    else:
        given = exporting.give(form, process, shell.lang())
    if given is None:
        raise NotFound
    response = Response(given.content, mimetype=given.kind)
    response.headers.set("Content-Disposition", "attachment", filename=given.name)
    return response


def _titles() -> dict[str, tuple[str, str]]:
    """What each format is called, and whom it is for."""
    return {
        "json": (_("Formloom document"), _("Everything: form, steps and tests. For git, or for another workspace.")),
        "package": (
            _("Package"),
            _(
                "To hand on: the document, and sample data to try it with. Brought in elsewhere, it is the same process."
            ),
        ),
        "jsonschema": (
            _("JSON Schema and JSON Forms"),
            _("For programs that check answers or draw the form. Brought in here again, it is the same process."),
        ),
        "xlsform": (_("XLSForm"), _("A workbook for ODK, KoboToolbox and others that ask in the field.")),
        "bpmn": (
            _("BPMN 2.0"),
            _("The steps for other process tools, with a layout. Brought in here again, it is the same process."),
        ),
        "svg": (_("Picture (SVG)"), _("The steps and their ways. For documents and slides, at any size.")),
        "mermaid": (_("Mermaid"), _("The steps as text that wikis and issue trackers draw.")),
    }


def _carried(file: File) -> Carried:
    beside = _file(request.files.get("beside"))
    return formats.bring_in(formats.recognised(file), file, beside if beside.content else None)


def _file(sent: FileStorage | None) -> File:
    return File(sent.filename or "", sent.stream.read(LARGEST)) if sent else File("", b"")
