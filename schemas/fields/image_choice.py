"""Alternatives with a picture each."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import Value, asking
from schemas.fields.parts.alternatives import (
    CHOICES,
    Offering,
    read_choices,
    read_several,
    read_within,
    title_of,
    titles_of,
    write_choices,
)
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words


class ImageChoice(Offering):
    """One of them, or a list where ``several`` may be chosen. The pictures travel in the document."""

    key = "image_choice"
    title = words("Picture choice", "图片选择")
    icon = "images"
    value = "text"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {}
    options = asking(CHOICES, Field("several", "yes_no", words("Several may be chosen", "可多选")))

    def value_of(self, field: Field) -> Value:
        return "list" if _several(field) else "text"

    def offered(self, field: Field) -> Mapping[str, tuple[str, ...]]:
        return {"choices": ("items",) if _several(field) else ()}

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"type", "uniqueItems", "items"}

    def schema(self, field: Field) -> dict[str, Any]:
        one = {"type": "string", **write_choices(field)}
        return {"type": "array", "uniqueItems": True, "items": one} if _several(field) else one

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        if written.get("type") != "array":
            return super().from_schema(written) | read_choices(written)
        return {"several": True} | super().from_schema(written) | read_within(written, "items")

    def read(self, field: Field, raw: Any) -> str | list[str] | None:
        return read_several(raw) if _several(field) else clean(raw) or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        if value is None:
            return ""
        return titles_of(field, value, lang) if isinstance(value, list) else title_of(field, value, lang)


def _several(field: Field) -> bool:
    return field.options.get("several") is True
