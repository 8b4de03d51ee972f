"""Somebody is asked by a one-time link: looking never uses it up, answering does. A colleague answers with no more than a word."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime import lifecycle
from runtime.access import Actor
from runtime.lifecycle import NotAllowedHere, Rejected
from runtime.store.cases.tasks import Task
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.web.cases import acting
from runtime.web.cases.given_form import given_form
from runtime.web.cases.requests import Typed, asked_in
from runtime.web.forms.uploads import Arrived
from runtime.web.frame import errors, nameplates, phrases, shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter
from runtime.web.frame.posted import asks_for_rows
from schemas.filling.rights import writable
from schemas.problem import Problem
from schemas.words import Words

pages = Blueprint("confirmation", __name__)

MOVE, QUESTION = "_move", "_question"


@dataclass(frozen=True)
class Asked:
    """``address`` is where the question stands; ``back`` leads to their portal, for whoever came from there."""

    actor: Actor
    task: Task
    page: CasePage
    address: str
    back: str = ""


@pages.get("/c/<token>")
@open_to(LinkHolder)
def show(token: str) -> ResponseReturnValue:
    try:
        return shown(_asked(token))
    except Missing:
        return _gone()


@pages.post("/c/<token>")
@open_to(LinkHolder)
@limiter.limit("20/minute;100/hour")
def answer(token: str) -> ResponseReturnValue:
    try:
        return answered(lambda: _asked(token))
    except Missing:
        return _gone()


def shown(asked: Asked) -> str:
    return _page(asked, Typed())


def answered(ask: Callable[[], Asked]) -> ResponseReturnValue:
    """What was posted is decided, or said to the team; ``ask`` looks once more how it stands. Raises Missing."""
    asked = ask()
    actor, task, page = asked.actor, asked.task, asked.page
    if QUESTION in request.form and not actor.is_colleague:
        return _question(asked)
    arrived = Arrived({}, {}) if actor.is_colleague else acting.receive(page, actor)
    if asks_for_rows(request.form):
        return _page(asked, acting.typed(arrived))
    move = request.form.get(MOVE, "")
    try:
        if actor.is_colleague:
            _offered(page, task, move)
        acting.decide(actor, page, arrived, task.id, move)
    except Rejected as rejected:
        return _page(asked, acting.typed(arrived, rejected)), 422
    except NotAllowedHere as conflict:
        flash(phrases.sentence(conflict.problem), "error")
        return _page(ask(), acting.typed(arrived)), 409
    return redirect(asked.address, 303)


def _question(asked: Asked) -> ResponseReturnValue:
    """It goes into the conversation, and nothing is decided by it."""
    text = request.form[QUESTION]
    try:
        with shell.writing() as tx:
            lifecycle.comment(tx, asked.actor, asked.page.case.id, text, shell.now())
    except Rejected as rejected:
        return _page(asked, Typed(), text, rejected.problems), 422
    flash(_("Your question is with us. You decide when it is answered."), "good")
    return redirect(f"{asked.address}#questions", 303)


def _offered(page: CasePage, task: Task, move: str) -> None:
    """Raises NotAllowedHere: for this one has to sign in, or it is closed."""
    if task.open and not any(one.move.key == move for bar in page.bars for one in bar.choices):
        raise NotAllowedHere(Problem("move.unknown", params={"move": move}), task.state)


def _asked(token: str) -> Asked:
    """Raises Missing."""
    with shell.reading() as tx:
        actor, task, page = worklist.one_time(tx, token, shell.now())
    shell.hold_link(token)
    return Asked(actor, task, page, url_for("confirmation.show", token=token))


def _gone() -> ResponseReturnValue:
    words = _("It has expired or was cut short. Ask whoever sent it for a new one.")
    return errors.sorry(404, title=_("This link no longer works"), explained=words)


def _page(asked: Asked, typed: Typed, question: str = "", problems: Sequence[Problem] = ()) -> str:
    actor, page = asked.actor, asked.page
    shell.stands_in(actor.workspace)
    nameplates.of_page(page, actor)
    return render_template(
        "runtime/portal/confirmation.html",
        page=page,
        task=asked.task,
        address=asked.address,
        back=asked.back,
        guest=shell.guest_or_none() if asked.back else None,
        colleague=actor.is_colleague,
        own=[] if actor.is_colleague else _own_pages(page),
        asked=asked_in(page, page.bar, typed, actor) if page.bar else None,
        besides=given_form(page.bar),
        typed=typed,
        key=typed.key or secrets.token_urlsafe(18),
        question=question,
        problems=problems,
    )


def _own_pages(page: CasePage) -> list[Words]:
    """The titles of the pages of the form that the client filled in: nothing on them is news."""
    compiled = page.compiled
    theirs = writable(compiled.for_clients[None])
    asked = (one for one in compiled.process.form.pages if all(field.key in theirs for field in one.fields))
    return [one.title for one in asked]
