"""A case goes on by another version of its flow: what is alike stays as it is, what is not begins anew in its place."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from runtime.engine.acts import step
from runtime.engine.effects import CancelTimers, CloseTasks, OpenTask
from runtime.engine.events import Jumped
from runtime.engine.facts import Facts
from runtime.engine.outcome import Outcome
from runtime.engine.position import Party, Position, Token, above
from runtime.engine.tokens import arrival, returning
from runtime.engine.tokens.machine import Course
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import tally
from schemas.model.flow import Asking, Block, State
from schemas.problem import Problem
from schemas.words import words

MOVED = words("The request goes on by another version of the process.", "申请已改按流程的另一版本办理。")


@dataclass(frozen=True)
class Passage:
    """From one version to another. ``names``: what a state of the old one is called in the new, where that differs."""

    old: Course
    new: Course
    names: Mapping[str, str]

    def name(self, state: str) -> str:
        return self.names.get(state, state)

    def drawn(self, token: Token) -> tuple[State, State]:
        """The step of the token in both. Raises KeyError where the new one has none."""
        return self.old.states[token.state], self.new.states[self.name(token.state)]


def hindrances(passage: Passage, position: Position) -> tuple[Problem, ...]:
    """Why it cannot go on there."""
    if position.ended:
        return (Problem("case.ended"),)
    found = [problem for token in position.tokens for problem in _in_the_way(passage, position, token)]
    places = [(passage.name(token.state), token.visit) for token in position.tokens]
    if len(set(places)) < len(places):
        found.append(Problem("carry.one-place"))
    return tuple(found)


def stays(passage: Passage, token: Token) -> bool:
    """Whether the token keeps its people and their votes: the step is alike as far as they are concerned."""
    old, new = passage.drawn(token)
    if new.kind in Block or new.kind == "wait":
        return True
    if new.kind not in Asking or not token.seats or token.incident:
        return False
    moves = passage.new.moves(new.key)
    voted = all(
        not vote.move or (vote.move in moves and (moves[vote.move].vote or "abstain") == vote.side)
        for vote in token.votes
    )
    return voted and _whom(old) == _whom(new)


def resettle(
    passage: Passage,
    position: Position,
    facts: Facts,
    waiting: Collection[tuple[str, int, int]],
    by: Party,
    now: datetime,
) -> Outcome:
    """Where the case stands in the new version; ``waiting`` are its deadlines (state, visit, number) that have not passed.

    Only where there are no `blockers`.
    """
    p = Progress(passage.new, _renamed(passage, position), facts, now)
    for was in position.tokens:
        _leave(p, passage, was)
    for was in position.tokens:
        token = p.tokens[was.id]
        if stays(passage, was):
            _keep(p, passage, was, waiting)
        else:
            p.say(Jumped("retried", token.state, token.state, by))
            p.come(token, token.state, token.back)
    step.answered(p)
    return p.outcome()


def _leave(p: Progress, passage: Passage, was: Token) -> None:
    """To-dos stay open only where the same people are asked at a step of the same name."""
    p.ask(CancelTimers(was.state, was.visit))
    if was.seats and not (stays(passage, was) and passage.name(was.state) == was.state):
        p.ask(CloseTasks(MOVED, was.state, was.visit))


def _keep(p: Progress, passage: Passage, was: Token, waiting: Collection[tuple[str, int, int]]) -> None:
    """Deadlines that have passed do not pass again; the others are counted anew, from when the step was entered."""
    old, new = passage.drawn(was)
    passed = [
        one
        for number, one in enumerate(old.deadlines)
        if number in was.fired or not (one.since or (was.state, was.visit, number) in waiting)
    ]
    fired = tuple(number for number, one in enumerate(new.deadlines) if one in passed)
    token = p.put(replace(p.tokens[was.id], fired=fired))
    if token.state != was.state:
        again = arrival.opened(new, token, tally.pending(new, token))
        p.ask(*(effect for effect in again if isinstance(effect, OpenTask)))
    if not (token.left or token.sub):
        p.set_timers(token)


def _in_the_way(passage: Passage, position: Position, token: Token) -> Iterator[Problem]:
    name = passage.name(token.state)
    old, new = passage.old.states[token.state], passage.new.states.get(name)
    title = step.title(old)
    if new is None:
        yield Problem("carry.no-state", params={"state": title})
        return
    if new.kind != old.kind:
        yield Problem("carry.other-kind", params={"state": title})
    if token.sub and name != token.state:
        yield Problem("carry.sub-request", params={"state": title})
    block = next((one for one in position.tokens if one.id == token.parent), None)
    if block is not None and not token.sub:
        around = passage.name(block.state)
        if around in passage.new.states and name not in passage.new.inside(around):
            yield Problem("carry.outside", params={"state": title})


def _whom(state: State) -> object:
    """All that decides who is asked and how many must agree."""
    return state.kind, state.who, state.not_who_did, state.if_requester, state.if_acted, state.decide


def _renamed(passage: Passage, position: Position) -> Position:
    tokens = tuple(
        replace(token, state=passage.name(token.state), back=_back(passage, position, token))
        for token in position.tokens
    )
    visits: dict[str, int] = {}
    for state, count in position.visits.items():
        visits[passage.name(state)] = visits.get(passage.name(state), 0) + count
    return replace(
        position,
        tokens=tokens,
        visits=visits,
        acted=_merged(passage, position.acted.items()),
        agreed=_merged(passage, position.agreed.items()),
        recall=None,
    )


def _back(passage: Passage, position: Position, token: Token) -> str:
    """Where it leads straight back to, if the new version knows that way."""
    named = replace(token, state=passage.name(token.state), back=passage.name(token.back))
    blocks = above({one.id: one for one in position.tokens}, token)
    around = tuple(passage.name(block.state) for block in blocks)
    return named.back if returning.leads_back(passage.new, around, named) else ""


def _merged(passage: Passage, parties: Iterable[tuple[str, tuple[Party, ...]]]) -> dict[str, tuple[Party, ...]]:
    found: dict[str, tuple[Party, ...]] = {}
    for state, here in parties:
        name = passage.name(state)
        found[name] = tuple(dict.fromkeys([*found.get(name, ()), *here]))
    return found
