"""What has been decided about a case, before it is so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from runtime.access import Actor
from runtime.engine.facts import Directory
from runtime.engine.outcome import Outcome
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.notices.outbox import Message


@dataclass(frozen=True)
class Change:
    """What has been decided about a case, and by whom.

    ``case`` is as it was read, but for what it is answered by this; its version 0 means that it is new. ``said`` are journal lines that come before those of
    the outcome: kind and body. ``extra`` is added to the body of each line of the outcome. ``comment`` and ``given`` (of
    `runtime.forms.enclosures`) stand with the first line that is the actor's; so does who has ``recorded`` it for them.
    """

    case: Case
    compiled: Compiled
    outcome: Outcome
    actor: Actor
    directory: Directory
    now: datetime
    said: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    tell: tuple[Message, ...] = ()
    accepted: Mapping[str, Any] = field(default_factory=dict)
    """The paper that the actor accepts by it: ``{"paper", "number", "version", "sha256"}``."""
    recorded: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Any] | None = None
    """The answers that the case had; None where ``case`` has them still."""

    @property
    def had(self) -> Mapping[str, Any]:
        """The answers as they are written down until now."""
        return self.case.answers if self.before is None else self.before
