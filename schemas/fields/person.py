"""A person of the workspace, by their address."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.email import LONGEST
from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.circles import DEPARTMENTS, GROUPS, circle_of
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words


class Person(FieldType):
    """Kept is the address, so that rules can compare it and a step can ask whom an answer names."""

    key = "person"
    title = words("Person", "人员")
    icon = "user"
    value = "person"
    family = "people"
    widget = True
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    options = asking(GROUPS, DEPARTMENTS)

    def read(self, field: Field, raw: Any) -> str | None:
        return read_person(raw)

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        return known_person(field, value, known)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""


def read_person(raw: Any) -> str | None:
    """An address or a short key. Raises Refused: `answer.not-a-person`."""
    text = clean(raw)
    if len(text) > LONGEST or any(letter.isspace() for letter in text):
        raise Refused("answer.not-a-person")
    return text or None


def known_person(field: Field, value: str, known: Known) -> str:
    """Their address. Raises Refused: `answer.not-a-person`."""
    address = known.person(value, **circle_of(field))
    if not address:
        raise Refused("answer.not-a-person")
    return str(address)
