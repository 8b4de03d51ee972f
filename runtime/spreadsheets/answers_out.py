"""The requests of a process as tables: one row each, and the rows of its tables on sheets of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from runtime.access import Actor, Permission, require
from runtime.formats.sheet_writing import Cell
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.processes import processes
from schemas.fields.registry import type_of
from schemas.model.form import Field
from schemas.words import Words, words

AT_ONCE: Final = 500
"""Requests that are held in memory together."""
HIDDEN: Final = frozenset({"sealed", "none"})
"""What rules cannot see of an answer, no table shows."""

NUMBER: Final = words("Number", "编号")
STANDS: Final = words("Where it stands", "当前步骤")
HEAD: Final = (
    NUMBER,
    words("Asked by", "申请人"),
    words("Sent by", "提交人"),
    words("Came by", "来源"),
    words("Sent", "提交时间"),
    STANDS,
    words("Ended", "结束时间"),
)
"""The columns that every request has."""
BETWEEN_ROWS: Final = "\n"
BETWEEN_CELLS: Final = " | "


@dataclass(frozen=True)
class Answers:
    """What there is of one process. ``questions`` are those of its present form, then those that older ones had."""

    process: str
    title: Words
    count: int
    questions: tuple[Field, ...]
    versions: Mapping[str, Compiled]

    @property
    def tables(self) -> tuple[Field, ...]:
        return tuple(one for one in self.questions if one.columns)


def answers(tx: Connection, actor: Actor, process_key: str) -> Answers:
    """What may be read of the requests of a process, without the rows themselves.

    Raises:
        Denied: the actor neither designs processes nor runs the workspace.
        Missing: nothing was ever published under this key.
    """
    require(actor, Permission.DESIGN)
    process = processes.process(tx, actor.workspace, process_key)
    if process is None:
        raise Missing(process_key)
    counted = cases.versions_of(tx, actor.workspace, process_key)
    named = dict.fromkeys((process.version_id, *counted))
    versions = {one: deployment.version(tx, actor.workspace, one) for one in named}
    questions: dict[str, Field] = {}
    for compiled in versions.values():
        for key, one in compiled.process.form.fields.items():
            if type_of(one).value_of(one) not in HIDDEN:
                questions.setdefault(key, one)
    return Answers(process_key, process.title, sum(counted.values()), tuple(questions.values()), versions)


def rows(tx: Connection, actor: Actor, found: Answers, lang: str, zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    """The header, then a row for every request. The rows of a table are joined in its cell.

    Raises:
        Denied: the actor may not open every request.
    """
    require(actor, Permission.ADMIN)
    asked = (title for one in found.questions for title in type_of(one).headings(one))
    yield [*(title.in_(lang) for title in HEAD), *(title.in_(lang) for title in asked)]
    for case in _cases(tx, actor, found):
        compiled = found.versions[case.version_id]
        head = (case.number, case.requester_name, case.filer_name, case.channel, _here(case.opened_at, zone))
        stands = compiled.stands(case).in_(lang)
        closed = _here(case.closed_at, zone) if case.closed_at else None
        cells = (cell for one in found.questions for cell in _cells(compiled, case, one, lang))
        yield [*head, stands, closed, *cells]


def table_rows(tx: Connection, actor: Actor, found: Answers, table: Field, lang: str) -> Iterator[Sequence[Cell]]:
    """The header, then every row of one table of every request, with the number of the request. Raises Denied, likewise."""
    require(actor, Permission.ADMIN)
    columns = _columns(table)
    yield [NUMBER.in_(lang), *(one.title.in_(lang) or one.key for one in columns)]
    for case in _cases(tx, actor, found):
        asked = found.versions[case.version_id].process.form.fields.get(table.key, table)
        known = {one.key: one for one in asked.columns}
        for row in case.answers.get(table.key) or ():
            if isinstance(row, Mapping):
                yield [case.number, *(_cell(known.get(one.key, one), row.get(one.key), lang) for one in columns)]


def sheets(
    tx: Connection, actor: Actor, found: Answers, lang: str, zone: ZoneInfo
) -> dict[str, Iterator[Sequence[Cell]]]:
    """A workbook: the requests, and a sheet for each table."""
    first = found.title.in_(lang) or found.process
    return {first: rows(tx, actor, found, lang, zone)} | {
        f"{one.title.in_(lang) or one.key} ({one.key})": table_rows(tx, actor, found, one, lang) for one in found.tables
    }


def _cases(tx: Connection, actor: Actor, found: Answers) -> Iterator[Case]:
    after = ""
    while some := cases.of_process(tx, actor.workspace, found.process, after, AT_ONCE):
        yield from (case for case in some if case.version_id in found.versions)
        after = some[-1].id


def _cells(compiled: Compiled, case: Case, one: Field, lang: str) -> Sequence[Cell]:
    """As many as there are headings. An answer of several columns is put in those of the present form."""
    kind = type_of(one)
    if len(kind.headings(one)) == 1:
        return (_answer(compiled, case, one, lang),)
    return kind.spread(one, case.answers.get(one.key), lang)


def _answer(compiled: Compiled, case: Case, one: Field, lang: str) -> Cell:
    """As the form had it in which it was filled in."""
    asked = compiled.process.form.fields.get(one.key, one)
    value = case.answers.get(one.key)
    if not asked.columns:
        return _cell(asked, value, lang)
    lines = (
        BETWEEN_CELLS.join(str(_cell(column, row.get(column.key), lang)) for column in _columns(asked))
        for row in value or ()
    )
    return BETWEEN_ROWS.join(lines)


def _columns(table: Field) -> list[Field]:
    return [one for one in table.columns if type_of(one).value_of(one) not in HIDDEN]


def _cell(one: Field, value: object, lang: str) -> Cell:
    kind = type_of(one)
    return "" if value is None or kind.value_of(one) in HIDDEN else kind.cell(one, value, lang)


def _here(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)
