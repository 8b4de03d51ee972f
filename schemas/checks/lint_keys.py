"""Two things of one name: rules, rights and moves would not know which is meant."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from schemas.fields.registry import offered
from schemas.format.addresses import Addresses
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.problem import Problem, pointer

Named = Iterable[tuple[str, str]]
"""A key, and where it stands."""


def repeated(process: Process, at: Addresses) -> Iterator[Problem]:
    form, flow = process.form, process.flow
    fields = [one for page in form.pages for one in page.fields]
    yield from _drawn((one.key for one in form.pages), at.page)
    yield from _drawn((one.key for page in form.pages for one in page.sections), at.section)
    yield from _twice((one.key, at.field(one)) for one in fields)
    for one in fields:
        yield from _in_field(one, at.field(one))
        yield from _twice((column.key, at.column(one.key, column.key)) for column in one.columns)
        for column in one.columns:
            yield from _in_field(column, at.column(one.key, column.key))
    yield from _twice((one.key, pointer("flow", "states", index, "key")) for index, one in enumerate(flow.states))
    for state in dict.fromkeys(move.source for move in flow.moves):
        moves = ((index, move) for index, move in enumerate(flow.moves) if move.source == state)
        yield from _twice((move.key, pointer("flow", "moves", index, "key")) for index, move in moves)


def _drawn(keys: Iterable[str], address: Callable[[str, int], str]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for key in keys:
        yield from (Problem("key.duplicate", address(key, seen[key]), {"key": key}),) if seen[key] else ()
        seen[key] += 1


def _in_field(one: Field, path: str) -> Iterator[Problem]:
    """The choices of a field, by the value that is kept."""
    for at, choices in offered(one):
        yield from _twice((choice.const, f"{path}{at}/oneOf/{n}") for n, choice in enumerate(choices))


def _twice(named: Named) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, path in named:
        if key in seen:
            yield Problem("key.duplicate", path, {"key": key})
        seen.add(key)
