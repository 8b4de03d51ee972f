"""Being away, and who acts in one's place: for oneself, and for administrators for everybody."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.people import deputising
from runtime.store.cases import tasks
from runtime.store.missing import Missing
from runtime.store.people import absences, people
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading

pages = Blueprint("away", __name__)


@pages.get("/away")
@open_to(SignedIn)
def mine() -> str:
    return _page(shell.actor().id)


@pages.post("/away")
@open_to(SignedIn)
def plan_mine() -> ResponseReturnValue:
    return _planned(shell.actor().id)


@pages.post("/away/<absence_id>/end")
@open_to(SignedIn)
def end_mine(absence_id: str) -> ResponseReturnValue:
    return _ended(shell.actor().id, absence_id)


@pages.get("/people/<person_id>/away")
@open_to(Permission.ADMIN)
def show(person_id: str) -> str:
    return _page(person_id)


@pages.post("/people/<person_id>/away")
@open_to(Permission.ADMIN)
def plan(person_id: str) -> ResponseReturnValue:
    return _planned(person_id)


@pages.post("/people/<person_id>/away/<absence_id>/end")
@open_to(Permission.ADMIN)
def end(person_id: str, absence_id: str) -> ResponseReturnValue:
    return _ended(person_id, absence_id)


def _planned(person_id: str) -> ResponseReturnValue:
    """Whoever goes away now is offered to hand over at once what is asked of them already."""
    actor = shell.actor()
    with shell.writing() as tx:
        form = deputising.absence_form(people.everybody(tx, actor.workspace), person_id)
        raw = raw_answers(form, request.form)
        reading = deputising.plan(tx, actor, person_id, raw, shell.now())
        asked = tasks.todo(tx, actor.workspace, f"person:{person_id}", None, 1)
    if reading.problems:
        return _page(person_id, raw, reading), 422
    flash(_("Written down."), "good")
    return redirect(url_for("handover.show", person_id=person_id) if asked else _home(person_id), 303)


def _ended(person_id: str, absence_id: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        deputising.end(tx, shell.actor(), person_id, absence_id, shell.now())
    flash(
        _("It is over. What is asked from now on comes to you again.") if _is_me(person_id) else _("It is over."),
        "good",
    )
    return redirect(_home(person_id), 303)


def _is_me(person_id: str) -> bool:
    return shell.actor().id == person_id


def _home(person_id: str) -> str:
    return url_for("away.mine") if _is_me(person_id) else url_for("away.show", person_id=person_id)


def _page(person_id: str, raw: Mapping[str, Any] | None = None, reading: Reading | None = None) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        everybody = people.everybody(tx, actor.workspace)
        there = absences.of_everybody(tx, actor.workspace, shell.now())
        asked = tasks.todo(tx, actor.workspace, f"person:{person_id}", None, 1)
        zone = deputising.zone_of(tx)
    person = next((one for one in everybody if one.id == person_id), None)
    if person is None:
        raise Missing(person_id)
    form = deputising.absence_form(everybody, person_id)
    return render_template(
        "runtime/people/away.html",
        person=person,
        is_me=_is_me(person_id),
        form=form,
        values=raw or {},
        problems=reading.problems if reading else (),
        rights=dict.fromkeys(form.fields, "edit"),
        absences=[(one, deputising.last_day(one, zone)) for one in there if one.person_id == person_id],
        acting=[(one, deputising.last_day(one, zone)) for one in there if one.deputy_id == person_id],
        names={one.id: one.name for one in everybody},
        asked=bool(asked),
    )
