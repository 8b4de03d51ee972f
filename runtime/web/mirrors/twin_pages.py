"""On the page of a request: which issue or card stands for it, and what people do where both do not agree."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.asking import Rejected
from runtime.mirrors import mirror_settling
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("twins", __name__)

SAID = {
    "push": lambda: _("It is brought to where the request stands, within seconds."),
    "take": lambda: _("The request follows, if its flow allows it, within seconds."),
    "ignore": lambda: _("Both stay as they are until one of them moves."),
    "news": lambda: _("It is looked up again, within seconds."),
}


@pages.post("/requests/<case_id>/twins/<key>")
@open_to(SignedIn)
@limiter.limit("60/minute")
def settle(case_id: str, key: str) -> ResponseReturnValue:
    """``do`` is one of `mirror_settling.DOES`, or ``make``, ``link`` (with ``name``) and ``part``."""
    key, do = f"~{key}", request.form.get("do", "")
    try:
        if do == "link":
            _link(case_id, key)
        elif do in ("make", "part"):
            _make_or_part(case_id, key, do)
        else:
            with shell.writing() as tx:
                mirror_settling.settle(tx, shell.actor(), case_id, key, do, shell.now())
            flash(SAID[do](), "good")
    except Rejected as rejected:
        flash(phrases.sentence(rejected.problems[0]), "error")
    return redirect(url_for("requests.show", case_id=case_id, _anchor="twins"), 303)


def _make_or_part(case_id: str, key: str, do: str) -> None:
    actor = shell.actor()
    with shell.writing() as tx:
        if do == "part":
            mirror_settling.part(tx, actor, case_id, key)
            flash(_("Both go their own ways now."), "good")
        else:
            mirror_settling.make(tx, actor, case_id, key, shell.now())
            flash(_("It is made there, within seconds."), "good")


def _link(case_id: str, key: str) -> None:
    """Raises Rejected: there is no such issue or card, or it stands for another request."""
    actor = shell.actor()
    with shell.reading() as tx:
        side = mirror_settling.named(tx, actor, case_id, key, shell.settings().private_hosts)
    twin = mirror_settling.found(side, request.form.get("name", ""), case_id)
    with shell.writing() as tx:
        mirror_settling.link(tx, actor, twin, shell.now())
    flash(_("Linked with %(name)s.", name=twin.there_name), "good")
