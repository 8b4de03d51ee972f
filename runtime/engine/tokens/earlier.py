"""Which steps come before which, for one who walks through a flow."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.model.flow import Asking, Block, Flow

Steps = frozenset[str]


@dataclass(frozen=True)
class Lines:
    """A line is what one token walks through: from the first step, or from where a branch begins until it comes back.

    A step with branches is one step of its line: it is left by its own ways on, and by the moves that leave its branches.
    ``inside`` gives the steps of the branches of one.
    """

    flow: Flow
    inside: Callable[[str], Steps]

    def before(self, around: tuple[str, ...], step: str) -> Steps:
        """The steps that people are asked at and that can have come before this one on its line, other than itself.

        ``around`` are the steps with branches that the line is a branch of, the innermost first. Where several branches share
        the step, only what comes before it in each of them, since nobody knows by which one it was come to.
        """
        lines = [line for line in self._lines(around) if step in line]
        found = [self._leading_to(step, line) for line in lines]
        asked = (key for key in frozenset.intersection(*found) if key != step) if found else ()
        return frozenset(key for key in asked if self.flow.by_key[key].kind in Asking)

    def _lines(self, around: tuple[str, ...]) -> list[Steps]:
        if not around:
            return [_spread([self.flow.initial], self._next, self.flow.by_key)]
        within = self.inside(around[0]).difference(around)
        begun = [move.target for move in self.flow.moves_from(around[0]) if move.branch]
        return [_spread([first], self._next, within) for first in begun]

    def _leading_to(self, step: str, line: Steps) -> Steps:
        before = defaultdict(list)
        for one in line:
            for following in self._next[one]:
                before[following].append(one)
        return _spread(before[step], before, line)

    @cached_property
    def _next(self) -> Mapping[str, Collection[str]]:
        """Of every step, where its own token can come to next."""
        drawn = defaultdict(list)
        for move in self.flow.moves:
            drawn[move.source].append(move)
        found: dict[str, list[str]] = defaultdict(list)
        for state in self.flow.states:
            block = state.kind in Block
            found[state.key] += [move.target for move in drawn[state.key] if not (block and move.branch)]
            within = self.inside(state.key) if block else ()
            out = (move.target for one in within for move in drawn[one] if move.leaves)
            found[state.key] += [target for target in out if target not in within]
        return found


def _spread(begun: Iterable[str], edges: Mapping[str, Collection[str]], within: Collection[str]) -> Steps:
    found: set[str] = set()
    waiting = [one for one in begun if one in within]
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += [one for one in edges.get(step, ()) if one in within]
    return frozenset(found)
