"""The password of a public link, and the receipt in another site's frame."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime.forms import admission
from runtime.views import worklist
from runtime.web.forms import filling, visiting
from runtime.web.frame import pictures, shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("gate", __name__)


@pages.post("/f/<token>/open")
@open_to(LinkHolder)
@limiter.limit("6/minute;40/hour", key_func=visiting.by_link_and_address)
def enter(token: str) -> ResponseReturnValue:
    """In a frame the form comes at once, since no cookie would remember the password until the next page."""
    visit = visiting.arrive(token)
    if not admission.opens(visit.link, request.form.get("password", "")):
        return visiting.gate(visit, wrong=True)
    opened = replace(visit, opened=True)
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    address = f"{url_for('filling.open_blank', token=token)}{query}"
    visiting.unlock(visit.link)
    return filling.visited(opened, address) if visit.embedded else redirect(address, 303)


@pages.get("/f/<token>/sent/<tracking>")
@open_to(LinkHolder)
def sent(token: str, tracking: str) -> str:
    """The receipt; the page that tracks the request opens beside the frame, not in it."""
    visiting.arrive(token)
    with shell.reading() as tx:
        _actor, page = worklist.tracking(tx, tracking)
    address = shell.tracking_address(tracking)
    return render_template("runtime/forms/link_sent.html", page=page, address=address, picture=pictures.qr(address))
