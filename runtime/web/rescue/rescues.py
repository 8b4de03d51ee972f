"""What an administrator may do to a request that cannot, or should not, go on as drawn. Each with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as lazy
from werkzeug.exceptions import NotFound

from runtime import lifecycle
from runtime.access import Permission
from runtime.engine.position import Token
from runtime.lifecycle import NotAllowedHere, Rejected, Rescue
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.rescue import incidents
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.people import people
from runtime.store.people.people import Person
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.flow import Move
from schemas.problem import Problem
from schemas.words import Words

pages = Blueprint("rescue", __name__)

Do = Literal["reassign", "place", "skip", "cancel", "reopen", "retry"]
DONE: Mapping[str, Any] = {
    "reassign": lazy("It is asked of somebody else now."),
    "place": lazy("It was moved."),
    "skip": lazy("The step was done in their place."),
    "cancel": lazy("The request was cancelled."),
    "reopen": lazy("The request was opened again."),
    "retry": lazy("It was tried again, and goes on."),
}
_BETWEEN = "~"
"""No key of a state or a move holds it, nor does a party."""


@dataclass(frozen=True)
class Place:
    """Where the request stands: who is asked there and has not answered, and the moves that lead on."""

    token: Token
    title: Words
    asked: tuple[tuple[str, str], ...]
    """Party and name."""
    moves: tuple[Move, ...]

    @property
    def key(self) -> str:
        return f"{self.token.state}{_BETWEEN}{self.token.visit}"


@dataclass(frozen=True)
class Seen:
    """What the page shows. ``typed`` is what could not be done, with its ``problems``."""

    case: Case
    compiled: Compiled
    places: tuple[Place, ...]
    everybody: Sequence[Person]
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


@pages.get("/requests/<case_id>/rescue")
@open_to(Permission.ADMIN)
def show(case_id: str) -> str:
    return _page(case_id)


@pages.post("/requests/<case_id>/rescue")
@open_to(Permission.ADMIN)
def do(case_id: str) -> ResponseReturnValue:
    wanted = _wanted(case_id)
    try:
        with shell.writing() as tx:
            lifecycle.rescue(tx, wanted, shell.now())
    except Rejected as rejected:
        return _page(case_id, rejected.problems), 422
    except NotAllowedHere as conflict:
        return _page(case_id, (conflict.problem,)), 409
    flash(str(DONE[wanted.do]), "good")
    return redirect(url_for("requests.show", case_id=case_id), 303)


def _wanted(case_id: str) -> Rescue:
    """``at`` is state and visit, and after them whom it is about or what is to be taken, as one choice of a list.

    Raises:
        NotFound: there is no such thing to do.
    """
    form = request.form
    do_ = next((one for one in get_args(Do) if one == form.get("do")), None)
    if do_ is None:
        raise NotFound
    state, _, rest = form.get("at", "").partition(_BETWEEN)
    visit, _, more = rest.partition(_BETWEEN)
    return Rescue(
        shell.actor(),
        case_id,
        do_,
        form.get("reason", ""),
        state,
        int(visit) if visit.isdecimal() else None,
        more if do_ == "reassign" else "",
        form.get("to", ""),
        more if do_ == "skip" else "",
    )


def _page(case_id: str, problems: Sequence[Problem] = ()) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        case = cases.case(tx, actor.workspace, case_id)
        compiled = deployment.version(tx, case.workspace, case.version_id)
        asked = tasks.of_case(tx, case.workspace, case.id)
        everybody = [one for one in people.everybody(tx, actor.workspace) if one.active]
    places = tuple(_places(case, compiled, asked, everybody))
    return render_template(
        "runtime/rescue/rescue.html",
        seen=Seen(case, compiled, places, everybody, request.form.to_dict(), problems),
        why=incidents.why(case.incident) if case.incident else "",
    )


def _places(case: Case, compiled: Compiled, asked: Sequence[Task], everybody: Sequence[Person]) -> Iterator[Place]:
    names = {task.party: task.party_name for task in asked} | {f"person:{one.id}": one.name for one in everybody}
    for token in case.position.tokens:
        spoken = {vote.party for vote in token.votes}
        if not token.left:
            open_ = tuple((party, names.get(party, party)) for party in token.asked if party not in spoken)
            moves = tuple(move for move in compiled.course.moves(token.state).values() if not move.branch)
            yield Place(token, compiled.title(token.state), open_, moves)
