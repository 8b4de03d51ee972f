"""Customers and contacts, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.customers.customer_records import KINDS
from runtime.web.api.api_body import JSON
from runtime.web.api.api_customers import LONGEST_NOTE, NEW_CUSTOMER
from runtime.web.api.description.api_shapes import FILLED, REPLAYED, TEXT, listed, of

Shape = dict[str, Any]
_OWN: Final = {"type": "object", "description": "The fields of the house's own, by key."}
_YES: Final = {"type": "boolean"}
_NEXT: Final = {"type": ["string", "null"], "description": "Pass it as `after` for the page that follows."}
_MAYBE: Final = {"type": ["string", "null"]}
_KIND: Final = {"type": "string", "enum": list(KINDS)}
_LANG: Final = {"type": "string", "enum": ["en", "zh-Hans"]}
_KEEPER: Final = "The colleague who looks after them, by address."
_SPEAKS: Final = "The id of the contact who receives and sends all their messages."


def _object(required: str, **properties: Any) -> Shape:
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


_CUSTOMER: Final[Shape] = {
    "name": FILLED | {"maxLength": 200},
    "kind": _KIND,
    "keeper": {"type": "string", "description": _KEEPER},
    "contact": {"type": "string", "description": _SPEAKS},
    "note": {"type": "string", "maxLength": LONGEST_NOTE},
    "active": _YES,
    "own": _OWN,
}
_CONTACT: Final[Shape] = {
    "customer": FILLED | {"description": "The id of the customer."},
    "name": TEXT,
    "email": {"type": "string", "format": "email", "minLength": 3, "maxLength": 254},
    "phone": TEXT,
    "lang": _LANG,
    "active": _YES,
    "own": _OWN,
}
SHAPES: Final[Mapping[str, Any]] = {
    "NewCustomer": _object("name", **{key: shape for key, shape in _CUSTOMER.items() if key in NEW_CUSTOMER}),
    "CustomerChange": _object("", **_CUSTOMER),
    "Customer": _object(
        "id name kind active note keeper contact own",
        id=TEXT,
        name=TEXT,
        kind=_KIND,
        active=_YES,
        note=TEXT,
        keeper=_MAYBE | {"description": _KEEPER},
        contact=_MAYBE | {"description": _SPEAKS},
        own=_OWN,
    ),
    "Customers": _object("customers next", customers=listed("Customer"), next=_NEXT),
    "NewContact": _object("customer email", **_CONTACT),
    "ContactChange": _object("", **_CONTACT),
    "Contact": _object(
        "id name email phone lang active customer own",
        id=TEXT,
        name=TEXT,
        email=TEXT,
        phone=TEXT,
        lang=TEXT,
        active=_YES,
        customer=_MAYBE,
        own=_OWN,
    ),
    "Contacts": _object("contacts next", contacts=listed("Contact"), next=_NEXT),
}
_BY_A_BODY: Final = ("400", "401", "403", "413", "415", "422")


def paths(
    base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., list[Shape]]
) -> Shape:
    """By address; the other three make the parts that all addresses have."""
    some = [_query("q"), _query("after")]
    found: Shape = {}
    for plural, name, title, more in (
        ("customers", "Customer", "customers", [_query("kind", *KINDS), _query("active", "true", "false")]),
        ("contacts", "Contact", "contacts of customers", [_query("customer")]),
    ):
        key = f"{name.lower()}_id"
        find = {
            "operationId": plural,
            "summary": f"Find {title}",
            "parameters": [*some, *more],
            "responses": {"200": said(f"{name}s"), **refusals("400", "401", "403", "404")},
        }
        add = {
            "operationId": f"add_{name.lower()}",
            "summary": f"Add one of the {title}",
            "parameters": taking(key)[1:],
            "requestBody": _body(f"New{name}"),
            "responses": {"201": said(name) | {"headers": REPLAYED}, **refusals(*_BY_A_BODY)},
        }
        found[f"{base}/{plural}"] = {"get": find, "post": add}
        look = {
            "operationId": name.lower(),
            "summary": f"One of the {title}",
            "parameters": taking(key)[:1],
            "responses": {"200": said(name), **refusals("401", "403", "404")},
        }
        change = {
            "operationId": f"change_{name.lower()}",
            "summary": "Change what the body says; the rest stays",
            "parameters": taking(key)[:1],
            "requestBody": _body(f"{name}Change"),
            "responses": {"200": said(name), **refusals(*_BY_A_BODY, "404")},
        }
        found[f"{base}/{plural}/{{{key}}}"] = {"get": look, "patch": change}
    return found


def _query(name: str, *known: str) -> Shape:
    schema = {"type": "string", "enum": list(known)} if known else {"type": "string"}
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _body(name: str) -> Shape:
    return {"required": True, "content": {JSON: {"schema": of(name)}}}
