"""What wakes a connection to a tracker: a case has moved here, something was heard from there, or somebody has decided.

And what is to be said there: a comment.
"""

from datetime import datetime
from typing import Final, Literal

from runtime.changes import trackers
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.mirrors import mirrors, twins
from runtime.store.notices.outbox import MIRROR, Message

Why = Literal["moved", "news", "push", "take", "ignore"]
SAY: Final = "say"
"""Beside these, why there is a message: nobody looks, a comment is said."""


def moved(tx: Connection, before: Case, after: Case, now: datetime) -> list[Message]:
    """One for each connection of its process, written with the change; none where it stands as it stood."""
    if before.version and _places(before) == _places(after) and before.timers == after.timers:
        return []
    keys = mirrors.of_process(tx, after.workspace, after.process_key)
    return [look(after.workspace, after.id, key, "moved", now) for key in keys]


def said(tx: Connection, case: Case, by: str, text: str, now: datetime) -> dict[str, Message]:
    """For each connection that hears comments on this case, by what it is called, the message that brings it one."""
    payload = {"case": case.id, "why": SAY, "by": by, "text": text}
    return {
        trackers.called_so(one.kind, one.title): Message(
            case.workspace, new_id(now), MIRROR, payload, now, now, channel=one.twin.mirror_key
        )
        for one in twins.of_case(tx, case.workspace, case.id)
        if one.hears
    }


def look(workspace: str, case_id: str, mirror_key: str, why: Why, now: datetime) -> Message:
    return Message(workspace, new_id(now), MIRROR, {"case": case_id, "why": why}, now, now, channel=mirror_key)


def _places(case: Case) -> tuple[str, ...]:
    return (case.ended, case.state, *(token.state for token in case.position.tokens))
