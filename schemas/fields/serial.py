"""A number that the house counts up."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.model.form import Field
from schemas.words import words

PLAIN: Final = "{seq:4}"


class Serial(FieldType):
    """``numbering`` is written like the number of a process: ``INV-{yyyy}-{seq:4}``.

    Each field of each process has its own count, which begins anew every year where the numbering says the year.
    """

    key = "serial"
    title = words("Serial number", "流水号")
    icon = "list-ordered"
    value = "text"
    family = "house"
    given = "house"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "readOnly": True}
    options = asking(
        Field("numbering", "text", words("Numbering, such as INV-{yyyy}-{seq:4}", "编号规则，例如 INV-{yyyy}-{seq:4}"))
    )

    def read(self, field: Field, raw: Any) -> None:
        raise Refused("answer.computed")

    def filled(self, field: Field, known: Known) -> Any:
        return known.serial(field.key, field.options.get("numbering") or PLAIN)

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
