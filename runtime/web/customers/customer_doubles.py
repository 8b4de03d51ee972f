"""Likely doubles among the customers: looked at side by side, and made into one, for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.customers import contact_doubles, doubles
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to

pages = Blueprint("doubles", __name__)

SIGNS = {"name": lazy("the same name"), "phone": lazy("the same telephone"), "email": lazy("the same e-mail")}
"""By what two records are alike."""


@pages.get("/customers/doubles")
@open_to(Permission.ADMIN)
def index() -> str:
    with shell.reading() as tx:
        found = doubles.likely(tx, shell.actor(), request.args.get("of", ""))
    return render_template("runtime/customers/customer_doubles.html", pairs=found, signs=SIGNS)


@pages.get("/customers/<survivor_id>/merge/<other_id>")
@open_to(Permission.ADMIN)
def show(survivor_id: str, other_id: str) -> ResponseReturnValue:
    try:
        with shell.reading() as tx:
            sides = doubles.side_by_side(tx, shell.actor(), survivor_id, other_id, shell.lang())
    except Rejected as wrong:
        return _back(wrong)
    return render_template("runtime/customers/customer_merge.html", sides=sides, both=doubles.BOTH)


@pages.post("/customers/<survivor_id>/merge/<other_id>")
@open_to(Permission.ADMIN)
def merge(survivor_id: str, other_id: str) -> ResponseReturnValue:
    try:
        with shell.writing() as tx:
            kept = doubles.merge(tx, shell.actor(), survivor_id, other_id, request.form.to_dict(), shell.now())
    except Rejected as wrong:
        return _back(wrong)
    flash(_("They are one record now: %(name)s.", name=kept.name), "good")
    return redirect(url_for("customers.show", customer_id=kept.id), 303)


@pages.get("/contacts/<survivor_id>/merge/<other_id>")
@open_to(Permission.ADMIN)
def show_contacts(survivor_id: str, other_id: str) -> ResponseReturnValue:
    try:
        with shell.reading() as tx:
            sides = contact_doubles.side_by_side(tx, shell.actor(), survivor_id, other_id, shell.lang())
    except Rejected as wrong:
        return _back_to(wrong, survivor_id)
    return render_template("runtime/customers/contact_merge.html", sides=sides)


@pages.post("/contacts/<survivor_id>/merge/<other_id>")
@open_to(Permission.ADMIN)
def merge_contacts(survivor_id: str, other_id: str) -> ResponseReturnValue:
    chosen = request.form.to_dict()
    try:
        with shell.writing() as tx:
            kept = contact_doubles.merge(tx, shell.actor(), survivor_id, other_id, chosen, shell.now())
    except Rejected as wrong:
        return _back_to(wrong, survivor_id)
    flash(_("They are one contact now: %(name)s.", name=kept.name or kept.email), "good")
    return redirect(url_for("contacts.show", contact_id=kept.id), 303)


def _back_to(wrong: Rejected, contact_id: str) -> ResponseReturnValue:
    flash(phrases.sentence(wrong.problems[0]), "error")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


def _back(wrong: Rejected) -> ResponseReturnValue:
    flash(phrases.sentence(wrong.problems[0]), "error")
    return redirect(url_for("doubles.index"), 303)
