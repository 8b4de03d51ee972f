"""What the engine answers: an outcome, or that it cannot be."""

from dataclasses import dataclass

from runtime.engine.effects import Effect
from runtime.engine.events import Event
from runtime.engine.position import Position
from schemas.problem import Problem


@dataclass(frozen=True)
class Outcome:
    """Where the case stands now, what happened on the way, and what must be done about it, each in order."""

    position: Position
    events: tuple[Event, ...] = ()
    effects: tuple[Effect, ...] = ()


class NotAllowedHere(Exception):
    """Not possible as things stand; nothing has moved. ``state`` is where the case stands, or the outcome it ended with."""

    def __init__(self, problem: Problem, state: str) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.state = state
