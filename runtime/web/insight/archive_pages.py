"""The archive: what has ended, found by words, number, customer, process, period, outcome and answers."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.archive import searching
from runtime.formats.sheet_writing import Cell, write_csv, write_workbook
from runtime.forms import offering
from runtime.processes import outcomes
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.insight import insight_filter, insight_pages

pages = Blueprint("archive", __name__)

SHOWN: Final = 50
MOST: Final = 5_000
"""Rows of what is taken away."""
EVER: Final = 3_650
"""Days that are looked through where nobody has said another period."""


@pages.get("/archive")
@open_to(SignedIn)
def index() -> str:
    actor, typed = shell.actor(), request.args.get("q", "").strip()
    with shell.reading() as tx:
        asked = insight_filter.asked(tx, actor, shell.now(), EVER)
        hits = searching.found(tx, actor, asked.view.chosen, typed, request.args.get("after", ""), SHOWN)
        customers = offering.customers(tx, actor) if actor.may(Permission.FILE_FOR_CLIENT) else None
    return render_template(
        "runtime/insight/archive.html",
        asked=asked,
        hits=hits,
        typed=typed,
        whose=offering.ANY_CUSTOMER,
        customers=customers,
        ends=outcomes.drawn(asked.compiled),
    )


@pages.get("/archive.csv")
@open_to(SignedIn)
def as_csv() -> Response:
    return insight_pages.saved(Response("".join(write_csv(_rows())), mimetype="text/csv"), "archive.csv")


@pages.get("/archive.xlsx")
@open_to(SignedIn)
def as_workbook() -> Response:
    made = write_workbook({_("Archive"): _rows()})
    return insight_pages.saved(Response(made, mimetype=insight_pages.XLSX), "archive.xlsx")


def _rows() -> Iterator[list[Cell]]:
    """What is found, without answers: those stand in the tables of each process."""
    yield [_("Number"), _("Title"), _("Requester"), _("Came in"), _("Done on"), _("Outcome")]
    lang = shell.lang()
    with shell.reading() as tx:
        asked = insight_filter.asked(tx, shell.actor(), shell.now(), EVER)
        hits = searching.found(tx, shell.actor(), asked.view.chosen, request.args.get("q", ""), "", MOST)
    for one in hits.rows:
        case, ended = one.case, one.stands.in_(lang)
        yield [case.number, case.title.in_(lang), case.requester_name, case.opened_at, case.closed_at, ended]
