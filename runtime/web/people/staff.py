"""People and groups, for administrators."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from runtime.access import Permission
from runtime.lifecycle import Rejected
from runtime.people import staffing
from runtime.rescue import handing_over
from runtime.rescue.handing_over import Handover
from runtime.store.cases import tasks
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.people import departments, people
from runtime.store.people.people import Group, Person
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from runtime.web.rescue import handover
from schemas.filling.answers import Reading
from schemas.model.form import Form

pages = Blueprint("people", __name__)

COUNTED = 100
"""To-dos of somebody are counted so far."""
FEW = 20
"""People who are taken in at a glance: among more one may search."""
MOST = 200
"""People who are listed; others are found by their name."""


@pages.get("/people")
@open_to(Permission.ADMIN)
def index() -> str:
    with shell.reading() as tx:
        everybody = people.everybody(tx, shell.actor().workspace)
        groups = people.groups(tx, shell.actor().workspace)
        there = departments.departments(tx, shell.actor().workspace)
    typed = request.args.get("q", "").strip()
    found = [one for one in everybody if typed.casefold() in f"{one.name} {one.email}".casefold()]
    return render_template(
        "runtime/people/people.html",
        everybody=everybody,
        found=found[:MOST],
        more=len(found) > MOST,
        searchable=len(everybody) > FEW,
        typed=typed,
        groups=groups,
        departments=there,
        names={one.id: one.name for one in everybody},
        titles={one.id: one.title for one in there},
        roles=staffing.ROLE_TITLES,
    )


@pages.get("/people/new")
@open_to(Permission.ADMIN)
def blank() -> str:
    with shell.reading() as tx:
        form = _form(tx, shell.actor().workspace)
    return _person_page(form, {"role": "member", "lang": shell.lang()})


@pages.post("/people/new")
@open_to(Permission.ADMIN)
def add() -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        form = _form(tx, actor.workspace)
        raw = raw_answers(form, request.form)
        reading = staffing.add_person(tx, actor, raw, shell.now())
    if reading.problems:
        return _person_page(form, raw, reading), 422
    return _back(_("%(name)s can sign in now.", name=reading.answers["name"]))


@pages.get("/people/<person_id>")
@open_to(Permission.ADMIN)
def show(person_id: str) -> str:
    with shell.reading() as tx:
        everybody = people.everybody(tx, shell.actor().workspace)
        present = _named(everybody, person_id)
        form = _form(tx, shell.actor().workspace, present)
        asked = tasks.todo(tx, present.workspace, f"person:{present.id}", None, COUNTED)
    heirs = [one for one in everybody if one.active and one.id != present.id]
    return _person_page(form, staffing.answers_about(present), present=present, asked=len(asked), heirs=heirs)


@pages.post("/people/<person_id>")
@open_to(Permission.ADMIN)
def change(person_id: str) -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        present = _named(people.everybody(tx, actor.workspace), person_id)
        form = _form(tx, actor.workspace, present)
        raw = raw_answers(form, request.form)
        reading = staffing.change_person(tx, actor, person_id, raw)
    if reading.problems:
        return _person_page(form, raw, reading, present), 422
    if present.active and not reading.answers["active"]:
        return _left(replace(present, active=False))
    return _back(_("Saved: %(name)s.", name=reading.answers["name"]))


def _left(person: Person) -> ResponseReturnValue:
    """What is asked of somebody who leaves goes where the page has said; what does not, is shown at once."""
    asked = Handover(shell.actor(), person.id, request.form.get("_heir", ""), handover.reason(person))
    try:
        handed = handing_over.hand_over(shell.database(), asked, shell.now())
    except Rejected as rejected:
        flash(phrases.sentence(rejected.problems[0]), "error")
        return redirect(url_for("handover.show", person_id=person.id), 303)
    said = ngettext("%(num)s request was handed over.", "%(num)s requests were handed over.", handed.done)
    if handed.refused or handed.after:
        flash(said)
        return redirect(url_for("handover.show", person_id=person.id), 303)
    left = _("%(name)s has left.", name=person.name)
    return _back(f"{left} {said}" if handed.done else left)


@pages.get("/people/groups/new")
@open_to(Permission.ADMIN)
def blank_group() -> str:
    with shell.reading() as tx:
        form = staffing.group_form(people.everybody(tx, shell.actor().workspace), new=True)
    return _group_page(form, {})


@pages.post("/people/groups/new")
@open_to(Permission.ADMIN)
def add_group() -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        form = staffing.group_form(people.everybody(tx, actor.workspace), new=True)
        raw = raw_answers(form, request.form)
        reading = staffing.add_group(tx, actor, raw, shell.now())
    if reading.problems:
        return _group_page(form, raw, reading), 422
    return _back(_("The group “%(title)s” is there. Processes can ask it now.", title=reading.answers["title"]))


@pages.get("/people/groups/<group_id>")
@open_to(Permission.ADMIN)
def show_group(group_id: str) -> str:
    with shell.reading() as tx:
        form = staffing.group_form(people.everybody(tx, shell.actor().workspace))
        group = _grouped(people.groups(tx, shell.actor().workspace), group_id)
    return _group_page(form, {"members": list(group.members)}, group=group)


@pages.post("/people/groups/<group_id>")
@open_to(Permission.ADMIN)
def change_group(group_id: str) -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        form = staffing.group_form(people.everybody(tx, actor.workspace))
        group = _grouped(people.groups(tx, actor.workspace), group_id)
        raw = raw_answers(form, request.form)
        reading = staffing.keep_group(tx, actor, group_id, raw)
    if reading.problems:
        return _group_page(form, raw, reading, group), 422
    return _back(_("Saved: %(name)s.", name=group.title.in_(shell.lang()) or group.key))


def _form(tx: Connection, workspace: str, present: Person | None = None) -> Form:
    return staffing.person_form(people.everybody(tx, workspace), present, departments.departments(tx, workspace))


def _person_page(
    form: Form, values: Any, reading: Reading | None = None, present: Person | None = None, **more: Any
) -> str:
    return render_template(
        "runtime/people/person.html",
        form=form,
        values=values,
        problems=_problems(reading),
        present=present,
        rights=_all(form),
        counted=COUNTED,
        **more,
    )


def _group_page(form: Form, values: Any, reading: Reading | None = None, group: Group | None = None) -> str:
    return render_template(
        "runtime/people/group.html",
        form=form,
        values=values,
        problems=_problems(reading),
        group=group,
        rights=_all(form),
    )


def _problems(reading: Reading | None) -> Sequence[Any]:
    return reading.problems if reading else ()


def _all(form: Form) -> dict[str, str]:
    return dict.fromkeys(form.fields, "edit")


def _named(everybody: Sequence[Person], person_id: str) -> Person:
    found = next((one for one in everybody if one.id == person_id), None)
    if found is None:
        raise Missing
    return found


def _grouped(groups: Sequence[Group], group_id: str) -> Group:
    found = next((one for one in groups if one.id == group_id), None)
    if found is None:
        raise Missing
    return found


def _back(said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for("people.index"), 303)
