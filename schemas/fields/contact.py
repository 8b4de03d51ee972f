"""Somebody who speaks for a customer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.named import OWN, read_record, schema_of_record, written_down
from schemas.model.form import Field
from schemas.words import words


class ContactField(FieldType):
    """An answer is ``{"id", "name", "email"}``, with ``values`` and ``said`` of the fields that it shows.

    Only the id is believed; the rest is looked up and stays as it was then.
    """

    key = "contact"
    title = words("Customer's contact", "客户联系人")
    icon = "contact"
    value = "object"
    family = "people"
    widget = True
    inside = True
    options = asking(OWN)
    base: ClassVar[Mapping[str, Any]] = schema_of_record("name", "email")

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        return read_record(raw, "answer.not-a-contact", ("name", "email"))

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        found = known.contact(value["id"])
        if found is None:
            raise Refused("answer.not-a-contact")
        return written_down(found, field)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return (value.get("name") or value.get("email") or value["id"]) if value else ""
