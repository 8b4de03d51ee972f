"""A day and a time of it, kept as 2026-11-22T15:30."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.moments import CLOCK, in_words, read_datetime, show_datetime, write_datetime
from schemas.model.form import Field
from schemas.words import words


class DateTime(FieldType):
    """What the clock on the wall says in the zone of the installation (``FORMLOOM_ZONE``).

    No offset is kept: who writes "Friday, nine o'clock" means that also after the clocks have changed, and two answers
    of one house compare as text. JSON Schema's own format demands an offset, so a pattern says what is kept.
    """

    key = "datetime"
    title = words("Date and time", "日期与时间")
    icon = "calendar-clock"
    value = "text"
    family = "time"
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "pattern": f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{CLOCK}$"}
    options = asking(
        Field("minimum", "datetime", words("Earliest", "最早")),
        Field("maximum", "datetime", words("Latest", "最晚")),
    )

    def read(self, field: Field, raw: Any) -> str | None:
        moment = read_datetime(raw)
        if moment is None:
            return None
        earliest, latest = (self._bound(field, name) for name in ("minimum", "maximum"))
        if earliest and moment < earliest:
            raise Refused("answer.too-early", limit=in_words(earliest))
        if latest and moment > latest:
            raise Refused("answer.too-late", limit=in_words(latest))
        return write_datetime(moment.replace(second=0))

    def _bound(self, field: Field, name: str) -> datetime | None:
        said = field.options.get(name)
        return datetime.fromisoformat(said) if said else None

    def show(self, field: Field, value: Any, lang: str) -> str:
        return show_datetime(datetime.fromisoformat(value), lang) if value else ""

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        return (value or "").replace("T", " ")
