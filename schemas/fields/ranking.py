"""Alternatives put in order."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import (
    CHOICES,
    Offering,
    choices_of,
    read_several,
    read_within,
    title_of,
    write_choices,
)
from schemas.model.form import Field
from schemas.words import words


class Ranking(Offering):
    """The answer is a list, the first being the best. All of them are ranked, or as many as ``top`` says."""

    key = "ranking"
    title = words("Ranking", "排序")
    icon = "list-ordered"
    value = "list"
    widget = True
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "array", "uniqueItems": True}
    options = asking(
        CHOICES,
        Field(
            "top",
            "number",
            words("Only the first", "只排前几名"),
            help=words("Left blank, all of them are put in order.", "留空表示全部排序。"),
            options={"minimum": 1, "decimals": 0},
        ),
    )

    def offered(self, field: Field) -> Mapping[str, tuple[str, ...]]:
        return {"choices": ("items",)}

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"minItems", "maxItems"}

    def places(self, field: Field) -> int:
        """How many are put in order."""
        there = len(choices_of(field))
        return min(field.options.get("top") or there, there)

    def schema(self, field: Field) -> dict[str, Any]:
        places = self.places(field)
        bounds = {"minItems": places, "maxItems": places} if places else {}
        return super().schema(field) | {"items": {"type": "string", **write_choices(field)}} | bounds

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return super().from_schema(written) | read_within(written, "items")

    def read(self, field: Field, raw: Any) -> list[str] | None:
        return read_several(raw)

    def show_one(self, field: Field, value: Any, lang: str) -> str:
        return title_of(field, value, lang)

    def show(self, field: Field, value: Any, lang: str) -> str:
        between = "；" if lang.startswith("zh") else "; "
        said = (f"{place}. {title_of(field, one, lang)}" for place, one in enumerate(value or (), 1))
        return between.join(said)
