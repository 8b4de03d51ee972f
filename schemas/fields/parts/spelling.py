"""How people spell an answer: what is cleaned away, and what cannot be kept."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from babel.dates import format_date

from schemas.fields.kind import Refused

LONGEST: Final = 100_000
"""Characters in one text."""

_NEWLINE: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNKEEPABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MASKING: Final = re.compile(r"[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_DATE: Final = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日?)")
_YES_NO: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("yes", "true", "on", "y", "1", "是", "对", "有"), True),
    **dict.fromkeys(("no", "false", "off", "n", "0", "否", "不", "不是", "无", "没有"), False),
}


def clean(raw: Any) -> str:
    """The text as it is kept: every line end is one newline (Word and PowerPoint paste others), no space around it, unmasked.

    Raises:
        Refused: no text at all, too long, or with a character that databases and files refuse.
    """
    if not isinstance(raw, str):
        raise Refused("answer.type")
    if len(raw) > LONGEST:
        raise Refused("answer.too-much", limit=LONGEST)
    text = _NEWLINE.sub("\n", raw)
    if _UNKEEPABLE.search(text):
        raise Refused("answer.control-character")
    return unmasked(text).strip()


def unmasked(text: str) -> str:
    """Without the signs that turn others around, or have no width: what is read is what stands there."""
    return _MASKING.sub("", text)


def folded(raw: Any) -> str:
    """The text in its plainest letters: full-width digits and signs (１２，３４) are the usual ones."""
    return unicodedata.normalize("NFKC", clean(raw)).strip()


def read_date(raw: Any) -> date | None:
    """2026-11-22, 2026/11/22, 2026.11.22 or 2026年11月22日.

    Raises:
        Refused: `answer.not-a-date`.
    """
    text = folded(raw)
    if not text:
        return None
    found = _DATE.fullmatch(text)
    if not found:
        raise Refused("answer.not-a-date")
    try:
        return date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    except ValueError as wrong:
        raise Refused("answer.not-a-date") from wrong


def show_date(value: date, lang: str) -> str:
    if lang.startswith("zh"):
        return f"{value.year}年{value.month}月{value.day}日"
    return format_date(value, "medium", locale="en")


def read_yes_no(raw: Any) -> bool | None:
    """Yes, true, on, 是 … and their opposites.

    Raises:
        Refused: `answer.not-yes-or-no`.
    """
    text = folded(raw).casefold()
    if not text:
        return None
    if text not in _YES_NO:
        raise Refused("answer.not-yes-or-no")
    return _YES_NO[text]
