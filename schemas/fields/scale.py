"""A point between two ends: from 0 to 10, from "never" to "always"."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import CHOICES, Offering, choices_of, read_within, write_choices
from schemas.fields.parts.amounts import Number
from schemas.fields.parts.ranges import Ranged
from schemas.model.form import Field
from schemas.words import words


class Scale(Ranged, Offering):
    """Whole points, from 1 to 5 if nothing is said.

    ``choices`` are the labels, from the lowest point to the highest: as many as there are points, or those of the two
    ends, with the middle between them if there are three. JSON Schema has no word for what a number is called, so they
    stand under ``propertyNames``, which asks nothing of a number.
    """

    key = "scale"
    title = words("Scale", "量表")
    icon = "ruler"
    family = "choice"
    base: ClassVar[Mapping[str, Any]] = {"type": "integer"}
    defaults: ClassVar[Mapping[str, Number]] = {"minimum": 1, "maximum": 5}
    options = asking(
        Field("minimum", "number", words("From", "起点"), options={"minimum": 0, "maximum": 1, "decimals": 0}),
        Field("maximum", "number", words("To", "终点"), options={"minimum": 2, "maximum": 10, "decimals": 0}),
        CHOICES.with_(title=words("Labels, from the lowest to the highest", "各点文字（由低到高）")),
    )

    def offered(self, field: Field) -> Mapping[str, tuple[str, ...]]:
        return {"choices": ("propertyNames",)}

    def schema(self, field: Field) -> dict[str, Any]:
        labels = write_choices(field)
        return super().schema(field) | ({"propertyNames": labels} if labels else {})

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return super().from_schema(written) | read_within(written, "propertyNames")

    def decimals(self, field: Field) -> int:
        return 0

    def points(self, field: Field) -> range:
        return range(int(self.end(field, "minimum")), int(self.end(field, "maximum")) + 1)

    def labels(self, field: Field, lang: str) -> dict[int, str]:
        """By point; one that has no label is missing."""
        titles = [one.title.in_(lang) for one in choices_of(field)]
        points = self.points(field)
        if len(titles) >= len(points):
            places: tuple[int, ...] = tuple(points)
        else:
            places = (points[0], points[-1]) if len(titles) != 3 else (points[0], points[len(points) // 2], points[-1])  # noqa: PLR2004 -- the ends and the middle
        return {point: title for point, title in zip(places, titles, strict=False) if title}

    def show(self, field: Field, value: Any, lang: str) -> str:
        if value is None:
            return ""
        label = self.labels(field, lang).get(value)
        text = f"{value}/{self.end(field, 'maximum')}"
        return text if not label else f"{text}（{label}）" if lang.startswith("zh") else f"{text} ({label})"
