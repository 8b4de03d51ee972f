"""Several to-dos of one step are decided with one move and one word: each for itself, and what became of each is told."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from runtime import lifecycle
from runtime.access import Denied
from runtime.engine.acts.step import unmet
from runtime.lifecycle import Decision, NotAllowedHere, Rejected
from runtime.store.missing import Missing
from runtime.views import bundles
from runtime.views.bundles import Bundle
from runtime.views.worklist import PAGE, Row
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.posted import Posted
from schemas.model.flow import Move
from schemas.problem import Problem

pages = Blueprint("together", __name__)


@dataclass(frozen=True)
class Result:
    """What became of one of them, in words; ``went``: it was decided."""

    row: Row
    sentence: str
    went: bool


@pages.get("/together")
@open_to(SignedIn)
def show() -> ResponseReturnValue:
    """``task``: those that were ticked. Or all of one ``step``."""
    step = request.args.get("step", "")
    with shell.reading() as tx:
        found = (
            bundles.of_step(tx, shell.actor(), step)
            if step
            else bundles.of_tasks(tx, shell.actor(), _ticked(request.args))
        )
    if not found:
        return redirect(url_for("inbox.index"))
    return _page(found)


@pages.post("/together")
@open_to(SignedIn)
def decide() -> ResponseReturnValue:
    """Each in a transaction of its own: that one cannot be done keeps no other from it."""
    with shell.reading() as tx:
        found = bundles.of_tasks(tx, shell.actor(), _ticked(request.form), closed=True)
    if not found:
        return redirect(url_for("inbox.index"), 303)
    bundle = next((one for one in found if one.step == request.form.get("step")), found[0])
    move = next((one for one in bundle.moves if one.key == request.form.get("move")), None)
    if move is None:
        raise NotFound
    problems = unmet(move, request.form.get("_comment", ""))
    if problems:
        return _page([bundle], problems), 422
    results = list(_results(bundle, move))
    return render_template("runtime/cases/together_done.html", bundle=bundle, move=move, results=results)


def _ticked(posted: Posted) -> list[str]:
    return list(dict.fromkeys(posted.getlist("task")))[:PAGE]


def _results(bundle: Bundle, move: Move) -> Iterator[Result]:
    """However often it is sent under the same key, each is decided once."""
    actor, key, comment = shell.actor(), request.form.get("_key", ""), request.form.get("_comment", "")
    for row in bundle.rows:
        decision = Decision(actor, row.task_id, move.key, comment=comment, key=key and f"{key}:{row.task_id}")
        try:
            with shell.writing() as tx:
                decided = lifecycle.decide(tx, decision, shell.now())
        except Rejected as rejected:
            yield Result(row, " ".join(phrases.sentence(one) for one in rejected.problems), went=False)
        except NotAllowedHere as conflict:
            yield Result(row, phrases.sentence(conflict.problem), went=False)
        except (Denied, Missing):
            yield Result(row, phrases.sentence(Problem("step.not-asked")), went=False)
        else:
            yield Result(row, phrases.said(decided.sentence), went=True)


def _page(found: Sequence[Bundle], problems: Sequence[Problem] = ()) -> str:
    return render_template(
        "runtime/cases/together.html",
        found=found,
        problems=problems,
        comment=request.form.get("_comment", ""),
        key=request.form.get("_key") or secrets.token_urlsafe(18),
    )
