"""A customer that is known here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.named import OWN, read_record, schema_of_record, written_down
from schemas.model.form import Field
from schemas.words import words


class CustomerField(FieldType):
    """An answer is ``{"id", "name"}``, with ``values`` and ``said`` of the fields that it shows.

    Only the id is believed; the rest is looked up and stays as it was then.
    """

    key = "customer"
    title = words("Customer", "客户")
    icon = "building"
    value = "object"
    family = "people"
    widget = True
    inside = True
    options = asking(OWN)
    base: ClassVar[Mapping[str, Any]] = schema_of_record("name")

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        return read_record(raw, "answer.not-a-customer", ("name",))

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        found = known.customer(value["id"])
        if found is None:
            raise Refused("answer.not-a-customer")
        return written_down(found, field)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return (value.get("name") or value["id"]) if value else ""
