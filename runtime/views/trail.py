"""The path of a case: what is done, where it stands, what stopped, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from runtime.engine.position import Token
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Task
from runtime.visibility import forecast
from schemas.words import Words

_MARKED: Final = frozenset({"task", "approval", "wait", "process", "end"})
"""Kinds of state that somebody who looks at the path knows of."""


@dataclass(frozen=True)
class Step:
    """One mark on the path. ``who`` did it, has it now, or nobody knows yet; ``at`` is when it was left, or entered."""

    state: str
    title: Words
    mark: Literal["done", "now", "stopped", "next"]
    who: tuple[str, ...] = ()
    at: datetime | None = None
    due: datetime | None = None


def steps(compiled: Compiled, case: Case, tasks: Sequence[Task], journal: Sequence[Entry]) -> Iterator[Step]:
    """What is done and does not come again, what is now (all of it, where there are branches), and what is ahead."""
    here = list(dict.fromkeys(token.state for token in forecast.front(case)))
    coming = [] if case.ended else [state.key for state in forecast.ahead(compiled, here)]
    left = {step.state: step for step in _left(compiled, journal)}
    gone = (case.state,) if case.ended else (*here, *coming)
    yield from (step for state, step in left.items() if state not in gone)
    if case.ended:
        yield Step(case.state, compiled.stands(case), "done", (), case.closed_at)
    for state in here:
        yield _present(compiled, case, tasks, state)
    yield from (Step(state, compiled.title(state), "next") for state in coming)


def _left(compiled: Compiled, journal: Sequence[Entry]) -> Iterator[Step]:
    for entry in journal:
        if entry.kind == "moved" and _is_marked(compiled, entry.body["state"]):
            state = entry.body["state"]
            yield Step(state, compiled.title(state), "done", _acted(journal, state, entry), entry.at)
        elif entry.kind == "stopped":
            for state in dict.fromkeys(entry.body["states"]):
                if _is_marked(compiled, state):
                    yield Step(state, compiled.title(state), "stopped", (), entry.at)


def _is_marked(compiled: Compiled, state: str) -> bool:
    drawn = compiled.course.states.get(state)
    return drawn is None or drawn.kind in _MARKED


def _present(compiled: Compiled, case: Case, tasks: Sequence[Task], state: str) -> Step:
    tokens = [token for token in forecast.front(case) if token.state == state]
    order = [party for token in tokens for party in token.asked]
    waiting = sorted(
        (one for one in tasks if one.open and _stands(one, tokens)), key=lambda one: order.index(one.party)
    )
    names = tuple(dict.fromkeys(one.party_name for one in waiting))
    due = min((one.due_at for one in waiting if one.due_at), default=None)
    return Step(state, compiled.title(state), "now", names, min(token.since for token in tokens), due)


def _stands(task: Task, tokens: Sequence[Token]) -> bool:
    return any((task.state, task.visit) == (one.state, one.visit) and task.party in one.asked for one in tokens)


def _acted(journal: Sequence[Entry], state: str, left: Entry) -> tuple[str, ...]:
    """Who took the move, or whose votes did in that visit."""
    if left.by:
        return (left.by_name,)
    names: dict[str, None] = {}
    for entry in journal[: left.seq]:
        if entry.kind == "entered" and entry.body["state"] == state:
            names = {}
        elif entry.kind == "voted" and entry.body["state"] == state:
            names[entry.by_name] = None
    return tuple(names)
