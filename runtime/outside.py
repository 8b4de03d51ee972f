"""What an answer may name that lies outside of it: people of the workspace, and files that were sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from runtime.access import Actor
from runtime.store import files, people
from runtime.store.database import Connection
from schemas.form import Form


class Outside:
    """What the answers of one actor to one case may name (see `schemas.fields.kind.Known`)."""

    def __init__(self, tx: Connection, actor: Actor, case_id: str | None) -> None:
        self._tx = tx
        self._actor = actor
        self._case_id = case_id

    def person(self, key: str) -> bool:
        return people.is_active(self._tx, self._actor.workspace, key.lower())

    def file(self, key: str) -> Mapping[str, Any] | None:
        """One that belongs to the case already, or that this actor has sent and nobody has named."""
        found = next(iter(files.files(self._tx, self._actor.workspace, [key])), None)
        if found is None or found.case_id not in (None, self._case_id):
            return None
        if found.case_id is None and found.by != self._actor.party:
            return None
        return found.answer


def named(form: Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """The ids of all files that the answers name, also in tables."""
    return frozenset(_named(form, answers))


def _named(form: Form, answers: Mapping[str, Any]) -> Iterable[str]:
    for key, field in form.fields.items():
        if field.type == "file":
            yield from (one["id"] for one in answers.get(key) or ())
        for column in field.columns:
            if column.type == "file":
                yield from (one["id"] for row in answers.get(key) or () for one in row.get(column.key) or ())
