"""Does the work that is due: deadlines and mail. With the pages' shell the only reader of the clock."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import Final

from runtime import clock, postman, sweeping
from runtime.settings import Settings
from runtime.store.database import Database

log = logging.getLogger(__name__)

PAUSE: Final = 2.0
"""Seconds between two looks while there is nothing to do."""
AFTER_TROUBLE: Final = 15.0
"""Seconds until the next look when the database could not be reached."""
BETWEEN_SWEEPS: Final = timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 -- one of the two places that read the clock


def run(settings: Settings, stop: threading.Event) -> None:
    """Until ``stop`` is set. Any number may run at once: the rows are claimed, so nothing is done twice."""
    database = Database(settings.database_url, settings.secret_key, settings.zone)
    swept = None
    while not stop.is_set():
        stop.wait(_turn(database, settings))
        if swept is None or now() - swept > BETWEEN_SWEEPS:
            swept = now()
            _sweep(database, settings, swept)
    database.close()


def _turn(database: Database, settings: Settings) -> float:
    """Seconds until the next turn: none while there is more to do."""
    try:
        moment = now()
        busy = clock.fire_due(database, moment) + postman.deliver(database, settings, moment)
    except Exception:
        log.exception("the work that is due could not be done")
        return AFTER_TROUBLE
    return 0.0 if busy else PAUSE


def _sweep(database: Database, settings: Settings, moment: datetime) -> None:
    """What nobody comes back to is thrown away."""
    try:
        sweeping.sweep(database, settings, moment)
    except Exception:
        log.exception("what is old could not be thrown away")
