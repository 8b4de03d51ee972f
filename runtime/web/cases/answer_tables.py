"""The answers of a process as tables: to take away, and to bring in, looked at before anything is kept."""

import base64
import binascii
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.formats.sheet_writing import write_csv, write_workbook
from runtime.spreadsheets import answers_in, answers_out
from runtime.spreadsheets.answers_in import Report, Undone
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to

pages = Blueprint("answers", __name__)

LARGEST = 2 * 1024 * 1024
"""Bytes of a file; it comes twice, the second time as a text beside the report."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
"""Rows of a report."""
MODES: dict[str, answers_in.Mode] = {"all": "all", "good": "good"}


@pages.get("/processes/<process_key>/answers")
@open_to(Permission.DESIGN)
def index(process_key: str) -> str:
    return _page(process_key)


@pages.get("/processes/<process_key>/answers.csv")
@open_to(Permission.ADMIN)
def as_csv(process_key: str) -> Response:
    """Written as it is read, however many requests there are."""
    actor, lang, zone = shell.actor(), shell.lang(), _zone()
    with shell.reading() as tx:
        found = answers_out.answers(tx, actor, process_key)

    def lines() -> Iterator[str]:
        with shell.reading() as tx:
            yield from write_csv(answers_out.rows(tx, actor, found, lang, zone))

    return _file(Response(stream_with_context(lines()), mimetype="text/csv"), f"{process_key}.csv")


@pages.get("/processes/<process_key>/answers.xlsx")
@open_to(Permission.ADMIN)
def as_workbook(process_key: str) -> Response:
    actor = shell.actor()
    with shell.reading() as tx:
        found = answers_out.answers(tx, actor, process_key)
        made = write_workbook(answers_out.sheets(tx, actor, found, shell.lang(), _zone()))
    return _file(Response(made, mimetype=XLSX), f"{process_key}.xlsx")


@pages.post("/processes/<process_key>/answers")
@open_to(Permission.DESIGN)
def bring(process_key: str) -> ResponseReturnValue:
    """Looks at a file first; with ``do`` it takes in the same file, which the report has sent along."""
    name, content = _sent()
    mode = MODES.get(request.form.get("do", ""), "try")
    actor = shell.actor()
    try:
        with shell.writing() as tx:
            table = answers_in.read_table(tx, actor, process_key, name, content)
            report = answers_in.bring_in(tx, actor, process_key, table, mode, shell.now())
    except Rejected as wrong:
        for problem in wrong.problems:
            flash(phrases.sentence(problem), "error")
        return _page(process_key), 422
    except Undone as undone:
        return _page(process_key, undone.report, name, content)
    flash(ngettext("%(num)s request was taken in.", "%(num)s requests were taken in.", report.kept), "good")
    return redirect(url_for("answers.index", process_key=process_key), 303)


def _page(process_key: str, report: Report | None = None, name: str = "", content: bytes = b"") -> str:
    with shell.reading() as tx:
        found = answers_out.answers(tx, shell.actor(), process_key)
    return render_template(
        "runtime/cases/answers.html",
        found=found,
        report=report,
        shown=SHOWN,
        name=name,
        content=base64.b64encode(content).decode() if report else "",
    )


def _sent() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file:
        return file.filename or "", file.stream.read(LARGEST + 1)[:LARGEST]
    try:
        return request.form.get("name", ""), base64.b64decode(request.form.get("content", ""), validate=True)
    except binascii.Error:
        return "", b""


def _file(response: Response, name: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.extensions["formloom.zone"]
    return zone
