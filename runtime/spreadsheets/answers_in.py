"""Requests out of a table: every row is sent in by the same door as a form, and what is wrong with it is said."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from runtime import lifecycle
from runtime.access import Actor, Permission, require
from runtime.asking import Rejected, Submission
from runtime.formats.sheets import Cell, NoSheets, Sheet, address, read_sheets, text_of
from runtime.processes import deployment
from runtime.spreadsheets.answers_out import HEAD, NUMBER
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import type_of
from schemas.filling.rights import writable
from schemas.model.form import Field, Form
from schemas.problem import Problem

MOST: Final = 1000
"""Rows that are taken in at once."""
NOT_TYPED: Final = frozenset({"object", "files", "sealed", "none"})
"""What rules see of answers that no single cell can hold."""
PARTING: Final = " \n、；;,，"
"""What stands between several choices in a cell."""

Mode = Literal["try", "all", "good"]
"""Only look; take all rows or none; take those with nothing wrong."""


@dataclass(frozen=True)
class Table:
    """A file that was brought: which column asks what, and which mean nothing. ``mark`` is the file's own."""

    mark: str
    sheet: Sheet
    header: int
    columns: Mapping[int, Field]
    unread: tuple[str, ...]
    below: Mapping[str, tuple[Sheet, Mapping[int, Field]]] = field(default_factory=dict)
    """By key of a table of the form: the sheet with its rows, and its columns."""


@dataclass(frozen=True)
class Line:
    """What came of a row: ``row`` as the sheet numbers it, each problem with the name of its column."""

    row: int
    number: str = ""
    repeated: bool = False
    problems: tuple[tuple[str, Problem], ...] = ()


@dataclass(frozen=True)
class Report:
    """``kept``: how many requests there are now that were not before. After a try there are none."""

    table: Table
    lines: tuple[Line, ...]
    kept: int = 0

    @property
    def good(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.problems)

    @property
    def bad(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.problems)

    @property
    def fresh(self) -> int:
        """Rows that would be, or are, new requests."""
        return sum(not line.repeated for line in self.good)


