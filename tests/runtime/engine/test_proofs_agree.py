"""What is proved of a process is what happens in it: with every answer and every move, in every order, by the engine.

Whatever is said to be wrong comes about, or never does, as it is said; whatever is wrong is said, or it is said that this
is not known, which is rare.

A run takes a part of them; ``FORMLOOM_WALKS=10`` takes ten times as many (five thousand in all), ``FORMLOOM_SEED`` others.
"""

import os
from collections import Counter
from itertools import chain
from random import Random
from typing import Any

from schemas import document
from schemas.lint import CHECKS
from schemas.problem import Problem
from schemas.proof.proving import UNKNOWN, judged
from tests.runtime.engine.small_blocks import block
from tests.runtime.engine.small_flows import Seen, Walks, flow, fork

SEED = int(os.environ.get("FORMLOOM_SEED", "0"))
MORE = int(os.environ.get("FORMLOOM_WALKS", "1"))
FORKS, FLOWS, BLOCKS = 150 * MORE, 150 * MORE, 200 * MORE
MOST_UNKNOWN = 0.01
"""Of so many processes the solver may say that it does not know."""
STOPS = {"choice.gap", "step.no-way", "state.dead-end", "join.never", "flow.endless-loop"}


def test_they_agree_on_choices() -> None:
    _agree(fork, FORKS)


def test_they_agree_on_flows() -> None:
    _agree(flow, FLOWS)


def test_they_agree_on_branches() -> None:
    _agree(block, BLOCKS)


def _agree(draw: Any, count: int) -> None:
    said: Counter[str] = Counter()
    for number in range(count):
        walks = Walks(draw(Random(f"{SEED}/{draw.__name__}/{number}")))  # noqa: S311 -- a walk that can be walked again
        found = list(judged(walks.process, ()))
        said.update({problem.code for problem in found})
        _agrees(number, walks, found)
    assert said[UNKNOWN] <= MOST_UNKNOWN * count, said
    assert min(said[code] for code in ("choice.gap", "choice.dead-branch", "state.unreachable")) > count / 50, said


def _agrees(number: int, walks: Walks, found: list[Problem]) -> None:
    seen = walks.all()
    said, happened = _proved(found), _happened(walks, seen)
    unknown = {_place(one) for one in found if one.code == UNKNOWN}
    assert said <= happened, (number, said - happened)
    assert {one for one in happened - said if one[1] not in unknown} == set(), (number, happened - said)
    assert seen.lost or not any(one.code == "state.dead-end" for one in found), number
    assert all(_never_met(walks, seen, one) for one in found if one.code == "join.never"), number
    if not unknown:
        _ends(number, walks, seen, found)


def _never_met(walks: Walks, seen: Seen, problem: Problem) -> bool:
    """A request is lost by it, or so many branches as it waits for never begin."""
    state = walks.process.flow.states[int(problem.path.split("/")[3])]
    return seen.lost or seen.begun[state.key] < state.join.count


def _ends(number: int, walks: Walks, seen: Seen, found: list[Problem]) -> None:
    """From wherever a request gets to, it can still get to an end, or that is said."""
    if seen.lost:
        drawn = chain.from_iterable(check(walks.process, document.addresses(walks.raw)) for check in CHECKS)
        assert STOPS & {one.code for one in (*found, *drawn) if one.severity == "error"}, number


def _place(problem: Problem) -> str:
    return problem.path.removesuffix("/when")


def _proved(found: list[Problem]) -> set[tuple[str, str]]:
    codes = {"choice.gap", "choice.dead-branch", "move.impossible", "state.unreachable", "step.no-way"}
    same = {
        ("choice.dead-branch", _place(one)) for one in found if one.code == "choice.overlap" and one.severity == "error"
    }
    return same | {(one.code, _place(one)) for one in found if one.code in codes}


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
