"""The house's own fields of customers and contacts, for administrators."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from runtime.access import Permission
from runtime.customers import own_fields
from runtime.customers.own_fields import Kind
from runtime.store.missing import Missing
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import asks_for_rows, raw_answers
from schemas.filling.answers import Reading

pages = Blueprint("own_fields", __name__)

TABS: Final[Mapping[str, Any]] = {"customer": lazy("Of customers"), "contact": lazy("Of contacts")}


@pages.get("/settings/customers/<kind>")
@open_to(Permission.ADMIN)
def show(kind: str) -> str:
    of = _kind(kind)
    with shell.reading() as tx:
        form = own_fields.forms(tx, shell.actor().workspace)[of]
    return _page(of, own_fields.rows_of(form, shell.lang()))


@pages.post("/settings/customers/<kind>")
@open_to(Permission.ADMIN)
def keep(kind: str) -> ResponseReturnValue:
    of = _kind(kind)
    raw = raw_answers(own_fields.rows_form(), request.form)
    if asks_for_rows(request.form):
        return _page(of, raw)
    with shell.writing() as tx:
        reading = own_fields.keep(tx, shell.actor(), of, raw)
    if reading.problems:
        return _page(of, raw, reading), 422
    flash(_("The fields are kept. Records ask for them from now on."), "good")
    return redirect(url_for("own_fields.show", kind=of), 303)


def _kind(said: str) -> Kind:
    """Raises Missing."""
    if said == "customer":
        return "customer"
    if said == "contact":
        return "contact"
    raise Missing(said)


def _page(kind: Kind, values: Mapping[str, Any], reading: Reading | None = None) -> str:
    form = own_fields.rows_form()
    return render_template(
        "runtime/customers/customer_fields.html",
        kind=kind,
        tabs=TABS,
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        rights=dict.fromkeys(form.fields, "edit"),
    )
