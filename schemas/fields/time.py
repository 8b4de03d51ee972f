"""A time of the day, kept as 15:30 or, where seconds are asked for, 15:30:05."""

from collections.abc import Mapping
from datetime import time
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.moments import CLOCK, in_words, read_time, write_time
from schemas.model.form import Field
from schemas.words import words

DAY: Final = 24 * 60
"""Minutes."""


class Time(FieldType):
    """``minimum`` and ``maximum`` are times; where the latest is before the earliest, the night lies between them.

    ``step`` is in minutes, counted from the earliest time, or else from midnight. JSON Schema's own format for a time
    demands a zone, so a pattern says what is kept.
    """

    key = "time"
    title = words("Time", "时间")
    icon = "clock"
    value = "text"
    family = "time"
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "pattern": f"^{CLOCK}$"}
    options = asking(
        Field("minimum", "time", words("Earliest", "最早")),
        Field("maximum", "time", words("Latest", "最晚")),
        Field(
            "step",
            "number",
            words("In steps of so many minutes", "间隔（分钟）"),
            options={"minimum": 1, "maximum": DAY, "decimals": 0},
        ),
        Field("seconds", "yes_no", words("With seconds", "精确到秒"), options={"look": "check"}),
    )

    def read(self, field: Field, raw: Any) -> str | None:
        at = read_time(raw)
        if at is None:
            return None
        if not field.options.get("seconds"):
            at = at.replace(second=0)
        earliest, latest = (self.bound(field, name) for name in ("minimum", "maximum"))
        night = earliest is not None and latest is not None and latest < earliest
        if earliest and at < earliest and not (night and latest and at <= latest):
            raise Refused("answer.too-early", limit=in_words(earliest))
        if latest and at > latest and not night:
            raise Refused("answer.too-late", limit=in_words(latest))
        if self._off_step(field, at, earliest or time()):
            raise Refused(
                "answer.not-a-step", limit=words("{n} minutes", "{n} 分钟").formatted(n=field.options["step"])
            )
        return write_time(at)

    def bound(self, field: Field, name: str) -> time | None:
        said = field.options.get(name)
        return time.fromisoformat(said) if said else None

    def _off_step(self, field: Field, at: time, base: time) -> bool:
        step: int = field.options.get("step") or 0
        seconds = ((at.hour - base.hour) * 60 + at.minute - base.minute) * 60 + at.second - base.second
        return bool(step) and seconds % (step * 60) != 0

    def show(self, field: Field, value: Any, lang: str) -> str:
        return value or ""
