"""A flow as a `transitions` machine: built once per version, shared by all its cases and all threads.

The machine holds no model and no callbacks: it knows which move leads where, and refuses every other. Conditions are
JSON Logic, so they are evaluated here and never given to the library, whose callback parameters import what they name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transitions import Machine
from transitions import State as Place

from schemas.flow import Flow, Move
from schemas.logic import evaluate
from schemas.logic.coercion import truthy


@dataclass(slots=True)
class Walker:
    """What walks through the machine: nothing but where it is."""

    state: str


class Course:
    """A flow, ready to be walked.

    Raises:
        KeyError: a move leads from or to a state that is not drawn.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.states = flow.by_key
        self._moves: dict[str, dict[str, Move]] = {key: {} for key in self.states}
        places = {key: Place(key) for key in self.states}
        self._machine = Machine(
            model=None, states=list(places.values()), initial=None, auto_transitions=False, send_event=True
        )
        for move in flow.moves:
            self._moves[move.source][move.key] = move
            self._machine.add_transition(_trigger(move), places[move.source], places[move.target])

    def moves(self, state: str) -> Mapping[str, Move]:
        """The moves out of a state by key, in the order drawn."""
        return self._moves[state]

    def holds(self, move: Move, answers: Mapping[str, Any]) -> bool:
        """Does the move's own condition allow it?

        Raises:
            LogicError: the condition cannot be evaluated on these answers.
        """
        return move.when is None or truthy(evaluate(move.when, answers))

    def walk(self, walker: Walker, move: Move) -> None:
        """Take the move.

        Raises:
            transitions.MachineError: it does not lead away from where the walker is.
        """
        self._machine.events[_trigger(move)].trigger(walker)


def _trigger(move: Move) -> str:
    """A move's key is its own only among the moves out of its state."""
    return f"{move.source}/{move.key}"
