"""What the engine is told about the world, so that it need not look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from runtime.engine.effects import Replan
from runtime.engine.position import Party
from runtime.engine.worktime import Calendar
from schemas.words import Words, words


class Directory(Protocol):
    """The people of a workspace. Those who have left are not in it."""

    def group(self, key: str) -> tuple[Party, ...]:
        """The members in their order; empty for an unknown group."""

    def person(self, key: str) -> Party | None:
        """By e-mail address or short key; a contact of a customer by ``contact:ID``."""

    def manager_of(self, party: Party) -> Party | None: ...

    def deputy_of(self, party: Party, now: datetime) -> Party | None:
        """Who acts for somebody who is absent at that time; None for whoever is there, or has named nobody."""

    def name(self, party: Party) -> str: ...


@dataclass(frozen=True)
class Outlook:
    """What would come of a change of a plan: ``said`` in words, and whom it books twice. ``stuck`` is why it cannot be done."""

    said: tuple[Words, ...] = ()
    double_booked: tuple[Words, ...] = ()
    stuck: str = ""
    detail: str = ""


def imagined(wish: Replan, _now: datetime) -> Outlook:
    """Where there are no plans, as in a rehearsal: what would be asked of one."""
    said = []
    if wish.steps:
        titles = ", ".join(str(step.get("title", "")) for step in wish.steps)
        said.append(
            words("It gets {n} steps: {titles}", "增加 {n} 个步骤：{titles}").formatted(
                n=len(wish.steps), titles=titles
            )
        )
    if wish.delay:
        said.append(
            words("Its open milestones move by {n} working days", "未完成的里程碑移动 {n} 个工作日").formatted(
                n=wish.delay
            )
        )
    return Outlook(tuple(said))


@dataclass(frozen=True)
class Facts:
    """``answers`` are those that stand after the actor's own were read: the engine only decides.

    ``plans``: what would come of a change of a plan? ``fits``: can this field be answered with this value? What a flow itself gives is asked about.
    ``asked``: how many requests has the client opened of late? None where no rule of the flow reads it.
    """

    answers: Mapping[str, Any]
    requester: Party
    contact: Party | None
    directory: Directory
    calendar: Calendar = field(default_factory=Calendar)
    fits: Callable[[str, Any], bool] = lambda _field, _value: True
    plans: Callable[[Replan, datetime], Outlook] = imagined
    asked: Callable[[datetime], int] | None = None
