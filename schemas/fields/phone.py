"""A telephone number, kept in E.164 (+8613800138000)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.spelling import folded
from schemas.form import Field
from schemas.words import words

DEFAULT: Final = "CN"


class Phone(FieldType):
    """``region`` is the country of a number written without its code.

    A number has to be possible there, not known to be given out: that list ages faster than an installation. An
    extension is kept after the number.
    """

    key = "phone"
    title = words("Telephone", "电话")
    icon = "phone"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    options = asking(
        Field("region", "text", words("Country of short numbers", "默认国家或地区"), options={"pattern": "^[A-Z]{2}$"})
    )

    def read(self, field: Field, raw: Any) -> str | None:
        text = folded(raw)
        if not text:
            return None
        number = _parsed(text, field.options.get("region") or DEFAULT)
        if number is None or not phonenumbers.is_possible_number(number):
            raise Refused("answer.not-a-phone")
        extension = f" ext. {number.extension}" if number.extension else ""
        return f"+{number.country_code}{phonenumbers.national_significant_number(number)}{extension}"

    def show(self, field: Field, value: Any, lang: str) -> str:
        number = _parsed(value or "", None)
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else value or ""


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text.replace("转", " ext. "), region)
    except NumberParseException:
        return None
