"""A share of a hundred: 5 is five per cent."""

from typing import Any

from schemas.fields.kind import asking
from schemas.fields.parts.amounts import DECIMALS, MAXIMUM, MINIMUM, Amount, Number, show_number
from schemas.fields.parts.spelling import folded
from schemas.model.form import Field
from schemas.words import words


class Percent(Amount):
    key = "percent"
    title = words("Percentage", "百分比")
    icon = "percent"
    family = "number"
    options = asking(MINIMUM, MAXIMUM, DECIMALS)

    def read(self, field: Field, raw: Any) -> Number | None:
        return super().read(field, folded(raw).removesuffix("%").rstrip() if isinstance(raw, str) else raw)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return "" if value is None else f"{show_number(value, lang)}%"
