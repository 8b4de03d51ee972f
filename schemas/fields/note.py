"""A text between the questions; it asks nothing."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.alternatives import Choice, look
from schemas.model.form import Field
from schemas.words import words


class Note(FieldType):
    """Its title is the text. It has no answer and no JSON Schema; all options are extras."""

    key = "note"
    title = words("Note", "说明文字")
    icon = "info"
    value = "none"
    family = "layout"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {}
    options = asking(look(Choice("plain", words("Plain", "普通")), Choice("notice", words("Set apart", "突出显示"))))

    def read(self, field: Field, raw: Any) -> None:
        raise Refused("answer.unknown-field")

    def show(self, field: Field, value: Any, lang: str) -> str:
        return ""
