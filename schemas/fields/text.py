"""One line of text."""

from collections.abc import Mapping
from typing import Any, ClassVar

import jsonschema_rs

from schemas.fields.alternatives import Choice
from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.lengths import MAX_LENGTH, MIN_LENGTH
from schemas.fields.spelling import clean
from schemas.form import Field
from schemas.words import words


class Text(FieldType):
    """``autofill`` is an HTML autocomplete token, so that a phone offers what it knows."""

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
            "pattern", "text", words("Pattern (regular expression)", "格式（正则表达式）"), options={"max_length": 300}
        ),
        Field(
            "autofill",
            "choice",
            words("Filled in by the device", "设备自动填写"),
            options={
                "choices": (
                    Choice("name", words("Person's name", "姓名")),
                    Choice("organization", words("Company", "公司")),
                    Choice("organization-title", words("Job title", "职务")),
                    Choice("street-address", words("Address", "地址")),
                    Choice("postal-code", words("Postal code", "邮政编码")),
                    Choice("url", words("Web address", "网址")),
                )
            },
        ),
    )

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        options = super().from_schema(written)
        if "pattern" in options and not _is_linear(options["pattern"]):
            raise Refused("document.pattern", "pattern")
        return options

    def read(self, field: Field, raw: Any) -> str | None:
        return clean(raw).replace("\n", " ") or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""


def _is_linear(pattern: Any) -> bool:
    """Whether it is a regular expression that can be matched in linear time: no look-around, no back-references."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
    except jsonschema_rs.ValidationError:
        return False
    return True
