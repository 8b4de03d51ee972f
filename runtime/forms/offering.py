"""What there is to choose from in a question about people, departments, clients or other requests."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from runtime.access import Actor, Permission
from runtime.forms.references import Outside, circle_of
from runtime.people import display_names
from runtime.processes.deployment import Compiled
from runtime.store.connection.database import Connection
from runtime.store.forms import offers
from runtime.store.forms.offers import Offer
from runtime.store.people import departments
from runtime.visibility import linking
from schemas.fields.kind import Refused, asking
from schemas.fields.parts import circles
from schemas.fields.registry import type_of
from schemas.filling.places import Place
from schemas.model.form import Field, Form
from schemas.words import words

FEW: Final = 40
"""So many are all in the page, to be picked from a list; among more one searches."""
FOUND: Final = 12
"""So many are shown of what a search finds."""
HOUSE: Final = "house"
ANYBODY: Final = Field("people", "person")
"""In the place of a version and of a field of its form: the question who of the workspace is meant."""
ANY_CUSTOMER: Final = Field("customer", "customer", title=words("Customer", "客户"))
"""Whose requests are looked for; to whoever may see the list of customers."""


@dataclass(frozen=True)
class Offered:
    """``offers`` are all, unless ``many``; ``place`` says where to search: the version, and the field."""

    offers: tuple[Offer, ...]
    many: bool
    place: str

    @cached_property
    def _twice(self) -> frozenset[str]:
        names = [one.name for one in self.offers]
        return frozenset(name for name in names if names.count(name) > 1)

    def alike(self, offer: Offer) -> bool:
        """Whether another is called the same, so that the name alone does not say who it is."""
        return offer.name in self._twice and bool(offer.note)


def offered(tx: Connection, actor: Actor, compiled: Compiled, asked: frozenset[str]) -> dict[str, Offered]:
    """By field (a column as ``table.column``), of the fields ``asked``; to people of the workspace alone."""
    if not actor.may(Permission.USE):
        return {}
    known: dict[Any, list[Offer]] = {}
    found: dict[str, Offered] = {}
    for path, one in _choosing(compiled.process.form, asked):
        same = (one.type if one.type != "people" else "person", *sorted(one.options.items()))
        if same not in known:
            known[same] = _SEARCHES[one.type](tx, actor, one, "", FEW + 1)
        many = len(known[same]) > FEW
        found[path] = Offered(() if many else tuple(known[same]), many, f"{compiled.id}/{path}")
    return found


def people(tx: Connection, actor: Actor) -> Offered:
    """Everybody of the workspace, for what asks for people outside of any form."""
    found = offers.people(tx, actor.workspace, "", FEW + 1)
    many = len(found) > FEW
    return Offered(() if many else tuple(found), many, f"{HOUSE}/{ANYBODY.key}")


def customers(tx: Connection, actor: Actor) -> Offered:
    """Every customer of the workspace, for what asks for one outside of any form."""
    found = offers.customers(tx, actor.workspace, "", FEW + 1)
    many = len(found) > FEW
    return Offered(() if many else tuple(found), many, f"{HOUSE}/{ANY_CUSTOMER.key}")


def search(tx: Connection, actor: Actor, one: Field, typed: str) -> list[Offer]:
    """The first that fit what was typed, one more than `FOUND` where there are more.

    Raises:
        KeyError: nothing is chosen in this field.
    """
    return _SEARCHES[one.type](tx, actor, one, typed, FOUND + 1)


def chosen(tx: Connection, actor: Actor, process: str, one: Field, key: str) -> Any:
    """The answer that would be kept for this key; None where it is none."""
    kind = type_of(one)
    try:
        value = kind.read(one, key)
        outside = Outside(tx, actor, process)
        return None if value is None else kind.confirm(one, value, outside)
    except Refused:
        return None


def name_of(tx: Connection, actor: Actor, one: Field, answer: Any) -> str:
    """As what an answer reads to whoever has just chosen it."""
    names = display_names.called(tx, actor.workspace, asking(one), {one.key: answer})
    return display_names.text_of(names, Place(one.key, one, answer), actor.lang)


def field_at(form: Form, path: str) -> Field | None:
    """The field, or the column called ``table.column``."""
    key, _, column = path.partition(".")
    found = form.fields.get(key)
    if found is None or not column:
        return found
    return next((one for one in found.columns if one.key == column), None)


def _choosing(form: Form, asked: frozenset[str]) -> Iterator[tuple[str, Field]]:
    for key in form.fields:
        if key in asked:
            one = form.fields[key]
            yield from ((path, part) for path, part in _parts(key, one) if part.type in _SEARCHES)


def _parts(key: str, one: Field) -> Iterator[tuple[str, Field]]:
    yield key, one
    yield from ((f"{key}.{column.key}", column) for column in one.columns)


def _people(tx: Connection, actor: Actor, one: Field, typed: str, limit: int) -> list[Offer]:
    said = circles.circle_of(one)
    circle = circle_of(tx, actor.workspace, said["groups"], said["departments"])
    return offers.people(tx, actor.workspace, typed, limit, circle)


def _departments(tx: Connection, actor: Actor, _: Field, typed: str, limit: int) -> list[Offer]:
    """There are never so many that they could not be looked through."""
    wanted = typed.strip().casefold()
    there = departments.departments(tx, actor.workspace)
    named = (Offer(one.key, one.title.in_(actor.lang) or one.key) for one in there)
    fitting = [one for one in named if wanted in one.name.casefold() or wanted in one.key.casefold()]
    return sorted(fitting, key=lambda one: one.name)[:limit]


def _customers(tx: Connection, actor: Actor, _: Field, typed: str, limit: int) -> list[Offer]:
    return offers.customers(tx, actor.workspace, typed, limit)


def _contacts(tx: Connection, actor: Actor, _: Field, typed: str, limit: int) -> list[Offer]:
    return offers.contacts(tx, actor.workspace, typed, limit)


def _requests(tx: Connection, actor: Actor, one: Field, typed: str, limit: int) -> list[Offer]:
    return linking.offered(tx, actor, circles.keys_in(one.options.get("processes")), typed, limit)


def _projects(tx: Connection, actor: Actor, _: Field, typed: str, limit: int) -> list[Offer]:
    return offers.projects(tx, actor.workspace, typed, limit)


_SEARCHES: Final[Mapping[str, Callable[[Connection, Actor, Field, str, int], list[Offer]]]] = {
    "person": _people,
    "people": _people,
    "department": _departments,
    "customer": _customers,
    "contact": _contacts,
    "request": _requests,
    "project": _projects,
}
"""By type of field."""
