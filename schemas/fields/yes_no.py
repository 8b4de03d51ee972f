"""A question with two answers."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, asking
from schemas.fields.parts.alternatives import Choice, look
from schemas.fields.parts.spelling import read_yes_no
from schemas.model.form import Field
from schemas.words import words

YES: Final = words("Yes", "是")
NO: Final = words("No", "否")


class YesNo(FieldType):
    key = "yes_no"
    title = words("Yes or no", "是/否")
    icon = "toggle-left"
    value = "boolean"
    family = "choice"
    base: ClassVar[Mapping[str, Any]] = {"type": "boolean"}
    options = asking(
        look(Choice("radio", words("Two answers", "两个选项")), Choice("check", words("One box to tick", "一个勾选框")))
    )

    def read(self, field: Field, raw: Any) -> bool | None:
        return raw if isinstance(raw, bool) else read_yes_no(raw)

    def posted(self, value: Any) -> str:
        """The answer as a page posts it, also where it is still what was posted: true, false, or empty."""
        return {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else str(value or "")

    def show(self, field: Field, value: Any, lang: str) -> str:
        return "" if value is None else (YES if value else NO).in_(lang)
