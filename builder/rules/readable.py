"""What the rows of a condition may read: fields, their parts, columns, sums and counts, and what is known around."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from builder.rules.conditions import FITTING, OF_DATES, OPERATORS, Operand, Sort
from schemas.fields.parts.alternatives import Choice, choices_of
from schemas.fields.registry import TYPES
from schemas.formula.form_names import AROUND_TITLES
from schemas.model.form import Field, Form
from schemas.rules.context_names import AROUND, EARLIER
from schemas.words import Words, words

_JOINT: Final = words("{outer} · {inner}", "{outer} · {inner}")
_COUNT: Final = words("Number of rows in “{table}”", "“{table}”的行数")
_SUM: Final = words("Sum of “{column}” in “{table}”", "“{table}”中“{column}”的合计")
_EARLIER: Final = words("Earlier requests with the same “{field}”", "此前“{field}”相同的申请数")
TODAY: Final = words("Today", "今天")


@dataclass(frozen=True)
class Readable:
    """``kind`` is one of `FITTING`."""

    operand: Operand
    title: Words
    kind: str
    choices: tuple[Choice, ...] = ()

    @property
    def operators(self) -> Mapping[str, Words]:
        named = {**OPERATORS, **OF_DATES} if self.kind == "date" else OPERATORS
        return {key: named[key] for key in FITTING.get(self.kind, ())}


def token(operand: Operand) -> str:
    """How a page names what is read: ``name:amount``, ``sum:items.amount``, ``today:``."""
    return f"{operand.sort}:{'' if operand.sort == 'today' else operand.what}"


def readable(form: Form, key: str = "") -> Mapping[str, Readable]:
    """By token, in the order in which they are offered. ``key`` is the field whose rule it is, which reads others.

    The rule of a column (``table.column``) reads its row first, then the form.
    """
    table, _, column = key.rpartition(".")
    row = form.fields[table].columns if table in form.fields else ()
    beside = {one.key: one for one in row if one.key != column}
    others = {name: one for name, one in form.fields.items() if name not in {key, table, *beside}}
    found = [one for field in (*beside.values(), *others.values()) for one in _of_field(field)]
    return {token(one.operand): one for one in (*found, *_around(form))}


def _of_field(one: Field) -> Iterator[Readable]:
    kind = TYPES.get(one.type)
    if kind is None or kind_of(one) == "none":
        return
    title = one.title or _plain(one.key)
    yield Readable(Operand("name", one.key), title, kind_of(one), choices_of(one))
    for part, said in kind.readable(one).items():
        inner = _JOINT.formatted(outer=title, inner=said.title or part)
        offered = tuple(Choice(*each) for each in said.choices)
        yield Readable(Operand("name", f"{one.key}.{part}"), inner, "choice" if offered else said.value, offered)
    if one.columns:
        yield Readable(Operand("count", one.key), _COUNT.formatted(table=title), "number")
    for column in one.columns:
        if kind_of(column) == "number":
            said_ = _SUM.formatted(column=column.title or _plain(column.key), table=title)
            yield Readable(Operand("sum", f"{one.key}.{column.key}"), said_, "number")


def kind_of(one: Field) -> str:
    """The kind of value, where dates and choices are kinds of their own."""
    kind = TYPES.get(one.type)
    value: str = kind.value_of(one) if kind else "none"
    if value != "text":
        return value
    if kind and kind.family == "time" and one.type.startswith("date"):
        return "date"
    return "choice" if choices_of(one) else "text"


def _around(form: Form) -> Iterator[Readable]:
    yield Readable(Operand("today", 0), TODAY, "date")
    for name, value in AROUND.items():
        if name != "@today" and value != "object":
            yield Readable(Operand("name", name), AROUND_TITLES.get(name, _plain(name)), value)
    for key, one in form.fields.items():
        if kind_of(one) in ("text", "number", "date"):
            said = _EARLIER.formatted(field=one.title or key)
            yield Readable(Operand("name", f"{EARLIER}.{key}"), said, "number")


def _plain(text: str) -> Words:
    return words(text, text)


def sort_of(text: str) -> Sort | None:
    """The sort at the start of a token."""
    sorts: Mapping[str, Sort] = {"name": "name", "today": "today", "count": "count", "sum": "sum"}
    return sorts.get(text.partition(":")[0])
