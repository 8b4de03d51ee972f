"""Departments, for administrators."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.people import structure
from runtime.store.people import departments, people
from runtime.store.people.departments import Department
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading
from schemas.model.form import Form

pages = Blueprint("departments", __name__)


@pages.get("/people/departments/new")
@open_to(Permission.ADMIN)
def blank() -> str:
    form, _present = _asked(None)
    return _page(form, {})


@pages.post("/people/departments/new")
@open_to(Permission.ADMIN)
def add() -> ResponseReturnValue:
    form, _present = _asked(None)
    raw = raw_answers(form, request.form)
    with shell.writing() as tx:
        reading = structure.add(tx, shell.actor(), raw, shell.now())
    if reading.problems:
        return _page(form, raw, reading), 422
    return _back(_("The department “%(title)s” is there.", title=reading.answers["title"]))


@pages.get("/people/departments/<department_id>")
@open_to(Permission.ADMIN)
def show(department_id: str) -> str:
    form, present = _asked(department_id)
    return _page(form, structure.answers_about(present, shell.lang()) if present else {}, present=present)


@pages.post("/people/departments/<department_id>")
@open_to(Permission.ADMIN)
def change(department_id: str) -> ResponseReturnValue:
    form, present = _asked(department_id)
    raw = raw_answers(form, request.form)
    with shell.writing() as tx:
        reading = structure.keep(tx, shell.actor(), department_id, raw)
    if reading.problems:
        return _page(form, raw, reading, present), 422
    return _back(_("Saved: %(name)s.", name=reading.answers["title"]))


def _asked(department_id: str | None) -> tuple[Form, Department | None]:
    """Raises Missing."""
    with shell.reading() as tx:
        there = departments.departments(tx, shell.actor().workspace)
        everybody = people.everybody(tx, shell.actor().workspace)
    present = structure.one_of(there, department_id) if department_id else None
    return structure.department_form(there, everybody, present), present


def _page(form: Form, values: Any, reading: Reading | None = None, present: Department | None = None) -> str:
    return render_template(
        "runtime/people/department.html",
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        present=present,
        rights=dict.fromkeys(form.fields, "edit"),
    )


def _back(said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for("people.index"), 303)
