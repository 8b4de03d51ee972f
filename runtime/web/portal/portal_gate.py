"""A contact comes into their portal by a link in a mail, and goes out of it again."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.people import portal_keys
from runtime.web.frame import shell
from runtime.web.frame.doors import Client, Everyone, LinkHolder, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("portal_gate", __name__)

LONGEST = 254
"""Characters of an address."""


@pages.get("/portal/signin")
@open_to(Everyone)
def index() -> ResponseReturnValue:
    if shell.guest_or_none():
        return redirect(url_for("portal_desk.index"))
    return render_template("runtime/portal/portal_gate.html", sent=False)


@pages.post("/portal/signin")
@open_to(Everyone)
@limiter.limit("5/minute;30/hour")
def ask() -> str:
    """The same answer, whether anybody has this address or not."""
    email = request.form.get("email", "").strip()
    if 0 < len(email) <= LONGEST:
        with shell.writing() as tx:
            portal_keys.ask(tx, email, shell.now())
    minutes = portal_keys.LASTS.seconds // 60
    return render_template("runtime/portal/portal_gate.html", sent=True, email=email[:LONGEST], minutes=minutes)


@pages.get("/portal/enter/<token>")
@open_to(LinkHolder)
def look(token: str) -> ResponseReturnValue:
    """A program that looks through mails follows links as well: only the button lets somebody in."""
    with shell.reading() as tx:
        guest = portal_keys.looked_at(tx, token, shell.now())
    if guest is None:
        return _gone()
    shell.stands_in(guest.contact.workspace)
    return render_template("runtime/portal/portal_enter.html", token=token, contact=guest.contact)


@pages.post("/portal/enter/<token>")
@open_to(LinkHolder)
@limiter.limit("10/minute;60/hour")
def enter(token: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        found = portal_keys.come_in(tx, token, shell.now())
    if found is None:
        return _gone()
    shell.let_in(found[1])
    return redirect(url_for("portal_desk.index"), 303)


@pages.post("/portal/signout")
@open_to(Client)
def leave() -> ResponseReturnValue:
    with shell.writing() as tx:
        portal_keys.leave(tx, session["portal"])
    return _left(_("You are signed out."))


@pages.post("/portal/signout/everywhere")
@open_to(Client)
def leave_everywhere() -> ResponseReturnValue:
    with shell.writing() as tx:
        portal_keys.leave_everywhere(tx, shell.guest(), shell.now())
    return _left(_("You are signed out on all devices."))


def _left(said: str) -> ResponseReturnValue:
    session.clear()
    flash(said, "good")
    return redirect(url_for("portal_gate.index"), 303)


def _gone() -> ResponseReturnValue:
    words = _("It works once, and not for long. Ask for a new one: it comes at once.")
    title = _("This link no longer works")
    page = render_template("runtime/portal/portal_gate.html", sent=False, stale=title, explained=words)
    return page, 404
