"""A number found by sliding."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import asking
from schemas.fields.parts.amounts import MAXIMUM, MINIMUM, STEP, UNIT, Number, check_step, with_unit
from schemas.fields.parts.ranges import Ranged
from schemas.model.form import Field
from schemas.words import words


class Slider(Ranged):
    """``step`` counts from the smallest number, and is one if missing. A slider that nobody has touched is blank."""

    key = "slider"
    title = words("Slider", "滑块")
    icon = "sliders-horizontal"
    family = "number"
    widget = True
    base: ClassVar[Mapping[str, Any]] = {"type": "number"}
    defaults: ClassVar[Mapping[str, Number]] = {"minimum": 0, "maximum": 100}
    options = asking(MINIMUM, MAXIMUM, STEP, UNIT)

    def step(self, field: Field) -> Number:
        said: Number = field.options.get("step") or 1
        return said

    def read(self, field: Field, raw: Any) -> Number | None:
        value = super().read(field, raw)
        if value is not None:
            check_step(value, self.step(field), self.end(field, "minimum"))
        return value

    def show(self, field: Field, value: Any, lang: str) -> str:
        return with_unit(super().show(field, value, lang), field) if value is not None else ""
