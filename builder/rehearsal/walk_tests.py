"""The tests of a document, run whenever somebody looks: what each says, what came of it, and what none of them comes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.rehearsal import walk_sentences
from builder.rehearsal.tests_run import report
from runtime.rehearsal.rehearsal import Tested
from schemas.model.flow import Move, State
from schemas.model.process import Process
from schemas.words import Words


@dataclass(frozen=True)
class Told:
    """A test in sentences, and how it went."""

    number: int
    title: Words
    done: tuple[Words, ...]
    expected: tuple[Words, ...]
    tested: Tested


@dataclass(frozen=True)
class Stretch:
    """A state of the flow with the moves that leave it."""

    state: State
    covered: bool
    moves: tuple[tuple[Move, bool], ...]


def told(process: Process) -> tuple[Told, ...]:
    results = report(process).tests
    return tuple(_told(process, number, test, results[number]) for number, test in enumerate(process.tests))


def _told(process: Process, number: int, test: Mapping[str, Any], tested: Tested) -> Told:
    return Told(
        number, tested.title, walk_sentences.done(process, test), walk_sentences.expected(process, test), tested
    )


def flow(process: Process) -> tuple[Stretch, ...]:
    """The flow with what the tests come by."""
    missed = report(process).coverage
    states, moves = frozenset(missed.states), frozenset(missed.moves)
    return tuple(
        Stretch(
            state,
            state.key not in states,
            tuple((move, f"{state.key}/{move.key}" not in moves) for move in process.flow.moves_from(state.key)),
        )
        for state in process.flow.states
    )


@dataclass(frozen=True)
class Covered:
    """What the tests come by: states by key, moves as ``state/move``; ``all_moves`` there are.

    ``missed`` is what no test comes by, states and moves together; nothing as long as there is no test at all.
    """

    tests: int
    states: frozenset[str]
    moves: frozenset[str]
    all_moves: int
    missed: frozenset[str]


def covered(process: Process) -> Covered:
    missed = report(process).coverage
    moves = frozenset(f"{move.source}/{move.key}" for move in process.flow.moves)
    states = process.flow.by_key.keys() - set(missed.states)
    unseen = frozenset((*missed.states, *missed.moves) if process.tests else ())
    return Covered(len(process.tests), frozenset(states), moves - set(missed.moves), len(moves), unseen)


def without(process: Process, number: int) -> tuple[Mapping[str, Any], ...]:
    """The tests but for that one."""
    return tuple(test for at, test in enumerate(process.tests) if at != number)
