"""What must be done because of what happened: a closed union that `runtime.lifecycle` carries out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from runtime.engine.position import Party
from schemas.words import Words


@dataclass(frozen=True)
class OpenTask:
    """One to-do: of one person, or of a pool of whom any one may do it."""

    state: str
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class CloseTasks:
    """Close the open tasks: those of ``parties``, or all where it is None. ``why`` is shown to those who lose one."""

    why: Words
    parties: tuple[Party, ...] | None = None


@dataclass(frozen=True)
class SetTimer:
    """Deadline number ``deadline`` (from 0) of ``state`` falls due at ``due`` for this ``visit``."""

    state: str
    visit: int
    deadline: int
    due: datetime


@dataclass(frozen=True)
class CancelTimers:
    """Every timer of the case that has not fired."""


@dataclass(frozen=True)
class Tell:
    """A message to people: ``about`` names a template in templates/messages."""

    about: Literal["task", "reminder", "escalation", "ended", "received"]
    to: tuple[Party, ...]
    state: str


Effect = OpenTask | CloseTasks | SetTimer | CancelTimers | Tell
