"""A case of a wild flow, and the ledger of what it has been told to do: to-dos, timers, visits."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.engine.effects import Answer, CancelTimers, CloseTasks, OpenTask, SetTimer
from runtime.engine.events import Called, Jumped, Moved
from runtime.engine.facts import Facts
from runtime.engine.outcome import Outcome
from runtime.engine.position import Position
from runtime.engine.tokens.machine import Course
from schemas.model.flow import Flow
from tests.runtime.engine.wild_flows import PEOPLE

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass
class Hamlet:
    """Groups of several sizes; who is away changes while the case runs."""

    away: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def group(self, key: str) -> tuple[str, ...]:
        return tuple(one for one in PEOPLE[: int(key)] if one not in self.away)

    def person(self, key: str) -> str | None:
        party = key if key.startswith("person:") else f"person:{key}"
        return party if party in PEOPLE and party not in self.away else None

    def manager_of(self, party: str) -> str | None:
        return None if party == PEOPLE[0] else PEOPLE[0]

    def deputy_of(self, party: str, now: datetime) -> str | None:
        del now
        return PEOPLE[(PEOPLE.index(party) + 1) % len(PEOPLE)] if party in self.absent and party in PEOPLE else None

    def name(self, party: str) -> str:
        return party


@dataclass
class Case:
    """``tasks`` are (state, visit, party); ``timers`` (state, visit, number) to when they fall due."""

    flow: Flow
    course: Course = field(init=False)
    village: Hamlet = field(default_factory=Hamlet)
    answers: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOON
    position: Position = field(default_factory=Position)
    tasks: set[tuple[str, int, str]] = field(default_factory=set)
    timers: dict[tuple[str, int, int], datetime] = field(default_factory=dict)
    entered: Counter[str] = field(default_factory=Counter)
    fired: set[tuple[str, int, int]] = field(default_factory=set)
    subs: int = 0
    seen: dict[str, Any] = field(default_factory=dict)
    """The answers as the last act has read them."""

    def __post_init__(self) -> None:
        self.course = Course(self.flow)
        self.entered[self.flow.initial] = 1

    @property
    def facts(self) -> Facts:
        return Facts(dict(self.answers), PEOPLE[0], "contact:c", self.village)

    def pass_(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def carry_out(self, outcome: Outcome) -> None:
        """As `runtime.cases.applying` does it."""
        for effect in outcome.effects:
            match effect:
                case OpenTask():
                    fresh = {(effect.state, effect.visit, party) for party in effect.parties}
                    assert not fresh & self.tasks, "asked twice for the same"
                    self.tasks |= fresh
                case CloseTasks():
                    self.tasks = {one for one in self.tasks if not _closes(effect, one)}
                case SetTimer():
                    self.timers[effect.state, effect.visit, effect.deadline] = effect.due
                case CancelTimers():
                    self.timers = {key: due for key, due in self.timers.items() if not _cancels(effect, key)}
                case Answer():
                    self._answer(effect.field, effect.value)
                case _:
                    pass
        self.entered += Counter(state for event in outcome.events for state in _entering(event))
        self.position = outcome.position

    def _answer(self, field_: str, value: Any) -> None:
        if value is None:
            self.answers.pop(field_, None)
        else:
            self.answers[field_] = value


def _closes(effect: CloseTasks, task: tuple[str, int, str]) -> bool:
    return task[:2] == (effect.state, effect.visit) and (effect.parties is None or task[2] in effect.parties)


def _cancels(effect: CancelTimers, key: tuple[str, int, int]) -> bool:
    return key[:2] == (effect.state, effect.visit) and effect.deadline in (None, key[2])


def _entering(event: Any) -> list[str]:
    match event:
        case Moved() if not event.joins:
            return [event.to]
        case Jumped():
            return [event.to]
        case Called() if event.how == "asked":
            return [event.state]
    return []
