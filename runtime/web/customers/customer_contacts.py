"""The contacts of a customer: added and changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.customers import contact_doubles, contact_records, customer_records, own_fields
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact, Customer
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading
from schemas.model.form import Form

pages = Blueprint("contacts", __name__)


@pages.get("/customers/<customer_id>/contacts/new")
@open_to(Permission.FILE_FOR_CLIENT)
def blank(customer_id: str) -> str:
    with shell.reading() as tx:
        theirs = customer_records.one(tx, shell.actor(), customer_id)
        own = own_fields.forms(tx, theirs.workspace)["contact"]
    return _page(theirs, contact_records.contact_form(own, new=True), {"lang": shell.lang()})


@pages.post("/customers/<customer_id>/contacts/new")
@open_to(Permission.FILE_FOR_CLIENT)
def add(customer_id: str) -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        theirs = customer_records.one(tx, actor, customer_id)
        form = contact_records.contact_form(own_fields.forms(tx, actor.workspace)["contact"], new=True)
        raw = raw_answers(form, request.form)
        kept = contact_records.add(tx, actor, customer_id, raw, shell.now())
    if kept.contact is None:
        return _page(theirs, form, raw, kept.reading), 422
    return _back(theirs, kept.contact)


@pages.get("/contacts/<contact_id>")
@open_to(Permission.FILE_FOR_CLIENT)
def show(contact_id: str) -> ResponseReturnValue:
    """The address of a contact who was merged into another leads to that one."""
    with shell.reading() as tx:
        present = contact_records.contact(tx, shell.actor(), contact_id)
        if present.id != contact_id:
            return redirect(url_for("contacts.show", contact_id=present.id), 301)
        others = contact_doubles.others(tx, shell.actor(), present)
        own = own_fields.forms(tx, present.workspace)["contact"]
        theirs = customers.customer(tx, present.workspace, present.customer_id) if present.customer_id else None
    form = contact_records.contact_form(own)
    return _page(theirs, form, contact_records.answers_about(present), present=present, others=others)


@pages.post("/contacts/<contact_id>")
@open_to(Permission.FILE_FOR_CLIENT)
def change(contact_id: str) -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        present = contact_records.contact(tx, actor, contact_id)
        form = contact_records.contact_form(own_fields.forms(tx, actor.workspace)["contact"])
        raw = raw_answers(form, request.form)
        kept = contact_records.change(tx, actor, contact_id, raw, shell.now())
        theirs = customers.customer(tx, actor.workspace, present.customer_id) if present.customer_id else None
    if kept.contact is None:
        return _page(theirs, form, raw, kept.reading, present), 422
    return _back(theirs, kept.contact)


def _back(theirs: Customer | None, kept: Contact) -> ResponseReturnValue:
    flash(_("Saved: %(name)s.", name=kept.name or kept.email), "good")
    address = url_for("customers.show", customer_id=theirs.id) if theirs else url_for("customers.index")
    return redirect(address, 303)


def _page(
    theirs: Customer | None,
    form: Form,
    values: Mapping[str, Any],
    reading: Reading | None = None,
    present: Contact | None = None,
    others: Sequence[Contact] = (),
) -> str:
    return render_template(
        "runtime/customers/customer_contact.html",
        theirs=theirs,
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        present=present,
        others=others,
        rights=dict.fromkeys(form.fields, "edit"),
    )
