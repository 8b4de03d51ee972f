"""The hours in which a workspace works, ready to be counted with."""

from collections import OrderedDict
from datetime import date, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from runtime.engine.worktime import Calendar
from runtime.store.connection.database import Connection
from runtime.store.people import calendars
from runtime.store.people.calendars import Span, WorkingTime

SHELF: Final = 256
"""How many calendars are kept in memory."""

_shelf: OrderedDict[tuple[str, int, str], Calendar] = OrderedDict()
"""By workspace, version and zone of the installation. A version never changes, so a stale one cannot be found here."""


def calendar(tx: Connection, workspace: str) -> Calendar:
    """As it stands in this transaction, which has mostly come across the number of its version already."""
    zone = house_clock(tx).key
    kept = _shelf.get((workspace, calendars.version(tx, workspace), zone))
    if kept is None:
        found = calendars.working_time(tx, workspace)
        kept = _shelf[workspace, found.version, zone] = made(found, zone)
        while len(_shelf) > SHELF:
            _shelf.popitem(last=False)
    return kept


def house_clock(tx: Connection) -> ZoneInfo:
    """The zone of the installation, in which its pages say the time."""
    return ZoneInfo(tx.get_execution_options().get("zone", "UTC"))


def made(said: WorkingTime, zone: str) -> Calendar:
    """``zone`` counts where the workspace has named none.

    Raises:
        ValueError: nobody could work like that.
    """
    return Calendar(
        frozenset(said.workdays),
        frozenset(day for span in said.days if not span.works for day in _days(span)),
        frozenset(day for span in said.days if span.works for day in _days(span)),
        time.fromisoformat(said.day_start),
        time.fromisoformat(said.day_end),
        said.zone or zone,
    )


def _days(span: Span) -> list[date]:
    return [span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1)]
