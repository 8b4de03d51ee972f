"""Somebody is asked by a one-time link: looking never uses it up, answering does. A colleague answers with no more than a word."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime import worklist
from runtime.access import Actor
from runtime.dossier import CasePage
from runtime.lifecycle import NotAllowedHere, Rejected
from runtime.store.missing import Missing
from runtime.store.tasks import Task
from runtime.web import acting, errors, nameplates, phrases, shell
from runtime.web.doors import LinkHolder, open_to
from runtime.web.given_form import given_form
from runtime.web.guards import limiter
from runtime.web.posted import asks_for_rows
from runtime.web.requests import Typed, asked_in
from runtime.web.uploads import Arrived
from schemas.problem import Problem
from schemas.rights import writable
from schemas.words import Words

pages = Blueprint("confirmation", __name__)

MOVE = "_move"


@pages.get("/c/<token>")
@open_to(LinkHolder)
def show(token: str) -> ResponseReturnValue:
    try:
        actor, task, page = _asked(token)
    except Missing:
        return _gone()
    return _page(token, actor, task, page, Typed())


@pages.post("/c/<token>")
@open_to(LinkHolder)
@limiter.limit("20/minute;100/hour")
def answer(token: str) -> ResponseReturnValue:
    try:
        actor, task, page = _asked(token)
    except Missing:
        return _gone()
    arrived = Arrived({}, {}) if actor.is_colleague else acting.receive(page, actor)
    if asks_for_rows(request.form):
        return _page(token, actor, task, page, acting.typed(arrived))
    move = request.form.get(MOVE, "")
    try:
        if actor.is_colleague:
            _offered(page, task, move)
        acting.decide(actor, page, arrived, task.id, move)
    except Rejected as rejected:
        return _page(token, actor, task, page, acting.typed(arrived, rejected)), 422
    except NotAllowedHere as conflict:
        flash(phrases.sentence(conflict.problem), "error")
        actor, task, page = _asked(token)
        return _page(token, actor, task, page, acting.typed(arrived)), 409
    return redirect(url_for("confirmation.show", token=token), 303)


def _offered(page: CasePage, task: Task, move: str) -> None:
    """Raises NotAllowedHere: for this one has to sign in, or it is closed."""
    if task.open and not any(one.move.key == move for bar in page.bars for one in bar.choices):
        raise NotAllowedHere(Problem("move.unknown", params={"move": move}), task.state)


def _asked(token: str) -> tuple[Actor, Task, CasePage]:
    with shell.reading() as tx:
        return worklist.one_time(tx, token, shell.now())


def _gone() -> ResponseReturnValue:
    words = _("It has expired or was cut short. Ask whoever sent it for a new one.")
    return errors.sorry(404, title=_("This link no longer works"), explained=words)


def _page(token: str, actor: Actor, task: Task, page: CasePage, typed: Typed) -> str:
    shell.hold_link(token)
    shell.stands_in(actor.workspace)
    nameplates.of_page(page, actor)
    return render_template(
        "runtime/confirmation.html",
        page=page,
        task=task,
        colleague=actor.is_colleague,
        own=[] if actor.is_colleague else _own_pages(page),
        asked=asked_in(page, page.bar, typed, actor) if page.bar else None,
        besides=given_form(page.bar),
        typed=typed,
        key=typed.key or secrets.token_urlsafe(18),
    )


def _own_pages(page: CasePage) -> list[Words]:
    """The titles of the pages of the form that the client filled in: nothing on them is news."""
    compiled = page.compiled
    theirs = writable(compiled.rights[None])
    asked = (one for one in compiled.process.form.pages if all(field.key in theirs for field in one.fields))
    return [one.title for one in asked]
