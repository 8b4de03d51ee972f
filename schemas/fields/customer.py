"""A customer that is known here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused
from schemas.fields.named import read_named, schema_of
from schemas.form import Field
from schemas.words import words


class CustomerField(FieldType):
    """An answer is ``{"id", "name"}``; only the id is believed, the name is looked up and stays as it was then."""

    key = "customer"
    title = words("Customer", "客户")
    icon = "building"
    value = "object"
    family = "people"
    widget = True
    inside = True
    base: ClassVar[Mapping[str, Any]] = schema_of("name")

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        return read_named(raw, "answer.not-a-customer", ("name",))

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        found = known.customer(value["id"])
        if found is None:
            raise Refused("answer.not-a-customer")
        return dict(found)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return (value.get("name") or value["id"]) if value else ""
