"""Where a case goes from here, as far as can be told: the main line of its flow, and a sentence."""

from collections.abc import Iterator

from runtime.deployment import Compiled
from runtime.store.cases import Case
from schemas.flow import Move, State
from schemas.words import Words, words


def ahead(compiled: Compiled, start: str) -> tuple[State, ...]:
    """The states after ``start`` if all goes well: agreed where there is a vote, else the first way that leads on."""
    return tuple(_ahead(compiled, start))


def sentence(compiled: Compiled, case: Case) -> Words:
    """What happens now, and what comes after."""
    if case.ended:
        return words("It has ended: {state}.", "已结束：{state}。").formatted(state=compiled.title(case.state))
    if case.incident:
        return words(
            "It waits at “{state}”: nobody has been found for it yet.", "停在“{state}”：暂未找到处理人。"
        ).formatted(state=compiled.title(case.state))
    after = next((state for state in ahead(compiled, case.state)), None)
    now = compiled.title(case.state)
    if after is None:
        return words("Now: {state}.", "当前：{state}。").formatted(state=now)
    return words("Now: {state}. Then: {then}.", "当前：{state}；接下来：{then}。").formatted(
        state=now, then=compiled.title(after.key)
    )


def _ahead(compiled: Compiled, start: str) -> Iterator[State]:
    seen, here = {start}, start
    while way := _way_on(compiled, here, seen):
        here = way.target
        seen.add(here)
        if compiled.course.states[here].kind != "choice":
            yield compiled.course.states[here]


def _way_on(compiled: Compiled, here: str, seen: set[str]) -> Move | None:
    """Not back, and not to an end while there is another way."""
    ways = [move for move in compiled.course.moves(here).values() if move.target not in seen and move.vote != "against"]
    on = [move for move in ways if compiled.course.states[move.target].kind != "end"]
    return next(iter([*on, *ways]), None)
