"""Several lines of text."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, asking
from schemas.fields.parts.spelling import clean
from schemas.fields.text_limits import MAX_LENGTH, MIN_LENGTH
from schemas.model.form import Field
from schemas.words import words


class LongText(FieldType):
    """``rows`` is how many lines are offered before any is typed."""

    key = "long_text"
    title = words("Long text", "多行文本")
    icon = "align-left"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    keywords: ClassVar[Mapping[str, str]] = {"min_length": "minLength", "max_length": "maxLength"}
    options = asking(
        MAX_LENGTH,
        MIN_LENGTH,
        Field("rows", "number", words("Lines shown", "显示行数"), options={"minimum": 2, "maximum": 30, "decimals": 0}),
    )

    def read(self, field: Field, raw: Any) -> str | None:
        return clean(raw) or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
