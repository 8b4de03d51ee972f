"""From one day to another, both included."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

from babel.dates import format_interval

from schemas.fields.kind import FieldType, Part, Refused, asking
from schemas.fields.parts.moments import in_words
from schemas.fields.parts.spelling import folded, read_date
from schemas.model.form import Field
from schemas.words import words

LONGEST: Final = 3660
"""Days that a designer may ask for."""

_DAYS: Final = {"minimum": 1, "maximum": LONGEST, "decimals": 0}
_THIN: Final = "\u2009"
_TO: Final = re.compile(r"\s+(?:-|to)\s+|[/–—~至到]")


class DateRange(FieldType):
    """An answer is ``{"from": "2026-12-01", "to": "2026-12-05"}``, five days long.

    As one text it may be written with a stroke, a dash or 至 between its days, as spreadsheets do.
    """

    key = "date_range"
    title = words("Date range", "日期区间")
    icon = "calendar-range"
    value = "object"
    family = "time"
    base: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {"from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date"}},
        "required": ["from", "to"],
    }
    options = asking(
        Field("minimum", "date", words("Earliest", "最早")),
        Field("maximum", "date", words("Latest", "最晚")),
        Field("min_days", "number", words("Fewest days", "最少天数"), options=_DAYS),
        Field("max_days", "number", words("Most days", "最多天数"), options=_DAYS),
    )

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {"from": Part("text"), "to": Part("text")}

    def read(self, field: Field, raw: Any) -> dict[str, str] | None:
        said = _apart(raw) if isinstance(raw, str) else raw
        if not isinstance(said, dict):
            raise Refused("answer.type")
        first, last = (None if said.get(name) is None else read_date(said[name]) for name in ("from", "to"))
        if first is None and last is None:
            return None
        if first is None or last is None:
            raise Refused("answer.half-a-range", "from" if first is None else "to")
        self._check(field, first, last)
        return {"from": first.isoformat(), "to": last.isoformat()}

    def _check(self, field: Field, first: date, last: date) -> None:
        earliest, latest = (self._bound(field, name) for name in ("minimum", "maximum"))
        days, fewest, most = (last - first).days + 1, field.options.get("min_days"), field.options.get("max_days")
        if last < first:
            raise Refused("answer.ends-before", "to")
        if earliest and first < earliest:
            raise Refused("answer.too-early", "from", limit=in_words(earliest))
        if latest and last > latest:
            raise Refused("answer.too-late", "to", limit=in_words(latest))
        if fewest and days < fewest:
            raise Refused("answer.too-few-days", limit=fewest)
        if most and days > most:
            raise Refused("answer.too-many-days", limit=most)

    def _bound(self, field: Field, name: str) -> date | None:
        said = field.options.get(name)
        return date.fromisoformat(said) if said else None

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        first, last = _days(value)
        return str(format_interval(first, last, "yMMMd", locale=lang.replace("-", "_"))).replace(_THIN, " ")

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        """As ISO 8601 writes an interval, which is read back."""
        return f"{value['from']}/{value['to']}" if value else ""

    def length(self, value: Mapping[str, str], lang: str) -> str:
        """How many days, in words."""
        first, last = _days(value)
        days = (last - first).days + 1
        return words("{n} day" if days == 1 else "{n} days", "{n} 天").formatted(n=days).in_(lang)


def _days(value: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(value["from"]), date.fromisoformat(value["to"])


def _apart(text: str) -> dict[str, str]:
    """The two days of one text."""
    said = _TO.split(folded(text))
    return dict(zip(("from", "to"), said, strict=False)) if len(said) <= len(("from", "to")) else {"from": text}
