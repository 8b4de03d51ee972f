"""Any of several alternatives."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.alternatives import CHOICES, read_choices, title_of, write_choices
from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.spelling import clean
from schemas.form import Field
from schemas.words import words


class Choices(FieldType):
    """A page posts one text for each that is ticked, and a blank one so that none at all is said too."""

    key = "choices"
    title = words("Several choices", "多选")
    icon = "list-checks"
    value = "list"
    family = "choice"
    base: ClassVar[Mapping[str, Any]] = {"type": "array", "uniqueItems": True}
    keywords: ClassVar[Mapping[str, str]] = {"min_choices": "minItems", "max_choices": "maxItems"}
    options = asking(
        CHOICES,
        Field("min_choices", "number", words("Fewest", "最少选几项"), options={"minimum": 1, "decimals": 0}),
        Field("max_choices", "number", words("Most", "最多选几项"), options={"minimum": 1, "decimals": 0}),
    )

    @property
    def in_schema(self) -> frozenset[str]:
        return super().in_schema | {"choices"}

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"items"}

    def schema(self, field: Field) -> dict[str, Any]:
        return super().schema(field) | {"items": {"type": "string", **write_choices(field)}}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return super().from_schema(written) | read_choices(written.get("items", {}))
        except Refused as refused:
            raise Refused(refused.code, "items", *refused.at) from refused

    def read(self, field: Field, raw: Any) -> list[str] | None:
        if not isinstance(raw, str | list):
            raise Refused("answer.type")
        chosen = [clean(one) for one in ([raw] if isinstance(raw, str) else raw)]
        return [one for one in chosen if one] or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        between = "、" if lang.startswith("zh") else ", "
        return between.join(title_of(field, one, lang) for one in value or ())
