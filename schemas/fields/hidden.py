"""An answer that nobody sees or types: from the link, or from a rule."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, asking
from schemas.fields.parts.spelling import clean
from schemas.fields.text_limits import MAX_LENGTH
from schemas.model.form import Field
from schemas.words import words


class Hidden(FieldType):
    """It is posted as any other, so it is believed no more than any other; it is a note to us, and no secret."""

    key = "hidden"
    title = words("Hidden value", "隐藏值")
    icon = "eye-off"
    value = "text"
    family = "house"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    keywords: ClassVar[Mapping[str, str]] = {"max_length": "maxLength"}
    options = asking(MAX_LENGTH)

    def read(self, field: Field, raw: Any) -> str | None:
        return clean(raw) or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
