"""Where somebody lives, or where a thing goes."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Part, Refused, asking
from schemas.fields.parts import areas
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import Words, words

PARTS: Final[Mapping[str, Words]] = {
    "country": words("Country or region", "国家或地区"),
    "province": words("Province or state", "省份"),
    "city": words("City", "城市"),
    "district": words("District or county", "区县"),
    "street": words("Street and number", "详细地址"),
    "postcode": words("Postcode", "邮政编码"),
}
"""In the order in which Chinese says them, from the large to the small."""

_ENGLISH: Final = ("country", "street", "district", "city", "province", "postcode")
_LONGEST: Final[Mapping[str, int]] = {"country": 2, "street": 300, "postcode": 20}
_POSTCODE: Final = re.compile(r"[0-9]{6}")


class Address(FieldType):
    """``parts`` are those that are asked (none said: all), ``country`` is the one meant where no other is said."""

    key = "address"
    title = words("Address", "地址")
    icon = "map-pinned"
    value = "object"
    family = "place"
    widget = True
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "object", "additionalProperties": False}
    options = asking(
        Field(
            "parts",
            "choices",
            words("What is asked", "包含哪些部分"),
            options={"choices": tuple(Choice(key, title) for key, title in PARTS.items())},
        ),
        Field(
            "country",
            "text",
            words("Usual country", "默认国家或地区"),
            help=words("A code of two letters, such as CN.", "两位字母代码，例如 CN。"),
            options={"pattern": "^[A-Z]{2}$"},
        ),
        Field("every", "yes_no", words("Every part must be answered", "每一部分都必填")),
    )

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"properties", "required"}

    def asked(self, field: Field) -> tuple[str, ...]:
        wanted = field.options.get("parts") or ()
        return tuple(key for key in PARTS if key in wanted) or tuple(PARTS)

    def in_order(self, field: Field, lang: str) -> list[tuple[str, str]]:
        """What is asked and what it is called, in the order of a language.

        In China it is asked from the large to the small in every language, since each list follows the one before.
        """
        order = PARTS if lang.startswith("zh") or self.usual(field) == areas.CHINA else _ENGLISH
        return [(key, PARTS[key].in_(lang)) for key in order if key in self.asked(field)]

    def usual(self, field: Field) -> str:
        return str(field.options.get("country") or areas.CHINA)

    def country_of(self, field: Field, value: Any) -> str:
        """The country that an answer is in; what is written is as little as a mistake."""
        said = value.get("country") if isinstance(value, dict) else None
        return said or self.usual(field) if isinstance(said, str | None) else self.usual(field)

    def countries(self, lang: str) -> Mapping[str, str]:
        return areas.countries(lang)

    def provinces(self, lang: str) -> list[tuple[str, str]]:
        return [(name, areas.province_called(name, lang)) for name in areas.PROVINCES]

    @property
    def fingerprint(self) -> str:
        return areas.fingerprint()

    def parts(self, field: Field) -> Mapping[str, Part]:
        return dict.fromkeys(self.asked(field), Part())

    def schema(self, field: Field) -> dict[str, Any]:
        asked = self.asked(field)
        properties = {key: {"type": "string", "maxLength": _LONGEST.get(key, 100)} for key in asked}
        needed = {"required": list(asked)} if field.options.get("every") is True else {}
        return {**super().schema(field), "properties": properties, **needed}

    def read(self, field: Field, raw: Any) -> dict[str, str] | None:
        if raw == "":
            return None
        if not isinstance(raw, dict) or not raw.keys() <= self.parts(field).keys():
            raise Refused("answer.type")
        said = {key: clean(raw[key]).replace("\n", " ") for key in self.asked(field) if raw.get(key) is not None}
        given = {key: text for key, text in said.items() if text}
        if given.keys() <= {"country"} and self.asked(field) != ("country",):
            return None
        _settle(given, self.usual(field))
        missing = next((key for key in self.asked(field) if key not in given), None)
        if missing and field.options.get("every") is True:
            raise Refused("answer.part-missing", part=PARTS[missing])
        return given

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        said = dict(value)
        if "country" in said:
            said["country"] = areas.countries(lang).get(said["country"], said["country"])
        return areas.in_chinese(said) if lang.startswith("zh") else areas.in_english(said)


def _settle(given: dict[str, str], usual: str) -> None:
    """The country by its code, and a province of China by its full name.

    Raises:
        Refused: there is no such country, province or postcode.
    """
    if "country" in given:
        code = areas.country(given["country"])
        if code is None:
            raise Refused("answer.no-such-part", part=PARTS["country"], said=given["country"][:100])
        given["country"] = code
    if given.get("country", usual) != areas.CHINA:
        return
    if "province" in given:
        full = areas.province(given["province"])
        if full is None:
            raise Refused("answer.no-such-part", part=PARTS["province"], said=given["province"][:100])
        given["province"] = full
    if "postcode" in given and not _POSTCODE.fullmatch(given["postcode"]):
        raise Refused("answer.no-such-part", part=PARTS["postcode"], said=given["postcode"][:100])
