"""Any of several alternatives."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import Refused, asking
from schemas.fields.parts.alternatives import (
    CHOICES,
    OTHER,
    SHUFFLED,
    Offering,
    choices_of,
    read_several,
    read_within,
    title_of,
    titles_of,
    write_choices,
)
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words


class Choices(Offering):
    """A page posts one text for each that is ticked, and a blank one so that none at all is said too.

    ``alone`` is the choice that goes with no other, such as "none of these": what is kept of it, or its title.
    """

    key = "choices"
    title = words("Several choices", "多选")
    icon = "list-checks"
    value = "list"
    base: ClassVar[Mapping[str, Any]] = {"type": "array", "uniqueItems": True}
    keywords: ClassVar[Mapping[str, str]] = {"min_choices": "minItems", "max_choices": "maxItems"}
    options = asking(
        CHOICES,
        Field("min_choices", "number", words("Fewest", "最少选几项"), options={"minimum": 1, "decimals": 0}),
        Field("max_choices", "number", words("Most", "最多选几项"), options={"minimum": 1, "decimals": 0}),
        Field(
            "alone",
            "text",
            words("Goes with no other", "互斥选项"),
            help=words("The words of a choice such as “None of these”.", "填写选项文字，例如“以上都不是”。"),
        ),
        OTHER,
        SHUFFLED,
    )

    def offered(self, field: Field) -> Mapping[str, tuple[str, ...]]:
        return {"choices": ("items",)}

    def schema(self, field: Field) -> dict[str, Any]:
        return super().schema(field) | {"items": {"type": "string", **write_choices(field)}}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return super().from_schema(written) | read_within(written, "items")

    def read(self, field: Field, raw: Any) -> list[str] | None:
        chosen = read_several(raw)
        alone = self.alone(field)
        if chosen and alone and alone in chosen and len(chosen) > 1:
            raise Refused("answer.goes-alone", choice=_called(field, alone))
        return chosen

    def alone(self, field: Field) -> str | None:
        """What is kept of the choice that goes with no other; None where each goes with all."""
        said = field.options.get("alone")
        named = (one.const for one in choices_of(field) if said in {one.const, *one.title.values()})
        return next(named, None) if isinstance(said, str) else None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return titles_of(field, value or (), lang)


def _called(field: Field, const: str) -> Words:
    return Words({lang: title_of(field, const, lang) for lang in LANGUAGES})
