"""What must be done because of what happened: a closed union that `runtime.cases.applying` carries out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from runtime.engine.position import Party
from schemas.model.notices import Occasion
from schemas.words import Words


@dataclass(frozen=True)
class OpenTask:
    """One to-do in a visit of a state: of one person, or of a pool of whom any one may do it."""

    state: str
    parties: tuple[Party, ...]
    visit: int = 1


@dataclass(frozen=True)
class CloseTasks:
    """Close the open tasks of a visit: those of ``parties``, or all where it is None. ``why`` is shown to those who lose one."""

    why: Words
    state: str
    visit: int
    parties: tuple[Party, ...] | None = None


@dataclass(frozen=True)
class SetTimer:
    """Deadline number ``deadline`` (from 0) of ``state`` falls due at ``due`` for this ``visit``, and at no other time."""

    state: str
    visit: int
    deadline: int
    due: datetime


@dataclass(frozen=True)
class CancelTimers:
    """Every timer of this visit that has not fired, or only that of one deadline."""

    state: str
    visit: int
    deadline: int | None = None


@dataclass(frozen=True)
class Tell:
    """A message of ours to people: ``about`` names a template in templates/messages."""

    about: Literal["task", "reminder", "escalation", "ended", "received", "copy"]
    to: tuple[Party, ...]
    state: str


@dataclass(frozen=True)
class Announce:
    """The designer's own notices of an occasion are due. ``move`` is the move taken, where the occasion is one."""

    occasion: Occasion
    state: str
    move: str = ""


@dataclass(frozen=True)
class ShowTo:
    """The case is shown to people who need not act: they see it among their copies, until they have read it."""

    to: tuple[Party, ...]
    state: str
    visit: int


@dataclass(frozen=True)
class StartCase:
    """A sub-request is asked for by the token in this visit; ``waits``: what becomes of it is reported back."""

    state: str
    visit: int
    process: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    waits: bool = True


@dataclass(frozen=True)
class StopCase:
    """A sub-request that is not wanted any more is cancelled. ``sub`` is its id."""

    sub: str


@dataclass(frozen=True)
class Answer:
    """An action or a sub-request has given an answer."""

    field: str
    value: Any


@dataclass(frozen=True)
class IssuePaper:
    """The paper of a deed of ``state`` is made, with the answers as they stand afterwards."""

    state: str
    deed: int


@dataclass(frozen=True)
class Record:
    """A customer or contact is kept, with these columns."""

    kind: Literal["customer", "contact"]
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Replan:
    """The plan of a project gets ``steps``, rows by the names of `schemas.model.flow.PlanColumn`; open milestones move by ``delay`` days.

    ``project`` is the answer that names it.
    """

    project: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...] = ()
    delay: int = 0
    stop_if_double_booked: bool = False


Effect = (
    OpenTask
    | CloseTasks
    | SetTimer
    | CancelTimers
    | Tell
    | Announce
    | ShowTo
    | StartCase
    | StopCase
    | Answer
    | Record
    | Replan
    | IssuePaper
)
