"""A day of the calendar, kept as 2026-11-22."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.spelling import read_date, show_date
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words


class Date(FieldType):
    """``minimum`` and ``maximum`` are days; JSON Schema has no word for them."""

    key = "date"
    title = words("Date", "日期")
    icon = "calendar"
    value = "text"
    family = "time"
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "date"}
    options = asking(
        Field("minimum", "date", words("Earliest", "最早")),
        Field("maximum", "date", words("Latest", "最晚")),
    )

    def read(self, field: Field, raw: Any) -> str | None:
        day = read_date(raw)
        if day is None:
            return None
        earliest, latest = (_bound(field, name) for name in ("minimum", "maximum"))
        if earliest and day < earliest:
            raise Refused("answer.too-early", limit=_in_words(earliest))
        if latest and day > latest:
            raise Refused("answer.too-late", limit=_in_words(latest))
        return day.isoformat()

    def show(self, field: Field, value: Any, lang: str) -> str:
        return show_date(date.fromisoformat(value), lang) if value else ""

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        return value or ""


def _bound(field: Field, name: str) -> date | None:
    given = field.options.get(name)
    return date.fromisoformat(given) if given else None


def _in_words(day: date) -> Words:
    return Words({lang: show_date(day, lang) for lang in LANGUAGES})
