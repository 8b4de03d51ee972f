"""Several people of the workspace, by their addresses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.circles import DEPARTMENTS, GROUPS
from schemas.fields.person import known_person, read_person
from schemas.model.form import Field
from schemas.words import words


class People(FieldType):
    """A page posts one text for each, and a blank one so that nobody at all is said too."""

    key = "people"
    title = words("Several people", "多名人员")
    icon = "users"
    value = "list"
    family = "people"
    widget = True
    base: ClassVar[Mapping[str, Any]] = {"type": "array", "uniqueItems": True, "items": {"type": "string"}}
    keywords: ClassVar[Mapping[str, str]] = {"most": "maxItems"}
    options = asking(
        GROUPS,
        DEPARTMENTS,
        Field("most", "number", words("How many at the most", "最多几人"), options={"minimum": 1, "decimals": 0}),
    )

    def read(self, field: Field, raw: Any) -> list[str] | None:
        if not isinstance(raw, str | list):
            raise Refused("answer.type")
        said = [read_person(one) for one in ([raw] if isinstance(raw, str) else raw)]
        return [one for one in said if one] or None

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        return [known_person(field, one, known) for one in value]

    def show(self, field: Field, value: Any, lang: str) -> str:
        return ("、" if lang.startswith("zh") else ", ").join(value or ())
