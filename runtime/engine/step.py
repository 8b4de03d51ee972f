"""What happens next: a case begins, somebody acts, time passes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from runtime.engine import assignees, tally, worktime
from runtime.engine.arrival import arrive, ask
from runtime.engine.effects import CancelTimers, CloseTasks, Effect, SetTimer, Tell
from runtime.engine.events import Began, Escalated, Moved, Reminded, Voted
from runtime.engine.facts import Facts
from runtime.engine.machine import Course, Walker
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Token, Vote
from schemas.flow import Move, State
from schemas.logic import LogicError
from schemas.problem import Problem
from schemas.words import Words, words

__all__ = ["Act", "NotAllowedHere", "Outcome", "ask_again", "available", "begin", "elapse", "offered", "take", "unmet"]


@dataclass(frozen=True)
class Act:
    """``by`` takes ``move`` in the state that they were looking at."""

    by: Party
    move: str
    at_state: str
    comment: str = ""


def begin(course: Course, facts: Facts, now: datetime, by: Party) -> Outcome:
    """A case starts; ``by`` filed it.

    Raises:
        NotAllowedHere: a choice at the very start has no way that holds.
    """
    start = arrive(course, Position(), Walker(course.flow.initial), facts, now)
    received = Tell("received", (facts.requester,), course.flow.initial)
    return Outcome(start.position, (Began(by), *start.events), (received, *start.effects))


def take(course: Course, position: Position, facts: Facts, act: Act, now: datetime) -> Outcome:
    """Somebody acts: a vote that leaves it open, or a move away.

    Raises:
        NotAllowedHere: the case stands elsewhere or has ended, they are not asked, or the move cannot be taken.
    """
    token = _standing(position, act.at_state)
    state = course.states[token.state]
    move = _permitted(course, state, token, facts, act)
    position = replace(position, acted=_with(position.acted, state.key, act.by))
    if state.kind == "approval" and move.vote:
        vote = Vote(act.by, move.key, now, move.vote)
        return _vote(course, position, replace(token, votes=(*token.votes, vote)), facts, move)
    return _leave(course, position, facts, move, now, act.by)


def elapse(
    course: Course, position: Position, facts: Facts, state: str, visit: int, deadline: int, now: datetime
) -> Outcome:
    """A deadline has passed. Nothing happens if the case has left that visit of the state since.

    Nothing is ever early: asked too soon (a holiday was added meanwhile), it sets the timer again.
    """
    token = next((token for token in position.tokens if (token.state, token.visit) == (state, visit)), None)
    if token is None:
        return Outcome(position)
    drawn = course.states[state]
    said = drawn.deadlines[deadline]
    due = worktime.after(token.since, said.after, facts.calendar)
    if now < due:
        return Outcome(position, effects=(SetTimer(state, visit, deadline, due),))
    waiting = tally.pending(drawn, token)
    reminder = _tell("reminder", waiting, state)
    if said.do == "remind":
        return Outcome(position, (Reminded(state, waiting),), reminder)
    above = assignees.above(course.flow, said, waiting, facts)
    return Outcome(position, (Escalated(state, above),), (*reminder, *_tell("escalation", above, state)))


def ask_again(course: Course, position: Position, facts: Facts, state: str, now: datetime) -> Outcome:
    """Start the visit of a state anew, with the people who are found now: a way out where nobody was found.

    Raises:
        NotAllowedHere: the case is not there, or ``step.nobody`` is found still.
    """
    _standing(position, state)
    again = arrive(course, position, Walker(state), facts, now)
    if not again.position.tokens[0].asked:
        raise NotAllowedHere(Problem("step.nobody", params={"state": _title(course.states[state])}), state)
    closing = (CloseTasks(words("The step was started again.", "这一步已重新开始。")), CancelTimers())
    return replace(again, effects=(*closing, *again.effects))


def offered(course: Course, position: Position, party: Party) -> tuple[Move, ...]:
    """The moves drawn for whoever may act now, whether or not their conditions hold as the answers stand."""
    return tuple(
        move
        for token in position.tokens
        if party in tally.pending(course.states[token.state], token)
        for move in course.moves(token.state).values()
    )


def available(course: Course, position: Position, facts: Facts, party: Party) -> tuple[Move, ...]:
    """The moves that ``party`` may take now, with the answers as they stand."""
    return tuple(move for move in offered(course, position, party) if _holds(course, move, facts.answers))


def unmet(move: Move, comment: str, read: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """What a person must mend before they take the move, all at once.

    ``read`` are the problems of the answers that came with it; blanks do not hinder a move that may leave the step
    unfinished. `take` itself refuses only a missing comment.
    """
    hindering = tuple(problem for problem in read if not (move.unfinished and problem.code == "answer.required"))
    if "comment" in move.asks and not comment.strip():
        return (*hindering, Problem("comment.required", "/comment", {"move": _title(move)}))
    return hindering


def _standing(position: Position, state: str) -> Token:
    if position.ended:
        raise NotAllowedHere(Problem("case.ended"), position.ended)
    token = next((token for token in position.tokens if token.state == state), None)
    if token is None:
        raise NotAllowedHere(Problem("step.elsewhere"), position.tokens[0].state)
    return token


def _permitted(course: Course, state: State, token: Token, facts: Facts, act: Act) -> Move:
    if act.by not in tally.pending(state, token):
        raise NotAllowedHere(Problem(_why_not(token, act.by)), state.key)
    move = course.moves(state.key).get(act.move)
    if move is None:
        raise NotAllowedHere(Problem("move.unknown", params={"move": act.move}), state.key)
    if not _holds(course, move, facts.answers):
        raise NotAllowedHere(Problem("move.not-now", params={"move": _title(move)}), state.key)
    for problem in unmet(move, act.comment):
        raise NotAllowedHere(problem, state.key)
    return move


def _why_not(token: Token, party: Party) -> str:
    if any(vote.party == party for vote in token.votes):
        return "step.voted"
    return "step.not-your-turn" if party in token.asked else "step.not-asked"


def _holds(course: Course, move: Move, answers: Mapping[str, Any]) -> bool:
    """A condition that cannot be evaluated does not hold."""
    try:
        return course.holds(move, answers)
    except LogicError:
        return False


def _vote(course: Course, position: Position, token: Token, facts: Facts, move: Move) -> Outcome:
    """The newest vote of ``token`` is counted. The move that decides is the one that the deciding voter chose."""
    state, vote = course.states[token.state], token.votes[-1]
    said = tally.standing(state, token)
    voted = Voted(state.key, vote.party, vote.move, said)
    if tally.verdict(state, token) is not None:
        decided = _leave(course, position, facts, move, vote.at, None, said)
        return replace(decided, events=(voted, *decided.events))
    effects: tuple[Effect, ...] = (CloseTasks(words("You have answered.", "您已表态。"), (vote.party,)),)
    if state.decide.order == "sequential":
        effects += ask(state, token, tally.pending(state, token))
    tokens = tuple(token if other.id == token.id else other for other in position.tokens)
    return Outcome(replace(position, tokens=tokens), (voted,), effects)


def _leave(
    course: Course,
    position: Position,
    facts: Facts,
    move: Move,
    now: datetime,
    by: Party | None,
    why: Words | None = None,
) -> Outcome:
    walker = Walker(move.source)
    course.walk(walker, move)
    moved = Moved(move.source, walker.state, move.key, by, why or Words())
    there = arrive(course, position, walker, facts, now)
    closing = why or words("Somebody else has done it: “{move}”.", "已由他人处理：“{move}”。").formatted(
        move=_title(move)
    )
    return Outcome(there.position, (moved, *there.events), (CloseTasks(closing), CancelTimers(), *there.effects))


def _tell(about: Literal["reminder", "escalation"], to: tuple[Party, ...], state: str) -> tuple[Effect, ...]:
    return (Tell(about, to, state),) if to else ()


def _with(acted: Mapping[str, tuple[Party, ...]], state: str, party: Party) -> dict[str, tuple[Party, ...]]:
    """Everybody once."""
    earlier = acted.get(state, ())
    return {**acted, state: earlier if party in earlier else (*earlier, party)}


def _title(drawn: State | Move) -> Words | str:
    return drawn.title or drawn.key
