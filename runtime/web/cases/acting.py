"""A move is taken, or a vote cast."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from runtime import lifecycle
from runtime.access import Actor
from runtime.forms import enclosures
from runtime.lifecycle import Decided, Decision, NotAllowedHere, Rejected
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.web.cases.requests import Typed, render_page
from runtime.web.forms import uploads
from runtime.web.forms.uploads import Arrived
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import SignedIn, open_to
from schemas.filling.rights import writable
from schemas.problem import Problem

pages = Blueprint("tasks", __name__)

NEVER: Final = -1
"""A version that no case has."""


@pages.get("/tasks/<task_id>")
@open_to(SignedIn)
def show(task_id: str) -> ResponseReturnValue:
    """Where messages lead: the request that the to-do is about."""
    with shell.reading() as tx:
        page = worklist.task_page(tx, shell.actor(), task_id)
    return redirect(url_for("requests.show", case_id=page.case.id, task=task_id if len(page.bars) > 1 else None))


@pages.post("/tasks/<task_id>/<move>")
@open_to(SignedIn)
def take(task_id: str, move: str) -> ResponseReturnValue:
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.task_page(tx, actor, task_id)
    arrived = receive(page, actor)
    try:
        decided = decide(actor, page, arrived, task_id, move)
    except Rejected as rejected:
        return render_page(page, typed(arrived, rejected)), 422
    except NotAllowedHere as conflict:
        with shell.reading() as tx:
            present = worklist.task_page(tx, actor, task_id)
        flash(phrases.sentence(conflict.problem), "error")
        return render_page(present, typed(arrived)), 409
    flash(_told(page, decided, move), "good")
    return redirect(url_for("inbox.index"), 303)


def _told(page: CasePage, decided: Decided, move: str) -> Markup:
    """The request, which is a press away, what was done, and where it is by now."""
    drawn = next((one.move for bar in page.bars for one in bar.choices if one.move.key == move), None)
    done = (phrases.said(drawn.title) or drawn.key) if drawn else ""
    told = " · ".join(said for said in (done, phrases.said(decided.sentence)) if said)
    where = url_for("requests.show", case_id=decided.case_id)
    return Markup('<a href="{}">{}</a> · {}').format(where, decided.number, told)


def receive(page: CasePage, actor: Actor) -> Arrived:
    """What was posted with a decision: answers, and what else its moves ask for."""
    key = request.form.get("_key", "")
    arrived = uploads.receive(page.compiled.process.form, actor, key)
    if page.bar is None or not page.bar.asks:
        return arrived
    besides = uploads.receive(enclosures.FORM, actor, key)
    return replace(
        arrived,
        typed={**arrived.typed, **besides.typed},
        problems=(*arrived.problems, *besides.problems),
        given=enclosures.posted(besides.raw),
    )


def decide(actor: Actor, page: CasePage, arrived: Arrived, task_id: str, move: str) -> Decided:
    """Raises Rejected, NotAllowedHere and Denied, as `lifecycle.decide` does."""
    if arrived.problems:
        raise Rejected(arrived.problems)
    decision = Decision(
        actor,
        task_id,
        move,
        arrived.raw,
        request.form.get("_comment", ""),
        request.form.get("_key", ""),
        seen_version(page),
        arrived.given,
    )
    with shell.writing() as tx:
        return lifecycle.decide(tx, decision, shell.now())


def seen_version(page: CasePage) -> int | None:
    """The version at which the decision holds, where answers are written with it: none, if others were on the screen.

    So nobody writes over what they have not seen; a comment or a reminder in between is no hindrance, and a bare vote
    may follow another's vote.
    """
    seen = request.form.get("_case")
    if seen is None or page.bar is None or not writable(page.bar.rights):
        return None
    return page.case.version if seen == page.seen else NEVER


def typed(arrived: Arrived, rejected: Rejected | None = None) -> Typed:
    return Typed(
        arrived.typed,
        request.form.get("_comment", ""),
        request.form.get("_key", ""),
        tuple(_at_its_question(one) for one in rejected.problems) if rejected else (),
        rejected.answers if rejected and rejected.answers else None,
    )


def _at_its_question(problem: Problem) -> Problem:
    """A page asks for a signature or a file under a name that no field of a process has."""
    asked = problem.path.removeprefix("/")
    return replace(problem, path=f"/_{asked}") if asked in enclosures.ASKS else problem
