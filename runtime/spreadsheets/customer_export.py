"""All customers and their contacts as one sheet, with the columns by which it can be brought in again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from runtime.access import Actor, Permission, require
from runtime.customers import own_fields
from runtime.customers.customer_records import KINDS
from runtime.formats.sheet_writing import Cell
from runtime.spreadsheets.customer_columns import SPEAKS, TITLES
from runtime.store.connection.database import Connection
from runtime.store.customers import customer_lists
from runtime.store.customers.customers import Contact, Customer
from schemas.fields.registry import type_of
from schemas.fields.yes_no import YES
from schemas.model.form import Form
from schemas.words import Words, words

_ROUND: Final = 500
SHEET: Final = words("Customers", "客户")


def rows(tx: Connection, actor: Actor, lang: str) -> Iterator[Sequence[Cell]]:
    """The headings, and a row for each contact; of customers without any a row for themselves."""
    require(actor, Permission.ADMIN)
    own = own_fields.forms(tx, actor.workspace)
    yield [title.in_(lang) or key for key, title in _columns(own)]
    after = ""
    while found := customer_lists.with_contacts(tx, actor.workspace, after, _ROUND):
        for customer, keeper, contacts in found:
            of_customer = _customer(customer, keeper, own["customer"], lang)
            for contact in contacts or (None,):
                yield [*of_customer, *_contact(customer, contact, own["contact"], lang)]
        after = found[-1][0].id


def _columns(own: Mapping[str, Form]) -> Iterator[tuple[str, Words]]:
    fixed = [*TITLES.items()]
    yield from ((key, title) for (of, key), title in fixed if of == "customer")
    yield from ((key, one.title) for key, one in own["customer"].fields.items())
    yield from ((key, title) for (of, key), title in fixed if of == "contact")
    yield from ((key, one.title) for key, one in own["contact"].fields.items())


def _customer(customer: Customer, keeper: str, own: Form, lang: str) -> list[Cell]:
    fixed = [customer.name, KINDS[customer.kind].in_(lang), keeper, customer.note]
    return [*fixed, *_own(own, customer.own, lang)]


def _contact(customer: Customer, contact: Contact | None, own: Form, lang: str) -> list[Cell]:
    if contact is None:
        return []
    speaks = YES.in_(lang) if customer.contact_id == contact.id else ""
    said = {"name": contact.name, "email": contact.email, "phone": contact.phone, "lang": contact.lang, SPEAKS: speaks}
    return [*(said[key] for of, key in TITLES if of == "contact"), *_own(own, contact.own, lang)]


def _own(form: Form, said: Mapping[str, object], lang: str) -> list[Cell]:
    return [type_of(one).cell(one, said.get(key), lang) for key, one in form.fields.items()]
