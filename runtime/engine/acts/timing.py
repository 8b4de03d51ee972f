"""A deadline has passed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from runtime.engine.acts import seating, step
from runtime.engine.effects import Announce, CloseTasks, SetTimer, Tell
from runtime.engine.events import Closed, Escalated, Reminded, Seated
from runtime.engine.facts import Facts
from runtime.engine.outcome import Outcome
from runtime.engine.position import Party, Position, Seat, Token
from runtime.engine.tokens import arrival, going
from runtime.engine.tokens.machine import Course
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import assignees, tally, tally_words
from schemas.model.flow import Deadline
from schemas.words import words

LATE = words("The time was over.", "已到期。")


def elapse(
    course: Course, position: Position, facts: Facts, state: str, visit: int, deadline: int, now: datetime
) -> Outcome:
    """Deadline number ``deadline`` of that visit. Nothing happens if the case has left it since, or it has passed before.

    Nothing is ever early: asked too soon (a holiday was added meanwhile), it sets the timer again.
    """
    p = Progress(course, position, facts, now)
    token = position.at(state, visit)
    if token is None or token.left or deadline in token.fired or deadline >= len(course.states[state].deadlines):
        return p.outcome()
    said = course.states[state].deadlines[deadline]
    due = p.due(token, said)
    if due is None or now < due:
        p.ask(*([SetTimer(state, visit, deadline, due)] if due else []))
        return p.outcome()
    token = p.put(replace(token, fired=(*token.fired, deadline)))
    if course.announces("late", state):
        p.ask(Announce("late", state))
    _do(p, token, said)
    step.answered(p)
    there = p.tokens.get(token.id)
    if there is not None and there.visit == visit and course.states[there.state].kind == "wait":
        p.set_timers(there)
    if said.do in ("hand_over", "close", "move"):
        p.recall = None
    return p.outcome()


def recount(course: Course, position: Position, facts: Facts, now: datetime) -> Outcome:
    """Every deadline that has not passed falls due as the calendar says now. Nothing else happens."""
    p = Progress(course, position, facts, now)
    for token in p.tokens.values():
        if not token.left:
            p.set_timers(token)
    return p.outcome()


def _do(p: Progress, token: Token, said: Deadline) -> None:
    state = p.state_of(token)
    waiting = tally.pending(state, token)
    match said.do:
        case "remind":
            p.say(Reminded(state.key, waiting))
            _tell(p, "reminder", waiting, state.key)
        case "escalate":
            above = assignees.above(p.course.flow, said, waiting, p.facts_of(token))
            p.say(Escalated(state.key, above))
            _tell(p, "reminder", waiting, state.key)
            _tell(p, "escalation", above, state.key)
        case "hand_over":
            _hand_over(p, token, assignees.heirs(arrival.asking(p, token), said.to))
        case "close":
            if token.seats and arrival.decided(p, token, closing=True):
                p.say(Closed(state.key, tally_words.standing(state, token, closing=True)))
        case "move":
            move = p.course.moves(state.key).get(said.move)
            if move is not None and not move.branch and p.open_to(token, move):
                going.go(p, token, move, None, LATE)


def _hand_over(p: Progress, token: Token, to: Sequence[Party]) -> None:
    """Whoever has not answered is asked no more, and ``to`` have their votes between them."""
    state, left = p.state_of(token), tally.open_seats(token)
    kept = tuple(seat for seat in token.seats if seat not in left)
    heirs = [party for party in to if party not in {seat.party for seat in kept}]
    if not heirs or not state.asks or (token.seats and not any(seat.counts for seat in left)):
        return
    fresh = _inherited(heirs, left, seating.whole(state))
    before = tally.pending(state, token)
    token = p.put(replace(token, seats=(*kept, *fresh), claimed="", incident=""))
    p.say(Seated("handed_over", token.state, None, tuple(heirs), tally_words.rule(state, token)))
    if before:
        why = words("It was handed over, since the time was over.", "已到期，移交他人办理。")
        p.ask(CloseTasks(why, token.state, token.visit, before))
    if not arrival.decided(p, token):
        p.ask(*arrival.opened(state, token, tally.pending(state, token)))


def _inherited(heirs: Sequence[Party], left: Sequence[Seat], whole: tuple[int, int]) -> tuple[Seat, ...]:
    """Where nobody sat they have together what suffices to decide."""
    votes, heads = (sum(seat.weight for seat in left), sum(seat.heads for seat in left)) if left else whole
    gone, veto, among = tuple(seat.party for seat in left), any(seat.veto for seat in left), len(heirs)
    return tuple(
        Seat(
            party,
            max(1, votes // among + (number < votes % among)),
            veto=veto,
            instead=gone,
            heads=max(1, heads // among + (number < heads % among)),
        )
        for number, party in enumerate(heirs)
    )


def _tell(p: Progress, about: Literal["reminder", "escalation"], to: tuple[Party, ...], state: str) -> None:
    if to:
        p.ask(Tell(about, to, state))
