"""A number: a count, a size, a score."""

from typing import Any

from schemas.fields.kind import asking
from schemas.fields.parts.amounts import DECIMALS, MAXIMUM, MINIMUM, STEP, UNIT, Amount, check_step, with_unit
from schemas.fields.parts.amounts import Number as Value
from schemas.model.form import Field
from schemas.words import words


class Number(Amount):
    """``step`` counts from the smallest number, or else from zero; JSON Schema can say only the latter, so we do not."""

    key = "number"
    title = words("Number", "数字")
    icon = "hash"
    family = "number"
    options = asking(MINIMUM, MAXIMUM, DECIMALS, STEP, UNIT)

    def read(self, field: Field, raw: Any) -> Value | None:
        value = super().read(field, raw)
        if value is not None:
            check_step(value, field.options.get("step") or 0, field.options.get("minimum") or 0)
        return value

    def show(self, field: Field, value: Any, lang: str) -> str:
        return "" if value is None else with_unit(super().show(field, value, lang), field)
