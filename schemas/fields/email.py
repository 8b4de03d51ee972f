"""An e-mail address."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Refused
from schemas.fields.parts.spelling import folded
from schemas.model.form import Field
from schemas.words import words

LONGEST: Final = 254

_NOT: Final = r"\s\0-\x1f\x7f@<>(),;:\"\[\]\\"
"""What no plain address has on either side."""
_ADDRESS: Final = re.compile(rf"[^{_NOT}]{{1,64}}@(?:[^{_NOT}./]+\.)+[^{_NOT}./]{{2,}}")
_ENCODED: Final = "=?"
"""With it begins what programs of mail read as something else."""


def is_address(text: str) -> bool:
    """Whether it is one plain address, by its shape."""
    local, _, _ = text.partition("@")
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return len(text) <= LONGEST and not dots and _ENCODED not in text and bool(_ADDRESS.fullmatch(text))


class Email(FieldType):
    """One plain address. Whether it exists only a letter can tell, so little more is asked than its shape."""

    key = "email"
    title = words("E-mail", "电子邮箱")
    icon = "mail"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "email"}

    def read(self, field: Field, raw: Any) -> str | None:
        text = folded(raw)
        if text and not is_address(text):
            raise Refused("answer.not-an-email")
        return text or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
