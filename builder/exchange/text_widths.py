"""How wide words are on a screen, guessed rather too wide, so that they never run out of their box."""

from typing import Final
from unicodedata import category, east_asian_width

NARROW: Final = frozenset("iljtfr.,:;'|!()[] 1-")
WIDE: Final = frozenset("mwMW@%&")
MORE: Final = "…"


def width_of(text: str, size: float) -> float:
    """In pixels, at a font size."""
    return sum(_em(letter) for letter in text) * size


def shortened(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept + MORE, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + MORE


def wrapped(text: str, size: float, room: float, most: int) -> list[str]:
    """In lines that there is room for, at most so many: between words, and anywhere in Chinese."""
    lines, line = list[str](), ""
    for piece in _pieces(" ".join(text.split())):
        if line.strip() and width_of((line + piece).rstrip(), size) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    lines.append(line.strip())
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(one, size, room) for one in lines]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for letter in text:
        if pieces[-1] and (_is_wide(letter) or _is_wide(pieces[-1][-1]) or pieces[-1][-1] == " "):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _em(letter: str) -> float:
    if _is_wide(letter):
        return 1.05
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if letter in WIDE:
        return 0.95
    return 0.4 if letter in NARROW else 0.72 if letter.isupper() or not letter.isascii() else 0.6


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in ("W", "F") or ord(letter) > 0xFFFF  # noqa: PLR2004 -- beyond the first plane
