"""Papers that requests have issued: the very bytes, and lists of them."""

from flask import Blueprint, Response, make_response, render_template
from werkzeug.http import dump_options_header

from runtime.access import Permission
from runtime.portal import paper_desk
from runtime.store.connection.database import Connection
from runtime.store.files.paper_rows import PaperRow
from runtime.store.missing import Missing
from runtime.web.cases import downloads
from runtime.web.frame import shell
from runtime.web.frame.doors import Client, Everyone, open_to

pages = Blueprint("papers", __name__)


@pages.get("/papers/<paper_id>")
@open_to(Everyone)
def show(paper_id: str) -> Response:
    """To whoever may see its request; to all others there is no such paper."""
    with shell.reading() as tx:
        row, content = _found(tx, paper_id)
    response = make_response(content)
    response.mimetype = "application/pdf"
    named = {"filename": f"{row.number.replace('/', '-')}.pdf"}
    response.headers["Content-Disposition"] = dump_options_header("attachment", named)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.get("/customers/<customer_id>/papers")
@open_to(Permission.FILE_FOR_CLIENT)
def of_customer(customer_id: str) -> str:
    with shell.reading() as tx:
        found = paper_desk.of_customer(tx, shell.actor(), customer_id)
    return render_template("runtime/customers/papers_of_customer.html", found=found)


@pages.get("/portal/papers")
@open_to(Client)
def of_guest() -> str:
    guest = shell.guest()
    with shell.reading() as tx:
        found = paper_desk.of_guest(tx, guest)
    return render_template("runtime/portal/portal_papers.html", guest=guest, papers=found)


def _found(tx: Connection, paper_id: str) -> tuple[PaperRow, bytes]:
    if guest := shell.guest_or_none():
        return paper_desk.paper_for(tx, guest, paper_id)
    for actor in downloads.readers(tx):
        try:
            return paper_desk.paper(tx, actor, paper_id)
        except Missing:
            continue
    raise Missing(paper_id)
