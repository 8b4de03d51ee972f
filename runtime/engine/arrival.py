"""Coming into a state: through choices without stopping, then asking people, or ending."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from runtime.engine import assignees, tally, worktime
from runtime.engine.effects import Effect, OpenTask, SetTimer, Tell
from runtime.engine.events import Ended, Entered, Moved
from runtime.engine.facts import Facts
from runtime.engine.machine import Course, Walker
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Token
from schemas.flow import Move, State
from schemas.logic import LogicError
from schemas.problem import Problem
from schemas.words import Words, words


def arrive(course: Course, position: Position, walker: Walker, facts: Facts, now: datetime) -> Outcome:
    """Enter the state where ``walker`` is, or the one that its choices lead to.

    Raises:
        NotAllowedHere: ``choice.gap``, no way out of a choice holds; ``flow.endless-loop``, choices lead in a circle.
    """
    first = walker.state
    stands = position.tokens[0].state if position.tokens else first
    passed: list[Moved] = []
    while course.states[walker.state].kind == "choice":
        here = course.states[walker.state]
        way = _way(course, here.key, facts)
        if way is None:
            raise NotAllowedHere(Problem("choice.gap", params={"state": here.title or here.key}), stands)
        if any(earlier.state == here.key for earlier in passed):
            raise NotAllowedHere(Problem("flow.endless-loop", params={"states": here.title or here.key}), stands)
        course.walk(walker, way)
        passed.append(Moved(here.key, walker.state, way.key, None, _why(way)))
    visits = dict(position.visits)
    for entered in (first, *(move.to for move in passed)):
        visits[entered] = visits.get(entered, 0) + 1
    there = Position(acted=position.acted, visits=visits)
    return _enter(course, there, course.states[walker.state], facts, now, passed)


def ask(state: State, token: Token, parties: Iterable[Party]) -> tuple[Effect, ...]:
    """One pooled to-do for a task, one for each person in an approval; and word of it."""
    parties = tuple(parties)
    if not parties:
        return ()
    pools = [(party,) for party in parties] if state.kind == "approval" else [parties]
    return (*(OpenTask(token.state, pool) for pool in pools), Tell("task", parties, token.state))


def _way(course: Course, choice: str, facts: Facts) -> Move | None:
    try:
        return next((move for move in course.moves(choice).values() if course.holds(move, facts.answers)), None)
    except LogicError:
        # Going on to the "otherwise" would send the case a way that nobody decided.
        return None


def _why(way: Move) -> Words:
    if way.when is None:
        return words("No other condition holds.", "不满足其他任何条件。")
    return words("The condition “{way}” holds.", "满足条件“{way}”。").formatted(way=way.title or way.key)


def _enter(
    course: Course, position: Position, state: State, facts: Facts, now: datetime, passed: Iterable[Moved]
) -> Outcome:
    if state.kind == "end":
        outcome = state.outcome or state.key
        told = Tell("ended", (facts.requester,), state.key)
        return Outcome(replace(position, ended=outcome), (*passed, Ended(outcome)), (told,))
    found = assignees.find(course.flow, state, facts, position.acted)
    token = Token(state.key, now, position.visits[state.key], found.parties)
    timers = (
        SetTimer(state.key, token.visit, number, worktime.after(now, deadline.after, facts.calendar))
        for number, deadline in enumerate(state.deadlines)
    )
    entered = Entered(state.key, found.parties, tally.rule(state, len(found.parties)), found.fallback)
    effects = (*ask(state, token, tally.pending(state, token)), *timers)
    return Outcome(replace(position, tokens=(token,)), (*passed, entered), effects)
