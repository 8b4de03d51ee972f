"""What people do to a request besides deciding: send it back, hand it on, ask others, show it, take it back."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from runtime import lifecycle
from runtime.access import Actor
from runtime.forms.references import Outside
from runtime.lifecycle import NotAllowedHere, Rejected
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.views.standing import Place
from runtime.web.cases.requests import Typed, render_page
from runtime.web.cases.wish_forms import MANNERS, WishForm, form_of, placed, wish
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Checker
from schemas.problem import Problem

pages = Blueprint("wishes", __name__)


@pages.post("/requests/<case_id>/acts/<do>")
@open_to(SignedIn)
def do(case_id: str, do: str) -> ResponseReturnValue:
    actor = shell.actor()
    wanted = next((known for known in MANNERS if known == do), None)
    if wanted is None:
        raise NotFound
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id)
    asked = form_of(wanted, _place(page))
    try:
        _carry_out(actor, page, asked)
    except Rejected as rejected:
        return render_page(page, Typed(problems=rejected.problems), wished=_again(asked, rejected)), 422
    except NotAllowedHere as conflict:
        return _conflict(actor, case_id, conflict)
    flash(phrases.said(asked.manner.done), "good")
    return redirect(_after(actor, case_id), 303)


def _place(page: CasePage) -> Place | None:
    """Where it was asked for; None where it is no matter of a place, or the request stands there no more."""
    at = (request.form.get("state", ""), request.form.get("visit", ""))
    return next((place for place in page.places if (place.state, str(place.visit)) == at), None)


def _again(asked: WishForm, rejected: Rejected) -> WishForm:
    """With what was typed and what is wrong with it."""
    return replace(asked, values=raw_answers(asked.form, request.form), problems=rejected.problems)


def _carry_out(actor: Actor, page: CasePage, asked: WishForm) -> None:
    """Raises Rejected, with the problems at the questions of the form, and NotAllowedHere."""
    if asked.place is None and request.form.get("state"):
        code = "case.ended" if page.case.ended else "step.elsewhere"
        raise NotAllowedHere(Problem(code), page.case.ended or page.case.state)
    raw = raw_answers(asked.form, request.form)
    with shell.writing() as tx:
        known = Outside(tx, actor, page.case.process_key, page.case.id)
        reading = Checker(asked.form).read(raw, frozenset(asked.form.fields), None, known)
        if reading.problems:
            raise Rejected(reading.problems)
        wanted = wish(actor, page.case.id, asked, reading.answers, request.form.get("_key", ""))
        try:
            lifecycle.wish(tx, wanted, shell.now())
        except Rejected as rejected:
            raise Rejected(placed(asked, rejected.problems)) from None
        except NotAllowedHere as refused:
            if refused.problem.path:
                raise Rejected(placed(asked, (refused.problem,))) from None
            raise


def _conflict(actor: Actor, case_id: str, conflict: NotAllowedHere) -> ResponseReturnValue:
    """Somebody was faster, or it is not the time: the request as it stands now, with the word that was written."""
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id)
    comment = next((text for name, text in request.form.items() if name.endswith("-comment")), "")
    flash(phrases.sentence(conflict.problem), "error")
    return render_page(page, Typed(comment=comment)), 409


def _after(actor: Actor, case_id: str) -> str:
    """Back to the request; to the list where it is no longer theirs to see."""
    try:
        with shell.reading() as tx:
            worklist.case_page(tx, actor, case_id)
    except Missing:
        return url_for("inbox.index")
    return url_for("requests.show", case_id=case_id)
