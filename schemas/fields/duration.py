"""How long something takes, kept as a whole number of minutes, so that rules can add it up."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from schemas.fields.kind import Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.amounts import LONGEST, Amount, Number, read_number
from schemas.fields.parts.spelling import folded
from schemas.model.form import Field
from schemas.words import words

HOUR: Final = 60
DAY: Final = 24 * HOUR
"""A day is the 24 hours of a clock, whoever works how many of them."""
MOST: Final = 100 * 366 * DAY

_UNITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("d", "day", "days", "天", "日"), DAY),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "小时", "时", "钟头", "个小时", "个钟头"), HOUR),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "分", "分钟"), 1),
}
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_CLOCK: Final = re.compile(r"([0-9]{1,6}):([0-5]?[0-9])")
_TERM: Final = re.compile(rf"\s*([0-9]{{1,9}}(?:\.[0-9]{{1,6}})?|半)\s*({_UNIT})", re.IGNORECASE)
_BARE: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")

_LENGTH: Final = {"minimum": 0, "maximum": MOST, "decimals": 0}


class Duration(Amount):
    """Written as 1:30, 90 min, 1.5 h, 1 h 30 min, 2天. A number alone counts the ``unit``, which is minutes if missing."""

    key = "duration"
    title = words("Duration", "时长")
    icon = "timer"
    family = "time"
    base: ClassVar[Mapping[str, Any]] = {"type": "integer"}
    options = asking(
        Field(
            "unit",
            "choice",
            words("A number alone means", "只写数字时的单位"),
            options={
                "choices": (
                    Choice("minutes", words("Minutes", "分钟")),
                    Choice("hours", words("Hours", "小时")),
                    Choice("days", words("Days", "天")),
                )
            },
        ),
        Field("minimum", "duration", words("Shortest", "最短")),
        Field("maximum", "duration", words("Longest", "最长")),
    )

    def decimals(self, field: Field) -> int:
        return 0

    def read(self, field: Field, raw: Any) -> Number | None:
        """Minutes from a text; a number of JSON is minutes already."""
        if not isinstance(raw, str):
            return _kept(read_number(raw, 0))
        text = folded(raw)
        if not text:
            return None
        if len(text) > LONGEST:
            raise Refused("answer.not-a-duration")
        return _kept(_whole(_minutes(text, field.options.get("unit", "minutes"))))

    def show(self, field: Field, value: Any, lang: str) -> str:
        """1 h 30 min, or in days 2 days 4 h."""
        if value is None:
            return ""
        days, rest = divmod(abs(int(value)), DAY)
        hours, minutes = divmod(rest, HOUR)
        chinese = lang.startswith("zh")
        names = ("天", "小时", "分钟") if chinese else ("day" if days == 1 else "days", "h", "min")
        said = [f"{n} {name}" for n, name in zip((days, hours, minutes), names, strict=True) if n]
        return ("-" if value < 0 else "") + (" ".join(said) or f"0 {names[-1]}")

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        """In words: a bare number would not say of what."""
        return self.show(field, value, lang)

    def typed(self, value: Any) -> str:
        """As it stands in the box: 1:30; what could not be read stays as it was typed."""
        if not isinstance(value, int) or isinstance(value, bool):
            return str(value or "")
        return f"{value // HOUR}:{value % HOUR:02}"


def _minutes(text: str, unit: str) -> Decimal:
    if found := _CLOCK.fullmatch(text):
        return Decimal(int(found[1]) * HOUR + int(found[2]))
    if _BARE.fullmatch(text):
        return Decimal(text) * _UNITS[unit]
    total, at = Decimal(0), 0
    while found := _TERM.match(text, at):
        total += (Decimal("0.5") if found[1] == "半" else Decimal(found[1])) * _UNITS[found[2].lower()]
        at = found.end()
    if not at or text[at:].strip():
        raise Refused("answer.not-a-duration")
    return total


def _whole(minutes: Decimal) -> int:
    if minutes != minutes.to_integral_value():
        raise Refused("answer.not-whole-minutes")
    return int(minutes)


def _kept(minutes: Number | None) -> int | None:
    if minutes is not None and not 0 <= minutes <= MOST:
        raise Refused("answer.not-a-duration")
    return None if minutes is None else int(minutes)
