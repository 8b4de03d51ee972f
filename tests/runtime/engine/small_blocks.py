"""Small processes with branches, drawn at random: side by side, as conditions hold, or one for each of a number."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.runtime.engine.small_flows import condition, written

COUNTS = ({">=": [{"var": "@done"}, 1]}, {"<=": [{"var": "@open"}, 1]}, {"==": [{"var": "@all"}, 2]})
BLOCK, AFTER, HALF = "p", "z", "h"


@dataclass
class Drawing:
    random: Random
    states: list[dict[str, Any]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    rest: str = ""

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def line(self, source: str, target: str, **said: Any) -> dict[str, Any]:
        number = sum(one["from"] == source for one in self.moves)
        self.moves.append({"key": f"m{number}", "from": source, "to": target, **said})
        return self.moves[-1]

    def when(self, of: float) -> dict[str, Any]:
        return {"when": condition(self.random, 1)} if self.chance(of) else {}

    def asked(self, key: str) -> dict[str, Any]:
        fields = {key: "edit" for key in "nb" if self.chance(0.3)}
        return {"key": key, "kind": "task", "who": [{"person": "a"}], "fields": fields}

    def block(self) -> None:
        kind = self.random.choice(("parallel", "parallel", "inclusive", "loop"))
        state: dict[str, Any] = {"key": BLOCK, "kind": kind}
        if kind == "loop":
            state["each"] = {"times": self.random.choice((1, 2, {"var": "n"}))}
            if self.chance(0.4):
                state["each"]["order"] = "sequential"
        count = 1 if kind == "loop" else self.random.randint(1, 3 if self.chance(0.3) else 2)
        state["join"] = self._join(count if kind != "loop" else 2)
        self.states.append(state)
        for number in range(count):
            first = self._branch(number)
            self.line(BLOCK, first, branch=True, **(self.when(0.8) if kind == "inclusive" else {}))
        for _ in range(self.random.randint(1, 2)):
            target = self.random.choice((AFTER, "e0", "e1"))
            if self.chance(0.2):
                self.line(BLOCK, target, when=self.random.choice(COUNTS))
            else:
                self.line(BLOCK, target, **self.when(0.4))

    def _join(self, most: int) -> dict[str, Any]:
        rule = self.random.choice(("all", "all", "any", "at_least", "when"))
        self.rest = self.random.choice(("cancel", "cancel", "go_on", "hold"))
        said: dict[str, Any] = {"rule": rule, "rest": self.rest}
        if rule == "at_least":
            said["count"] = self.random.randint(1, most)
        if rule == "when":
            said["when"] = self.random.choice((*COUNTS[:2], condition(self.random, 1)))
        return said

    def _branch(self, number: int) -> str:
        size = 2 if self.chance(0.4) else 1
        keys = [f"b{number}{at}" for at in range(size)]
        for at, key in enumerate(keys):
            kind = self.random.choice(("task", "task", "choice", "action"))
            state = self.asked(key) if kind == "task" else {"key": key, "kind": kind}
            if kind == "action":
                state["deeds"] = [{"set": "n", "to": self.random.choice((0, 1, 2))}]
            self.states.append(state)
            ahead = [*keys[at + 1 :], BLOCK, BLOCK, HALF]
            for way in range(self.random.randint(1, 2)):
                self._way(key, ahead, keys[:at] if kind == "task" and way else [])
        return keys[0]

    def _way(self, key: str, ahead: list[str], back: list[str]) -> None:
        if back and self.chance(0.5):
            self.line(key, self.random.choice(back), **self.when(0.5))
        elif self.chance(0.1):
            self.line(key, self.random.choice((AFTER, "e0", "e1")), leaves=True, **self.when(0.5))
        else:
            self.line(key, self.random.choice(ahead), **self.when(0.5))


def block(random: Random) -> dict[str, Any]:
    """Perhaps a step of somebody, a step with branches, and perhaps a step after it, from which one may go back."""
    drawing = Drawing(random)
    if drawing.chance(0.3):
        drawing.states.append(drawing.asked("s0"))
        drawing.line("s0", BLOCK, **drawing.when(0.3))
    drawing.block()
    drawing.states.append(drawing.asked(AFTER))
    drawing.line(AFTER, "e0", **drawing.when(0.3))
    again = BLOCK if drawing.rest != "go_on" else "e1"  # else more and more branches go on
    if drawing.chance(0.3):
        drawing.line(AFTER, random.choice((again, "e1")), **drawing.when(0.5))
    ends = [{"key": "e0", "kind": "end"}, {"key": "e1", "kind": "end", "ends": random.choice(("branch", "all"))}]
    raw = written(random, [*drawing.states, {"key": HALF, "kind": "end"}, *ends], drawing.moves)
    raw["flow"]["initial"] = drawing.states[0]["key"]
    raw["flow"]["fill"]["c"] = "hide"
    raw["form"]["schema"]["required"] = [key for key in raw["form"]["schema"]["required"] if key != "c"]
    return raw
