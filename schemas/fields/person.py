"""A person of the workspace, by their key."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.email import LONGEST
from schemas.fields.kind import FieldType, Known, Refused
from schemas.fields.spelling import clean
from schemas.form import Field
from schemas.words import words


class Person(FieldType):
    key = "person"
    title = words("Person", "人员")
    icon = "user"
    value = "person"
    family = "people"
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def read(self, field: Field, raw: Any) -> str | None:
        text = clean(raw)
        if len(text) > LONGEST or any(letter.isspace() for letter in text):
            raise Refused("answer.not-a-person")
        return text or None

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        if not known.person(value):
            raise Refused("answer.not-a-person")
        return value

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
