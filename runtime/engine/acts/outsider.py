"""A move that nobody of the house takes: a program outside has seen that it is time, and the drawing allows it."""

from datetime import datetime

from runtime.engine.acts import step
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Token
from runtime.engine.tokens import going
from runtime.engine.tokens.machine import Course
from runtime.engine.tokens.progress import Progress
from schemas.model.flow import Move, State
from schemas.problem import Problem
from schemas.words import Words

FROM: tuple[str, ...] = ("task", "wait")
"""Kinds of step that may be left so: where votes are added up, or branches gathered, nobody is passed over."""


def may_be_left(state: State, move: Move) -> bool:
    """Whether a program may ever take this move: no vote, and nothing that only a person can give."""
    in_person = {"signature", "file"} & set(move.asks)
    return state.kind in FROM and not (move.vote or move.branch or in_person)


def leave(
    course: Course, position: Position, facts: Facts, taken: tuple[str, str], by: Party, why: Words, now: datetime
) -> Outcome:
    """``taken`` are state and move; ``why`` is what whoever had the to-do reads.

    Raises:
        NotAllowedHere: the case stands elsewhere, no program may take this move, or its condition does not hold.
    """
    p = Progress(course, position, facts, now)
    token, move = _there(p, *taken)
    if not p.open_to(token, move):
        raise NotAllowedHere(Problem("move.not-now", params={"move": step.title(move)}), token.state)
    going.go(p, token, move, by, why)
    step.answered(p)
    p.recall = None
    return p.outcome()


def _there(p: Progress, state: str, key: str) -> tuple[Token, Move]:
    if p.ended:
        raise NotAllowedHere(Problem("case.ended"), p.ended)
    token = next((one for one in p.tokens.values() if one.state == state and not one.left), None)
    if token is None:
        raise NotAllowedHere(Problem("step.elsewhere"), next(iter(p.tokens.values())).state)
    move = p.course.moves(state).get(key)
    if move is None or not may_be_left(p.state_of(token), move):
        raise NotAllowedHere(Problem("move.unknown", params={"move": key}), state)
    return token, move
