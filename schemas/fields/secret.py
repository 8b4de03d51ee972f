"""What only some may read: a password, an account number. Kept sealed, and opened for those whom it is for."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.circles import keys_in
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words

LONGEST: Final = 1000
DOTS: Final = "••••••••"
SEALED: Final = "sealed:"
"""How what is sealed begins."""


class Secret(FieldType):
    """An answer is a sealed text. ``readers`` are keys of groups, or roles, who may open it; with none, nobody may.

    What a page shows, a program gets, and every letter, export and journal holds is never the clear text.
    """

    key = "secret"
    title = words("Secret", "保密内容")
    icon = "key-round"
    value = "sealed"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}
    options = asking(
        Field(
            "readers",
            "text",
            words("Who may read it", "谁可以查看"),
            words(
                "Keys of groups, or roles (member, designer, admin), with commas between",
                "填写小组的标识或角色（member、designer、admin），用逗号分隔",
            ),
            options={"max_length": 500},
        )
    )

    def readers(self, field: Field) -> frozenset[str]:
        return frozenset(keys_in(field.options.get("readers")))

    def is_kept(self, value: Any) -> bool:
        """Whether it is sealed, and not what somebody has just typed."""
        return isinstance(value, str) and value.startswith(SEALED)

    def read(self, field: Field, raw: Any) -> str | None:
        text = clean(raw)
        if len(text) > LONGEST:
            raise Refused("answer.too-long", limit=LONGEST)
        return text or None

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        return known.seal(value)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return DOTS if value else ""
