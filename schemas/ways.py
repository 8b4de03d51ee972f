"""The steps of a flow as a graph: what can come after what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.flow import Flow

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

    def beyond(self, step: str) -> Steps:
        """Every step that can come after this one, sooner or later; itself only if it can come again."""
        return _spread(self.after[step], self.after)

    def behind(self, step: str) -> Steps:
        """Every step that can have come before this one; itself only if it can have come before."""
        return _spread(self.before[step], self.before)


def _spread(start: Iterable[str], edges: Mapping[str, Steps]) -> Steps:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(edges[step])
    return frozenset(found)
