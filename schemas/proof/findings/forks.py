"""Where a request goes on by itself: for every answer that it can come with there is one way, and every way has an answer."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from schemas import logic
from schemas.model.flow import Block, Move, State
from schemas.model.form import Rule
from schemas.problem import Problem, pointer
from schemas.proof.examples import Example, example, such_as
from schemas.proof.ground import Ground
from schemas.proof.paths.hops import BEHIND, Hop
from schemas.proof.paths.journeys import Journeys
from schemas.proof.solving import Found
from schemas.proof.symbolic.unions import Guard, against, both, either
from schemas.repair import repairs
from schemas.words import Words, words

GAP = words("that there is a way for every answer", "每种情况都有可走的流向")
UNFINISHED = words(
    " “{other}” has no condition yet: say when it goes that way.", "“{other}”尚未设置条件，请说明何时走该流向。"
)
DEAD = words("that “{move}” is ever taken", "“{move}”会被执行")


@dataclass(frozen=True)
class Fork:
    """The ways on from a place, in the order in which they are tried."""

    ground: Ground
    index: int
    state: State
    place: str
    hops: Sequence[Hop]

    @property
    def moves(self) -> list[tuple[int, Move]]:
        flow = self.ground.process.flow
        return [(hop.move, flow.moves[hop.move]) for hop in self.hops if hop.move is not None]

    @property
    def path(self) -> str:
        return pointer("flow", "states", self.index)

    def example(self, found: Found, suits: Callable[[Example], bool]) -> Example | None:
        return example(self.ground, found, self.place, suits, after=True)


def forks(ground: Ground) -> Iterator[Problem]:
    for index, state in enumerate(ground.process.flow.states):
        if state.kind in ("choice", "action", *Block) and ground.comes_to(state.key):
            place = state.key + (BEHIND if state.kind in Block else "")
            hops = [hop for hop in ground.roads.out.get(place, ()) if hop.first]
            fork = Fork(ground, index, state, place, hops)
            yield from _gap(fork)
            if not state.asks:  # whoever is asked may take any of them
                dead = list(_dead(fork))
                yield from _overlaps(fork, {problem.path for problem in dead})
                yield from dead


def _gap(fork: Fork) -> Iterator[Problem]:
    """A request for which no way is open."""
    moves = fork.moves
    named: dict[str, Words | str] = {"state": fork.state.title or fork.state.key, "such": Words()}
    if any(move.when is None for _, move in moves):
        return
    repair = repairs.otherwise(moves[-1][0]) if moves else ()
    if not moves:
        yield Problem("choice.gap", fork.path, named)
        return

    def none_holds(journeys: Journeys) -> Guard:
        return either(
            both(
                stop.here,
                *(
                    against(leg.condition)
                    for leg in journeys.leaving(place)
                    if leg.hop.first and leg.hop.move is not None
                ),
            )
            for place, stop in journeys.standing(fork.place)
        )

    found = fork.ground.can(none_holds)
    shown = fork.example(found, lambda one: one.shuts(move.when for _, move in moves))
    if shown and fork.ground.is_sure(fork.state.key):
        about = frozenset().union(*(logic.names(move.when) for _, move in moves))
        said = {**named, "such": such_as(fork.ground.process, shown.read, about)}
        yield Problem("choice.gap", fork.path, said, example=dict(shown.answers), repair=repair)
    elif found.can is not False:
        yield Problem("proof.unknown", fork.path, {**named, "what": GAP}, "warning", repair=repair)


def _overlaps(fork: Fork, dead: Collection[str]) -> Iterator[Problem]:
    """Two conditions that hold at once: the way that is drawn first is taken, and perhaps nobody meant that."""
    drawn = ((number, move, hop) for (number, move), hop in zip(fork.moves, fork.hops, strict=True))
    asked = [one for one in drawn if one[1].when is not None and _path(*one[:2]) not in dead]
    for (_, one, first), (number, other, second) in combinations(asked, 2):
        if one.when == other.when:
            yield _overlap(fork, one, other, number, None)
            continue
        found = fork.ground.can(lambda journeys, pair=(first, second): _both_hold(fork, journeys, pair))  # type: ignore[misc]
        shown = fork.example(found, partial(_is_for_both, (one.when, other.when)))
        if shown:
            yield _overlap(fork, one, other, number, shown)


def _is_for_both(rules: Sequence[Rule], shown: Example) -> bool:
    return all(shown.knows(rule) and shown.holds(rule) for rule in rules)


def _both_hold(fork: Fork, journeys: Journeys, pair: tuple[Hop, Hop]) -> Guard:
    moves = {hop.move for hop in pair}
    return either(
        both(stop.here, *(leg.condition for leg in journeys.leaving(place) if leg.hop.first and leg.hop.move in moves))
        for place, stop in journeys.standing(fork.place)
    )


def _overlap(fork: Fork, one: Move, other: Move, number: int, shown: Example | None) -> Problem:
    path = pointer("flow", "moves", number, "when")
    named = {"move": other.title or other.key, "other": one.title or one.key, "such": Words()}
    if shown is None:
        return Problem("choice.overlap", path, named, repair=repairs.without_move(number))
    about = logic.names(one.when) | logic.names(other.when)
    said = {**named, "such": such_as(fork.ground.process, shown.read, about)}
    apart = repairs.condition(number, {"and": [{"!": [one.when]}, other.when]})
    return Problem("choice.overlap", path, said, "warning", dict(shown.answers), apart)


def _dead(fork: Fork) -> Iterator[Problem]:
    """Ways that no request can take: the condition never holds here, or one before it always has been taken."""
    said: set[str] = set()
    for (number, move), hop in zip(fork.moves, fork.hops, strict=True):
        repeated = move.when is not None and repr(move.when) in said
        if repeated:
            continue
        can = fork.ground.takes(hop)
        if can is not False:
            said.add(repr(move.when))
        path = _path(number, move)
        named = {"move": move.title or move.key}
        if can is False:
            other = _unfinished(fork, move)
            hint = UNFINISHED.formatted(other=other.title or other.key) if other else Words()
            repair = () if other else repairs.without_move(number)
            yield Problem("choice.dead-branch", path, {**named, "hint": hint}, repair=repair)
        elif can is None:
            state = fork.state.title or fork.state.key
            yield Problem("proof.unknown", path, {"state": state, "what": DEAD.formatted(**named)}, "warning")


def _unfinished(fork: Fork, dead: Move) -> Move | None:
    """The way of a choice that stands before the one for all the rest, and is still without a condition."""
    without = [move for _, move in fork.moves if move.when is None]
    return without[0] if fork.state.kind == "choice" and dead in without[1:] else None


def _path(number: int, move: Move) -> str:
    return pointer("flow", "moves", number, *(("when",) if move.when is not None else ()))
