"""Times of the day, as people write and read them. No zone is kept: a time is what the clock on the wall says."""

import re
from datetime import date, datetime, time
from typing import Any, Final

from schemas.fields.kind import Refused
from schemas.fields.parts.spelling import folded, read_date, show_date
from schemas.words import LANGUAGES, Words

CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
"""A time as it is kept."""

NOON: Final = 12

_TIME: Final = re.compile(
    r"(?:(?P<early>凌晨|早上|上午)|(?P<late>中午|下午|晚上))?\s*(?P<hour>[0-9]{1,2})"
    r"(?:(?:[:.]|[点时]\s*)(?P<minute>[0-9]{2}|半)?分?(?::(?P<second>[0-9]{2}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_MOMENT: Final = re.compile(
    r"(?P<day>[0-9]{4}(?:[-/.][0-9]{1,2}){2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日?)(?:T|\s*)(?P<time>\S.*)?"
)


def read_time(raw: Any) -> time | None:
    """15:30, 15.30, 3:30 pm, 15点30分, 下午3点半.

    Raises:
        Refused: `answer.not-a-time`.
    """
    text = folded(raw)
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if not found or not (found["minute"] or found["half"] or not text.isdecimal()):
        raise Refused("answer.not-a-time")
    try:
        return time(
            _hour(found), 30 if found["minute"] == "半" else int(found["minute"] or 0), int(found["second"] or 0)
        )
    except ValueError as wrong:
        raise Refused("answer.not-a-time") from wrong


def _hour(found: re.Match[str]) -> int:
    """Of a day of 24; past noon, an hour said in twelves is one of the afternoon."""
    hour = int(found["hour"])
    half = (found["half"] or "").lower()[:1]
    if half and not 1 <= hour <= NOON:
        raise ValueError("no hour of half a day")
    if (found["early"] or half == "a") and hour == NOON:
        return 0
    late = found["late"] or half == "p"
    return hour + NOON if late and hour < NOON - (found["late"] == "中午") else hour


def read_datetime(raw: Any) -> datetime | None:
    """A day and a time of it: 2026-11-22T15:30, 2026/11/22 15:30, 2026年11月22日 下午3点半.

    Raises:
        Refused: `answer.not-a-datetime`; also where a zone is named, since none is kept.
    """
    text = folded(raw)
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    try:
        day, at = (read_date(found["day"]), read_time(found["time"])) if found and found["time"] else (None, None)
    except Refused as refused:
        raise Refused("answer.not-a-datetime") from refused
    if day is None or at is None:
        raise Refused("answer.not-a-datetime")
    return datetime.combine(day, at)


def write_time(at: time) -> str:
    """As it is kept, and as a browser writes it: seconds only where there are some."""
    return at.isoformat("seconds" if at.second else "minutes")


def write_datetime(moment: datetime) -> str:
    return f"{moment.date().isoformat()}T{write_time(moment.time())}"


def show_datetime(moment: datetime, lang: str) -> str:
    return f"{show_date(moment.date(), lang)} {write_time(moment.time())}"


def in_words(limit: date | time | datetime) -> Words:
    """A bound as a complaint says it."""
    match limit:
        case datetime():
            return Words({lang: show_datetime(limit, lang) for lang in LANGUAGES})
        case date():
            return Words({lang: show_date(limit, lang) for lang in LANGUAGES})
        case _:
            return Words(dict.fromkeys(LANGUAGES, write_time(limit)))
