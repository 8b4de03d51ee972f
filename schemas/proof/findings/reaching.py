"""Which steps a request comes to, which moves it can take there, and whether it gets away again."""

from collections.abc import Iterator, Sequence

from schemas import logic
from schemas.model.flow import Block, Move, State
from schemas.problem import Problem, pointer
from schemas.proof.examples import example, such_as
from schemas.proof.findings.shutting import shut
from schemas.proof.ground import Ground
from schemas.proof.paths.hops import BEHIND, Hop
from schemas.repair import repairs
from schemas.words import Words, words

REACHED = words("that a request ever comes there", "会有申请到达此处")
TAKEN = words("that “{move}” can ever be taken", "“{move}”可以被执行")
AWAY = words("that there is always a way on", "始终有可走的流向")
PASSING = ("choice", "action")


def arrivals(ground: Ground) -> Iterator[Problem]:
    yield from _unreached(ground)
    yield from _never_taken(ground)
    yield from _stuck(ground)


def _unreached(ground: Ground) -> Iterator[Problem]:
    """Steps that are drawn with a way to them, which no answers ever open."""
    for index, state in enumerate(ground.process.flow.states):
        if state.key not in ground.roads.order:
            continue  # nothing leads there at all, which needs no proof
        comes, path = ground.comes_to(state.key), pointer("flow", "states", index)
        named = {"state": state.title or state.key}
        if comes is False:
            yield Problem("state.unreachable", path, named, repair=repairs.without_state(ground.process, index))
        elif comes is None:
            yield Problem("proof.unknown", path, {**named, "what": REACHED}, "warning")


def _never_taken(ground: Ground) -> Iterator[Problem]:
    """Moves of people, of time and of messages, and branches, whose conditions never hold where a request stands."""
    flow = ground.process.flow
    for number, move in enumerate(flow.moves):
        state = flow.by_key.get(move.source)
        hops = [hop for hop in ground.roads.out.get(move.source, ()) if hop.move == number]
        if state is None or state.kind in PASSING or move.when is None or not hops or not ground.comes_to(state.key):
            continue
        beyond = [hop for hop in ground.roads.out.get(move.source + BEHIND, ()) if hop.move == number]
        taken = [ground.takes(hop) for hop in (*hops, *beyond)]
        named = {"move": move.title or move.key, "state": state.title or state.key}
        path = pointer("flow", "moves", number, "when")
        if not any(one is not False for one in taken):
            yield Problem("move.impossible", path, named, repair=repairs.without_move(number))
        elif not any(taken):
            yield Problem("proof.unknown", path, {**named, "what": TAKEN.formatted(**named)}, "warning")


def _stuck(ground: Ground) -> Iterator[Problem]:
    """Steps of people, or waits, where with some answers no way can be taken."""
    for index, state in enumerate(ground.process.flow.states):
        hops = [hop for hop in ground.roads.out.get(state.key, ()) if hop.move is not None]
        moves = [ground.process.flow.moves[hop.move] for hop in hops if hop.move is not None]
        asked = state.kind not in (*PASSING, *Block, "end") and ground.comes_to(state.key)
        if not asked or not hops or any(move.when is None for move in moves) or "return" in state.permits:
            continue
        yield from _closed(ground, index, state, hops, moves)


def _closed(ground: Ground, index: int, state: State, hops: Sequence[Hop], moves: Sequence[Move]) -> Iterator[Problem]:
    named = {"state": state.title or state.key, "such": Words()}
    path = pointer("flow", "states", index)
    found = ground.decide(lambda solver: shut(solver, state.key, hops))
    if found.can is False:
        return
    whens = [move.when for move in moves]
    shown = example(ground, found, state.key, lambda one: one.shuts(whens)) or example(ground, found, state.key)
    known = shown is not None and all(shown.knows(move.when) for move in moves) and ground.is_sure(state.key)
    if shown is None or not known:
        yield Problem("proof.unknown", path, {**named, "what": AWAY}, "warning")
        return
    read = frozenset().union(*(logic.names(move.when) for move in moves))
    said = {**named, "such": such_as(ground.process, shown.read, read)}
    number = max(hop.move for hop in hops if hop.move is not None)
    yield Problem("step.no-way", path, said, example=dict(shown.answers), repair=repairs.otherwise(number))
