"""What a rule may come to, whatever is answered: values, each with the condition under which it is this one.

A value that is known is plain JSON, so that the evaluator itself can go on with it; the others are terms of the solver.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import z3

Guard: TypeAlias = bool | z3.BoolRef
"""Under which answers; True is always."""


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A value that is known: JSON, or what stands for ``undefined`` in the evaluator."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    term: z3.ArithRef


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    term: z3.BoolRef


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text that is not blank, by its place in the order of all texts."""

    term: z3.ArithRef


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A date, as the number of its day."""

    term: z3.ArithRef


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """A list of texts of which it is known what may be in it."""

    members: Mapping[str, Guard]
    size: z3.ArithRef


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A list of which only the length is known, and what it is called; ``least`` are the smallest numbers in its columns."""

    name: str
    size: z3.ArithRef
    least: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Something, or nothing: what is asked of it is answered in the same way whenever the same is asked."""

    name: str


Value: TypeAlias = Plain | Number | Truth | Text | Day | Several | Rows | Unknown
Union: TypeAlias = tuple[tuple[Guard, Value], ...]
"""Exactly one of the guards holds."""

NOTHING: Final[Union] = ((True, Plain(None)),)


def only(value: Value) -> Union:
    return ((True, value),)


def name_of(value: Value) -> str:
    """The same for values that are the same, whatever is answered."""
    match value:
        case Plain(value=known):
            return f"{type(known).__name__}:{known!r}"
        case Several(members=members, size=size):
            return f"several:{size.get_id()}:{','.join(members)}"
        case Rows(name=name) | Unknown(name=name):
            return name
        case Number(term=term) | Truth(term=term) | Text(term=term) | Day(term=term):
            return f"{type(value).__name__}:{term.get_id()}"


def both(*guards: Guard) -> Guard:
    if any(one is False for one in guards):
        return False
    left = [one for one in guards if one is not True]
    return (left[0] if len(left) == 1 else z3.And(left)) if left else True


def either(guards: Iterable[Guard]) -> Guard:
    left = [one for one in guards if one is not False]
    if any(one is True for one in left):
        return True
    return (left[0] if len(left) == 1 else z3.Or(left)) if left else False


def against(guard: Guard) -> Guard:
    return not guard if isinstance(guard, bool) else z3.Not(guard)


def under(guard: Guard, union: Union) -> Iterator[tuple[Guard, Value]]:
    for when, value in union:
        together = both(guard, when)
        if together is not False:
            yield together, value


def gathered(parts: Iterable[tuple[Guard, Value]]) -> Union:
    """Each value once, under any of the conditions that it came with."""
    found: dict[str, tuple[list[Guard], Value]] = {}
    for guard, value in parts:
        if guard is not False:
            found.setdefault(name_of(value), ([], value))[0].append(guard)
    return tuple((either(guards), value) for guards, value in found.values())


def chosen(guard: Guard, yes: Union, no: Union) -> Union:
    if isinstance(guard, bool):
        return yes if guard else no
    return gathered((*under(guard, yes), *under(z3.Not(guard), no)))


def at_least(guards: Sequence[Guard], count: int) -> Guard:
    """Whether so many of them hold."""
    sure = sum(one is True for one in guards)
    rest = [one for one in guards if not isinstance(one, bool)]
    if sure >= count or sure + len(rest) < count:
        return sure >= count
    return z3.AtLeast(*rest, count - sure)


def blank(union: Union) -> Guard:
    """Under which answers it is nothing."""
    return either(guard for guard, value in union if isinstance(value, Plain) and value.value in (None, "", []))


def said(guard: Guard) -> z3.BoolRef:
    """To the solver."""
    return z3.BoolVal(guard) if isinstance(guard, bool) else guard
