"""What an answer may name that lies outside of it: people, departments, clients, other requests, and files."""

from collections.abc import Mapping
from typing import Any

from runtime.access import Actor, Permission
from runtime.customers import own_fields
from runtime.files import encryption
from runtime.forms.circumstances import Circumstances
from runtime.forms.numbering import numbered
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.files import files
from runtime.store.forms import answer_keys, offers
from runtime.store.forms.offers import Circle, Offer
from runtime.store.people import departments
from runtime.visibility import linking
from schemas.filling.filed import files_in
from schemas.model.form import Field


class Outside:
    """What the answers of one actor to one case of a process may name (see `schemas.fields.kind.Known`).

    ``linked`` are the requests that the case names already, by id: they stay as they were written down. ``how`` a form was
    filled in is known while it becomes a case, and no later.
    """

    def __init__(
        self,
        tx: Connection,
        actor: Actor,
        process: str,
        case_id: str | None = None,
        linked: Mapping[str, Mapping[str, Any]] | None = None,
        how: Circumstances | None = None,
    ) -> None:
        self._tx = tx
        self._actor = actor
        self._workspace = actor.workspace
        self._process = process
        self._case_id = case_id
        self._linked = linked or {}
        self._how = how

    def person(
        self, key: str, groups: frozenset[str] = frozenset(), departments: frozenset[str] = frozenset()
    ) -> str | None:
        circle = circle_of(self._tx, self._workspace, groups, departments)
        found = offers.person(self._tx, self._workspace, key.lower(), circle)
        return found.key if found else None

    def department(self, key: str) -> str | None:
        there = departments.departments(self._tx, self._workspace) if self._is_inside else []
        found = departments.named(there, key)
        return found.key if found else None

    def customer(self, key: str) -> Mapping[str, Any] | None:
        """With what the house keeps of it in fields of its own."""
        found = offers.customer(self._tx, self._workspace, key) if self._is_inside else None
        if found is None:
            return None
        record = customers.customer(self._tx, self._workspace, found.key)
        return {**(found.answer or {}), **self._told("customer", record.own if record else {})}

    def contact(self, key: str) -> Mapping[str, Any] | None:
        found = offers.contact(self._tx, self._workspace, key) if self._is_inside else None
        if found is None:
            return None
        record = customers.contact(self._tx, self._workspace, found.key)
        return {**(found.answer or {}), **self._told("contact", record.own if record else {})}

    def request(self, key: str) -> Mapping[str, Any] | None:
        if key in self._linked:
            return self._linked[key]
        return linking.frozen(self._tx, self._actor, key) if self._is_inside else None

    def project(self, key: str) -> Mapping[str, Any] | None:
        return _answer(offers.project(self._tx, self._workspace, key)) if self._is_inside else None

    def taken(self, field: str, value: Any) -> bool:
        return self.earlier(field, value) > 0

    def earlier(self, field: str, value: Any) -> int:
        return answer_keys.count(self._tx, self._workspace, self._process, field, value, self._case_id)

    def file(self, key: str) -> Mapping[str, Any] | None:
        """One that belongs to the case already, or that this actor has sent and nobody has named."""
        found = next(iter(files.files(self._tx, self._actor.workspace, [key])), None)
        if found is None or found.case_id not in (None, self._case_id):
            return None
        if found.case_id is None and found.by != self._actor.party:
            return None
        return found.answer

    def seal(self, text: str) -> str:
        return encryption.seal(self._tx, self._workspace, text)

    def metadata(self, name: str) -> str | None:
        return self._how.told.get(name) if self._how else None

    def serial(self, field: str, pattern: str) -> str | None:
        if self._how is None:
            return None
        return numbered(self._tx, self._workspace, f"{self._process}/{field}", pattern, self._how.now)

    def _told(self, kind: own_fields.Kind, own: Mapping[str, Any]) -> Mapping[str, Any]:
        return own_fields.told(own_fields.forms(self._tx, self._workspace)[kind], own) if own else {}

    @property
    def _is_inside(self) -> bool:
        """Clients, and whoever holds a link, are told of nobody and nothing here."""
        return self._actor.may(Permission.USE)


def circle_of(tx: Connection, workspace: str, groups: frozenset[str], keys: frozenset[str]) -> Circle:
    """Those in one of the groups, in one of the departments or below it; everybody where none are named."""
    if not groups and not keys:
        return Circle()
    inside = departments.within(tx, workspace, keys) if keys else frozenset()
    return Circle(groups, inside, is_closed=True)


def _answer(offer: Offer | None) -> Mapping[str, Any] | None:
    return offer.answer if offer else None


def named(fields: Mapping[str, Field], answers: Mapping[str, Any]) -> frozenset[str]:
    """The ids of all files that the answers name, also in tables."""
    return frozenset(file["id"] for key, one in fields.items() for file in files_in(one, answers.get(key)))
