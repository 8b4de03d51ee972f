"""What a rehearsal needs, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.engine.events import Event, Moved
from runtime.engine.facts import Directory
from runtime.engine.outcome import Outcome
from runtime.engine.position import Party
from runtime.engine.tokens.machine import Course
from schemas.filling.answers import Checker
from schemas.model.process import Process
from schemas.problem import Problem

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When every rehearsal begins, so that the same script ends the same."""

Script = Mapping[str, Any]
"""``{"answers": {}, "as": "requester"|"contact", "steps": [...]}``. A step is ``{"at", "as", "do", "answers", "comment"}``,
``{"at", "as", "act", "to", "where", "raises", "back_to", "then", "comment"}`` for what people may do besides moves,
``{"message": NAME, "answers": {}}``, ``{"returned": STATE, "outcome", "answers"}`` for a sub-request that has ended, or
``{"wait": "P3D"}``. Where ``at`` is missing it is where the case stands, where ``as`` is missing (or names a group without a
number) it is the first who is asked."""


@dataclass(frozen=True)
class Open:
    """A state that waits for ``who``."""

    state: str
    who: tuple[Party, ...]


@dataclass(frozen=True)
class Rehearsed:
    """How far the script led; it stopped at the first step with ``problems``.

    ``visits`` is every state entered, in order. ``ended`` is the outcome, or empty. ``effects`` are JSON, by ``kind``.
    """

    visits: tuple[str, ...]
    open: tuple[Open, ...]
    ended: str
    answers: Mapping[str, Any]
    shown: frozenset[str]
    effects: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    journal: tuple[Event, ...]

    @property
    def moves(self) -> frozenset[tuple[str, str]]:
        """The moves taken, by state and key."""
        return frozenset((event.state, event.move) for event in self.journal if isinstance(event, Moved))


@dataclass(frozen=True)
class Rehearsable:
    """What of a process is worth working out once."""

    process: Process
    course: Course
    checker: Checker
    cast: Directory
    invented: bool = True
    """Nobody of the cast is real; otherwise whoever fills in the form is the person whom the script names."""


@dataclass(frozen=True)
class Moment:
    """What one act, or one deadline, led to. ``by`` is empty where nobody acted; ``answers`` are as they were then."""

    at: datetime
    by: Party
    outcome: Outcome
    answers: Mapping[str, Any]
    comment: str = ""
