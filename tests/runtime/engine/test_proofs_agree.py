"""What is proved of a process is what happens in it: with every answer and every move, by the engine.

Of what goes side by side it is not known who is faster, nor what one branch has written when another reads it. So of
branches it is held that nothing that happens is overlooked and nothing happens that is said to be impossible; how much
else is said, or left unsaid, is counted.

A run takes a part of them; ``FORMLOOM_WALKS=10`` takes ten times as many (five thousand in all), ``FORMLOOM_SEED`` others.
"""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from random import Random
from typing import Any

from schemas import document
from schemas.lint import CHECKS
from schemas.problem import Problem
from schemas.proof.proving import proved
from tests.runtime.engine.small_blocks import block
from tests.runtime.engine.small_flows import Seen, Walks, flow, fork

SEED = int(os.environ.get("FORMLOOM_SEED", "0"))
MORE = int(os.environ.get("FORMLOOM_WALKS", "1"))
FORKS, FLOWS, BLOCKS = 150 * MORE, 150 * MORE, 200 * MORE
MOST_UNKNOWN = 0.01
"""Of so many processes the solver may say that it does not know."""
MOST_SAID, MOST_UNSAID = 0.15, 0.35
"""Of so many processes with branches it may say that nothing is open where something always is, or may miss what never happens."""
HAPPENS = {"choice.gap", "step.no-way"}
STOPS = HAPPENS | {"state.dead-end", "join.never", "flow.endless-loop"}


def test_they_agree_on_choices() -> None:
    _agree(fork, FORKS)


def test_they_agree_on_flows() -> None:
    _agree(flow, FLOWS)


def test_they_agree_on_branches() -> None:
    wrong: Counter[str] = Counter()
    for number, walks, found in _drawn(block, BLOCKS):
        seen = walks.all()
        proved_, happened = _proved(found), _happened(walks, seen)
        assert not {one for one in happened - proved_ if one[0] in HAPPENS}, (number, happened - proved_)
        assert not {one for one in proved_ if one[0] not in HAPPENS and _has_happened(walks, seen, one[1])}, number
        _ends(number, walks, seen, found)
        wrong["said"] += any(code in HAPPENS for code, _ in proved_ - happened)
        wrong["unsaid"] += bool(happened - proved_)
    assert wrong["said"] <= MOST_SAID * BLOCKS, wrong
    assert wrong["unsaid"] <= MOST_UNSAID * BLOCKS, wrong


def _agree(draw: Any, count: int) -> None:
    for number, walks, found in _drawn(draw, count):
        seen = walks.all()
        assert _proved(found) == _happened(walks, seen), number
        assert seen.lost or not any(one.code == "state.dead-end" for one in found), number
        _ends(number, walks, seen, found)


def _drawn(draw: Any, count: int) -> Iterator[tuple[int, Walks, list[Problem]]]:
    """Those of which everything is known."""
    said: Counter[str] = Counter()
    for number in range(count):
        raw = draw(Random(f"{SEED}/{draw.__name__}/{number}"))  # noqa: S311 -- a walk that can be walked again
        walks = Walks(raw)
        found = list(proved(walks.process, ()))
        said.update({problem.code for problem in found})
        if not any(problem.code == "proof.unknown" for problem in found):
            yield number, walks, found
    assert said["proof.unknown"] <= MOST_UNKNOWN * count, said
    assert min(said[code] for code in ("choice.gap", "choice.dead-branch", "state.unreachable")) > count / 50, said


def _ends(number: int, walks: Walks, seen: Seen, found: list[Problem]) -> None:
    """From wherever a request gets to, it can still get to an end, or that is said."""
    if seen.lost:
        drawn = chain.from_iterable(check(walks.process, document.addresses(walks.raw)) for check in CHECKS)
        assert STOPS & {one.code for one in (*found, *drawn) if one.severity == "error"}, number


def _has_happened(walks: Walks, seen: Seen, path: str) -> bool:
    """Whether a request has come to the step, or has taken the move, at that place of the document."""
    _, _, kind, at = path.split("/")
    flow = walks.process.flow
    if kind == "states":
        return flow.states[int(at)].key in seen.states
    return (flow.moves[int(at)].source, flow.moves[int(at)].key) in seen.taken


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
        by_people = walks.process.flow.by_key[move.source].kind == "task" or move.branch
        untaken = move.source in seen.states and (move.source, move.key) not in seen.taken
        if untaken and (not by_people or move.when is not None):
            found.add(("move.impossible" if by_people else "choice.dead-branch", f"/flow/moves/{at}"))
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
