"""The steps of a flow as a graph: what can come after what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.model.flow import Block, Flow, Move, Passing, State

Steps = frozenset[str]


@dataclass(frozen=True)
class Ways:
    """Only moves between steps that are there count, and nobody moves on from an end."""

    flow: Flow

    @cached_property
    def after(self) -> Mapping[str, Steps]:
        """Of every step, those that can come next."""
        next_: dict[str, set[str]] = defaultdict(set)
        for move in self.flow.moves:
            source = self.flow.by_key.get(move.source)
            if source and source.kind != "end" and move.target in self.flow.by_key:
                next_[move.source].add(move.target)
        return {key: frozenset(next_[key]) for key in self.flow.by_key}

    @cached_property
    def before(self) -> Mapping[str, Steps]:
        """Of every step, those from which it can come next."""
        return {
            key: frozenset(source for source, targets in self.after.items() if key in targets)
            for key in self.flow.by_key
        }

    @cached_property
    def reachable(self) -> Steps:
        """The steps that a request can come to, the first among them."""
        start = self.flow.initial
        return frozenset((start,)) | self.beyond(start) if start in self.flow.by_key else frozenset()

    @cached_property
    def inside(self) -> Mapping[str, Steps]:
        """Of every step with branches, the steps of its branches. What only a move that leaves them leads to is outside."""
        return {state.key: self._branches(state.key) for state in self.flow.states if state.kind in Block}

    def around(self, step: str) -> tuple[State, ...]:
        """The steps with branches that this one stands in a branch of, the innermost first."""
        found = [key for key, steps in self.inside.items() if step in steps]
        return tuple(self.flow.by_key[key] for key in sorted(found, key=lambda key: len(self.inside[key])))

    def by_rows(self, step: str) -> State | None:
        """The innermost of those that go through rows, so that the step reads one."""
        return next((state for state in self.around(step) if state.kind in ("loop", "process")), None)

    def on(self, state: State) -> tuple[Move, ...]:
        """The moves by which a step goes on that nobody has to act at, in the order in which they are tried."""
        return tried(state, self.flow.moves_from(state.key))

    def beyond(self, step: str) -> Steps:
        """Every step that can come after this one, sooner or later; itself only if it can come again."""
        return _spread(self.after[step], self.after)

    def behind(self, step: str) -> Steps:
        """Every step that can have come before this one; itself only if it can have come before."""
        return _spread(self.before[step], self.before)

    def line(self, step: str) -> Steps:
        """Every step that can have come before this one on the same line: in the same branch, or in none like it."""
        around = self.around(step)[:1]
        same = {key: self.before[key] for key in self.flow.by_key if self.around(key)[:1] == around}
        return _spread(self.before[step] & same.keys(), {key: same[key] & same.keys() for key in same})

    def branch(self, block: str, move: Move) -> Steps:
        """The steps of the one branch that begins with a move."""
        return self._within(block, [move.target] if move.target in self.flow.by_key else [])

    def _branches(self, block: str) -> Steps:
        moves = self.flow.moves_from(block)
        return self._within(block, [one.target for one in moves if one.branch and one.target in self.flow.by_key])

    def _within(self, block: str, begun: Iterable[str]) -> Steps:
        within: Mapping[str, set[str]] = {key: set() for key in self.flow.by_key}
        for move in self.flow.moves:
            source = self.flow.by_key.get(move.source)
            stays = source and source.kind != "end" and not move.leaves and block not in (move.source, move.target)
            if stays and move.target in self.flow.by_key:
                within[move.source].add(move.target)
        return _spread(begun, within) - {block}


def tried(state: State, moves: Iterable[Move]) -> tuple[Move, ...]:
    """Of the moves out of a step those on which it goes by itself. What has no condition is for all the rest."""
    ways = [move for move in moves if not (move.branch or move.by_hand or move.message)]
    if state.kind in (*Passing, *Block):
        ways.sort(key=lambda move: move.when is None)
    return tuple(ways)


def _spread(start: Iterable[str], edges: Mapping[str, Collection[str]]) -> Steps:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(edges[step])
    return frozenset(found)
