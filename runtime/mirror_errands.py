"""What wakes a connection to a tracker: a case has moved here, something was heard from there, or somebody has decided."""

from datetime import datetime
from typing import Literal

from runtime.store import mirrors
from runtime.store.cases import Case
from runtime.store.database import Connection
from runtime.store.ids import new_id
from runtime.store.outbox import MIRROR, Message

Why = Literal["moved", "news", "push", "take", "ignore"]


def moved(tx: Connection, before: Case, after: Case, now: datetime) -> list[Message]:
    """One for each connection of its process, written with the change; none where it stands as it stood."""
    if before.version and _places(before) == _places(after) and before.timers == after.timers:
        return []
    keys = mirrors.of_process(tx, after.workspace, after.process_key)
    return [look(after.workspace, after.id, key, "moved", now) for key in keys]


def look(workspace: str, case_id: str, mirror_key: str, why: Why, now: datetime) -> Message:
    return Message(workspace, new_id(now), MIRROR, {"case": case_id, "why": why}, now, now, channel=mirror_key)


def _places(case: Case) -> tuple[str, ...]:
    return (case.ended, case.state, *(token.state for token in case.position.tokens))
