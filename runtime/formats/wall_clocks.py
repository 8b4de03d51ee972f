"""Moments as the clock of a place says them, for what is read elsewhere: papers, letters, and sentences that are kept."""

from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.fields.parts.moments import in_words
from schemas.words import Words, words


def day_there(moment: datetime, zone: ZoneInfo) -> Words:
    """``Mar 2, 2026``, ``2026年3月2日``."""
    return in_words(moment.astimezone(zone).date())


def on_the_wall(moment: datetime, zone: ZoneInfo) -> Words:
    """To the minute: ``Mar 2, 2026 17:00``, ``2026年3月2日 17:00``."""
    return in_words(moment.astimezone(zone).replace(second=0, microsecond=0))


def on_the_clock(moment: datetime, zone: ZoneInfo) -> Words:
    """The same with the zone named: ``Mar 2, 2026 17:00 (Asia/Shanghai)``."""
    return words("{at} ({zone})", "{at}（{zone}）").formatted(at=on_the_wall(moment, zone), zone=zone.key)
