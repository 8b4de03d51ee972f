"""A PDF out of plain blocks, in English and in Chinese: reports, agreements, minutes, figures.

The same paper of the same moment is the same file, byte for byte, so that its hash can be kept. What people have
written is handed to the sheet (``papers.typ``) as values and shown as text; it is never read as markup.
"""

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import pylopdf_fonts_zh_cn
import typst

from schemas.words import Words, words

Said = str | Words
"""A text as it stands, or in the languages of the product."""

Tone = Literal["plain", "good", "warn", "bad"]

_SHEET: Final = Path(__file__).with_suffix(".typ").read_bytes()
_PAGE: Final = words("Page {page} of {pages}", "第 {page} 页，共 {pages} 页")
_DATED: Final = words("Date", "日期")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPEAKS: Final = {"zh-Hans": ("zh", "cn")}


@dataclass(frozen=True, slots=True)
class Heading:
    text: Said
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its lines stay lines."""

    text: Said
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of what is told and what it is."""

    rows: tuple[tuple[Said, Said], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """``right`` is for numbers. Columns with a ``share`` divide what the others leave."""

    title: Said
    right: bool = False
    share: float = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that stands out: on a ground of its own, or bold, as a sum."""

    text: Said
    tone: Tone | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Its head is repeated on every page. Rows are as long as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Said | Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    text: Said
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on, or who has signed and when."""

    label: Said
    name: Said = ""
    at: Said = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG, JPEG, WebP or SVG, ``width`` percent of the column wide."""

    content: bytes
    alt: Said
    width: int = 100


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a page of its own."""


Block = Heading | Paragraph | Facts | Table | Notice | Signature | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """``number`` and ``house`` stand at the top of every page, ``note`` and the number of the page at its foot.

    ``now`` is the moment that the file says it was made; it is shown nowhere.
    """

    title: Said
    blocks: tuple[Block, ...]
    now: datetime
    number: str = ""
    house: str = ""
    subtitle: Said = ""
    note: Said = ""


def pdf(paper: Paper, lang: str) -> bytes:
    """The file. It brings the glyphs that it shows, so it looks the same wherever it is opened."""
    # A compiler of its own for each, since two threads may not use one; what is slow to read are the fonts.
    made = typst.Compiler(_SHEET, font_paths=_fonts(), ignore_system_fonts=True).compile(
        sys_inputs={"paper": json.dumps(_sheet(paper, lang), allow_nan=False)},
        format="pdf",
        timestamp=int(paper.now.timestamp()),
    )
    return b"".join(made if isinstance(made, list) else [made or b""])


@cache
def _fonts() -> typst.Fonts:
    """None of the machine's own: papers are alike everywhere."""
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _sheet(paper: Paper, lang: str) -> dict[str, Any]:
    speaks, region = _SPEAKS.get(lang, ("en", "us"))
    own = {"page": _PAGE, "dated": _DATED, "lang": speaks, "region": region}
    parts = {one.name: _plain(getattr(paper, one.name), lang) for one in fields(paper) if one.name != "now"}
    return {**parts, **_plain(own, lang)}


def _plain(value: Any, lang: str) -> Any:
    """As JSON: a block is an object of its fields, with its kind; a text is in the language of the paper."""
    match value:
        case Words():
            return _plain(value.in_(lang), lang)
        case str():
            return _NO_TEXT.sub("", value)
        case tuple() | bytes():
            return [_plain(one, lang) for one in value]
        case dict():
            return {key: _plain(one, lang) for key, one in value.items()}
        case _ if is_dataclass(value):
            parts = {one.name: _plain(getattr(value, one.name), lang) for one in fields(value)}
            return {"kind": type(value).__name__.lower(), **parts}
        case _:
            return value
