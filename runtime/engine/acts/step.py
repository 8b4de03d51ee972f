"""What happens next: a case begins, somebody acts, a message comes, time passes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.engine.effects import Announce, CloseTasks, Tell
from runtime.engine.events import Began, Called, Received, Voted
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Recall, Token, Vote
from runtime.engine.tokens import arrival, blocks, going
from runtime.engine.tokens.machine import Course
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import tally, tally_words
from schemas.logic import LogicError
from schemas.model.flow import Move, State
from schemas.problem import Problem
from schemas.words import Words, words

__all__ = [
    "Act",
    "NotAllowedHere",
    "Outcome",
    "available",
    "begin",
    "deliver",
    "joined",
    "offered",
    "returned",
    "take",
    "unmet",
]


MISSING: Final = {"comment": "comment.required", "signature": "signature.required", "file": "file.required"}
"""What a move may ask for, and the problem of not giving it."""


ANSWERED: Final = words("You: “{move}”.", "您：“{move}”。")
"""Why their to-do is closed to whoever has voted, while others still vote."""


@dataclass(frozen=True)
class Act:
    """``by`` takes ``move`` in the state, and the visit of it, that they were looking at.

    ``given`` is what else than a comment they gave of what a move may ask: "signature", "file".
    """

    by: Party
    move: str
    at_state: str
    comment: str = ""
    visit: int | None = None
    given: frozenset[str] = frozenset()


def begin(course: Course, facts: Facts, now: datetime, by: Party) -> Outcome:
    """A case starts; ``by`` filed it."""
    p = Progress(course, Position(), facts, now)
    p.say(Began(by))
    p.ask(Tell("received", (facts.requester,), course.flow.initial))
    if course.announces("begin", course.flow.initial):
        p.ask(Announce("begin", course.flow.initial))
    p.come(p.fresh(course.flow.initial), course.flow.initial)
    going.settle(p)
    return p.outcome()


def take(course: Course, position: Position, facts: Facts, act: Act, now: datetime) -> Outcome:
    """Somebody acts: a vote that leaves it open, or a move away.

    Raises:
        NotAllowedHere: the case stands elsewhere or has ended, they are not asked, or the move cannot be taken.
    """
    token = standing(position, act.at_state, act.by, act.visit)
    p = Progress(course, position, facts, now)
    move = _permitted(p, token, act)
    p.remember(act.by, token.state)
    first = p.last + 1
    if course.states[token.state].kind == "approval" and move.vote:
        _vote(p, token, act.by, move)
    else:
        going.go(p, token, move, act.by, Words())
    answered(p)
    p.recall = _recall(p, position, token, act.by, first)
    return p.outcome()


def deliver(course: Course, position: Position, facts: Facts, message: str, now: datetime) -> Outcome:
    """A message from outside is taken by the first that waits for it; one that comes too early is kept where it may be.

    Raises:
        NotAllowedHere: ``message.unknown``, or ``message.early`` for one that nobody waits for now and that is not kept.
    """
    if position.ended:
        raise NotAllowedHere(Problem("case.ended"), position.ended)
    p = Progress(course, position, facts, now)
    for token in position.tokens:
        for move in () if token.left or token.sub else course.moves(token.state).values():
            if move.message == message and p.open_to(token, move):
                p.say(Received(message, kept=False))
                why = words("The message “{name}” came.", "收到消息“{name}”。").formatted(name=message)
                going.go(p, token, move, None, why)
                answered(p)
                p.recall = None
                return p.outcome()
    known = [move for move in course.flow.moves if move.message == message]
    if not any(move.keeps for move in known):
        code = "message.early" if known else "message.unknown"
        raise NotAllowedHere(Problem(code, params={"message": message}), position.tokens[0].state)
    p.kept = (*p.kept, message)
    p.say(Received(message, kept=True))
    return p.outcome()


def joined(position: Position, visit: tuple[str, int], sub: str) -> Position:
    """The sub-request that the token in that visit waits for is there now, and has this id."""
    tokens = (replace(one, sub=sub) if (one.state, one.visit) == visit and one.sub else one for one in position.tokens)
    return replace(position, tokens=tuple(tokens))


def returned(
    course: Course, position: Position, facts: Facts, visit: tuple[str, int], theirs: Mapping[str, Any], now: datetime
) -> Outcome:
    """The sub-request of that state and visit has ended; ``theirs`` are its answers, and "@outcome".

    Nothing happens if the case does not wait for it any more.
    """
    token = position.at(*visit)
    p = Progress(course, position, facts, now)
    if token is None or not token.sub:
        return p.outcome()
    calls = course.states[token.state].calls
    p.say(Called("ended", token.state, calls.process, str(theirs.get("@outcome", ""))))
    try:
        for field, rule in calls.taken.items():
            p.answer(field, p.work_out(rule, theirs))
    except LogicError as wrong:
        p.stick(token, "rule.failed", str(wrong))
        return p.outcome()
    blocks.join(p, token)
    answered(p)
    p.recall = None
    return p.outcome()


def answered(p: Progress) -> None:
    """Whatever follows from answers that may have changed, and from tokens that have come to a state."""
    blocks.grow(p)
    going.settle(p)
    for token in p.tokens.values():
        if token.state in p.course.dated:
            p.set_timers(token)


def offered(course: Course, position: Position, party: Party, visit: tuple[str, int] | None = None) -> tuple[Move, ...]:
    """The moves drawn for whoever may act now, whether or not their conditions hold as the answers stand.

    ``visit`` is the state, and the visit of it, that they look at; without it all the places where they are asked count.
    """
    return tuple(
        move
        for token in position.tokens
        if visit in (None, (token.state, token.visit)) and party in tally.pending(course.states[token.state], token)
        for move in _moves(course, token, party)
    )


def available(course: Course, position: Position, facts: Facts, party: Party, now: datetime) -> tuple[Move, ...]:
    """The moves that ``party`` may take now, with the answers as they stand."""
    p = Progress(course, position, facts, now)
    return tuple(
        move
        for token in position.tokens
        if party in tally.pending(course.states[token.state], token)
        for move in _moves(course, token, party)
        if p.open_to(token, move)
    )


def unmet(
    move: Move, comment: str, read: Iterable[Problem] = (), given: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """What a person must mend before they take the move, all at once.

    ``read`` are the problems of the answers that came with it; blanks do not hinder a move that may leave the step
    unfinished. `take` itself refuses only what the move asks for and was not given.
    """
    hindering = [problem for problem in read if not (move.unfinished and problem.code == "answer.required")]
    has = given | ({"comment"} if comment.strip() else frozenset())
    hindering += [
        Problem(MISSING[asked], f"/{asked}", {"move": title(move)}) for asked in move.asks if asked not in has
    ]
    return tuple(hindering)


def standing(position: Position, state: str, party: Party, visit: int | None) -> Token:
    """The token that somebody acts on. Raises NotAllowedHere."""
    if position.ended:
        raise NotAllowedHere(Problem("case.ended"), position.ended)
    there = [one for one in position.tokens if one.state == state and visit in (None, one.visit) and not one.left]
    if not there:
        raise NotAllowedHere(Problem("step.elsewhere"), position.tokens[0].state)
    if len(there) == 1:
        return there[0]
    voted = {one.id for one in there if any(vote.party == party for vote in one.votes)}
    asked = [one for one in there if party in one.asked]
    return next((one for one in (*asked, *there) if one.id not in voted), there[0])


def title(drawn: State | Move) -> Words | str:
    return drawn.title or drawn.key


def _moves(course: Course, token: Token, party: Party) -> tuple[Move, ...]:
    state = course.states[token.state]
    return tuple(move for move in course.moves(token.state).values() if _is_for(state, token, party, move))


def _is_for(state: State, token: Token, party: Party, move: Move) -> bool:
    """Who only advises takes no move of a task; branches are begun by the block itself."""
    if move.branch or move.message:
        return False
    if state.kind == "approval" and move.vote:
        return True
    return all(seat.weight for seat in token.seats if seat.party == party)


def _permitted(p: Progress, token: Token, act: Act) -> Move:
    state = p.state_of(token)
    if act.by not in tally.pending(state, token):
        raise NotAllowedHere(Problem(_why_not(token, act.by)), state.key)
    move = p.course.moves(token.state).get(act.move)
    if move is None or not _is_for(state, token, act.by, move):
        raise NotAllowedHere(Problem("move.unknown", params={"move": act.move}), state.key)
    if not p.open_to(token, move):
        raise NotAllowedHere(Problem("move.not-now", params={"move": title(move)}), state.key)
    for problem in unmet(move, act.comment, given=act.given):
        raise NotAllowedHere(problem, state.key)
    return move


def _why_not(token: Token, party: Party) -> str:
    if any(vote.party == party for vote in token.votes):
        return "step.voted"
    if token.claimed and party in token.asked:
        return "step.claimed"
    return "step.not-your-turn" if party in token.asked else "step.not-asked"


def _vote(p: Progress, token: Token, by: Party, move: Move) -> None:
    """The newest vote is counted."""
    state = p.state_of(token)
    was = tally.pending(state, token)
    votes = (*token.votes, Vote(by, move.key, p.now, move.vote or "abstain"))
    token = p.put(token.seated(token.seats, votes, token.incident))
    p.agree(by, state.key, agrees=move.vote == "for" and any(one.party == by and one.weight for one in token.seats))
    side = tally.verdict(state, token)
    said = tally_words.counted(state, token, side)
    p.say(Voted(state.key, by, move.key, said))
    if side is None or not arrival.goes(p, token, side, said):
        p.ask(CloseTasks(ANSWERED.formatted(move=title(move)), state.key, token.visit, (by,)))
        fresh = tuple(party for party in tally.pending(state, token) if party not in was)
        p.ask(*arrival.opened(state, token, fresh))


def _recall(p: Progress, before: Position, token: Token, by: Party, first: int) -> Recall | None:
    """Taking back is possible while nothing but this one place has changed, and nothing has gone out of our hands."""
    if p.ended or (p.reached, p.kept) != (before.reached, before.kept):
        return None
    if p.lasting or any(p.tokens.get(one.id) != one for one in before.tokens if one.id != token.id):
        return None
    return Recall(by, token, tuple(key for key in sorted(p.tokens) if key >= first or key == token.id))
