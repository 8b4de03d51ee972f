"""Workbooks and CSV that we give out. Every text is a text there: none is ever a formula, whatever it begins with."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any, Final

import xlsxwriter

Cell = str | float | datetime | None
Rows = Iterable[Sequence[Cell]]

LONGEST: Final = 32_767
"""Characters of a cell of Excel."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_PARTED: Final = re.compile(r"(?<=[;\t])(?=[=+\-@＝＋－＠])")
"""Where a formula would begin in a spreadsheet that parts cells by semicolons, as many in Europe do."""
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd hh:mm"}


def write_workbook(sheets: Mapping[str, Rows], *, head: bool = True) -> bytes:
    """The sheets by name; with ``head`` the first row of each is bold and stays in view.

    Rows are written as they come and kept on disk, so that their number does not matter.
    """
    made = BytesIO()
    with xlsxwriter.Workbook(made, {**_OPTIONS, "constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in zip(_names(sheets), sheets.values(), strict=True):
            sheet = book.add_worksheet(name)
            if head:
                sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell, bold if head and not number else None)
    return made.getvalue()


def write_csv(rows: Rows) -> Iterator[str]:
    """Lines of a CSV, as Excel opens it: with a mark of its encoding, and no cell that Excel would work out."""
    yield "\ufeff"
    line = StringIO(newline="")
    writer = csv.writer(line)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def disarmed(text: str) -> str:
    """A text that a spreadsheet would take for a formula, with the apostrophe by which it knows a text."""
    parted = _PARTED.sub("'", text)
    return f"'{parted}" if text.startswith(_FORMULA) else parted


def _write(sheet: Any, number: int, column: int, cell: Cell, look: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(number, column, cell.replace(tzinfo=None), look)
    elif isinstance(cell, str):
        sheet.write_string(number, column, _NO_TEXT.sub("", cell)[:LONGEST], look)
    elif isinstance(cell, bool):
        sheet.write_boolean(number, column, cell, look)
    else:
        sheet.write_number(number, column, cell, look)


def _plain(cell: Cell) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "minutes")
    return disarmed(cell) if isinstance(cell, str) else cell


def _names(names: Iterable[str]) -> list[str]:
    """As Excel takes the names of sheets: short, without certain signs, and no two alike."""
    found: list[str] = []
    for name in names:
        plain = _FORBIDDEN.sub(" ", name).strip("' ")[:31] or "Sheet"
        taken, short, number = {one.lower() for one in found}, plain, 2
        while short.lower() in taken:
            short, number = f"{plain[:27]} {number}", number + 1
        found.append(short)
    return found
