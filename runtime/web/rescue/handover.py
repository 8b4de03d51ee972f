"""What is asked of somebody who has left, or is away, goes to others: all of it, in rounds."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.lifecycle import Rejected
from runtime.processes import deployment
from runtime.rescue import handing_over
from runtime.rescue.handing_over import Handed, Handover
from runtime.store.cases import tasks
from runtime.store.missing import Missing
from runtime.store.people import absences, people
from runtime.store.people.people import Person
from runtime.views import worklist
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to
from schemas.problem import Problem

pages = Blueprint("handover", __name__)

SHOWN = 50
"""To-dos that stand on the page."""


@pages.get("/people/<person_id>/hand-over")
@open_to(SignedIn)
def show(person_id: str) -> str:
    return _page(person_id)


@pages.post("/people/<person_id>/hand-over")
@open_to(SignedIn)
def do(person_id: str) -> ResponseReturnValue:
    """One round; ``after`` and what was done before come back with the page where there is more."""
    actor, form = shell.actor(), request.form
    asked = Handover(actor, person_id, form.get("to", ""), form.get("reason", ""))
    after = worklist.cursor(form["after"]) if form.get("after") else None
    try:
        handed = handing_over.hand_over(shell.database(), asked, shell.now(), after)
    except Rejected as rejected:
        return _page(person_id, problems=rejected.problems), 422
    return _page(person_id, handed)


def cursor_of(after: tuple[datetime, str] | None) -> str:
    return f"{after[0].isoformat().replace('+00:00', 'Z')}~{after[1]}" if after else ""


def _page(person_id: str, handed: Handed | None = None, problems: Sequence[Problem] = ()) -> str:
    """Raises Missing: it is somebody else's, and whoever asks is no administrator."""
    actor = shell.actor()
    is_admin = actor.may(Permission.ADMIN)
    if not (is_admin or actor.id == person_id):
        raise Missing(person_id)
    with shell.reading() as tx:
        everybody = people.everybody(tx, actor.workspace)
        asked = [
            worklist.asked(actor, row, deployment.version(tx, actor.workspace, row.version_id))
            for row in tasks.todo(tx, actor.workspace, f"person:{person_id}", None, SHOWN + 1)
        ]
        away = absences.of_person(tx, actor.workspace, person_id, shell.now())
    person = next((one for one in everybody if one.id == person_id), None)
    if person is None:
        raise Missing(person_id)
    deputies = [one.deputy_id for one in away]
    heirs = [one for one in everybody if one.active and one.id != person_id and (is_admin or one.id in deputies)]
    chosen = request.form.get("to") or _likely(person, deputies, heirs)
    return render_template(
        "runtime/rescue/hand_over.html",
        person=person,
        asked=asked[:SHOWN],
        more=len(asked) > SHOWN,
        heirs=heirs,
        chosen=chosen,
        reason=request.form.get("reason") or reason(person),
        handed=handed,
        after=cursor_of(handed.after) if handed else "",
        done=int(request.form.get("done", "0") or 0) + (handed.done if handed else 0),
        problems=problems,
        is_admin=is_admin,
    )


def _likely(person: Person, deputies: Sequence[str], heirs: Sequence[Person]) -> str:
    """Who acts for them anyway, or else their manager."""
    wanted = [*deputies, person.manager_id]
    return str(next((one.id for one in heirs if one.id in wanted), ""))


def reason(person: Person) -> str:
    away, left = _("%(name)s is away.", name=person.name), _("%(name)s has left.", name=person.name)
    return str(away if person.active else left)
