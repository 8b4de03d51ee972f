"""Numbers as people write and read them, for every type whose answer is a number."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final

from babel.numbers import format_decimal

from schemas.fields.kind import FieldType, Refused
from schemas.fields.parts.spelling import folded
from schemas.model.form import Field
from schemas.words import words

Number = int | float

LARGEST: Final = 2**53 - 1
"""Beyond it a browser cannot keep an integer."""

LONGEST: Final = 60
"""Characters in which a number may be written."""

MINIMUM: Final = Field("minimum", "number", words("Smallest", "最小值"))
MAXIMUM: Final = Field("maximum", "number", words("Largest", "最大值"))
DECIMALS: Final = Field(
    "decimals", "number", words("Decimals", "小数位数"), options={"minimum": 0, "maximum": 8, "decimals": 0}
)
STEP: Final = Field("step", "number", words("In steps of", "步长"), options={"minimum": 0})
UNIT: Final = Field("unit", "text", words("Unit", "单位"), options={"max_length": 20})

_PLAIN: Final = re.compile(
    r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:([, '])[0-9]{3})(?:\1[0-9]{3})*)?(?:(?<=[0-9])|(?=\.))(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?"
)


def read_number(raw: Any, decimals: int | None = None) -> Number | None:
    """From 1,234.5 or ＋１２ as text, or a JSON number; whole numbers come back as int.

    A comma that does not part thousands is refused and not guessed at: 12,34 may be twelve and a bit.

    Raises:
        Refused: no number, not finite, beyond what a browser can keep, or with more decimals than asked.
    """
    exact = _exact(raw)
    if exact is None:
        return None
    if not exact.is_finite():
        raise Refused("answer.not-a-number")
    if abs(exact) > LARGEST:
        raise Refused("answer.too-large" if exact > 0 else "answer.too-small", limit=LARGEST if exact > 0 else -LARGEST)
    if decimals is not None and exact != round(exact, decimals):
        raise Refused("answer.decimals" if decimals else "answer.not-whole", limit=decimals)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _exact(raw: Any) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise Refused("answer.type")
    if isinstance(raw, float):
        return Decimal(repr(raw)) if math.isfinite(raw) else Decimal("NaN")
    if isinstance(raw, int):
        return Decimal(raw)
    text = folded(raw).replace("\u2212", "-")
    if not text:
        return None
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        raise Refused("answer.not-a-number")
    return Decimal(re.sub(r"[, ']", "", text))


def show_number(value: Number, lang: str, decimals: int = 0) -> str:
    """With thousands parted and at least so many decimals."""
    tail = "0" * decimals + "#" * (12 - decimals)
    return format_decimal(Decimal(repr(value)), format=f"#,##0.{tail}", locale=lang.replace("-", "_"))


def with_unit(text: str, field: Field) -> str:
    """Behind the number, with a space before words and none before a sign such as %."""
    unit = field.options.get("unit") or ""
    return f"{text} {unit}" if unit[:1].isalnum() else text + unit


def check_step(value: Number, step: Number, base: Number = 0) -> None:
    """Whether the number lies whole steps away from ``base``; none is asked where the step is zero.

    Raises:
        Refused: `answer.not-a-step`.
    """
    if step and (Fraction(repr(value)) - Fraction(repr(base))) % Fraction(repr(step)):
        raise Refused("answer.not-a-step", limit=step)


class Amount(FieldType):
    """A type whose answer is one number. Nothing after the point is the JSON Schema type ``integer``."""

    value = "number"
    base: ClassVar[Mapping[str, Any]] = {"type": "number"}
    keywords: ClassVar[Mapping[str, str]] = {"minimum": "minimum", "maximum": "maximum"}

    def schema(self, field: Field) -> dict[str, Any]:
        return super().schema(field) | ({"type": "integer"} if field.options.get("decimals") == 0 else {})

    def extras(self, field: Field) -> dict[str, Any]:
        return {k: v for k, v in super().extras(field).items() if (k, v) != ("decimals", 0)}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        whole = written.get("type") == "integer" and "decimals" in self.options.fields
        return ({"decimals": 0} if whole else {}) | super().from_schema(written)

    def decimals(self, field: Field) -> int | None:
        """How many digits after the point are taken; None for any."""
        given: int | None = field.options.get("decimals")
        return given

    def read(self, field: Field, raw: Any) -> Number | None:
        return read_number(raw, self.decimals(field))

    def show(self, field: Field, value: Any, lang: str) -> str:
        return "" if value is None else show_number(value, lang)

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        return "" if value is None else value
