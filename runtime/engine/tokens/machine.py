"""A flow as a `transitions` machine: built once per version, shared by all its cases and all threads.

The machine holds no model and no callbacks: it knows which move leads where, and refuses every other. Conditions are
JSON Logic, so they are evaluated here and never given to the library, whose callback parameters import what they name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from transitions import Event, EventData, Machine, Transition
from transitions import State as Place

from runtime.engine.tokens.earlier import Lines
from schemas.logic import evaluate
from schemas.logic.coercion import truthy
from schemas.model.flow import Block, Flow, Move
from schemas.model.flow_graph import tried
from schemas.model.notices import Occasion
from schemas.words import Words, words


@dataclass(slots=True)
class Walker:
    """What walks through the machine: nothing but where it is."""

    state: str


class Edge(Transition):
    """From one state to another. There is nothing to be called on the way, so nobody is asked whether there is."""

    def execute(self, event_data: EventData) -> bool:
        event_data.machine.set_state(self.dest or self.source, event_data.model)
        return True


class Edges(Machine):
    transition_cls = Edge


class Course:
    """A flow, ready to be walked.

    ``before``: the steps that can have come before one, see `Lines`. ``dated``: states with a deadline that is counted
    from a date; ``by_rows``: those that begin a branch or a request for each row.

    Raises:
        KeyError: a move leads from or to a state that is not drawn.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.states = flow.by_key
        self._moves: dict[str, dict[str, Move]] = {key: {} for key in self.states}
        places = {key: Place(key) for key in self.states}
        self._machine = Edges(
            model=None, states=list(places.values()), initial=None, auto_transitions=False, send_event=True
        )
        for move in flow.moves:
            self._moves[move.source][move.key] = move
            self._machine.add_transition(_trigger(move), places[move.source], places[move.target])
        self._jump = cache(self._edge)
        self.done_by = cache(self._done_by)
        self.inside = cache(self._inside)
        self.before = cache(Lines(flow, self.inside).before)
        self.dated = frozenset(state.key for state in flow.states if any(one.since for one in state.deadlines))
        self.by_rows = frozenset(state.key for state in flow.states if state.kind in ("loop", "process"))
        self._announced = frozenset(
            (notice.on, state.key) for state in flow.states for notice in (*state.notices, *flow.notices)
        )
        self._ways_on = {key: tried(self.states[key], moves.values()) for key, moves in self._moves.items()}

    def moves(self, state: str) -> Mapping[str, Move]:
        """The moves out of a state by key, in the order drawn."""
        return self._moves[state]

    def announces(self, occasion: Occasion, state: str) -> bool:
        """Has the designer drawn a notice of this, for the state or for every one?"""
        return (occasion, state) in self._announced

    def ways_on(self, state: str) -> tuple[Move, ...]:
        """The moves by which a step goes on by itself, in the order in which they are tried."""
        return self._ways_on[state]

    def holds(self, move: Move, data: Mapping[str, Any]) -> bool:
        """Does the move's own condition allow it?

        Raises:
            LogicError: the condition cannot be evaluated on these answers.
        """
        return move.when is None or truthy(evaluate(move.when, data))

    def walk(self, walker: Walker, move: Move) -> None:
        """Take the move.

        Raises:
            transitions.MachineError: it does not lead away from where the walker is.
        """
        self._machine.events[_trigger(move)].trigger(walker)

    def jump(self, walker: Walker, to: str) -> None:
        """Back to an earlier step, or straight back from there. Such an edge is drawn when it is first taken."""
        self._jump(walker.state, to).trigger(walker)

    def _done_by(self, state: str, move: str) -> Words:
        """What stands with the to-dos that a move has closed: of whoever took it, and of the others who were asked."""
        said = words("Done: “{move}”.", "已处理：“{move}”。")
        return said.formatted(move=self._moves[state][move].title or move)

    def _edge(self, source: str, target: str) -> Event:
        event = Event(f"{source}>{target}", self._machine)
        event.add_transition(Edge(source, target))
        return event

    def _inside(self, block: str) -> frozenset[str]:
        """The states of the branches of a block."""
        found: set[str] = set()
        waiting = [move.target for move in self._moves[block].values() if move.branch]
        while waiting:
            state = waiting.pop()
            if state != block and state not in found:
                found.add(state)
                waiting += [move.target for move in self._moves[state].values() if not move.leaves]
        return frozenset(found)


def blocks_in(flow: Flow) -> frozenset[str]:
    return frozenset(state.key for state in flow.states if state.kind in Block)


def _trigger(move: Move) -> str:
    """A move's key is its own only among the moves out of its state."""
    return f"{move.source}/{move.key}"
