"""What the engine is told about the world, so that it need not look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from runtime.engine.position import Party
from runtime.engine.worktime import Calendar


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
class Facts:
    """``answers`` are those that stand after the actor's own were read: the engine only decides.

    ``fits``: can this field be answered with this value? What a flow itself gives is asked about.
    """

    answers: Mapping[str, Any]
    requester: Party
    contact: Party | None
    directory: Directory
    calendar: Calendar = field(default_factory=Calendar)
    fits: Callable[[str, Any], bool] = lambda _field, _value: True
