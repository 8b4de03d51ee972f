"""Tests that cover what no test comes by yet: walks found by trying, with the engine that runs the process.

From the form as it may be filled in, every place where the walk waits is left in every way that it can be: by each move, with
answers that a condition may be about (its own numbers, and those beside them), by time, by messages. Where it stands after that
counts once, so that rounds come to an end; a walk that comes by something new is always followed.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from builder.rehearsal import branching_answers, walk_script
from builder.rehearsal.tests_run import report
from runtime.engine.events import Jumped, Moved, Voted
from runtime.rehearsal.rehearsable import Rehearsed
from runtime.rehearsal.rehearsal import abstaining
from runtime.rehearsal.rehearsal_people import Players
from runtime.rehearsal.rehearsal_scene import Scene, Todo, scene
from runtime.rehearsal.stage import Stage
from runtime.rehearsal.walking import Walk
from schemas.document import dumps, loads
from schemas.model.process import Process
from schemas.words import Words

MOST_ACTS: Final = 1200
"""So many acts are tried before it is enough."""
MOST_TESTS: Final = 12
TO_THE_END: Final = 40
COMMENT: Final = "…"
Thing = tuple[str, ...]
"""A state, or a state and a move."""


@dataclass(frozen=True)
class Suggested:
    """A test that could be added, and the keys of what only it comes by: a state, or a state and a move."""

    number: int
    test: Mapping[str, Any]
    title: Words
    covers: tuple[Thing, ...]


@dataclass(frozen=True)
class Found:
    """``missing`` is what no walk was found for."""

    suggested: tuple[Suggested, ...]
    missing: tuple[Thing, ...]


@dataclass(frozen=True)
class _Node:
    walk: Walk
    script: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]
    covered: frozenset[Thing]


@dataclass
class _Search:
    process: Process
    wanted: set[Thing]
    stage: Stage = field(init=False)
    answers: branching_answers.Branching = field(init=False)
    acts: int = 0
    nodes: list[_Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stage = Stage(self.process)
        self.answers = branching_answers.Branching(self.process)

    def run(self) -> None:
        """Fills ``nodes`` with the walks that came by something, until all that is wanted is met or it is enough."""
        left, seen = set(self.wanted), set[Any]()
        waiting = deque([*self._tested(), *self._begun()])
        while waiting and left and self.acts < MOST_ACTS:
            node = waiting.popleft()
            mark = self._mark(node)
            if mark in seen and not node.covered & left:
                continue
            seen.add(mark)
            if node.covered & self.wanted:
                self.nodes.append(node)
            left -= node.covered
            for after in self._after(node):
                if after.covered & left:
                    waiting.appendleft(after)
                else:
                    waiting.append(after)

    def to_the_end(self, node: _Node) -> _Node:
        """The same walk, gone on with until it has ended, if that is not far."""
        for _ in range(TO_THE_END):
            ways = list(self._after(node, few=True))
            fresh = (one for one in ways if one.covered != node.covered)
            after = next(fresh, None) or next(iter(ways), None)
            if node.walk.position.ended or after is None:
                break
            node = after
        return node

    def _tested(self) -> Iterator[_Node]:
        """Wherever the document's own tests come by: they know answers that nobody finds by trying."""
        for test in self.process.tests:
            script = {key: test[key] for key in ("as", "answers") if key in test}
            walk, problems = self.stage.walk(script)
            if problems:
                continue
            node = _Node(walk, script, (), frozenset({(self.process.flow.initial,)}) | _things(walk, 0))
            yield node
            for line in test.get("steps") or ():
                walk = node.walk.copied()
                if walk.step(line):
                    break
                covered = node.covered | _things(walk, len(node.walk.journal))
                node = _Node(walk, script, (*node.steps, line), covered)
                yield node

    def _begun(self) -> Iterator[_Node]:
        who = "contact" if self.process.contact.email else "requester"
        for answers in self.answers.first():
            script = {"as": who, "answers": answers}
            walk, problems = self.stage.walk(script)
            self.acts += 1
            if not problems:
                yield _Node(walk, script, (), frozenset({(self.process.flow.initial,)}) | _things(walk, 0))

    def _after(self, node: _Node, *, few: bool = False) -> Iterator[_Node]:
        if node.walk.position.ended:
            return
        for line in self._lines(node, few=few):
            walk = node.walk.copied()
            self.acts += 1
            if not walk.step(line):
                covered = node.covered | _things(walk, len(node.walk.journal))
                yield _Node(walk, node.script, (*node.steps, line), covered)

    def _lines(self, node: _Node, *, few: bool) -> Iterator[Mapping[str, Any]]:
        here = self._scene(node.walk)
        for todo in here.todos:
            for party in todo.who[:1]:
                yield from self._moves(here, todo, party, few=few)
            yield from ({"message": name} for name in todo.messages)
            if todo.sub:
                yield from ({"returned": todo.state.key, "outcome": outcome} for outcome in ("closed", "rejected"))
        if here.to_deadline:
            yield {"wait": here.to_deadline}

    def _moves(self, here: Scene, todo: Todo, party: str, *, few: bool) -> Iterator[Mapping[str, Any]]:
        turn = next((one for one in here.turns(party) if one.todo == todo), None)
        for move in turn.moves if turn else ():
            plain = {"at": todo.state.key, "as": party, "do": move.key}
            if "comment" in move.asks:
                plain["comment"] = COMMENT
            tried = self.answers.at(todo.state.key, here.walk.answers)
            yield from (plain | ({"answers": one} if one else {}) for one in (tried[:1] if few else tried))

    def _scene(self, walk: Walk) -> Scene:
        return scene(self.answers.compiled, walk, Players(walk.stage.cast, self.process, {}, "en"))

    def _mark(self, node: _Node) -> Any:
        position = node.walk.position
        tokens = sorted(
            (one.state, one.row or 0, sorted(vote.side for vote in one.votes), one.fired) for one in position.tokens
        )
        read = [repr(node.walk.answers.get(key)) for key in self.answers.read]
        return repr((tokens, position.ended, position.kept, read))


