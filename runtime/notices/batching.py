"""When somebody is told: at once, or together with other things, and not in their quiet hours."""

from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from runtime.store.cases import tasks
from runtime.store.connection.database import Connection
from runtime.store.ids import same_id
from runtime.store.notices import digests
from runtime.store.notices.notice_choices import NoticeChoice
from runtime.store.notices.outbox import MAIL, Message

DIGEST: Final = "digest"
"""The kind of a message that holds others."""
USUAL_TIME: Final = "08:00"
AN_HOUR: Final = timedelta(hours=1)
A_DAY: Final = timedelta(days=1)
PRESSING: Final = frozenset({"task", "reminder", "escalation"})
"""Kinds of message that may be about a deadline."""


def held_until(choice: NoticeChoice, zone: str, now: datetime) -> datetime | None:
    """When somebody who has chosen so is next written to; None for now."""
    clock = ZoneInfo(choice.zone or zone)
    at = _gathered_at(choice, now.astimezone(clock))
    return _after_quiet(choice, at or now.astimezone(clock)) or at


def is_pressing(tx: Connection, message: Message, until: datetime) -> bool:
    """Has its reader a to-do in the case that is due before they would hear of it?"""
    if message.kind not in PRESSING:
        return False
    asked = tasks.of_case(tx, message.workspace, message.payload["case"])
    mine = (one for one in asked if one.open and one.party == message.payload["to"])
    return any(one.due_at is not None and one.due_at <= until for one in mine)


def gather(tx: Connection, message: Message, until: datetime, now: datetime) -> Message:
    """The digest that the message goes out in; another one where somebody is sending the first already."""
    party, until = message.payload["to"], until.astimezone(UTC)
    for number in count():
        fresh = same_id(message.workspace, party, until.isoformat(), str(number))
        digest = Message(message.workspace, fresh, DIGEST, {"to": party}, now, until, channel=MAIL)
        if digests.hold(tx, digest):
            break
    return digest


def _gathered_at(choice: NoticeChoice, here: datetime) -> datetime | None:
    if choice.digest == "hourly":
        return here.replace(minute=0, second=0, microsecond=0) + AN_HOUR
    if choice.digest == "daily":
        today = _on(here, choice.daily_at or USUAL_TIME)
        return today if today > here else _on(here + A_DAY, choice.daily_at or USUAL_TIME)
    return None


def _after_quiet(choice: NoticeChoice, here: datetime) -> datetime | None:
    """The end of the quiet hours that hold this moment; they may go over midnight."""
    if not (choice.quiet_from and choice.quiet_until) or choice.quiet_from == choice.quiet_until:
        return None
    for day in (here - A_DAY, here):
        begins = _on(day, choice.quiet_from)
        ends = _on(day, choice.quiet_until)
        if ends <= begins:
            ends = _on(day + A_DAY, choice.quiet_until)
        if begins <= here < ends:
            return ends
    return None


def _on(day: datetime, clock: str) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock), day.tzinfo)
