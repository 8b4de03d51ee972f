"""What is asked, given what is answered: which fields are shown, which are required, and what is computed.

One pass in the order of `precedence`, then the ``require`` rules, which read what the pass has settled. A hidden field
has no value, so whoever reads it reads null. Unknown means no: where a rule has no result (`LogicError`), the field is
hidden, not required, or without a value. `frontend/src/rules.js` does the same in the browser with what `compiled`
says; tests/rules holds both to it.
"""

import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final, Required, TypedDict

from schemas.fields.amounts import Amount
from schemas.fields.computed import Computed
from schemas.fields.registry import type_of
from schemas.form import Field, Form, Rule
from schemas.logic import LogicError, evaluate
from schemas.logic.coercion import truthy
from schemas.precedence import CyclicRules, column_order, cycles, order

__all__ = ["CyclicRules", "Settled", "compiled", "cycles", "order", "settle"]

_ENOUGH: Final = Context(prec=400)
"""Digits for any float, rounded to any number of decimals."""


@dataclass(frozen=True)
class Settled:
    """``values`` by field key, with what was computed and without what is hidden; blank answers stay as they came.

    ``shown`` and ``required`` hold field keys, and the cells of tables as ``items/0/amount`` (rows from 0).
    """

    values: Mapping[str, Any]
    shown: frozenset[str]
    required: frozenset[str]


class Entry(TypedDict, total=False):
    """What the rules need to know of one field, or of one column; a key that does not apply is missing."""

    key: Required[str]
    show: Rule
    compute: Rule
    decimals: int
    required: bool
    require: Rule
    columns: list["Entry"]


class Compiled(TypedDict):
    """The rules of a form as plain JSON, in the order in which they are settled."""

    fields: list[Entry]


def settle(form: Form, values: Mapping[str, Any]) -> Settled:
    """Settles the rules over answers by field key; answers to what the form does not ask are dropped.

    Raises:
        CyclicRules: the rules wait for one another.
    """
    entries = compiled(form)["fields"]
    answers = {key: values[key] for key in form.fields if key in values}
    shown: set[str] = set()
    for entry in entries:
        if _settled(entry, answers):
            shown.add(entry["key"])
            shown.update(_settle_rows(entry, answers))
    required = frozenset(_required(entries, answers, shown))
    return Settled(answers, frozenset(shown), required)


_COMPILED: Final[dict[int, Compiled]] = {}


def compiled(form: Form) -> Compiled:
    """The form's rules for `settle` here and in the browser, worked out once for each form; not to be changed.

    Raises:
        CyclicRules: the rules wait for one another.
    """
    known = _COMPILED.get(id(form))
    if known is None:
        known = _COMPILED[id(form)] = {"fields": [_entry(form.fields[key]) for key in order(form)]}
        weakref.finalize(form, _COMPILED.pop, id(form), None).atexit = False
    return known


def _entry(field: Field) -> Entry:
    entry = Entry(key=field.key)
    if field.show is not None:
        entry["show"] = field.show
    if field.compute is not None:
        entry["compute"] = field.compute
        if (decimals := _decimals(field)) is not None:
            entry["decimals"] = decimals
        return entry
    if field.required:
        entry["required"] = True
    if field.require is not None:
        entry["require"] = field.require
    if field.columns:
        columns = {column.key: column for column in field.columns}
        entry["columns"] = [_entry(columns[key]) for key in column_order(field)]
    return entry


def _decimals(field: Field) -> int | None:
    kind = type_of(field)
    result = kind.result(field) if isinstance(kind, Computed) else kind
    return result.decimals(field) if isinstance(result, Amount) else None


def _settled(entry: Entry, scope: dict[str, Any]) -> bool:
    """Whether the field is shown; its value in ``scope`` is computed, or taken away."""
    key = entry["key"]
    if "show" in entry and not _holds(entry["show"], scope):
        scope.pop(key, None)
        return False
    if "compute" in entry:
        value = _computed(entry, scope)
        scope.pop(key, None)
        if value is not None:
            scope[key] = value
    return True


def _settle_rows(table: Entry, answers: dict[str, Any]) -> Iterator[str]:
    """Puts settled rows in place of the table's own, and says which cells are shown."""
    columns = table.get("columns", [])
    if not columns or not isinstance(answers.get(table["key"]), list):
        return
    rows = []
    for index, (row, scope) in enumerate(_scopes(table, answers)):
        for column in columns:
            if _settled(column, scope):
                yield f"{table['key']}/{index}/{column['key']}"
        own = [column["key"] for column in columns]
        rows.append({key: row[key] for key in row if key not in own} | {key: scope[key] for key in own if key in scope})
    answers[table["key"]] = rows


def _scopes(table: Entry, answers: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Every row, and what its rules read: its own cells, also where they are blank, before the form's answers."""
    columns = [column["key"] for column in table["columns"]]
    outside = {key: value for key, value in answers.items() if key not in columns}
    for row in answers[table["key"]]:
        yield row, outside | {key: row[key] for key in columns if key in row}


def _required(entries: Sequence[Entry], answers: Mapping[str, Any], shown: set[str]) -> Iterator[str]:
    for entry in entries:
        key = entry["key"]
        if key not in shown:
            continue
        if _demanded(entry, answers):
            yield key
        if entry.get("columns") and isinstance(answers.get(key), list):
            for index, (_, scope) in enumerate(_scopes(entry, answers)):
                cells = ((f"{key}/{index}/{column['key']}", column) for column in entry["columns"])
                yield from (path for path, column in cells if path in shown and _demanded(column, scope))


def _demanded(entry: Entry, scope: Mapping[str, Any]) -> bool:
    return entry.get("required", False) or ("require" in entry and _holds(entry["require"], scope))


def _holds(rule: Rule, scope: Mapping[str, Any]) -> bool:
    try:
        return truthy(evaluate(rule, scope))
    except LogicError:
        return False


def _computed(entry: Entry, scope: Mapping[str, Any]) -> bool | float | str | None:
    """A number, rounded; a truth value; a text that can be kept; anything else is no value."""
    try:
        value = evaluate(entry["compute"], scope)
    except LogicError:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _rounded(value, entry.get("decimals"))
    return _kept(value) if isinstance(value, str) else None


def _kept(text: str) -> str | None:
    """Without halves of characters, which JavaScript can cut; blank is no value, and U+0000 can be stored nowhere."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if text and "\0" not in text else None


def _rounded(value: float, decimals: int | None) -> float:
    """Halves go away from zero, as people round who see 1.005, and not what the float holds beneath it."""
    if decimals is None or isinstance(value, int) or value.is_integer():
        return value
    rounded = float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ENOUGH))
    return int(rounded) if rounded.is_integer() else rounded
