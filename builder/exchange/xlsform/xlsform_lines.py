"""The sheets of an XLSForm as lines with named columns, whatever spelling the columns have."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from babel import Locale

from builder.exchange.conversion_report import Ledger
from runtime.formats.sheets import Sheet, address, text_of
from schemas.words import LANGUAGES, Words

TEXTS: Final = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
"""Columns with a text in one or several languages."""
MEDIA: Final = ("image", "big-image", "audio", "video")
SPELLINGS: Final[Mapping[str, str]] = {
    "caption": "label",
    "value": "name",
    "list name": "list_name",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "bind::required": "required",
    "bind::calculate": "calculation",
    "bind::readonly": "read_only",
    "readonly": "read_only",
    "read only": "read_only",
    "calculate": "calculation",
    "constraint message": "constraint_message",
    "required message": "required_message",
    "repeat count": "repeat_count",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
}
_TAGGED: Final = re.compile(r"(.*?)\s*\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)")
_OURS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("zh", "zh-cn", "zh-hans", "zh-sg", "zh-hans-cn", "cn", "chinese", "中文", "简体中文", "汉语"), LANGUAGES[1]
    ),
    **dict.fromkeys(("en", "en-gb", "en-us", "english", "英文", "英语"), LANGUAGES[0]),
}
_WIDESPREAD: Final = (
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "ru",
    "ar",
    "hi",
    "sw",
    "ja",
    "ko",
    "vi",
    "th",
    "id",
    "tr",
    "uk",
    "km",
)
"""Languages that are also known by what they call themselves."""


@dataclass(frozen=True)
class Line:
    """A row: its cells by column, also ``label::TAG`` for each language, and where each stands."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self, column: str) -> tuple[str, str]:
        return self.sheet, address(self.columns.get(column, 0), self.number)

    def texts(self, column: str, usual: str) -> Words:
        """The text in every language; ``usual`` is that of a column that names none."""
        found = {usual: self[column]} if self[column] else {}
        start = f"{column}::"
        return Words(
            found | {name.removeprefix(start): text for name, text in self.cells.items() if name.startswith(start)}
        )

    def media(self) -> bool:
        return any(self[name] or any(cell.startswith(f"{name}::") for cell in self.cells) for name in MEDIA)


@dataclass
class Lines:
    """The lines of a sheet. ``unread`` counts by column the cells that mean nothing here."""

    sheet: str
    lines: list[Line] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)

    def report(self, ledger: Ledger) -> None:
        for name, count in self.unread.items():
            first = next(one for one in self.lines if one[name])
            ledger.note("import.column", *first.place(name), name=name, count=count)


def lines_of(sheet: Sheet, known: Iterable[str], ledger: Ledger) -> Lines:
    """Every line that says anything, by the columns of the first row; ``known`` are those that mean something."""
    name, understood = sheet.name.lower(), frozenset(known)
    header = [_column(text_of(cell), name, at, ledger) for at, cell in enumerate(sheet.rows[0] if sheet.rows else ())]
    columns = {column: at for at, column in enumerate(header) if column}
    found = Lines(name)
    for number, row in enumerate(sheet.rows[1:], 1):
        cells = {column: text for column, at in columns.items() if at < len(row) and (text := text_of(row[at]))}
        if cells:
            found.lines.append(Line(name, number, cells, columns))
            found.unread.update(one for one in cells if one.partition("::")[0] not in understood)
    return found


def _column(said: str, sheet: str, at: int, ledger: Ledger) -> str:
    """A column by its usual name; the language as a tag; empty for one that cannot be read at all."""
    lowered = re.sub(r"\s*(?<!jr)::?\s*", "::", said.lower().strip())
    if lowered in SPELLINGS:
        return SPELLINGS[lowered]
    stem, parted, language = lowered.removeprefix("media::").partition("::")
    stem = SPELLINGS.get(stem, stem.replace(" ", "_") if stem.replace(" ", "_") in TEXTS else stem)
    if not parted or stem not in (*TEXTS, *MEDIA):
        return SPELLINGS.get(lowered, stem if not parted else lowered)
    tag = language_tag(language)
    if tag is None:
        ledger.note("import.language", sheet, address(at, 0), name=language)
        return ""
    return f"{stem}::{tag}"


def language_tag(said: str) -> str | None:
    """The tag of a language that is named in words, or as ``English (en)``; None where nobody knows it."""
    found = _TAGGED.fullmatch(said.strip())
    tag = (found[2] if found else said.strip()).replace("_", "-").lower()
    if tag in _OURS:
        return _OURS[tag]
    if found:
        return tag
    return _names().get(tag)


@cache
def _names() -> Mapping[str, str]:
    """What languages are called in English and by themselves, and their tags."""
    english = {str(code): str(name).lower() for code, name in Locale("en").languages.items()}
    codes = [code for code in english if len(code) == 2]  # noqa: PLR2004 -- ISO 639-1
    selves = {str(Locale(code).get_display_name()).lower(): code for code in _WIDESPREAD}
    return {code: code for code in codes} | {english[code]: code for code in codes} | selves
