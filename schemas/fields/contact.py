"""Somebody who speaks for a customer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused
from schemas.fields.named import read_named, schema_of
from schemas.form import Field
from schemas.words import words


class ContactField(FieldType):
    """An answer is ``{"id", "name", "email"}``; only the id is believed, the rest is looked up and stays as it was then."""

    key = "contact"
    title = words("Customer's contact", "客户联系人")
    icon = "contact"
    value = "object"
    family = "people"
    widget = True
    inside = True
    base: ClassVar[Mapping[str, Any]] = schema_of("name", "email")

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        return read_named(raw, "answer.not-a-contact", ("name", "email"))

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        found = known.contact(value["id"])
        if found is None:
            raise Refused("answer.not-a-contact")
        return dict(found)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return (value.get("name") or value.get("email") or value["id"]) if value else ""
