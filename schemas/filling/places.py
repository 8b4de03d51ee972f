"""The places of a form that are answered one by one: its fields, and the cells of its tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from schemas.fields.registry import type_of
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

_IN_ROW: Final = words("{table}, row {row}: {column}", "{table}第 {row} 行：{column}")
_BLANK: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True)
class Place:
    """``path`` is ``key``, or ``key/row/column`` (rows from 0) where ``table`` is the field that has the column."""

    path: str
    asked: Field
    value: Any = None
    table: Field | None = None
    row: int = 0

    @property
    def blank(self) -> bool:
        return self.value in _BLANK

    @property
    def name(self) -> Words:
        """What to call it in a sentence."""
        if self.table is None:
            return called(self.asked)
        return _IN_ROW.formatted(table=called(self.table), row=self.row + 1, column=called(self.asked))


def called(asked: Field) -> Words:
    """The title of a field; its key where it has none."""
    return asked.title or Words({LANGUAGES[0]: asked.key})


def is_typed(asked: Field) -> bool:
    """Whether a person gives the answer, and not a rule."""
    return type_of(asked).given == "typed" and asked.compute is None


def places(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterator[Place]:
    """Every place, in the order asked, with its value; the cells of a table follow the table."""
    for asked in fields:
        value = values.get(asked.key)
        yield Place(asked.key, asked, value)
        if asked.columns and isinstance(value, list):
            yield from _cells(asked, value)


def place_of(fields: Mapping[str, Field], steps: Sequence[str | int]) -> Place:
    """The place that steps into an answer lead to, or lead into (a choice of several, a part of a file)."""
    asked = fields[str(steps[0])]
    column = next((one for one in asked.columns if steps[2:3] == [one.key]), None)
    if column is None:
        return Place(asked.key, asked)
    return Place("/".join(str(step) for step in steps[:3]), column, table=asked, row=int(steps[1]))


def _cells(table: Field, rows: Sequence[Mapping[str, Any]]) -> Iterator[Place]:
    for index, row in enumerate(rows):
        for column in table.columns:
            yield Place(f"{table.key}/{index}/{column.key}", column, row.get(column.key), table, index)
