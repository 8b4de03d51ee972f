"""A return never ends in a sibling's branch, nor in the branches of a step that is over; walked naively, move by move."""

from collections.abc import Iterator

from runtime.engine.events import Jumped
from runtime.engine.outcome import Outcome
from runtime.engine.position import Position, Token, above
from schemas.model.flow import Block, Move
from schemas.model.flow_graph import Ways
from tests.runtime.engine.wild_acts import Attempt
from tests.runtime.engine.wild_case import Case


def sent_back(case: Case, tried: Attempt, was: Position, outcome: Outcome) -> Iterator[str]:
    """Whoever is sent back, or the step around with its branches, comes to where that same line leads here from."""
    for jump in outcome.events:
        if isinstance(jump, Jumped) and jump.how == "returned":
            yield from _returned(case, tried, was, jump)


def _returned(case: Case, tried: Attempt, was: Position, jump: Jumped) -> Iterator[str]:
    if not was.visits.get(jump.to):
        yield f"sent back from {jump.state} to {jump.to}, where it has never been"
    there = next((one for one in case.position.tokens if _is_it(case, one, jump)), None)
    before = {token.id: token for token in was.tokens}
    if there is None:
        return
    around = [before[one.id] for one in above({one.id: one for one in case.position.tokens}, there)]
    if there.id not in _meant(was, tried):
        yield f"{jump.state} was sent back, and something else went to {jump.to}"
    elif not any({jump.to, before[there.id].state} <= line for line in _lines(case, [one.state for one in around])):
        yield f"sent back from {jump.state} to {jump.to}, which is on no line with {before[there.id].state}"
    kept = {one.id for one in case.position.tokens}
    lost = [one for one in was.tokens if one.id not in kept and there.id not in _up(before, one)]
    if lost:
        yield f"{[one.state for one in lost]} stopped, which was not inside of what was sent back"


def _is_it(case: Case, token: Token, jump: Jumped) -> bool:
    return (token.state, token.visit) == (jump.to, case.position.visits[jump.to])


def _meant(was: Position, tried: Attempt) -> set[int]:
    """Those who may have been sent back: who stands there, and the blocks around them."""
    ids = {one.id: one for one in was.tokens}
    return {key for one in was.tokens if one.state == tried.said.at_state for key in _up(ids, one)}


def _up(ids: dict[int, Token], token: Token) -> set[int]:
    return {token.id, *(one.id for one in above(ids, token))}


def _lines(case: Case, around: list[str]) -> list[set[str]]:
    ways, moves = Ways(case.flow), case.flow.moves
    starts = [move.target for move in moves if around and move.branch and move.source == around[0]]
    return [_line(ways, start, set(around)) for start in starts or [case.flow.initial]]


def _line(ways: Ways, start: str, around: set[str]) -> set[str]:
    """As far as it gets, until no move leads anywhere else."""
    line, size = {start}, 0
    while size < len(line):
        size = len(line)
        line |= {move.target for move in ways.flow.moves if any(_goes(ways, move, one) for one in line)} - around
    return line


def _goes(ways: Ways, move: Move, step: str) -> bool:
    """Does who stands at the step come by this move to where it leads, as the step's own token?"""
    if ways.flow.by_key[step].kind not in Block:
        return move.source == step
    own = move.source == step and not move.branch
    return own or (move.leaves and move.source in ways.inside[step] and move.target not in ways.inside[step])
