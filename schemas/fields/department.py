"""A department of the workspace, by its key."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words

LONGEST = 80


class DepartmentField(FieldType):
    """Kept is the key, which stays when the department gets another name; a page may also post that name."""

    key = "department"
    title = words("Department", "部门")
    icon = "building-2"
    value = "text"
    family = "people"
    widget = True
    inside = True
    base: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def read(self, field: Field, raw: Any) -> str | None:
        text = clean(raw)
        if len(text) > LONGEST:
            raise Refused("answer.not-a-department")
        return text or None

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        key = known.department(value)
        if key is None:
            raise Refused("answer.not-a-department")
        return key

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
