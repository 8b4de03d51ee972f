"""Customers out of a file, looked at before anything is kept, and all of them as a file, for administrators."""

import base64
import binascii
from collections.abc import Iterator

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from runtime import customer_columns, customer_export, customer_import
from runtime.access import Permission
from runtime.asking import Rejected
from runtime.customer_rows import Plan
from runtime.sheet_writing import write_csv, write_workbook
from runtime.web import phrases, shell
from runtime.web.doors import open_to

pages = Blueprint("customer_files", __name__)

LARGEST = 2 * 1024 * 1024
"""Bytes of a file; it comes twice, the second time as a text beside the report."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
"""Rows of a report."""


@pages.get("/customers/import")
@open_to(Permission.ADMIN)
def index() -> str:
    return _page()


@pages.post("/customers/import")
@open_to(Permission.ADMIN)
def bring() -> ResponseReturnValue:
    """Looks at a file first; with ``do`` it takes in the same file, which the report has sent along."""
    name, content = _sent()
    actor, now = shell.actor(), shell.now()
    try:
        with shell.writing() as tx:
            plan = customer_import.look(tx, actor, name, content, now)
            is_done = "do" in request.form and (request.form["do"] == "good" or not plan.wrong)
            if is_done:
                customer_import.carry_out(tx, actor, plan, now)
    except Rejected as wrong:
        for problem in wrong.problems:
            flash(phrases.sentence(problem), "error")
        return _page(), 422
    if not is_done:
        return _page(plan, name, content)
    flash(ngettext("%(num)s row was taken in.", "%(num)s rows were taken in.", plan.brings), "good")
    return redirect(url_for("customers.index"), 303)


@pages.get("/customers/export.csv")
@open_to(Permission.ADMIN)
def as_csv() -> Response:
    """Written as it is read, however many there are."""
    actor, lang = shell.actor(), shell.lang()

    def lines() -> Iterator[str]:
        with shell.reading() as tx:
            yield from write_csv(customer_export.rows(tx, actor, lang))

    return _file(Response(stream_with_context(lines()), mimetype="text/csv"), "customers.csv")


@pages.get("/customers/export.xlsx")
@open_to(Permission.ADMIN)
def as_workbook() -> Response:
    lang = shell.lang()
    with shell.reading() as tx:
        made = write_workbook({customer_export.SHEET.in_(lang): customer_export.rows(tx, shell.actor(), lang)})
    return _file(Response(made, mimetype=XLSX), "customers.xlsx")


def _page(plan: Plan | None = None, name: str = "", content: bytes = b"") -> str:
    meant = (
        [(one, phrases.said(customer_columns.title(one, plan.own)) or one.key) for one in plan.columns] if plan else ()
    )
    return render_template(
        "runtime/customer_import.html",
        plan=plan,
        meant=meant,
        kinds={"customer": _("customer"), "contact": _("contact")},
        shown=SHOWN,
        name=name,
        most=customer_import.MOST,
        content=base64.b64encode(content).decode() if plan else "",
    )


def _sent() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file:
        return file.filename or "", file.stream.read(LARGEST)
    try:
        return request.form.get("name", ""), base64.b64decode(request.form.get("content", ""), validate=True)
    except binascii.Error:
        return "", b""


def _file(response: Response, name: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
