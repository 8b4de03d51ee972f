"""Which row of a table a branch is about, in words."""

from collections.abc import Collection, Mapping
from typing import Any

from runtime.engine.position import Position, Token
from runtime.processes.deployment import Compiled
from runtime.store.cases.tasks import InboxRow
from runtime.visibility import sight
from schemas.fields.registry import type_of
from schemas.words import LANGUAGES, Words, words


def of(
    compiled: Compiled, position: Position, token: Token, answers: Mapping[str, Any], readable: Collection[str]
) -> Words | None:
    """The row's number, and its first answer if its table is among what may be read; None where it is about no row."""
    if token.row is None:
        return None
    number = words("No. {n}", "第 {n} 项").formatted(n=token.row + 1)
    said = _first_cell(compiled, _table(compiled, position, token), token.row, answers, readable)
    return words("{number}: {said}", "{number}：{said}").formatted(number=number, said=said) if said else number


def asked(row: InboxRow, compiled: Compiled) -> Words | None:
    """Of a to-do, as far as its step may read."""
    token = row.position.at(row.task.state, row.task.visit) if row.position else None
    if row.position is None or token is None:
        return None
    return of(compiled, row.position, token, row.answers, sight.readable(compiled.rights.get(token.state, {})))


def _table(compiled: Compiled, position: Position, token: Token) -> str:
    """The table whose rows the branch goes by; empty where it goes by a number."""
    above = next((one for one in position.tokens if one.id == token.parent), None)
    return compiled.course.states[above.state].each.over if above else ""


def _first_cell(
    compiled: Compiled, table: str, number: int, answers: Mapping[str, Any], readable: Collection[str]
) -> Words | None:
    field, rows = compiled.process.form.fields.get(table), answers.get(table)
    if field is None or table not in readable or not isinstance(rows, list) or number >= len(rows):
        return None
    row = rows[number]
    column = next((one for one in field.columns if isinstance(row, Mapping) and row.get(one.key)), None)
    if column is None:
        return None
    return Words({lang: type_of(column).show(column, row[column.key], lang) for lang in LANGUAGES})