class Undone(Exception):
    """Nothing was kept; what would have come of it is in the report. To be raised through the transaction."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def read_table(tx: Connection, actor: Actor, process_key: str, name: str, content: bytes) -> Table:
    """The file, with its columns found by the titles of the questions in any language, or by their keys.

    Raises:
        Rejected: it is no table, has too many rows, or no column of it is a question.
        Denied: the actor may not.
        Missing: there is no such process.
    """
    require(actor, Permission.DESIGN)
    compiled = deployment.published(tx, actor.workspace, process_key)
    if compiled is None:
        raise Missing(process_key)
    try:
        sheets = read_sheets(name, content)
    except NoSheets as wrong:
        raise Rejected((wrong.problem,)) from wrong
    sheet = next((one for one in sheets if any(any(map(text_of, row)) for row in one.rows)), None)
    if sheet is None:
        raise Rejected((Problem("sheet.empty"),))
    header = next(at for at, row in enumerate(sheet.rows) if any(map(text_of, row)))
    form = compiled.process.form
    mine = writable(compiled.rights[None])
    columns, unread = _columns(sheet.rows[header], {key: one for key, one in form.fields.items() if key in mine})
    below = dict(_below(sheets, sheet, form, mine))
    if not columns and not below:
        raise Rejected((Problem("rows.no-column"),))
    if len(sheet.rows) - header - 1 > MOST:
        raise Rejected((Problem("rows.too-many", params={"limit": MOST}),))
    fixed = {text.casefold() for title in HEAD for text in title.values()}
    named = {text.casefold() for key in below for text in (key, *form.fields[key].title.values())}
    left = tuple(text for text in unread if text.casefold() not in fixed | named)
    return Table(hashlib.sha256(content).hexdigest(), sheet, header, columns, left, below)


def bring_in(tx: Connection, actor: Actor, process_key: str, table: Table, mode: Mode, now: datetime) -> Report:
    """Sends in every row. A row that was sent in before, out of the very same file, is not sent twice.

    Raises:
        Undone: nothing may be kept: it was only a try, or a row is wrong and all were to go together. The caller lets it
            leave the transaction.
    """
    lines = tuple(_sent(tx, actor, process_key, table, number, now) for number in _numbers(table))
    report = Report(table, lines)
    if mode == "try" or (mode == "all" and report.bad):
        raise Undone(report)
    return Report(table, lines, report.fresh)


def _sent(tx: Connection, actor: Actor, process_key: str, table: Table, number: int, now: datetime) -> Line:
    raw = _raw(table, number)
    submission = Submission(actor, process_key, raw, key=f"rows:{table.mark}:{number}")
    try:
        with tx.begin_nested():  # what a refused row has written is taken back, and the others stay
            receipt = lifecycle.submit(tx, submission, now)
    except Rejected as wrong:
        return Line(number + 1, problems=tuple((_column(table, one), one) for one in wrong.problems))
    return Line(number + 1, receipt.number, receipt.repeated)


def _column(table: Table, problem: Problem) -> str:
    """The column of a problem: its header and its letter; for a table the name of the sheet with its rows."""
    key = problem.path.split("/")[1] if "/" in problem.path else ""
    if key in table.below:
        return table.below[key][0].name
    at = next((at for at, one in table.columns.items() if one.key == key), None)
    if at is None:
        return ""
    letter = address(at, 0).rstrip("1")
    return f"{text_of(table.sheet.rows[table.header][at])} ({letter})"


def _columns(header: Sequence[Cell], fields: Mapping[str, Field]) -> tuple[dict[int, Field], list[str]]:
    """By column the question that it answers, each once; and the headers that are none."""
    by_name: dict[str, Field] = {}
    for key, one in fields.items():
        if type_of(one).value_of(one) not in NOT_TYPED | {"rows"}:
            for name in (key, *one.title.values()):
                by_name.setdefault(name.strip().casefold(), one)
    found: dict[int, Field] = {}
    unread: list[str] = []
    for at, cell in enumerate(header):
        name = text_of(cell).rstrip("*＊ ")
        if (asked := by_name.get(name.casefold())) is not None and asked not in found.values():
            found[at] = asked
        elif name:
            unread.append(name)
    return found, unread


def _below(
    sheets: Sequence[Sheet], main: Sheet, form: Form, mine: frozenset[str]
) -> Iterator[tuple[str, tuple[Sheet, Mapping[int, Field]]]]:
    """The sheets with rows of tables: called as the table, and with the number of the request in their first column."""
    for key, one in form.fields.items():
        names = {key, f"({key})", *one.title.values()}
        sheet = next((each for each in sheets if each is not main and _is_called(each.name, names)), None)
        if one.columns and key in mine and sheet is not None and sheet.rows:
            columns, _ = _columns(sheet.rows[0], {column.key: column for column in one.columns})
            yield key, (sheet, columns)


def _is_called(name: str, names: set[str]) -> bool:
    return any(name.casefold() == one.casefold() or (one[:1] == "(" and name.endswith(one)) for one in names if one)


def _numbers(table: Table) -> Iterator[int]:
    """The numbers of the rows that hold anything, from 0."""
    for number in range(table.header + 1, len(table.sheet.rows)):
        if any(map(text_of, table.sheet.rows[number])):
            yield number


def _raw(table: Table, number: int) -> dict[str, Any]:
    row = table.sheet.rows[number]
    raw = dict(_cells(row, table.columns))
    own = _number(table.sheet.rows[table.header], row)
    for key, (sheet, columns) in table.below.items():
        mine = (one for one in sheet.rows[1:] if own and text_of(one[0]) == own)
        raw[key] = [cells for one in mine if (cells := dict(_cells(one, columns)))]
    return raw


def _number(header: Sequence[Cell], row: Sequence[Cell]) -> str:
    """What the row itself is called in the file, by which the rows of its tables name it."""
    wanted = {text.casefold() for text in NUMBER.values()}
    at = next((at for at, cell in enumerate(header) if text_of(cell).casefold() in wanted), None)
    return text_of(row[at]) if at is not None and at < len(row) else ""


def _cells(row: Sequence[Cell], columns: Mapping[int, Field]) -> Iterator[tuple[str, Any]]:
    for at, one in columns.items():
        text = text_of(row[at]) if at < len(row) else ""
        if text:
            yield one.key, as_posted(one, text)


_DISARMED: Final = ("'=", "'+", "'-", "'@")
"""How a text begins that our own CSV has kept from being a formula."""


def as_posted(one: Field, cell: str) -> Any:
    """What stands in a cell, as a page would post it: choices by what they are kept as, several of them as a list."""
    text = cell.removeprefix("'") if cell[:2] in _DISARMED else cell
    if type_of(one).value_of(one) != "list":
        return _const(one, text)
    names = sorted((name for choice in choices_of(one) for name in _names(choice)), key=len, reverse=True)
    parts, left = list[str](), text.strip(PARTING)
    while left:
        whole = next((name for name in names if _begins(left, name)), None)
        part = left[: len(whole)] if whole else re.split(f"[{PARTING}]", left, maxsplit=1)[0]
        parts.append(part.strip())
        left = left[len(part) :].lstrip(PARTING)
    return [_const(one, part) for part in parts if part]


def _begins(text: str, name: str) -> bool:
    """With this name and no more, so that a choice may have a comma in its name."""
    return text.casefold().startswith(name) and (len(text) == len(name) or text[len(name)] in PARTING)


def _const(one: Field, text: str) -> str:
    return next((choice.const for choice in choices_of(one) if text.casefold() in _names(choice)), text)


def _names(choice: Any) -> set[str]:
    return {choice.const.casefold(), *(title.casefold() for title in choice.title.values())}
