"""Where a request stands, for whoever holds its tracking link; just after it was sent, the receipt."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime import lifecycle
from runtime.access import Denied
from runtime.lifecycle import Rejected
from runtime.views import worklist
from runtime.web.frame import nameplates, pictures, shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("tracking", __name__)


@pages.get("/t/<token>")
@open_to(LinkHolder)
def show(token: str) -> str:
    return _page(token)


@pages.post("/t/<token>/comments")
@open_to(LinkHolder)
@limiter.limit("10/minute;60/hour")
def comment(token: str) -> ResponseReturnValue:
    """What the client says. A colleague's words are their own: they sign in to say them."""
    text = request.form.get("text", "")
    try:
        with shell.writing() as tx:
            actor, page = worklist.tracking(tx, token)
            if actor.is_link:
                raise Denied(f"the link of {page.case.id} speaks for nobody")
            lifecycle.comment(tx, actor, page.case.id, text, shell.now())
    except Rejected as rejected:
        return _page(token, text, rejected), 422
    flash(_("Your message is with us."), "good")
    return redirect(url_for("tracking.show", token=token, _anchor="conversation"), 303)


def _page(token: str, text: str = "", rejected: Rejected | None = None) -> str:
    with shell.reading() as tx:
        actor, page = worklist.tracking(tx, token)
    shell.hold_link(token)
    shell.stands_in(actor.workspace)
    nameplates.of_page(page, actor)
    address = shell.tracking_address(token)
    fresh = "new" in request.args
    return render_template(
        "runtime/portal/tracking.html",
        page=page,
        token=token,
        address=address,
        picture=pictures.qr(address) if fresh else "",
        fresh=fresh,
        may_write=not actor.is_link,
        text=text,
        problems=rejected.problems if rejected else (),
    )
