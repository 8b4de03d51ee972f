"""Answers that may make a difference to which way a request goes: what conditions name, and what lies right beside it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from builder.rehearsal import sample_answers, walk_script
from runtime.forms import rule_context
from runtime.rehearsal.rehearsable import MONDAY
from schemas.document import dump
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.filling import rights
from schemas.filling.defaults import defaults
from schemas.model.form import Field
from schemas.model.process import Process

MOST: Final = 16
"""So many ways to fill in one form are tried."""
MOST_CHOICES: Final = 8


class Branching:
    """``read`` are the fields that rules and conditions read."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.compiled = walk_script.of(process)
        self._checker = self.compiled.checker
        self._around = rule_context.invented(self._checker.mentioned, MONDAY)
        self._kept: dict[Any, tuple[Mapping[str, Any], ...]] = {}

    def first(self) -> tuple[Mapping[str, Any], ...]:
        """Of the form as it is first filled in."""
        return self._filled(None, None)

    def at(self, state: str, before: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
        """Of a step; empty answers alone where nothing is written there."""
        key = (state, repr([before.get(one) for one in self.read]))
        if key not in self._kept:
            self._kept[key] = self._filled(state, before)
        return self._kept[key]

    @cached_property
    def read(self) -> tuple[str, ...]:
        return tuple(key for key in self._values if key in self._checker.asked)

    @cached_property
    def _values(self) -> Mapping[str, tuple[Any, ...]]:
        """What is worth trying, by field."""
        found: dict[str, list[Any]] = {}
        for key, value in _compared(dump(self.process)):
            found.setdefault(key.partition(".")[0], []).extend(_beside(value))
        for key, one in self._checker.asked.items():
            if key in found:
                found[key] += [choice.const for choice in choices_of(one)[:MOST_CHOICES]]
                found[key] += [True, False] if TYPES[one.type].value_of(one) == "boolean" else []
        return {key: tuple({repr(one): one for one in values}.values()) for key, values in found.items()}

    @cached_property
    def _amounts(self) -> tuple[float, ...]:
        """The numbers that are compared with what nobody types: what is worked out of the others."""
        typed = self._checker.writable
        found = (one for key, values in self._values.items() if key not in typed for one in values)
        return tuple(dict.fromkeys(one for one in found if isinstance(one, int | float) and not isinstance(one, bool)))

    @cached_property
    def _counted(self) -> tuple[str, ...]:
        """The fields that are numbers, and the tables that hold some."""
        asked = self._checker.asked.items()
        return tuple(key for key, one in asked if any(_is_number(part) for part in (one, *one.columns)))

    def _holding(self, key: str, amount: float) -> Any:
        """The number itself, or a row in which every number is that one."""
        columns = self._checker.asked[key].columns
        if not columns:
            return amount
        row = next(sample_answers.candidates(self._checker.asked[key]))[0]
        return [{**row, **{one.key: amount for one in columns if _is_number(one)}}]

    def _filled(self, state: str | None, before: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], ...]:
        opened = self.compiled.rights[state]
        writable = rights.writable(opened) & self._checker.writable
        if state is not None and not writable:
            return ({},)
        kept = defaults(self._checker.form, self._around) if state is None else None
        email = (self.process.contact.email,) if state is None and self.process.contact.email else ()
        made: dict[str, Mapping[str, Any]] = {}
        for given in self._given(writable):
            raw = sample_answers.filled(self._checker, opened, before, self._around, kept, given, also=email)
            if not self._checker.read(raw, opened, before, None, self._around, kept).problems:
                made.setdefault(repr(sorted(raw.items(), key=repr)), raw)
        return tuple(made.values()) or ({},)

    def _given(self, writable: frozenset[str]) -> Iterator[Mapping[str, Any]]:
        """Nothing in particular, then one answer at a time; of several fields in turns."""
        yield {}
        rows = [[(key, one) for one in values] for key, values in self._values.items() if key in writable]
        rows += [[(key, self._holding(key, one)) for one in self._amounts] for key in self._counted if key in writable]
        turns = [row[number] for number in range(max(map(len, rows), default=0)) for row in rows if number < len(row)]
        yield from ({key: value} for key, value in turns[:MOST])


def _compared(part: Any) -> Iterator[tuple[str, Any]]:
    """Every name that a rule reads, with what stands beside it in the same operation."""
    if isinstance(part, dict):
        for inside in part.values():
            if isinstance(inside, list):
                names = [one["var"] for one in inside if isinstance(one, dict) and isinstance(one.get("var"), str)]
                constants = [one for one in inside if not isinstance(one, dict)]
                yield from ((name, one) for name in names for one in (*constants, None))
            yield from _compared(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from _compared(inside)


def _is_number(one: Field) -> bool:
    return one.compute is None and TYPES[one.type].value_of(one) == "number"


def _beside(value: Any) -> list[Any]:
    match value:
        case bool():
            return [value]
        case int() | float():
            return [value, value + 1, value - 1]
        case list():
            return [one for one in value if isinstance(one, str | int | float)]
        case str():
            return [value]
        case _:
            return []
