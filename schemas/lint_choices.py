"""Choices, and other steps that go on by themselves: every request has to find a way, and every way a request."""

import json
from collections.abc import Iterator, Sequence

from schemas import logic
from schemas.addresses import Addresses
from schemas.certainty import always, never
from schemas.flow import Block, Move, State
from schemas.form import Rule
from schemas.logic import LogicError, evaluate
from schemas.logic.coercion import truthy
from schemas.problem import Problem, pointer
from schemas.process import Process
from schemas.trials import Trial, Trials, trials
from schemas.ways import Ways

Numbered = tuple[int, Move]
"""A move, and its number in the document."""


def open_ended(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    flow = Ways(process.flow)
    for index, state in enumerate(process.flow.states):
        if state.kind in ("choice", "action") or state.kind in Block:
            ways = [(n, move) for n, move in enumerate(process.flow.moves) if move in flow.on(state)]
            tried = _tried(process, ways)
            yield from _gap(state, ways, tried, pointer("flow", "states", index))
            if not state.asks:  # whoever is asked may take any of them
                yield from _same(ways)
                yield from _dead(ways, tried)


def _tried(process: Process, ways: Sequence[Numbered]) -> Trials:
    """Nothing can be tried beforehand where a condition reads more than the answers."""
    conditions = [move.when for _, move in ways if move.when is not None]
    if any(name.startswith("@") for condition in conditions for name in logic.names(condition)):
        return Trials()
    return trials(process.form, conditions)


def _gap(state: State, ways: Sequence[Numbered], tried: Trials, path: str) -> Iterator[Problem]:
    """A request for which no way is open. One condition alone is taken for a gap even where no example is found."""
    if any(always(move.when) for _, move in ways):
        return
    whole = (one for one in tried.trials if one.whole)
    stray = next((one for one in whole if not any(_holds(move.when, one) for _, move in ways)), None)
    if stray is not None or len(ways) <= 1:
        example = dict(stray.answers) if stray and ways else None
        yield Problem("choice.gap", path, {"state": state.title or state.key}, example=example)


def _same(ways: Sequence[Numbered]) -> Iterator[Problem]:
    """Two ways with one condition."""
    seen: set[str] = set()
    for number, move in ways:
        said = json.dumps(move.when, sort_keys=True)
        if said in seen and move.when is not None:
            yield Problem("choice.overlap", _path(number, move), _params(move))
        seen.add(said)


def _dead(ways: Sequence[Numbered], tried: Trials) -> Iterator[Problem]:
    """Ways that no request can take: the condition never holds, or one before it always has been taken.

    A way without a condition is the otherwise, wherever it stands: it comes last.
    """
    ordered = [one for one in ways if one[1].when is not None] + [one for one in ways if one[1].when is None]
    taken = False
    for place, (number, move) in enumerate(ordered):
        before = [earlier for _, earlier in ordered[:place]]
        repeated = move.when is not None and any(earlier.when == move.when for earlier in before)
        if not repeated and (taken or never(move.when) or _shut(move, before, tried)):
            yield Problem("choice.dead-branch", _path(number, move), _params(move))
        taken = taken or always(move.when)


def _shut(move: Move, before: Sequence[Move], tried: Trials) -> bool:
    """Whether all trials, being complete, go another way."""
    return tried.complete and not any(
        _holds(move.when, one) and not any(_holds(earlier.when, one) for earlier in before) for one in tried.trials
    )


def _holds(condition: Rule, trial: Trial) -> bool:
    try:
        return condition is None or truthy(evaluate(condition, dict(trial.settled)))
    except LogicError:
        return False


def _path(number: int, move: Move) -> str:
    return pointer("flow", "moves", number, *(("when",) if move.when is not None else ()))


def _params(move: Move) -> dict[str, object]:
    return {"move": move.title or move.key}
