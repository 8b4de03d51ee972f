"""The reports of a request: to be read, printed, and taken away as a PDF."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from runtime.formats.papers import pdf
from runtime.hours.office_hours import calendar
from runtime.store.people import workspaces
from runtime.views import reports, worklist
from runtime.views.reports import Drawn
from runtime.web.frame import nameplates, shell
from runtime.web.frame.doors import SignedIn, open_to

pages = Blueprint("reports", __name__)
pages.add_app_template_global(reports.offered, "reports_offered")
pages.add_app_template_global(reports.beside, "reports_beside")


@pages.get("/requests/<case_id>/reports/<key>")
@open_to(SignedIn)
def show(case_id: str, key: str) -> str:
    actor = shell.actor()
    found = _drawn(case_id, key)
    nameplates.of_page(found.page, actor)
    return render_template("runtime/cases/report.html", found=found, page=found.page, totals=reports.totals)


@pages.get("/requests/<case_id>/reports/<key>.pdf")
@open_to(SignedIn)
def as_pdf(case_id: str, key: str) -> ResponseReturnValue:
    return pdf_of(_drawn(case_id, key), shell.lang())


def pdf_of(found: Drawn, lang: str) -> Response:
    """To be saved: browsers show a PDF only outside of the sandbox."""
    with shell.reading() as tx:
        house = workspaces.one(tx, found.page.case.workspace)
        zone = calendar(tx, found.page.case.workspace).tz
    made = pdf(reports.paper(found, lang, shell.now(), house.name if house else "", zone), lang)
    name = f"{found.page.case.number}-{found.report.key}.pdf".replace("/", "-")
    return Response(
        made, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{_plain(name)}"'}
    )


def _plain(name: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)


def _drawn(case_id: str, key: str) -> Drawn:
    with shell.reading() as tx:
        return reports.drawn(worklist.case_page(tx, shell.actor(), case_id), key)
