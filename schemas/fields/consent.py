"""A box that has to be ticked."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, asking
from schemas.fields.parts.spelling import read_yes_no
from schemas.fields.yes_no import YES
from schemas.model.form import Field
from schemas.words import words


class Consent(FieldType):
    """Its title is what one agrees to, in plain words; ``link`` leads to the whole of it.

    There is no "no": an answer is true, or blank. ``version`` says which text it was; a request is always shown with
    the form that it was filled in, so the text and its version are kept with the answer.
    """

    key = "consent"
    title = words("Consent", "同意声明")
    icon = "square-check"
    value = "boolean"
    family = "choice"
    base: ClassVar[Mapping[str, Any]] = {"type": "boolean", "const": True}
    options = asking(
        Field("link", "url", words("Where the whole text stands", "全文链接")),
        Field("version", "text", words("Version of the text", "文本版本"), options={"max_length": 40}),
    )

    def read(self, field: Field, raw: Any) -> bool | None:
        return (raw if isinstance(raw, bool) else read_yes_no(raw)) or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        version = field.options.get("version")
        return f"{YES.in_(lang)} ({version})" if version else YES.in_(lang)

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        return YES.in_(lang) if value else ""
