"""Customers and their contacts, read and kept by a program."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from runtime import asked_once
from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.customers import contact_records, customer_records
from runtime.customers.customer_records import KINDS
from runtime.portal import customer_history
from runtime.store.connection.database import Connection
from runtime.store.customers import customer_lists, customers
from runtime.store.customers.customer_lists import Wanted
from runtime.store.customers.customers import Contact, Customer
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.web.api import api_body, api_case, api_query
from runtime.web.api.api_body import Part
from runtime.web.api.api_caller import caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from schemas.problem import Problem, nested

pages = Blueprint("api_customers", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)

LONGEST_NOTE: Final = 5000
CUSTOMER: Final[Mapping[str, Part]] = {
    "name": Part(str, longest=200),
    "kind": Part(str, among=tuple(KINDS)),
    "keeper": Part(str, longest=254),
    "contact": Part(str),
    "note": Part(str, longest=LONGEST_NOTE),
    "active": Part(bool),
    "own": Part(dict),
}
NEW_CUSTOMER: Final[Mapping[str, Part]] = {
    **{key: part for key, part in CUSTOMER.items() if key != "contact"},
    "name": Part(str, required=True, longest=200),
}
"""Whoever is new has no contacts yet, of whom one could speak for them."""
CONTACT: Final[Mapping[str, Part]] = {
    "customer": Part(str),
    "name": Part(str),
    "email": Part(str, longest=254),
    "phone": Part(str),
    "lang": Part(str, among=("en", "zh-Hans")),
    "active": Part(bool),
    "own": Part(dict),
}


@pages.errorhandler(Rejected)
def rejected(wrong: Rejected) -> Response:
    return problem_json.say(422, problems=wrong.problems)


@pages.get("/customers")
@open_to(TokenHolder)
def listed() -> Response:
    """``next`` goes into ``after`` of the next call, until there is none."""
    actor, asked = caller().actor, request.args
    require(actor, Permission.FILE_FOR_CLIENT)
    kind, active = api_query.one_of("kind", KINDS), api_query.one_of("active", ("true", "false")) != "false"
    place = api_query.after(asked.get("after", ""))
    with shell.reading() as tx:
        last = customers.customer(tx, actor.workspace, place) if place else None
        if place and last is None:
            raise api_query.strange_place()
        after = last.name if last else ""
        found = customer_history.listed(tx, actor, Wanted(kind, asked.get("q", "")[:200], active=active, after=after))
    told = [_customer(line.customer, line.keeper_email) for line in found.lines]
    return jsonify(customers=told, next=told[-1]["id"] if found.after else None)


@pages.post("/customers")
@open_to(TokenHolder)
def add() -> Response:
    actor, body, now = caller().actor, api_body.read(NEW_CUSTOMER), shell.now()
    fresh = new_id(now)
    with shell.writing() as tx:
        before = asked_once.earlier(tx, actor, api_body.idempotency_key(), ["customer", body], fresh, now)
        if before is None:
            raw = {"kind": "customer", **_raw(tx, actor, body)}
            kept = customer_records.add(tx, actor, raw, now, fresh)
            _refuse(kept.reading.problems, CUSTOMER)
            _switch(tx, actor, fresh, body)
        told = _told(tx, actor, before or fresh)
    return _made(told, f"customers/{told['id']}", repeated=before is not None)


@pages.get("/customers/<customer_id>")
@open_to(TokenHolder)
def one(customer_id: str) -> Response:
    """One that was merged into another is told as that one."""
    actor = caller().actor
    with shell.reading() as tx:
        return jsonify(_told(tx, actor, customer_id))


@pages.patch("/customers/<customer_id>")
@open_to(TokenHolder)
def change(customer_id: str) -> Response:
    """What the body does not say stays."""
    actor, body, now = caller().actor, api_body.read(CUSTOMER), shell.now()
    with shell.writing() as tx:
        kept = customer_records.change(tx, actor, customer_id, _raw(tx, actor, body), now)
        _refuse(kept.reading.problems, CUSTOMER)
        _switch(tx, actor, customer_id, body)
        told = _told(tx, actor, customer_id)
    return jsonify(told)


@pages.get("/contacts")
@open_to(TokenHolder)
def contacts() -> Response:
    actor, asked = caller().actor, request.args
    require(actor, Permission.FILE_FOR_CLIENT)
    place = api_query.after(asked.get("after", ""))
    with shell.reading() as tx:
        found = customer_lists.contacts(
            tx,
            actor.workspace,
            asked.get("customer", ""),
            asked.get("q", "")[:200],
            place,
            customer_history.PAGE + 1,
        )
    shown = found[: customer_history.PAGE]
    further = shown[-1].id if len(found) > len(shown) else None
    return jsonify(contacts=[_contact(each) for each in shown], next=further)


@pages.post("/contacts")
@open_to(TokenHolder)
def add_contact() -> Response:
    needed = {"customer": Part(str, required=True), "email": Part(str, required=True, longest=254)}
    actor, body, now = caller().actor, api_body.read({**CONTACT, **needed}), shell.now()
    fresh = new_id(now)
    with shell.writing() as tx:
        before = asked_once.earlier(tx, actor, api_body.idempotency_key(), ["contact", body], fresh, now)
        if before is None:
            theirs = _known(tx, actor, body["customer"])
            kept = contact_records.add(tx, actor, theirs.id, _raw_contact(body), now, fresh)
            _refuse(kept.reading.problems, CONTACT)
        told = _contact(contact_records.contact(tx, actor, before or fresh))
    return _made(told, f"contacts/{told['id']}", repeated=before is not None)


@pages.get("/contacts/<contact_id>")
@open_to(TokenHolder)
def one_contact(contact_id: str) -> Response:
    actor = caller().actor
    require(actor, Permission.FILE_FOR_CLIENT)
    with shell.reading() as tx:
        return jsonify(_contact(contact_records.contact(tx, actor, contact_id)))


@pages.patch("/contacts/<contact_id>")
@open_to(TokenHolder)
def change_contact(contact_id: str) -> Response:
    """With another ``customer`` they go over to that one."""
    actor, body, now = caller().actor, api_body.read(CONTACT), shell.now()
    with shell.writing() as tx:
        kept = contact_records.change(tx, actor, contact_id, _raw_contact(body), now)
        _refuse(kept.reading.problems, CONTACT)
        if "customer" in body:
            contact_records.move(tx, actor, contact_id, _known(tx, actor, body["customer"]).id, now)
        told = _contact(contact_records.contact(tx, actor, contact_id))
    return jsonify(told)


def _raw(tx: Connection, actor: Actor, body: Mapping[str, Any]) -> dict[str, Any]:
    """As the form of a record takes it: a colleague by their id."""
    raw = {key: body[key] for key in ("name", "kind", "contact", "note") if key in body}
    if "keeper" in body:
        email = body["keeper"].lower()
        found = next((each for each in people.by_email(tx, email) if each.workspace == actor.workspace), None)
        if found is None and email:
            raise Rejected((Problem("customers.keeper", "/keeper", {"value": body["keeper"]}),))
        raw["keeper"] = found.id if found else ""
    return {**body.get("own", {}), **raw}


def _raw_contact(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **body.get("own", {}),
        **{key: body[key] for key in ("name", "email", "phone", "lang", "active") if key in body},
    }


def _known(tx: Connection, actor: Actor, customer_id: str) -> Customer:
    try:
        return customer_records.one(tx, actor, customer_id)
    except Missing:
        raise Rejected((Problem("customer.unknown", "/customer"),)) from None


def _switch(tx: Connection, actor: Actor, customer_id: str, body: Mapping[str, Any]) -> None:
    if "active" in body:
        customer_records.switch(tx, actor, customer_id, shell.now(), on=body["active"])


def _refuse(problems: Iterable[Problem], parts: Mapping[str, Part]) -> None:
    """Raises Rejected, with paths into the body: what is none of its own ``parts`` is a field of the house."""
    found = tuple(
        one if one.path.strip("/").partition("/")[0] in parts else nested(one, "own") if one.path else one
        for one in problems
    )
    if found:
        raise Rejected(found)


def _told(tx: Connection, actor: Actor, customer_id: str) -> dict[str, Any]:
    """Raises Missing."""
    require(actor, Permission.FILE_FOR_CLIENT)
    found = customers.customer(tx, actor.workspace, customer_id)
    if found and found.merged_into:
        found = customers.customer(tx, actor.workspace, found.merged_into)
    if found is None:
        raise Missing(customer_id)
    keeper = people.person(tx, actor.workspace, found.keeper_id) if found.keeper_id else None
    return _customer(found, keeper.email if keeper else "")


def _customer(one: Customer, keeper: str) -> dict[str, Any]:
    said = {"id": one.id, "name": one.name, "kind": one.kind, "active": one.active, "note": one.note}
    return {**said, "keeper": keeper or None, "contact": one.contact_id, "own": dict(one.own)}


def _contact(one: Contact) -> dict[str, Any]:
    said = {"id": one.id, "name": one.name, "email": one.email, "phone": one.phone, "lang": one.lang}
    return {**said, "active": one.active, "customer": one.customer_id, "own": dict(one.own)}


def _made(told: dict[str, Any], path: str, *, repeated: bool) -> Response:
    response = api_case.answered(told, 201, repeated=repeated)
    response.headers["Location"] = f"{shell.settings().base_url}/api/v1/{path}"
    return response
