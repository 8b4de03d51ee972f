"""A flow as the parts of BPMN: which element every step is, and from where to where every way runs.

A step may be several elements: gateways that part and gather, the events of what it waits for, the choice between its
ways. Each knows the step that it belongs to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from schemas.model.flow import Block, Deadline, Flow, Move, State
from schemas.model.flow_graph import Ways

ACTIVITIES: Final = ("userTask", "serviceTask", "callActivity", "subProcess", "receiveTask")
ELEMENTS: Final = {
    "task": "userTask",
    "approval": "userTask",
    "choice": "exclusiveGateway",
    "parallel": "parallelGateway",
    "inclusive": "inclusiveGateway",
    "loop": "parallelGateway",
    "process": "callActivity",
    "action": "serviceTask",
    "end": "endEvent",
}
BEGIN: Final = "begin"


@dataclass(frozen=True)
class Part:
    """An element. ``role`` is empty for the one that stands for the step itself; ``inside`` is the id of its subprocess.

    ``event`` is what an event waits for: ``timer``, ``message``, ``terminate``; ``said`` how long, or the name.
    """

    id: str
    element: str
    state: str = ""
    role: str = ""
    inside: str = ""
    event: str = ""
    said: str = ""
    host: str = ""
    """Of an event at the edge of an activity: the id of that."""


@dataclass(frozen=True)
class Way:
    """A sequence flow; ``move`` is None where it only joins parts of one step."""

    id: str
    source: str
    target: str
    move: Move | None = None
    usual: bool = False
    """The one without a condition out of a gateway."""


@dataclass
class Parts:
    flow: Flow
    parts: dict[str, Part] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    undrawn: list[int] = field(default_factory=list)
    """Numbers of the moves that no picture can show: from or to nowhere."""

    def own(self, inside: str) -> list[Part]:
        return [part for part in self.parts.values() if part.inside == inside]


def parts_of(flow: Flow) -> Parts:
    return _Parting(flow).made()


class _Parting:
    """Works them out."""

    def __init__(self, flow: Flow) -> None:
        self.flow, self.around = flow, Ways(flow)
        self.made_of = Parts(flow)
        self.ids = {state.key: _id(state.key, number) for number, state in enumerate(flow.states)}
        self.loops = self._closed()

    def made(self) -> Parts:
        self._add(Part(BEGIN, "startEvent"))
        for state in self.flow.states:
            self._step(state)
        if self.flow.initial in self.ids:
            self._way("to.begin", BEGIN, self.ids[self.flow.initial])
        for state in self.flow.states:
            self._ways_of(state)
        for number, move in enumerate(self.flow.moves):
            source = self.flow.by_key.get(move.source)
            if source is None or source.kind == "end" or move.target not in self.ids:
                self.made_of.undrawn.append(number)
        self._close_blocks()
        return self.made_of

    def _step(self, state: State) -> None:
        own, inside = self.ids[state.key], self._inside(state.key)
        if state.kind == "loop" and state.key in self.loops:
            self._add(Part(own, "subProcess", state.key, inside=inside))
            self._add(Part(f"{own}.begin", "startEvent", state.key, "begin", inside=own))
            self._add(Part(f"{own}.end", "endEvent", state.key, "join", inside=own))
            return
        event = "terminate" if state.kind == "end" and state.ends == "all" else ""
        part = Part(own, ELEMENTS.get(state.kind, "receiveTask"), state.key, inside=inside, event=event)
        self._add(self._waiting(state, part) if state.kind == "wait" else part)
        if self._gathers(state):
            self._add(replace(part, id=f"{own}.join", role="join"))

    def _waiting(self, state: State, part: Part) -> Part:
        """One thing to wait for is an event, several are a gateway before events."""
        ways = [(move, *self._awaited(state, move)) for move in self.flow.moves_from(state.key)]
        if len(ways) == 1 and ways[0][1]:
            return replace(part, element="intermediateCatchEvent", event=ways[0][1], said=ways[0][2])
        if len(ways) > 1 and all(event for _, event, _ in ways):
            return replace(part, element="eventBasedGateway")
        return part

    def _ways_of(self, state: State) -> None:
        own, moves = self.ids[state.key], [*self._drawn(state)]
        part = self.made_of.parts[own]
        plain: list[tuple[int, Move]] = []
        for number, move in moves:
            event, said = self._awaited(state, move)
            if self._begins(state, part, move):
                start = f"{own}.begin" if part.element == "subProcess" else own
                self._way(f"way_{number}", start, self._entry(move), move)
            elif event and part.element != "intermediateCatchEvent" and self._can_wait(part):
                self._awaiting(number, move, part, (event, said))
            else:
                plain.append((number, move))
        self._plain(state, part, plain)

    def _begins(self, state: State, part: Part, move: Move) -> bool:
        return move.branch and (self._gathers(state) or part.element == "subProcess")

    def _can_wait(self, part: Part) -> bool:
        return part.element in ACTIVITIES or part.element == "eventBasedGateway"

    def _awaiting(self, number: int, move: Move, part: Part, what: tuple[str, str]) -> None:
        at_edge = part.element in ACTIVITIES
        element = "boundaryEvent" if at_edge else "intermediateCatchEvent"
        made = Part(f"on_{number}", element, part.state, "event", part.inside, *what, host=part.id if at_edge else "")
        self._add(made)
        if not at_edge:
            self._way(f"to_{number}", part.id, made.id)
        self._way(f"way_{number}", made.id, self._entry(move), move)

    def _plain(self, state: State, part: Part, plain: list[tuple[int, Move]]) -> None:
        """The ways that are neither branches nor waited for: out of a choice of their own, where there are several."""
        source = f"{part.id}.join" if self._gathers(state) else part.id
        chooses = part.element == "exclusiveGateway"
        if len(plain) > 1 and not chooses:
            self._add(Part(f"{part.id}.ways", "exclusiveGateway", state.key, "ways", part.inside))
            self._way(f"to_{part.id}.ways", source, f"{part.id}.ways")
            source = f"{part.id}.ways"
        otherwise = next((number for number, move in plain if move.when is None), -1) if len(plain) > 1 else -1
        for number, move in plain:
            self._way(f"way_{number}", source, self._entry(move), move, usual=chooses and number == otherwise)

    def _drawn(self, state: State) -> Iterator[tuple[int, Move]]:
        if state.kind != "end":
            for number, move in enumerate(self.flow.moves):
                if move.source == state.key and move.target in self.ids:
                    yield number, move

    def _close_blocks(self) -> None:
        """What gathers nothing, since every branch ends by itself, is joined to where it began."""
        reached = {way.target for way in self.made_of.ways}
        for part in [*self.made_of.parts.values()]:
            if part.role == "join" and part.id not in reached and part.element != "endEvent":
                self._way(f"to_{part.id}", part.id.removesuffix(".join"), part.id)

    def _entry(self, move: Move) -> str:
        """The element that a way leads to: whoever comes back to a block comes to where it gathers."""
        target = self.flow.by_key[move.target]
        own = self.ids[target.key]
        if target.kind not in Block or move.source not in self.around.inside[target.key]:
            return own
        if self.made_of.parts[own].element == "subProcess":
            return f"{own}.end"
        return f"{own}.join" if self._gathers(target) else own

    def _gathers(self, state: State) -> bool:
        """Whether it is two gateways, one that parts and one that gathers."""
        flat = state.kind in ("parallel", "inclusive", "loop") and state.key not in self.loops
        return flat and any(move.branch for move in self.flow.moves_from(state.key) if move.target in self.ids)

    def _awaited(self, state: State, move: Move) -> tuple[str, str]:
        """What a way waits for: a message by its name, or a time by its length."""
        if move.message:
            return "message", move.message
        late = next((one for one in state.deadlines if one.do == "move" and one.move == move.key), None)
        return ("timer", length_of(late)) if late else ("", "")

    def _inside(self, key: str) -> str:
        around = [loop for loop, steps in self.loops.items() if key in steps]
        return self.ids[min(around, key=lambda loop: len(self.loops[loop]))] if around else ""

    def _closed(self) -> dict[str, frozenset[str]]:
        """The loops that a subprocess can hold: nothing else leads into their branches, and nothing else out of them."""
        found = {
            state.key: self.around.inside[state.key]
            for state in self.flow.states
            if state.kind == "loop" and self._is_closed(state.key, self.around.inside[state.key])
        }
        nested = all(
            not one & other or (one < other and key in other) or (other < one and another in one)
            for key, one in found.items()
            for another, other in found.items()
            if key != another
        )
        return found if nested else {}

    def _is_closed(self, loop: str, steps: frozenset[str]) -> bool:
        return (
            bool(steps)
            and self.flow.initial not in steps
            and all(self._stays(loop, steps, move) for move in self.flow.moves if move.target in self.ids)
        )

    def _stays(self, loop: str, steps: frozenset[str], move: Move) -> bool:
        if move.source == loop:
            return move.branch == (move.target in steps)
        if move.source in steps:
            return move.target in steps or move.target == loop
        return move.target not in steps

    def _add(self, part: Part) -> None:
        self.made_of.parts[part.id] = part

    def _way(self, name: str, source: str, target: str, move: Move | None = None, *, usual: bool = False) -> None:
        self.made_of.ways.append(Way(name, source, target, move, usual))


def length_of(deadline: Deadline) -> str:
    """Without the working days, which only we know: a length as ISO 8601 has it."""
    return deadline.after.lstrip("-").replace("WD", "D").replace("WH", "H")


def _id(key: str, number: int) -> str:
    """Ids of XML are narrower than our keys."""
    plain = key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else str(number)
    return f"step_{plain}"
