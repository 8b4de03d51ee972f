"""Customers, suppliers and partners: found in a list, looked at with everything they have asked for, added and changed."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from runtime.access import Permission
from runtime.customers import contact_records, customer_records, own_fields
from runtime.customers.customer_records import KINDS, LISTS, Beside
from runtime.portal import customer_history
from runtime.processes import deployment
from runtime.store.customers import customer_lists, customers
from runtime.store.customers.customer_lists import Wanted
from runtime.store.customers.customers import Customer
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.web.forms import filling
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from schemas.fields.registry import type_of
from schemas.filling.answers import Reading
from schemas.model.form import Form

pages = Blueprint("customers", __name__)

ORDERS: Final[Mapping[str, Any]] = {"name": lazy("By name"), "newest": lazy("Newest first")}
CHANNELS: Final[Mapping[str, Any]] = {"web": lazy("By web form"), **filling.CHANNELS}
DONE: Final[Mapping[str, Any]] = {
    "added": lazy("added"),
    "asked": lazy("added with a request"),
    "changed": lazy("changed"),
    "imported": lazy("brought in from a file"),
    "moved": lazy("moved to another customer"),
    "merged": lazy("merged"),
    "switched_off": lazy("switched off"),
    "switched_on": lazy("switched on again"),
}
"""What was done to a record."""


@pages.get("/customers")
@open_to(Permission.FILE_FOR_CLIENT)
def index() -> str:
    actor, asked = shell.actor(), request.args
    order = asked.get("order", "name")
    wanted = Wanted(
        asked.get("kind", "") if asked.get("kind") in KINDS else "",
        asked.get("q", "").strip()[:200],
        "newest" if order == "newest" else "name",
        active="off" not in asked,
        after=asked.get("after", ""),
        keeper=actor.id if "mine" in asked else "",
    )
    with shell.reading() as tx:
        found = customer_history.listed(tx, actor, wanted)
    return render_template(
        "runtime/customers/customers.html", found=found, wanted=wanted, kinds=KINDS, lists=LISTS, orders=ORDERS
    )


@pages.get("/customers/new")
@open_to(Permission.FILE_FOR_CLIENT)
def blank() -> str:
    with shell.reading() as tx:
        there = customer_records.beside(tx, shell.actor().workspace)
    return _form_page(customer_records.customer_form(there), {"kind": "customer", "keeper": shell.actor().id})


@pages.post("/customers/new")
@open_to(Permission.FILE_FOR_CLIENT)
def add() -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        form, raw = _posted(customer_records.beside(tx, actor.workspace))
        kept = customer_records.add(tx, actor, raw, shell.now())
    if kept.customer is None:
        return _form_page(form, raw, kept.reading), 422
    flash(_("%(name)s is on record. Add whoever speaks for them.", name=kept.customer.name), "good")
    return redirect(url_for("customers.show", customer_id=kept.customer.id), 303)


@pages.get("/customers/<customer_id>")
@open_to(Permission.FILE_FOR_CLIENT)
def show(customer_id: str) -> ResponseReturnValue:
    """The address of a record that was merged into another leads to that one."""
    with shell.reading() as tx:
        page = customer_history.page(tx, shell.actor(), customer_id, request.args.get("after", ""))
    if page.sheet.customer.merged_into:
        return redirect(url_for("customers.show", customer_id=page.sheet.customer.merged_into), 301)
    return render_template(
        "runtime/customers/customer.html",
        page=page,
        one=page.sheet.customer,
        kinds=KINDS,
        channels=CHANNELS,
        rights=_all,
    )


@pages.get("/customers/<customer_id>/edit")
@open_to(Permission.FILE_FOR_CLIENT)
def edit(customer_id: str) -> str:
    with shell.reading() as tx:
        present = customer_records.one(tx, shell.actor(), customer_id)
        there = customer_records.beside(tx, present.workspace, customer_id)
    form = customer_records.customer_form(there, present)
    return _form_page(form, customer_records.answers_about(present), present=present)


@pages.post("/customers/<customer_id>/edit")
@open_to(Permission.FILE_FOR_CLIENT)
def change(customer_id: str) -> ResponseReturnValue:
    actor = shell.actor()
    with shell.writing() as tx:
        present = customer_records.one(tx, actor, customer_id)
        form, raw = _posted(customer_records.beside(tx, actor.workspace, customer_id), present)
        kept = customer_records.change(tx, actor, customer_id, raw, shell.now())
    if kept.customer is None:
        return _form_page(form, raw, kept.reading, present), 422
    flash(_("Saved: %(name)s.", name=kept.customer.name), "good")
    return redirect(url_for("customers.show", customer_id=customer_id), 303)


@pages.post("/customers/<customer_id>/switch")
@open_to(Permission.FILE_FOR_CLIENT)
def switch(customer_id: str) -> ResponseReturnValue:
    on = request.form.get("on") == "yes"
    with shell.writing() as tx:
        kept = customer_records.switch(tx, shell.actor(), customer_id, shell.now(), on=on)
    said = _("%(name)s is active again.", name=kept.name) if on else _("%(name)s is switched off.", name=kept.name)
    flash(said, "good")
    return redirect(url_for("customers.show", customer_id=customer_id), 303)


@pages.get("/customers/<customer_id>/request")
@open_to(Permission.FILE_FOR_CLIENT)
def start(customer_id: str) -> str:
    """What can be asked for in their name, and by whom of them."""
    actor = shell.actor()
    with shell.reading() as tx:
        present = customer_records.one(tx, actor, customer_id)
        theirs = customers.contacts_of(tx, actor.workspace, customer_id, customer_records.MOST_CONTACTS)
        offered = worklist.catalogue(tx, actor.workspace)
        compiled = {one.key: deployment.version(tx, actor.workspace, one.version_id) for one in offered}
    here = [one for one in theirs if one.active]
    chosen = request.args.get("contact") or present.contact_id
    asks = next((one for one in here if one.id == chosen), here[0] if here else None)
    taking = [one for one in offered if compiled[one.key].process.contact.email]
    return render_template(
        "runtime/customers/customer_request.html", one=present, contacts=here, asks=asks, offered=taking
    )


@pages.get("/customers/<customer_id>/changes")
@open_to(Permission.FILE_FOR_CLIENT)
def changes(customer_id: str) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        sheet = customer_lists.sheet(tx, actor.workspace, customer_id)
        if sheet is None:
            raise Missing(customer_id)
        found, after = customer_history.changes(tx, actor, customer_id, request.args.get("after", ""))
        there = customer_records.beside(tx, actor.workspace, customer_id)
        contact_form = contact_records.contact_form(own_fields.forms(tx, actor.workspace)["contact"])
    forms = {"customer": customer_records.customer_form(there, sheet.customer), "contact": contact_form}
    return render_template(
        "runtime/customers/customer_changes.html",
        one=sheet.customer,
        changes=found,
        after=after,
        forms=forms,
        names={one.id: one.name or one.email for one in there.contacts},
        done=DONE,
        told=_told,
    )


def _told(form: Form, key: str, value: Any) -> str:
    """A value of a record as it reads; what no field knows any more as it was kept."""
    known = form.fields.get(key)
    if value is None or value == "":
        return ""
    if known is None or key in ("keeper", "contact"):  # people stand there by the name that they had
        return str(value)
    return type_of(known).show(known, value, shell.lang())


def _posted(there: Beside, present: Customer | None = None) -> tuple[Form, dict[str, Any]]:
    form = customer_records.customer_form(there, present)
    return form, raw_answers(form, request.form)


def _form_page(
    form: Form, values: Mapping[str, Any], reading: Reading | None = None, present: Customer | None = None
) -> str:
    return render_template(
        "runtime/customers/customer_form.html",
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        present=present,
        rights=_all(form),
    )


def _all(form: Form) -> dict[str, str]:
    return dict.fromkeys(form.fields, "edit")
