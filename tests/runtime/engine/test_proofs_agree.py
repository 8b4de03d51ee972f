"""What is proved of a process is what happens in it: with every answer and every move, by the engine.

A run takes a part of them; ``FORMLOOM_WALKS=10`` takes ten times as many (five thousand in all), ``FORMLOOM_SEED`` others.
"""

import os
from collections import Counter
from random import Random
from typing import Any

from schemas.proof.proving import proved
from tests.runtime.engine.small_flows import Seen, Walks, flow, fork

SEED = int(os.environ.get("FORMLOOM_SEED", "0"))
MORE = int(os.environ.get("FORMLOOM_WALKS", "1"))
FORKS, FLOWS = 300 * MORE, 200 * MORE
MOST_UNKNOWN = 0.01
"""Of so many processes the solver may say that it does not know."""


def test_they_agree_on_choices() -> None:
    _agree(fork, FORKS)


def test_they_agree_on_flows() -> None:
    _agree(flow, FLOWS)


def _agree(draw: Any, count: int) -> None:
    said: Counter[str] = Counter()
    for number in range(count):
        raw = draw(Random(f"{SEED}/{draw.__name__}/{number}"))  # noqa: S311 -- a walk that can be walked again
        walks = Walks(raw)
        found = list(proved(walks.process, ()))
        said.update({problem.code for problem in found})
        if not any(problem.code == "proof.unknown" for problem in found):
            assert _proved(found) == _happened(walks, walks.all()), (number, raw)
    assert said["proof.unknown"] <= MOST_UNKNOWN * count, said
    assert min(said[code] for code in ("choice.gap", "choice.dead-branch", "state.unreachable")) > count / 50, said


def _proved(found: list[Any]) -> set[tuple[str, str]]:
    codes = {"choice.gap", "choice.dead-branch", "move.impossible", "state.unreachable", "step.no-way"}
    same = {
        ("choice.dead-branch", one.path.removesuffix("/when"))
        for one in found
        if one.code == "choice.overlap" and one.severity == "error"
    }
    return same | {(one.code, one.path.removesuffix("/when")) for one in found if one.code in codes}


def _happened(walks: Walks, seen: Seen) -> set[tuple[str, str]]:
    """The same problems, as the walks show them."""
    states = walks.process.flow.states
    place = {state.key: f"/flow/states/{at}" for at, state in enumerate(states)}
    led = _led_to(walks)
    found = {("choice.gap", place[key]) for key in seen.gaps} | {("step.no-way", place[key]) for key in seen.shut}
    found |= {("state.unreachable", place[state.key]) for state in states if state.key in led - seen.states}
    for at, move in enumerate(walks.process.flow.moves):
        kind = walks.process.flow.by_key[move.source].kind
        untaken = move.source in seen.states and (move.source, move.key) not in seen.taken
        if untaken and (kind != "task" or move.when is not None):
            found.add(("move.impossible" if kind == "task" else "choice.dead-branch", f"/flow/moves/{at}"))
    return found


def _led_to(walks: Walks) -> set[str]:
    """The steps that lines lead to at all: of the others no proof is asked."""
    found, waiting = set(), [walks.process.flow.initial]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [move.target for move in walks.process.flow.moves_from(key)]
    return found
