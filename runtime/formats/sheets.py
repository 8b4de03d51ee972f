"""Sheets that somebody brings: Excel workbooks and CSV, read as plain rows, within bounds that no file can stretch.

A workbook is a zip of XML that can say very much in very little: everything in it is unpacked to a limit, read once by
a parser that follows no entity, and only then given to the reader of workbooks, which trusts what a cell says of its place.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any, Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineWorkbook

from schemas.problem import Problem

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 10 * MEGABYTE
UNPACKED: Final = 80 * MEGABYTE
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 2_000_000
MOST_MEMBERS: Final = 500
MOST_SHEETS: Final = 50

_OLD: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK"
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""As which a CSV is read; the second is what Excel writes in China."""
_PARTINGS: Final = ",;\t"

Cell = str | float | bool | date | datetime | time | timedelta
"""What stands in a cell; an empty one is an empty text."""


@dataclass(frozen=True)
class Sheet:
    """Rows from the first on, also where they are empty, so that the place of a cell is its address."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


class NoSheets(Exception):
    """It is no workbook and no CSV that we read; ``problem`` says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.problem = Problem(code, params=params)


def read_sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, or a CSV as one sheet.

    Raises:
        NoSheets: it is neither, or larger than anybody means it.
    """
    if len(content) > LARGEST:
        raise NoSheets("sheet.too-large", limit=LARGEST // MEGABYTE)
    if content.startswith(_OLD):
        raise NoSheets("sheet.old")
    return tuple(_workbook(content)) if content.startswith(_ZIP) else (_csv(name, content),)


def is_workbook(content: bytes) -> bool:
    return content.startswith((_ZIP, _OLD))


def text_of(cell: Cell) -> str:
    """What stands in a cell, as somebody would type it: a whole number without its point, a day as ISO 8601 has it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    return str(cell).strip()


def address(column: int, row: int) -> str:
    """As people call a cell, both counted from 0: C5."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _csv(name: str, content: bytes) -> Sheet:
    text = _decoded(content)
    first = text.partition("\n")[0]
    parting = max(_PARTINGS, key=first.count)
    try:
        rows = tuple(_within(csv.reader(StringIO(text, newline=""), delimiter=parting)))
    except csv.Error as wrong:
        raise NoSheets("sheet.not-csv") from wrong
    return Sheet(name.rpartition("/")[2].rpartition(".")[0] or name, rows)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NoSheets("sheet.not-csv")


def _within(rows: Iterator[list[str]]) -> Iterator[tuple[str, ...]]:
    for at, row in enumerate(rows):
        if at >= MOST_ROWS:
            raise NoSheets("sheet.too-many-rows", limit=MOST_ROWS)
        if len(row) > MOST_COLUMNS:
            raise NoSheets("sheet.too-many-columns", limit=MOST_COLUMNS)
        yield tuple(row)


def _workbook(content: bytes) -> Iterator[Sheet]:
    book = _opened(BytesIO(_proved(content)))
    if len(book.sheet_names) > MOST_SHEETS:
        raise NoSheets("sheet.too-large", limit=LARGEST // MEGABYTE)
    for name in book.sheet_names:
        try:
            rows: Sequence[Sequence[Cell]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except Exception as wrong:
            raise NoSheets("sheet.broken") from wrong
        yield Sheet(name, tuple(tuple(row) for row in rows))


def _opened(content: BytesIO) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(content)
    except Exception as wrong:
        raise NoSheets("sheet.broken") from wrong


def _proved(content: bytes) -> bytes:
    """The same workbook with only the members that are XML, each looked through."""
    proved = BytesIO()
    left = UNPACKED
    try:
        with ZipFile(BytesIO(content)) as given, ZipFile(proved, "w") as kept:
            members = given.infolist()
            if len(members) > MOST_MEMBERS:
                raise NoSheets("sheet.too-large", limit=LARGEST // MEGABYTE)
            for name in dict.fromkeys(member.filename for member in members):
                with given.open(name) as packed:
                    text = packed.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise NoSheets("sheet.bomb", limit=UNPACKED // MEGABYTE)
                if _is_xml(text):
                    kept.writestr(name, text)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as wrong:
        raise NoSheets("sheet.broken") from wrong
    return proved.getvalue()


def _is_xml(text: bytes) -> bool:
    """Whether it is; with no type of document of its own, and no cell further out than we read.

    Raises:
        NoSheets: it is XML, and of the kind that does harm.
    """
    parser, look = ParserCreate(), _Look()
    parser.StartElementHandler = look.at
    parser.StartDoctypeDeclHandler = look.refuse
    try:
        parser.Parse(text, True)
    except ExpatError:
        return False
    return True


class _Look:
    """How far out a sheet reaches. Its reader makes a cell for every place up to the last that holds something.

    A row or a cell that is only formatted, as Excel leaves them down to the end, holds nothing. What names no place
    stands behind what came before it.
    """

    def __init__(self) -> None:
        self._cells = self._rows = self._columns = self._row = 0
        self._cell: tuple[int, int] | None = None

    def at(self, element: str, attributes: dict[str, str]) -> None:
        local = element.rpartition(":")[2]
        if local == "row":
            self._row = _spot(f"A{attributes['r']}")[0] if "r" in attributes else self._row + 1
            self._cell = None
        elif local == "c":
            self._cells += 1
            beside = (self._row, self._cell[1] + 1 if self._cell else 1)
            self._cell = _spot(attributes["r"]) if "r" in attributes else beside
            self._bound()
        elif self._cell:
            self._rows = max(self._rows, self._row, self._cell[0])
            self._columns = max(self._columns, self._cell[1])
            self._bound()

    def refuse(self, *_: Any) -> None:
        raise NoSheets("sheet.broken")

    def _bound(self) -> None:
        if self._rows > MOST_ROWS:
            raise NoSheets("sheet.too-many-rows", limit=MOST_ROWS)
        if self._columns > MOST_COLUMNS:
            raise NoSheets("sheet.too-many-columns", limit=MOST_COLUMNS)
        if max(self._cells, self._rows * self._columns) > MOST_CELLS:
            raise NoSheets("sheet.too-many-cells", limit=MOST_CELLS)


def _spot(place: str) -> tuple[int, int]:
    """Row and column of a place as workbooks write it, counted from 1."""
    found = _PLACE.fullmatch(place)
    if not found:
        raise NoSheets("sheet.broken")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