def _things(walk: Walk, since: int) -> frozenset[Thing]:
    """What was come by from that line of the journal on."""
    found: set[Thing] = set()
    for event in walk.journal[since:]:
        if isinstance(event, Moved):
            found |= {(event.state, event.move), (event.to,)}
        elif isinstance(event, Jumped):
            found.add((event.to,))
        elif isinstance(event, Voted) and event.move in abstaining(walk.stage.process.flow, event.state):
            found.add((event.state, event.move))
    return frozenset(found)


def suggested(process: Process) -> Found:
    """Worked out once for a document."""
    return _suggested(dumps(process))


@lru_cache(maxsize=32)
def _suggested(document: str) -> Found:
    process = loads(document)
    missed = report(process).coverage
    wanted: set[Thing] = {(state,) for state in missed.states}
    wanted |= {(state, move) for one in missed.moves for state, _, move in [one.partition("/")]}
    if not wanted:
        return Found((), ())
    search = _Search(process, wanted)
    search.run()
    chosen = tuple(_chosen(process, search))
    left = wanted - {thing for one in chosen for thing in one.covers}
    return Found(chosen, tuple(sorted(left)))


def _chosen(process: Process, search: _Search) -> Iterator[Suggested]:
    """The walks that together come by all that was found, those that come by most first."""
    left = set(search.wanted)
    for number in range(MOST_TESTS):
        best = max(search.nodes, key=lambda node: (len(node.covered & left), -len(node.steps)), default=None)
        if best is None or not best.covered & left:
            return
        node = search.to_the_end(best)
        script = {**node.script, "steps": list(node.steps)}
        walked = search.stage.rehearse(script)
        if walked.problems:
            search.nodes.remove(best)
            continue
        yield _test(process, script, walked, number, node.covered & left)
        left -= node.covered


def _test(
    process: Process, script: Mapping[str, Any], walked: Rehearsed, number: int, covers: Collection[Thing]
) -> Suggested:
    title = walk_script.title_of(process, walked)
    test = {"title": dict(title), **script, "expect": walk_script.expectations(walked)}
    return Suggested(number, test, title, tuple(sorted(covers)))
