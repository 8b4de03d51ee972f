"""Customers out of a file, looked at before anything is kept, and all of them as a file, for administrators."""

import base64
import binascii
from collections.abc import Iterator

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.formats.sheet_writing import write_csv, write_workbook
from runtime.spreadsheets import customer_columns, customer_export, customer_import
from runtime.spreadsheets.customer_columns import Column
from runtime.spreadsheets.customer_rows import Plan
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to

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
    """Looks at a file first; with ``do`` it takes in the same file, which the report has sent along.

    The report also sends what its columns mean. Where somebody has changed that, it is looked at again before anything is written.
    """
    name, content = _sent()
    actor, now, posted = shell.actor(), shell.now(), request.form
    meant = {at: posted[key] for key in posted if (at := _column(key)) is not None}
    try:
        with shell.writing() as tx:
            plan = customer_import.look(tx, actor, name, content, now, meant)
            is_looked_at = posted.get("looked", "") == _looked(plan)
            is_done = (
                plan.problem is None
                and is_looked_at
                and (posted.get("do") == "good" or (posted.get("do") == "all" and not plan.wrong))
            )
            if is_done:
                customer_import.carry_out(tx, actor, plan, now)
    except Rejected as wrong:
        for problem in wrong.problems:
            flash(phrases.sentence(problem), "error")
        return _page(), 422
    if plan.problem is not None:
        flash(phrases.sentence(plan.problem), "error")
        return _page(plan, name, content), 422
    if not is_done:
        if posted.get("do") and not is_looked_at:
            flash(_("The columns mean something else now. Please look once more at what would happen."), "error")
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
    return render_template(
        "runtime/customers/customer_import.html",
        plan=plan,
        meanings=_meanings(plan) if plan else {},
        looked=_looked(plan) if plan else "",
        shown=SHOWN,
        name=name,
        most=customer_import.MOST,
        content=base64.b64encode(content).decode() if plan else "",
    )


def _meanings(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """What a column can mean, of the customer and of the contact, with what it is called."""
    found: dict[str, list[tuple[str, str]]] = {_("Of the customer"): [], _("Of the contact"): []}
    for said, (of, key) in customer_columns.meanings(plan.own).items():
        title = customer_columns.title(Column(0, "", of, key), plan.own)
        found[_("Of the customer") if of == "customer" else _("Of the contact")].append(
            (said, phrases.said(title) or key)
        )
    return found


def _looked(plan: Plan) -> str:
    """What the columns meant when the report was made."""
    return " ".join(f"{one.at}:{one.of}.{one.key}" for one in plan.columns if one.key)


def _column(name: str) -> int | None:
    """The number of the column that a control is about."""
    head, _sep, at = name.partition("/")
    return int(at) if head == "column" and at.isdecimal() else None


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
