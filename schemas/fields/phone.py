"""A telephone number, kept in E.164 (+8613800138000)."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import phonenumbers
from babel import Locale
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from schemas.fields.kind import FieldType, Part, Refused, asking
from schemas.fields.parts.spelling import clean, folded
from schemas.model.form import Field
from schemas.words import words

DEFAULT: Final = "CN"
EVERYWHERE: Final = "*"
COUNTRIES: Final = r"^(\*|[A-Z]{2}([ ,]+[A-Z]{2})*)$"


class Phone(FieldType):
    """``region`` is the country of a number written without its code.

    With ``countries`` (two letters each, or ``*`` for all) a list of them stands before the number; what is posted is
    then ``{"country", "number"}``, of which a blank country is the ``region``. It is one text all the same once it is
    read.

    A number has to be possible there, not known to be given out: that list ages faster than an installation. An
    extension is kept after the number.
    """

    key = "phone"
    title = words("Telephone", "电话")
    icon = "phone"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    options = asking(
        Field("region", "text", words("Country of short numbers", "默认国家或地区"), options={"pattern": "^[A-Z]{2}$"}),
        Field(
            "countries",
            "text",
            words("Countries to choose from (CN, HK, US; * for all)", "可选国家或地区（CN, HK, US；* 为全部）"),
            options={"pattern": COUNTRIES, "max_length": 200},
        ),
    )

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {"country": Part(), "number": Part()} if field.options.get("countries") else {}

    def region(self, field: Field) -> str:
        return field.options.get("region") or DEFAULT

    def read(self, field: Field, raw: Any) -> str | None:
        country, text = _apart(raw)
        if not text:
            return None
        number = _parsed(text, country or self.region(field))
        if number is None or not phonenumbers.is_possible_number(number):
            raise Refused("answer.not-a-phone")
        extension = f" ext. {number.extension}" if number.extension else ""
        return f"+{number.country_code}{phonenumbers.national_significant_number(number)}{extension}"

    def show(self, field: Field, value: Any, lang: str) -> str:
        number = _parsed(value or "", None)
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else value or ""

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        return value or ""

    def countries(self, field: Field, lang: str) -> list[tuple[str, str, int]]:
        """Letters, name and code of each, by name; the usual one comes first, and its letters are blank."""
        names = Locale.parse(lang.replace("-", "_")).territories
        said = field.options.get("countries", "")
        regions = phonenumbers.SUPPORTED_REGIONS if said == EVERYWHERE else set(re.findall("[A-Z]{2}", said))
        usual = self.region(field)
        others = sorted((names.get(one, one), one) for one in regions - {usual})
        coded = [(one, name, phonenumbers.country_code_for_region(one)) for name, one in others]
        return [("", names.get(usual, usual), phonenumbers.country_code_for_region(usual)), *coded]

    def country(self, field: Field, value: Any) -> str:
        """The country to choose for an answer, or for what was posted."""
        if isinstance(value, dict):
            return str(value.get("country", ""))
        number = _parsed(value or "", None)
        region = phonenumbers.region_code_for_number(number) if number else None
        return region if region and region != self.region(field) else ""

    def number(self, field: Field, value: Any) -> str:
        """What stands in the box beside the country."""
        if isinstance(value, dict):
            return str(value.get("number", ""))
        number = _parsed(value or "", None)
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if number else value or ""

    def place(self, value: Any, lang: str) -> str:
        """The name of the country that a number belongs to; blank for a code of several, or of none."""
        number = _parsed(value or "", None)
        region = phonenumbers.region_code_for_number(number) if number else None
        return str(Locale.parse(lang.replace("-", "_")).territories.get(region or "", ""))


def _apart(raw: Any) -> tuple[str, str]:
    """The country, which may be blank, and the number."""
    if not isinstance(raw, dict):
        return "", folded(raw)
    country = clean(raw.get("country", ""))
    if country and country not in phonenumbers.SUPPORTED_REGIONS:
        raise Refused("answer.not-a-phone")
    return country, folded(raw.get("number", ""))


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text.replace("转", " ext. "), region)
    except NumberParseException:
        return None
