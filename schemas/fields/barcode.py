"""What a barcode or a QR code says."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.spelling import folded
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

FORMATS: Final[Mapping[str, Words]] = {
    "ean": words("EAN / UPC", "EAN/UPC 商品条码"),
    "code128": words("Code 128", "Code 128"),
    "qr": words("QR code", "二维码"),
}
LONGEST: Final = 2000
"""Characters; a QR code can hold more, but no more that a person would call a code."""

_DIGITS: Final = re.compile(r"[0-9]{8}|[0-9]{12}|[0-9]{13}")
_ASCII: Final = re.compile(r"[\x20-\x7e]{1,80}")


def checks_out(digits: str) -> bool:
    """Whether the last digit of an EAN-8, UPC-A or EAN-13 is the one that the others make."""
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(weighted) % 10 == 0


def _fits(code: str, text: str) -> bool:
    match code:
        case "ean":
            return _DIGITS.fullmatch(text) is not None and checks_out(text)
        case "code128":
            return _ASCII.fullmatch(text) is not None
        case _:
            return True


class Barcode(FieldType):
    """Kept as text. It must be one of the ``formats`` (none said: any), and an EAN must have the right last digit."""

    key = "barcode"
    title = words("Barcode", "条码/二维码")
    icon = "scan-barcode"
    value = "text"
    family = "text"
    widget = True
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "maxLength": LONGEST}
    options = asking(
        Field(
            "formats",
            "choices",
            words("Kinds of code", "支持的码制"),
            options={"choices": tuple(Choice(key, title) for key, title in FORMATS.items())},
        )
    )

    def formats(self, field: Field) -> tuple[str, ...]:
        wanted = field.options.get("formats") or ()
        return tuple(key for key in FORMATS if key in wanted) or tuple(FORMATS)

    def read(self, field: Field, raw: Any) -> str | None:
        text = folded(raw).replace("\n", " ")
        if not text:
            return None
        formats = self.formats(field)
        if any(_fits(one, text) for one in formats):
            return text
        if "ean" in formats and _DIGITS.fullmatch(text):
            raise Refused("answer.wrong-check-digit")
        raise Refused("answer.not-a-barcode", formats=_named(formats))

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""


def _named(formats: tuple[str, ...]) -> Words:
    between = {"en": ", ", "zh-Hans": "、"}
    return Words({lang: between[lang].join(FORMATS[one].in_(lang) for one in formats) for lang in LANGUAGES})
