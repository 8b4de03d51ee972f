"""Small processes drawn at random, and everything that can happen in one: every answer, every move, by the real engine."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

from runtime.engine.acts import step
from runtime.engine.acts.step import Act
from runtime.engine.facts import Facts
from runtime.engine.position import Position, Token
from runtime.engine.tokens.machine import Course
from schemas import document
from schemas.filling import rights
from schemas.filling.answers import Checker
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
    """What happened in any of the walks: steps come to, moves taken, steps where nothing was open.

    ``lost``: whether some request got to where no end is in reach any more. ``begun``: of each step with branches, the
    most that were open or done at once.
    """

    states: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)
    lost: bool = False
    begun: Counter[str] = field(default_factory=Counter)


Where = tuple[Any, ...]
"""Where a request stands, and what is answered."""


class Walks:
    """Every walk of a process. A request is known by where it stands and what is answered."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.process = document.load(raw)
        self.course = Course(self.process.flow)
        self.checker = Checker(self.process.form)
        self.seen = Seen()
        self._been: dict[Where, set[Where]] = {}
        self._over: set[Where] = set()
        self._waiting: list[tuple[Where, Position, Mapping[str, Any]]] = []

    def all(self) -> Seen:
        for answers, _ in self._written(None, {}):
            self._noted(step.begin(self.course, self._facts(answers), NOON, ASKER), answers)
        while self._waiting:
            self._go_on(*self._waiting.pop())
        self.seen.lost = bool(self._been.keys() - self._with_an_end())
        return self.seen

    def _with_an_end(self) -> set[Where]:
        """From where an end is in reach."""
        before: dict[Where, set[Where]] = defaultdict(set)
        for where, after in self._been.items():
            for one in after:
                before[one].add(where)
        found, waiting = set[Where](), list(self._over)
        while waiting:
            where = waiting.pop()
            if where not in found:
                found.add(where)
                waiting += before[where]
        return found

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

    def _go_on(self, where: Where, position: Position, answers: Mapping[str, Any]) -> None:
        for token in position.tokens:
            if self.course.states[token.state].asks and not (token.left or token.incident or token.held):
                self._act_at(token, where, position, answers)

    def _act_at(self, token: Token, where: Where, position: Position, answers: Mapping[str, Any]) -> None:
        state, open_ = token.state, False
        for written, whole in self._written(state, answers):
            facts = self._facts(written)
            for move in step.available(self.course, position, facts, ASKER, NOON):
                if move.source == state and (whole or move.unfinished):
                    open_ = True
                    self.seen.taken.add((state, move.key))
                    act = Act(ASKER, move.key, state, visit=token.visit)
                    self._been[where].add(self._noted(step.take(self.course, position, facts, act, NOON), written))
        if not open_ and self.course.states[state].kind == "task":
            self.seen.shut.add(state)

    def _noted(self, outcome: Any, answers: Mapping[str, Any]) -> Where:
        changed = dict(answers)
        self.seen.states.add(self.process.flow.initial)
        for event in outcome.events:
            match type(event).__name__:
                case "Moved":
                    self.seen.taken.add((event.state, event.move))
                    self.seen.states |= {event.state} if event.joins else {event.state, event.to}
                case "Set":
                    changed |= {key: value for key, (_, value) in event.changes.items()}
                case "Stuck":
                    assert event.code == "choice.gap"
                    self.seen.gaps.add(event.state)
        position = outcome.position
        for token in position.tokens:
            self.seen.begun[token.state] = max(self.seen.begun[token.state], token.begun)
        where = (_standing(position), repr(sorted(changed.items())))
        if where not in self._been:
            self._been[where] = set()
            self._waiting.append((where, position, changed))
            if position.ended:
                self._over.add(where)
        return where

    def _facts(self, answers: Mapping[str, Any]) -> Facts:
        return Facts(answers, ASKER, None, Hamlet(), fits=self.checker.fits)


def _standing(position: Position) -> Where:
    """All of it by which one position goes on otherwise than another."""
    place = {token.id: at for at, token in enumerate(position.tokens)}
    return (
        position.ended,
        position.reached,
        *(
            (one.state, place.get(one.parent, -1), one.row, one.begun, one.done, one.left, one.held, one.incident)
            for one in position.tokens
        ),
    )
