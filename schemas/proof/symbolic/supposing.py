"""Answers that are not given yet: everything that a field takes, and nothing else; and one of them, once it is chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import z3

from schemas.fields.choices import Choices
from schemas.fields.parts import bands
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.parts.amounts import LARGEST, Amount
from schemas.fields.parts.spelling import LONGEST
from schemas.fields.registry import type_of
from schemas.fields.table import MOST_ROWS
from schemas.model.form import Field
from schemas.proof.symbolic.comparing import real
from schemas.proof.symbolic.reckoning import Reckoning
from schemas.proof.symbolic.unions import (
    NOTHING,
    Day,
    Guard,
    Number,
    Plain,
    Rows,
    Several,
    Text,
    Truth,
    Union,
    Unknown,
    Value,
    against,
    both,
    gathered,
    only,
)

_FIRST_DAY: Final = 1
_ANY_DAY: Final = date(2026, 1, 5).toordinal()
_ODD: Final = "…"
"""A text that is none of those that a rule names."""


def supposed(reckoning: Reckoning, field: Field, name: str) -> Union:
    """An answer, or none. The same for the same name."""
    given = _answer(reckoning, field, name)
    if not given:
        return NOTHING
    none = reckoning.ask(f"{name} none")
    return gathered(((none, Plain(None)), *((both(against(none), guard), value) for guard, value in given)))


def part(reckoning: Reckoning, field: Field, key: str, name: str) -> Union:
    """A named part of an answer that has some."""
    asked = type_of(field).parts(field)[key]
    kind = asked.value
    if type_of(field).worked(field):
        return _criterion(reckoning, field, key, name)
    if kind == "number":
        return only(Number(reckoning.amount(f"{name}.{key}")))
    if kind == "text" and field.type != "date_range":
        return only(_text(reckoning, f"{name}.{key}"))
    return only(_day(reckoning, f"{name}.{key}", {}) if kind == "text" else Unknown(f"{name}.{key}"))


def _criterion(reckoning: Reckoning, field: Field, key: str, name: str) -> Union:
    """One of several answers that are graded: a number within the bands, or one of them; each may be left blank."""
    asked = type_of(field).parts(field)[key]
    none = field.options.get("every") is not True and reckoning.ask(f"{name}.{key} none")
    if asked.choices:
        which = reckoning.amount(f"{name}.{key} which", whole=True)
        reckoning.always += [which >= 0, which < len(asked.choices)]
        given: Union = tuple((which == at, Plain(const)) for at, (const, _) in enumerate(asked.choices))
    else:
        term = z3.ToReal(reckoning.amount(f"{name}.{key} digits", whole=True)) / z3.RealVal(10**bands.DECIMALS)
        schema = type_of(field).schema(field)["properties"][key]
        least, most = schema.get("minimum", -bands.LARGEST), schema.get("maximum", bands.LARGEST)
        reckoning.always += [term >= real(least), term <= real(most)]
        given = only(Number(term))
    return gathered(((none, Plain(None)), *((both(against(none), guard), value) for guard, value in given)))


def _answer(reckoning: Reckoning, field: Field, name: str) -> Union:
    kind = type_of(field)
    value = kind.value_of(field)
    if value == "none":
        return ()
    if value == "sealed" or (value == "boolean" and kind.base.get("const") is True):
        return only(Plain(value=True))
    if value in ("text", "person"):
        return _texts(reckoning, field, name)
    if value == "list" and isinstance(kind, Choices):
        return only(_several(reckoning, field, name))
    made = _MADE.get(value)
    return only(made(reckoning, field, name) if made else Unknown(name))


def _amount(reckoning: Reckoning, field: Field, name: str) -> Value:
    kind = type_of(field)
    schema = kind.schema(field)
    decimals = kind.decimals(field) if isinstance(kind, Amount) else None
    least, most = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST)
    step = field.options.get("step")
    if step:
        counted = reckoning.amount(f"{name} steps", whole=True)
        term = real(field.options.get("minimum") or 0) + z3.ToReal(counted) * real(step)
    elif decimals is not None:
        term = z3.ToReal(reckoning.amount(f"{name} digits", whole=True)) / z3.RealVal(10**decimals)
    else:
        term = reckoning.amount(name)
    reckoning.always += [term >= real(least), term <= real(most)]
    return Number(term)


def _texts(reckoning: Reckoning, field: Field, name: str) -> Union:
    if field.type == "date":
        return only(_day(reckoning, name, field.options))
    offered = choices_of(field)
    if not offered:
        return only(_text(reckoning, name))
    which = reckoning.amount(f"{name} which", whole=True)
    other: tuple[Value, ...] = (_text(reckoning, name),) if field.options.get("other") else ()
    values = (*(Plain(one.const) for one in offered), *other)
    reckoning.always += [which >= 0, which < len(values)]
    return tuple((which == at, value) for at, value in enumerate(values))


def _text(reckoning: Reckoning, name: str) -> Text:
    """Not blank; at the place of a text that is named, it is that text."""
    term = reckoning.amount(name)
    reckoning.always += [term > 0]
    return Text(term)


def _day(reckoning: Reckoning, name: str, options: Mapping[str, Any]) -> Day:
    term = reckoning.amount(name, whole=True)
    least, most = options.get("minimum"), options.get("maximum")
    first = date.fromisoformat(least).toordinal() if least else _FIRST_DAY
    last = date.fromisoformat(most).toordinal() if most else date.max.toordinal()
    reckoning.always += [term >= first, term <= last]
    return Day(term)


def _several(reckoning: Reckoning, field: Field, name: str) -> Value:
    if field.options.get("other") or not choices_of(field):
        return _rows(reckoning, field, name)
    kind = type_of(field)
    members: dict[str, Guard] = {one.const: reckoning.ask(f"{name} has {one.const}") for one in choices_of(field)}
    size = z3.Sum([z3.If(guard, 1, 0) for guard in members.values()])
    schema = kind.schema(field)
    reckoning.always += [size >= schema.get("minItems", 1), size <= schema.get("maxItems", len(members))]
    alone = kind.alone(field) if isinstance(kind, Choices) else None
    if alone in members:
        reckoning.always.append(z3.Implies(members[alone], size == 1))
    return Several(members, size)


def _rows(reckoning: Reckoning, field: Field, name: str) -> Rows:
    size = reckoning.amount(f"{name} size", whole=True)
    schema = type_of(field).schema(field)
    reckoning.always += [size >= max(1, schema.get("minItems", 1)), size <= schema.get("maxItems", MOST_ROWS)]
    columns = {column.key: type_of(column).schema(column).get("minimum") for column in field.columns}
    return Rows(name, size, {key: least for key, least in columns.items() if least is not None})


_MADE: Final[Mapping[str, Callable[[Reckoning, Field, str], Value]]] = {
    "number": _amount,
    "boolean": lambda reckoning, _, name: Truth(reckoning.ask(name)),
    "list": _rows,
    "rows": _rows,
    "files": _rows,
}


class Choosing:
    """Takes one of the answers that a model of the solver holds."""

    def __init__(self, reckoning: Reckoning, model: z3.ModelRef) -> None:
        self._reckoning, self._model = reckoning, model

    def holds(self, guard: Guard) -> bool:
        return guard if isinstance(guard, bool) else z3.is_true(self._model.eval(guard, model_completion=True))

    def answer(self, union: Union, field: Field) -> Any:
        """Plain JSON, as somebody would answer; None for no answer."""
        value = next((value for guard, value in union if self.holds(guard)), Plain(None))
        match value:
            case Plain(value=known):
                return known
            case Truth(term=truth):
                return self.holds(truth)
            case Rows():
                return self._listed(value, field)
            case Unknown(name=name):
                return self._parts(field, name)
            case _:
                return self._chosen(value)

    def _chosen(self, value: Number | Text | Day | Several) -> Any:
        match value:
            case Number(term=term):
                return self._number(term)
            case Text(term=term):
                return self._text(term)
            case Day(term=term):
                return date.fromordinal(int(self._number(term)) or _ANY_DAY).isoformat()  # 0: nobody asked for it
            case Several(members=members):
                return [one for one, guard in members.items() if self.holds(guard)]

    def amount(self, term: z3.ArithRef) -> float:
        return self._number(term)

    def _number(self, term: z3.ArithRef) -> float:
        found = self._model.eval(term, model_completion=True)
        if z3.is_int_value(found):
            return int(found.as_long())
        exact = found.as_fraction() if z3.is_rational_value(found) else found.approx(12).as_fraction()
        return int(exact) if exact.denominator == 1 else float(exact)

    def _text(self, term: z3.ArithRef) -> str:
        """The text at the place; between two that are named, the first of them with something behind it."""
        texts, place = self._reckoning.texts, self._number(term)
        at = int(place)
        if at >= len(texts):
            return max((texts[-1], "z")) + _ODD
        return texts[at] if at == place and texts[at] else (texts[at] + _ODD)[-LONGEST:]

    def _listed(self, rows: Rows, field: Field) -> Any:
        size = int(self._number(rows.size))
        if not field.columns:
            return [f"{_ODD}{at}" for at in range(size)]
        filled = {column.key: _sample(column) for column in field.columns if column.required}
        for column in field.columns:
            total = self._reckoning.known_amount(f"sum({rows.name},str:{column.key!r})")
            if total is not None and size:
                filled[column.key] = self._number(total) / size
        return [{key: value for key, value in filled.items() if value is not None} for _ in range(size)]

    def _parts(self, field: Field, name: str) -> Any:
        made = {}
        for key in type_of(field).parts(field):
            made[key] = self.answer(part(self._reckoning, field, key, name), field)
        return {key: value for key, value in made.items() if value is not None} or None


def _sample(column: Field) -> Any:
    """Something that a column takes, if it is of a common type."""
    offered: Sequence[Any] = choices_of(column)
    if offered:
        return offered[0].const
    samples = {"number": type_of(column).schema(column).get("minimum", 0), "boolean": True, "text": _ODD}
    return "2026-01-01" if column.type == "date" else samples.get(type_of(column).value_of(column))
