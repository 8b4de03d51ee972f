"""Rows of the same few questions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.amounts import Number
from schemas.model.form import Field
from schemas.words import words

MOST_ROWS: Final = 500
"""Whatever the designer allows."""


class Table(FieldType):
    """``cells`` are the types that a column may have: the registry gives them, so that no table stands in a table."""

    key = "table"
    title = words("Table", "明细表")
    icon = "table"
    value = "rows"
    family = "layout"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "array"}
    keywords: ClassVar[Mapping[str, str]] = {"min_rows": "minItems", "max_rows": "maxItems"}
    options = asking(
        Field(
            "min_rows",
            "number",
            words("Fewest rows", "最少行数"),
            options={"minimum": 0, "maximum": MOST_ROWS, "decimals": 0},
        ),
        Field(
            "max_rows",
            "number",
            words("Most rows", "最多行数"),
            options={"minimum": 1, "maximum": MOST_ROWS, "decimals": 0},
        ),
    )

    def __init__(self, cells: Mapping[str, FieldType]) -> None:
        self.cells = cells

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"items"}

    def schema(self, field: Field) -> dict[str, Any]:
        """With its columns, but without their titles: the document writes those."""
        columns = {one.key: self.cells[one.type].schema(one) for one in field.columns}
        needed = [one.key for one in field.columns if one.required and not one.soft and one.show is None]
        row = {"type": "object", "properties": columns} | ({"required": needed} if needed else {})
        return super().schema(field) | {"items": row}

    def read(self, field: Field, raw: Any) -> list[dict[str, Any]] | None:
        """The rows as they are: the checker reads every cell by the type of its column, to find all that is wrong."""
        if raw == "":
            return None
        if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
            raise Refused("answer.type")
        if len(raw) > MOST_ROWS:
            raise Refused("answer.too-many-rows", limit=MOST_ROWS)
        return list(raw) or None

    def totals(self, field: Field, rows: Any) -> dict[str, Number]:
        """The sum of every column that asks for one, exact, over the cells that hold a number."""
        asked = [one for one in field.columns if one.total and self.cells[one.type].value_of(one) == "number"]
        kept = [row for row in rows or () if isinstance(row, Mapping)]
        found = {one.key: [row[one.key] for row in kept if _is_number(row.get(one.key))] for one in asked}
        return {key: _sum(numbers) for key, numbers in found.items() if numbers}

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        return words("{n} row" if len(value) == 1 else "{n} rows", "{n} 行").formatted(n=len(value)).in_(lang)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sum(numbers: list[Number]) -> Number:
    total = sum((Decimal(repr(one)) for one in numbers), Decimal(0))
    return int(total) if total == total.to_integral_value() else float(total)
