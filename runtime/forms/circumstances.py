"""How a form was filled in: what the house writes down of it where a form asks for that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from runtime.asking import Submission
from runtime.store.connection.database import Connection
from runtime.store.forms.links import PublicLink

LONGEST: Final = timedelta(days=366)
"""A form that was opened longer ago is not believed to have been."""
_TAG: Final = 35
"""Characters of the tag of a language."""


@dataclass(frozen=True)
class Circumstances:
    """``told`` is by the names that `schemas.fields.metadata` knows; what is not known is missing."""

    told: Mapping[str, str]
    now: datetime


def circumstances(tx: Connection, submission: Submission, link: PublicLink | None, now: datetime) -> Circumstances:
    """Times are by the clock on the wall of the house. When it was opened, and the device's language, the browser says."""
    zone = ZoneInfo(tx.get_execution_options().get("zone", "UTC"))
    actor = submission.actor
    opened = _opened(submission.told.get("start", ""), now)
    found = {
        "start": _on_the_wall(opened, zone) if opened else "",
        "end": _on_the_wall(now, zone),
        "channel": submission.channel,
        "language": submission.told.get("language", "")[:_TAG],
        "user": "" if actor.is_link else actor.name,
        "link": link.name if link else "",
    }
    return Circumstances({name: value for name, value in found.items() if value}, now)


def acting(tx: Connection, now: datetime) -> Circumstances:
    """What is known where somebody answers later on: the time."""
    zone = ZoneInfo(tx.get_execution_options().get("zone", "UTC"))
    return Circumstances({"end": _on_the_wall(now, zone)}, now)


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _opened(text: str, now: datetime) -> datetime | None:
    try:
        opened = datetime.fromisoformat(text)
    except ValueError:
        return None
    if opened.tzinfo is None:
        opened = opened.replace(tzinfo=UTC)
    return opened if now - LONGEST <= opened <= now else None
