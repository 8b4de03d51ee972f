"""What a page posts, as the raw answers that `schemas.filling.answers` reads.

Names are field keys, or ``items/0/amount`` for a cell, with ``/from`` behind them for a part of an answer that has
parts; a name that is posted several times is a list where the type takes one. Rows are numbered as they stand, whatever
numbers were posted, and rows left blank are none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

from schemas.fields.registry import type_of
from schemas.fields.table import MOST_ROWS
from schemas.filling.places import is_typed
from schemas.model.form import Field, Form

ADD: Final = "_add"
REMOVE: Final = "_remove"
"""The buttons that change a table without a script: a table's key, and a row as ``items/0``."""

_SEVERAL: Final = frozenset({"list", "files"})
_NOTHING_SAID: Final[tuple[Any, ...]] = ("", [], None)


class Posted(Protocol):
    """A MultiDict of texts, as werkzeug has it."""

    def __iter__(self) -> Iterator[str]: ...

    def __contains__(self, name: object) -> bool: ...

    def getlist(self, name: str) -> list[str]: ...


def asks_for_rows(posted: Posted) -> bool:
    """Whether a row's button was pressed: the page is shown again, and nothing is sent."""
    return ADD in posted or REMOVE in posted


def raw_answers(form: Form, posted: Posted) -> dict[str, Any]:
    """The fields of the form that were posted; all other names are passed over."""
    typed = [one for one in form.fields.values() if is_typed(one) and type_of(one).value != "none"]
    found = {one.key: _value(one, posted, one.key) for one in typed if not one.columns}
    found |= {one.key: _rows(one, posted) for one in typed if one.columns}
    return {key: value for key, value in found.items() if value is not None}


def _value(asked: Field, posted: Posted, name: str) -> Any:
    """None where it was not posted; of an answer with parts those that were."""
    kind = type_of(asked)
    parts = kind.parts(asked)
    if kind.value == "sealed":
        return _texts(posted, name, several=False) or None  # left blank, what is kept stays
    if not parts:
        return _texts(posted, name, several=kind.value_of(asked) in _SEVERAL) if name in posted else None
    said = {key: _texts(posted, f"{name}/{key}", several=one.several) for key, one in parts.items()}
    there = {key: value for key, value in said.items() if f"{name}/{key}" in posted}
    return there if there or name in posted else None


def _texts(posted: Posted, name: str, *, several: bool) -> Any:
    """The last that says something where only one is taken.

    A tick box stands after the "no" that it overrules, and what is typed beside a choice after it.
    """
    texts = [text for text in posted.getlist(name) if text]
    return texts if several else (texts or [""])[-1]


def _rows(table: Field, posted: Posted) -> list[dict[str, Any]] | None:
    numbers = _numbers(table.key, posted)
    if not numbers and table.key not in posted and not _pressed(posted, ADD, table.key):
        return None
    gone = {f"{table.key}/{number}" for number in numbers} & set(posted.getlist(REMOVE))
    rows = [_row(table, posted, number) for number in numbers if f"{table.key}/{number}" not in gone]
    if not asks_for_rows(posted):
        return [row for row in rows if not _is_blank(table, row)]
    return [*rows, {}] if _pressed(posted, ADD, table.key) else rows


def _pressed(posted: Posted, button: str, value: str) -> bool:
    return button in posted and value in posted.getlist(button)


def _numbers(key: str, posted: Iterable[str]) -> list[int]:
    """The rows that were posted; one more than may be kept, so that the answer is refused and not cut."""
    place = re.compile(re.escape(key) + r"/([0-9]{1,6})/")
    found = {int(match[1]) for name in posted if (match := place.match(name))}
    return sorted(found)[: MOST_ROWS + 1]


def _row(table: Field, posted: Posted, number: int) -> dict[str, Any]:
    cells = {one.key: _value(one, posted, f"{table.key}/{number}/{one.key}") for one in table.columns if is_typed(one)}
    return {key: value for key, value in cells.items() if value is not None}


def _is_blank(table: Field, row: Mapping[str, Any]) -> bool:
    return all(_says_nothing(row.get(one.key)) for one in table.columns)


def _says_nothing(value: Any) -> bool:
    return all(map(_says_nothing, value.values())) if isinstance(value, dict) else value in _NOTHING_SAID
