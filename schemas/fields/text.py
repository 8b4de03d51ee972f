"""One line of text."""

from collections.abc import Mapping
from typing import Any, ClassVar

import jsonschema_rs

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.patterns import PATTERNS, Pattern
from schemas.fields.parts.spelling import clean, folded
from schemas.fields.text_limits import MAX_LENGTH, MIN_LENGTH
from schemas.model.form import Field
from schemas.words import words


class Text(FieldType):
    """``pattern_name`` names one of `PATTERNS`; a ``pattern`` of one's own is asked besides.

    ``autofill`` is an HTML autocomplete token, so that a phone offers what it knows.
    """

    key = "text"
    title = words("Short text", "单行文本")
    icon = "type"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    keywords: ClassVar[Mapping[str, str]] = {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"}
    options = asking(
        MAX_LENGTH,
        MIN_LENGTH,
        Field(
            "pattern_name",
            "choice",
            words("Known shape", "常用格式"),
            options={"choices": tuple(Choice(name, one.title) for name, one in PATTERNS.items()), "look": "select"},
        ),
        Field(
            "pattern", "text", words("Pattern (regular expression)", "格式（正则表达式）"), options={"max_length": 300}
        ),
        Field(
            "autofill",
            "choice",
            words("Filled in by the device", "设备自动填写"),
            options={
                "look": "select",
                "choices": (
                    Choice("name", words("Person's name", "姓名")),
                    Choice("organization", words("Company", "公司")),
                    Choice("organization-title", words("Job title", "职务")),
                    Choice("street-address", words("Address", "地址")),
                    Choice("postal-code", words("Postal code", "邮政编码")),
                    Choice("url", words("Web address", "网址")),
                ),
            },
        ),
    )

    def schema(self, field: Field) -> dict[str, Any]:
        named = self.named(field)
        return {**({"pattern": named.regex} if named else {}), **super().schema(field)}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        options = super().from_schema(written)
        named = PATTERNS.get(str(options.get("pattern_name")))
        if named and options.get("pattern") == named.regex:
            del options["pattern"]
        if "pattern" in options and not is_linear(options["pattern"]):
            raise Refused("document.pattern", "pattern")
        return options

    def named(self, field: Field) -> Pattern | None:
        return PATTERNS.get(str(field.options.get("pattern_name")))

    def read(self, field: Field, raw: Any) -> str | None:
        text, named = clean(raw).replace("\n", " "), self.named(field)
        if named and text:
            text = named.fold(folded(text))
            if not named.shaped(text):
                raise Refused("answer.wrong-shape", example=named.example)
            if not named.holds(text):
                raise Refused("answer.slip")
        return text or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""


def is_linear(pattern: Any) -> bool:
    """Whether it is a regular expression that can be matched in linear time: no look-around, no back-references."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
    except jsonschema_rs.ValidationError:
        return False
    return True
