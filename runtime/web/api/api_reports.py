"""The reports of a case as PDF, for programs."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from runtime.views import reports, worklist
from runtime.web.api.api_caller import caller
from runtime.web.cases.report_pages import pdf_of
from runtime.web.frame import shell
from runtime.web.frame.doors import TokenHolder, open_to

pages = Blueprint("api_reports", __name__, url_prefix="/api/v1")


@pages.get("/cases/<case_id>/reports/<key>")
@open_to(TokenHolder)
def report(case_id: str, key: str) -> ResponseReturnValue:
    """In the language that the program asks for."""
    actor = caller().actor
    with shell.reading() as tx:
        found = reports.drawn(worklist.case_page(tx, actor, case_id), key)
    return pdf_of(found, shell.lang())
