"""Where a case goes from here, as far as can be told: the main line of its flow, and a sentence."""

from collections.abc import Iterable, Iterator
from typing import Final

from runtime.engine.position import Token
from runtime.engine.tokens.machine import Course
from runtime.formats.enumeration import all_of
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.visibility import blockers
from schemas.model.flow import Block, Move, State
from schemas.words import Words, words

_UNSEEN: Final = ("choice", "action", "parallel", "inclusive", "loop")
"""Kinds of state that nobody needs to know of."""


def front(case: Case) -> tuple[Token, ...]:
    """Where it stands: of a block its branches, unless it waits for something itself."""
    tokens = case.position.tokens
    return tuple(one for one in tokens if not (one.begun or one.left)) or tokens[:1]


def ahead(compiled: Compiled, start: Iterable[str]) -> tuple[State, ...]:
    """The states after these if all goes well: agreed where there is a vote, else the first way that leads on."""
    begun = tuple(start)
    known = compiled.ahead.get(begun)
    if known is None:
        known = compiled.ahead[begun] = tuple(_ahead(compiled, begun))
    return known


def _ahead(compiled: Compiled, start: Iterable[str]) -> Iterator[State]:
    course, here = compiled.course, [key for key in start if key in compiled.course.states]
    earlier = {key: _before(compiled, key) for key in here}
    lines = [list(_line(course, key, {*here, *earlier[key]}, begins=False)) for key in here]
    shared = {key for line in lines for key in line if all(key in one for one in lines)}
    order = [key for line in lines for key in line if key not in shared] + [key for line in lines for key in line]
    kept = (course.states[key] for key in dict.fromkeys(order))
    return (state for state in kept if state.kind not in _UNSEEN)


def _before(compiled: Compiled, here: str) -> list[str]:
    """What stands before it on the main line, if it stands there: a way to one of these leads back."""
    first = compiled.process.flow.initial
    line = [first, *_line(compiled.course, first, {first}, begins=True)]
    return line[: line.index(here)] if here in line else []


def sentence(compiled: Compiled, case: Case, *, inside: bool = True) -> Words:
    """What happens now, and what comes after. What is in the way is told ``inside`` alone."""
    if case.ended:
        return words("It has ended: {state}.", "已结束：{state}。").formatted(state=compiled.stands(case))
    here = front(case)
    stuck = next((one for one in here if one.incident), None)
    if inside and (stuck or case.incident):
        state, code = (stuck.state, stuck.incident) if stuck else (case.state, case.incident)
        said = words("It waits at “{state}”: {why}", "停在“{state}”：{why}")
        return said.formatted(state=compiled.title(state), why=blockers.why(code))
    states = list(dict.fromkeys(token.state for token in here)) or [case.state]
    after = next(iter(ahead(compiled, states)), None)
    now = all_of([_place(compiled, here, state) for state in states])
    if after is None:
        return words("Now: {state}.", "当前：{state}。").formatted(state=now)
    return words("Now: {state}. Then: {then}.", "当前：{state}；接下来：{then}。").formatted(
        state=now, then=compiled.title(after.key)
    )


def _place(compiled: Compiled, here: Iterable[Token], state: str) -> Words:
    """Several branches in the same state are one place, counted."""
    count = sum(token.state == state for token in here)
    title = compiled.title(state)
    return words("{state} ({n})", "{state}（{n} 项）").formatted(state=title, n=count) if count > 1 else title


def _line(course: Course, here: str, seen: set[str], *, begins: bool) -> Iterator[str]:
    """``begins``: the state ``here`` is yet to come, so that the branches of a block are too."""
    if begins and course.states[here].kind in Block:
        for branch in (move for move in course.moves(here).values() if move.branch and move.target not in seen):
            seen.add(branch.target)
            yield branch.target
            yield from _within(course, branch.target, here, seen)
    passed: set[str] = set()
    while (way := _way_on(course, here, seen)) and way.target not in passed:
        joined = here in course.inside(way.target)
        here = way.target
        passed.add(here)
        if not joined:
            seen.add(here)
            yield here
            yield from _line(course, here, seen, begins=True)
            return


def _within(course: Course, here: str, block: str, seen: set[str]) -> Iterator[str]:
    """The rest of one branch, until it comes back to its block."""
    for state in _line(course, here, seen | {block}, begins=True):
        if state not in course.inside(block):
            return
        seen.add(state)
        yield state


def _way_on(course: Course, here: str, seen: set[str]) -> Move | None:
    """Not back, and not to an end while there is another way."""
    drawn = course.moves(here).values()
    ways = [move for move in drawn if not (move.branch or move.by_hand) and move.vote != "against"]
    ways = [move for move in ways if move.target not in seen or here in course.inside(move.target)]
    on = [move for move in ways if course.states[move.target].kind != "end"]
    return next(iter([*on, *ways]), None)
