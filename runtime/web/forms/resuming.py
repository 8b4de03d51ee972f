"""What was begun is gone on with: by a private link on any device, or from the list of whoever is signed in."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Actor, Permission
from runtime.forms import saving
from runtime.store.forms import links
from runtime.store.forms.saved import Saved
from runtime.store.missing import Missing
from runtime.web.forms import filling, sent_form
from runtime.web.frame import errors, pictures, shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter
from schemas.fields.email import is_address

pages = Blueprint("resuming", __name__)

SAID = "_said"
"""Stands in the address of a private link once it says again what the public one had said besides."""


@pages.get("/r/<token>")
@open_to(LinkHolder)
def show(token: str) -> ResponseReturnValue:
    try:
        kept, door = _kept(token)
    except Missing:
        return _gone()
    if kept.query and SAID not in request.args:
        new = "&new=1" if "new" in request.args else ""
        return redirect(f"{url_for('resuming.show', token=token)}?{SAID}=1&{kept.query}{new}")
    opened = filling.by_link(door)
    if opened is None:
        return errors.sorry(404, explained=_("This form takes no answers any more."))
    with shell.reading() as tx:
        begun = saving.fitted(tx, kept, opened.compiled)
    picture = pictures.qr(sent_form.resume_address(token)) if "new" in request.args else ""
    action = f"{url_for('filling.open_send', token=door)}{'?' * bool(kept.query)}{kept.query}"
    shown = replace(opened, resume=token, picture=picture, action=action)
    return filling.emptied(shown, begun) if "blank" in request.args else filling.resumed(shown, begun)


@pages.post("/r/<token>/mail")
@open_to(LinkHolder)
@limiter.limit("3/minute;10/hour")
def mail(token: str) -> ResponseReturnValue:
    """The private link, to an address of its holder's."""
    email = request.form.get("email", "").strip()
    kept, _door = _kept(token)
    if not is_address(email):
        flash(_("This is no e-mail address: please look at it again."), "error")
    else:
        with shell.writing() as tx:
            saving.mail(tx, kept, email, shell.lang(), shell.now())
        flash(_("The link is on its way to %(email)s.", email=email), "good")
    return redirect(url_for("resuming.show", token=token, new=1), 303)


@pages.post("/r/<token>/discard")
@open_to(LinkHolder)
def discard_by_link(token: str) -> ResponseReturnValue:
    kept, door = _kept(token)
    with shell.writing() as tx:
        saving.discard(tx, Actor(kept.workspace, kept.party, ""), kept.id)
    flash(_("Thrown away. Here is the form afresh."), "good")
    return redirect(url_for("filling.open_blank", token=door), 303)


@pages.post("/saved/<saved_id>/discard")
@open_to(Permission.USE)
def discard(saved_id: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        saving.discard(tx, shell.actor(), saved_id)
    flash(_("Thrown away."), "good")
    return redirect(url_for("catalogue.index"), 303)


def _kept(token: str) -> tuple[Saved, str]:
    """What it opens, and the token of the public link by which that goes out.

    Raises:
        Missing: it was sent, thrown away or never there.
    """
    with shell.reading() as tx:
        kept = saving.by_token(tx, token)
        link = links.by_id(tx, kept.workspace, kept.party.removeprefix("link:"))
    if link is None:
        raise Missing
    return kept, link.token


def _gone() -> ResponseReturnValue:
    words = _("What was kept under it has been sent or thrown away, or nobody came back to it for 90 days.")
    return errors.sorry(404, title=_("This link no longer works"), explained=words)
