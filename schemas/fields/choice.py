"""One of several alternatives."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import (
    CHOICES,
    OTHER,
    SHUFFLED,
    Choice,
    Offering,
    look,
    read_choices,
    title_of,
    write_choices,
)
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words


class OneChoice(Offering):
    """Where something else may be typed, it is kept as it was typed."""

    key = "choice"
    title = words("One choice", "单选")
    icon = "circle-dot"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    options = asking(
        CHOICES,
        look(Choice("radio", words("All in view", "全部列出")), Choice("select", words("A list to open", "下拉列表"))),
        OTHER,
        SHUFFLED,
    )

    def schema(self, field: Field) -> dict[str, Any]:
        return super().schema(field) | write_choices(field)

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return super().from_schema(written) | read_choices(written)

    def read(self, field: Field, raw: Any) -> str | None:
        return clean(raw) or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return "" if value is None else title_of(field, value, lang)
