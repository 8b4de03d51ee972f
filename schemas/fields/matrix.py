"""The same alternatives for each of several rows."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import Part, Refused, asking
from schemas.fields.parts.alternatives import (
    CHOICES,
    Choice,
    Offering,
    choices_of,
    read_several,
    read_within,
    title_of,
    titles_of,
    write_choices,
)
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

ROWS: Final = CHOICES.with_(key="rows", title=words("Rows", "行"))


class Matrix(Offering):
    """The answer is ``{row: choice}``, or ``{row: [choices]}`` where a row takes several."""

    key = "matrix"
    title = words("Matrix", "矩阵")
    icon = "grid-3x3"
    value = "object"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "object"}
    options = asking(
        ROWS,
        CHOICES,
        Field("several", "yes_no", words("Several in a row", "每行可多选")),
        Field("every", "yes_no", words("Every row must be answered", "每行必填")),
    )

    def offered(self, field: Field) -> Mapping[str, tuple[str, ...]]:
        several = field.options.get("several") is True
        choices = ("additionalProperties", "items") if several else ("additionalProperties",)
        return {"rows": ("propertyNames",), "choices": choices}

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"required"}

    def parts(self, field: Field) -> Mapping[str, Part]:
        several = field.options.get("several") is True
        part = Part("list", several=True) if several else Part()
        return {row.const: part for row in choices_of(field, "rows")}

    def schema(self, field: Field) -> dict[str, Any]:
        one = {"type": "string", **write_choices(field)}
        several = field.options.get("several") is True
        rows = [row.const for row in choices_of(field, "rows")]
        return {
            **super().schema(field),
            **({"propertyNames": write_choices(field, "rows")} if rows else {}),
            "additionalProperties": {"type": "array", "uniqueItems": True, "items": one} if several else one,
            **({"required": rows} if rows and field.options.get("every") is True else {}),
        }

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return super().from_schema(written) | read_within(written, "propertyNames", "rows") | _choices(written)

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        if raw == "":
            return None
        if not isinstance(raw, dict):
            raise Refused("answer.type")
        parts = self.parts(field)
        if strange := [str(key) for key in raw if key not in parts]:
            raise Refused("answer.unknown-row", row=strange[0][:100].encode(errors="replace").decode())
        said = {key: _row(raw[key], several=part.several) for key, part in parts.items() if key in raw}
        given = {key: value for key, value in said.items() if value is not None}
        if given and field.options.get("every") is True and (left := _left(field, given)):
            raise Refused("answer.every-row", row=left)
        return given or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        between, colon = ("；", "：") if lang.startswith("zh") else ("; ", ": ")
        rows = (one for one in choices_of(field, "rows") if one.const in (value or {}))
        return between.join(
            f"{_called(one, lang)}{colon}{self.show_row(field, value[one.const], lang)}" for one in rows
        )

    def show_row(self, field: Field, value: Any, lang: str) -> str:
        """What was chosen in one row."""
        return titles_of(field, value, lang) if isinstance(value, list) else title_of(field, value, lang)


def _choices(written: Mapping[str, Any]) -> dict[str, Any]:
    cells = written.get("additionalProperties")
    if not isinstance(cells, Mapping) or "items" not in cells:
        return read_within(written, "additionalProperties")
    try:
        return read_within(cells, "items")
    except Refused as refused:
        raise Refused(refused.code, "additionalProperties", *refused.at, **refused.params) from refused


def _row(raw: Any, *, several: bool) -> Any:
    if raw is None:
        return None
    return read_several(raw) if several else clean(raw) or None


def _left(field: Field, given: Mapping[str, Any]) -> Words | None:
    """The first row that was not answered."""
    row = next((one for one in choices_of(field, "rows") if one.const not in given), None)
    return Words({lang: _called(row, lang) for lang in LANGUAGES}) if row else None


def _called(row: Choice, lang: str) -> str:
    return row.title.in_(lang) or row.const
