"""Ways to a step that is not there yet, and ways out of a choice. See `flow_edits` and `new_steps`."""

from dataclasses import dataclass, field, replace
from typing import Literal

from builder.editing.flow_edits import forward, with_flow
from builder.editing.new_steps import AddState, first_moves
from builder.editing.refusal import known
from builder.editing.step_places import way_between
from schemas.model.flow import Flow, Move
from schemas.model.process import Process
from schemas.words import Words


@dataclass(frozen=True)
class AddWay:
    """A way on from ``source``, called as such a way usually is where ``title`` says nothing.

    Out of a choice it comes before the otherwise, which would be taken in its place.
    """

    source: str
    target: str
    title: Words = field(default_factory=Words)

    def on(self, process: Process) -> Process:
        made = way_between(process.flow, self.source, self.target, self.title).on(process)
        if known(made.flow.states, self.source).kind != "choice":
            return made
        return with_flow(made, moves=_before_otherwise(made.flow, made.flow.moves[-1]))


@dataclass(frozen=True)
class AddWayToNew:
    """A way on to a new step, which stands behind ``source`` and leads on to where that leads."""

    source: str
    kind: Literal["task", "approval", "end"]
    title: Words = field(default_factory=Words)

    def on(self, process: Process) -> Process:
        states = process.flow.states
        at = states.index(known(states, self.source)) + 1
        onward = forward(process.flow, self.source)
        made = AddState(self.kind).on(process).flow.states[-1]
        grown = with_flow(process, states=(*states[:at], made, *states[at:]))
        if onward and self.kind != "end":
            grown = with_flow(grown, moves=(*grown.flow.moves, *first_moves(grown.flow, made, onward.target)))
        return AddWay(self.source, made.key, self.title).on(grown)


def _before_otherwise(flow: Flow, new: Move) -> tuple[Move, ...]:
    rest = tuple(move for move in flow.moves if move is not new)
    own = [move for move in rest if move.source == new.source and move.when is None]
    at = rest.index(own[-1]) if own else len(rest)
    return (*rest[:at], replace(new), *rest[at:])
