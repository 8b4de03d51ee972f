"""An e-mail address."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Refused
from schemas.fields.spelling import folded
from schemas.form import Field
from schemas.words import words

LONGEST: Final = 254

_ADDRESS: Final = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@(?:[^\s@.<>(),;:\"\[\]\\/]+\.)+[^\s@.<>(),;:\"\[\]\\/]{2,}")


class Email(FieldType):
    """One plain address. Whether it exists only a letter can tell, so little more is asked than its shape."""

    key = "email"
    title = words("E-mail", "电子邮箱")
    icon = "mail"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "email"}

    def read(self, field: Field, raw: Any) -> str | None:
        text = folded(raw)
        local, _, _ = text.partition("@")
        dots = local.startswith(".") or local.endswith(".") or ".." in local
        if text and (len(text) > LONGEST or dots or not _ADDRESS.fullmatch(text)):
            raise Refused("answer.not-an-email")
        return text or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
