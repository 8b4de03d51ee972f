"""Small processes drawn at random, and everything that can happen in one: every answer, every move, by the real engine."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

from runtime.engine import step
from runtime.engine.facts import Facts
from runtime.engine.machine import Course
from runtime.engine.position import Position
from runtime.engine.step import Act
from schemas import document, rights
from schemas.answers import Checker
from schemas.process import Process
from tests.runtime.engine.wild_case import NOON, Hamlet

ASKER = "person:a"
DOMAIN: Mapping[str, tuple[Any, ...]] = {"n": (0, 1, 2), "b": (True, False), "c": ("x", "y")}
FIELDS: Mapping[str, Any] = {
    "n": {"type": "integer", "minimum": 0, "maximum": 2},
    "b": {"type": "boolean"},
    "c": {"type": "string", "oneOf": [{"const": "x"}, {"const": "y"}]},
    "d": {"type": "number", "x-formloom": {"type": "computed", "result": "number"}},
}
STEPS = ("task", "choice", "choice", "action")


def atom(random: Random) -> Any:
    n, test = {"var": "n"}, random.choice(("<", "<=", ">", ">=", "==", "!="))
    return random.choice(
        (
            {test: [n, random.choice((0, 1, 2, 3))]},
            {test: [{"+": [n, 1]}, random.choice((1, 2))]},
            {test: [{"var": "d"}, random.choice((0, 1, 2, 4))]},
            {"<": [0, n, 2]},
            {"var": "b"},
            {"!": [{"var": "b"}]},
            {"==": [{"var": "b"}, False]},
            {"==": [{"var": "c"}, random.choice(("x", "y", "z"))]},
            {"in": [{"var": "c"}, random.choice((["x"], ["x", "y"]))]},
            {"!!": [{"var": random.choice("nbc")}]},
            {"missing": [random.choice("nbc")]},
            {">": [{"if": [{"var": "b"}, n, 1]}, 0]},
            {"==": [{"var": ["n", 1]}, 1]},
        )
    )


def condition(random: Random, deep: int = 2) -> Any:
    how = random.random()
    if deep == 0 or how < 0.5:
        return atom(random)
    if how < 0.6:
        return {"!": [condition(random, deep - 1)]}
    return {random.choice(("and", "or")): [condition(random, deep - 1), condition(random, deep - 1)]}


def fork(random: Random) -> dict[str, Any]:
    """One choice behind the form."""
    ways = random.randint(1, 3)
    states = [{"key": "s0", "kind": "choice"}, *({"key": f"e{n}", "kind": "end"} for n in range(ways))]
    moves = [{"key": f"m{n}", "from": "s0", "to": f"e{n}", "when": condition(random)} for n in range(ways)]
    if random.random() < 0.3:
        del moves[-1]["when"]
    return written(random, states, moves)


def flow(random: Random) -> dict[str, Any]:
    """A few steps one after the other, with ways ahead, and some back."""
    size = random.randint(2, 5)
    states: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    for at in range(size):
        kind = random.choice(STEPS)
        state: dict[str, Any] = {"key": f"s{at}", "kind": kind}
        if kind == "task":
            state |= {"who": [{"person": "a"}], "fields": {key: "edit" for key in "nbc" if random.random() < 0.25}}
        if kind == "action":
            state["deeds"] = [{"set": "n", "to": random.choice((0, 1, 2))}]
        states.append(state)
        ways = random.randint(1, 2 if kind == "task" else 3)
        moves += [_way(random, at, size, number, kind) for number in range(ways)]
    ends = [{"key": "e0", "kind": "end"}, {"key": "e1", "kind": "end"}]
    return written(random, [*states, *ends], moves)


def _way(random: Random, at: int, size: int, number: int, kind: str) -> dict[str, Any]:
    ahead = [f"s{n}" for n in range(at + 1, size)] + ["e0", "e1"]
    earlier = [f"s{n}" for n in range(at)] if kind == "task" else []
    target = random.choice(earlier) if earlier and number and random.random() < 0.4 else random.choice(ahead)
    move = {"key": f"m{number}", "from": f"s{at}", "to": target}
    if random.random() < 0.7:
        move["when"] = condition(random)
    if kind == "task" and random.random() < 0.15:
        move["unfinished"] = True
    return move


def written(random: Random, states: list[Any], moves: list[Any]) -> dict[str, Any]:
    rules: list[dict[str, Any]] = [{"field": "d", "compute": {"*": [{"var": "n"}, 2]}}]
    if random.random() < 0.3:
        rules.append({"field": "c", "show": random.choice(({"var": "b"}, {">": [{"var": "n"}, 0]}))})
    if random.random() < 0.2:
        rules.append({"field": "b", "require": {"<": [{"var": "n"}, 2]}})
    fill = {key: "hide" for key in "nbc" if random.random() < 0.15}
    required = [key for key in "nbc" if key not in fill and random.random() < 0.4]
    return {
        "format": "formloom/1",
        "key": "p",
        "title": "P",
        "form": {"schema": {"type": "object", "properties": FIELDS, "required": required}, "rules": rules},
        "flow": {"initial": "s0", "states": states, "moves": moves, "fill": fill},
    }


@dataclass
class Seen:
    """What happened in any of the walks: steps come to, moves taken, steps where nothing was open."""

    states: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)


class Walks:
    """Every walk of a process. A request is known by where it stands and what is answered."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.process: Process = document.load(raw)
        self.course = Course(self.process.flow)
        self.checker = Checker(self.process.form)
        self.seen = Seen()
        self._been: set[tuple[str, str]] = set()
        self._waiting: list[tuple[Position, Mapping[str, Any]]] = []

    def all(self) -> Seen:
        for answers, _ in self._written(None, {}):
            self._noted(step.begin(self.course, self._facts(answers), NOON, ASKER), answers)
        while self._waiting:
            self._go_on(*self._waiting.pop())
        return self.seen

    def _written(self, state: str | None, before: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """Every way to fill what may be written, and whether it is whole."""
        writable = rights.writable(rights.of(self.process.flow, self.process.form, state))
        asked = [key for key in DOMAIN if key in writable]
        for values in product(*((*DOMAIN[key], None) for key in asked)):
            raw = dict(zip(asked, values, strict=True))
            read = self.checker.read(raw, writable, before if state else None)
            whole = not read.problems
            if whole or (state and {problem.code for problem in read.problems} == {"answer.required"}):
                yield read.answers, whole

    def _go_on(self, position: Position, answers: Mapping[str, Any]) -> None:
        state = position.tokens[0].state
        open_ = False
        for written, whole in self._written(state, answers):
            facts = self._facts(written)
            for move in step.available(self.course, position, facts, ASKER, NOON):
                if whole or move.unfinished:
                    open_ = True
                    self.seen.taken.add((state, move.key))
                    self._noted(step.take(self.course, position, facts, Act(ASKER, move.key, state), NOON), written)
        if not open_:
            self.seen.shut.add(state)

    def _noted(self, outcome: Any, answers: Mapping[str, Any]) -> None:
        changed = dict(answers)
        self.seen.states.add(self.process.flow.initial)
        for event in outcome.events:
            match type(event).__name__:
                case "Moved":
                    self.seen.taken.add((event.state, event.move))
                    self.seen.states |= {event.state, event.to}
                case "Set":
                    changed |= {key: value for key, (_, value) in event.changes.items()}
                case "Stuck":
                    assert event.code == "choice.gap"
                    self.seen.gaps.add(event.state)
        position = outcome.position
        if position.ended or not position.tokens or position.tokens[0].incident:
            return
        known = (position.tokens[0].state, repr(sorted(changed.items())))
        if known not in self._been:
            self._been.add(known)
            self._waiting.append((position, changed))

    def _facts(self, answers: Mapping[str, Any]) -> Facts:
        return Facts(answers, ASKER, None, Hamlet(), fits=self.checker.fits)


def moves_out(process: Process) -> Mapping[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, move in enumerate(process.flow.moves):
        found[move.source].append((number, move.key))
    return found
