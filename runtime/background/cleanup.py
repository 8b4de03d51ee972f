"""What nobody came back for is swept away: files that no answer names or that stopped halfway, forms, old receipts, old mail."""

import shutil
from datetime import datetime, timedelta
from typing import Final

from runtime.files import receiving, storeroom
from runtime.forms import saving
from runtime.settings import Settings
from runtime.store import idempotency
from runtime.store.connection.database import Database
from runtime.store.customers import portal_passes
from runtime.store.files import arrivals, files
from runtime.store.notices import outbox

UNCLAIMED: Final = timedelta(days=7)
"""How long a file waits for an answer that names it."""
HALFWAY: Final = timedelta(hours=24)
"""How long a file may take to come."""
RECEIPTS: Final = timedelta(days=40)
"""How long sending twice is known to be once: longer than a device keeps what waits to be sent."""
MOST: Final = 500
"""Rows of each kind in one sweep; of messages in one transaction."""
MOST_TIMES: Final = 20
"""Transactions that forget messages, in one sweep."""


def sweep(database: Database, settings: Settings, now: datetime) -> int:
    """How many things went. Several may sweep at once."""
    with database.writing() as tx:
        left = files.forget_unclaimed(tx, now - UNCLAIMED, MOST)
        halfway = arrivals.forget_before(tx, now - HALFWAY, MOST)
        passes = portal_passes.forget_before(tx, now - RECEIPTS)
        receipts = idempotency.forget_before(tx, now - RECEIPTS, MOST)
    room = storeroom.of(settings)
    for file in left:
        room.drop(file)
    for _workspace, arrival_id in halfway:
        receiving.place(settings, arrival_id).unlink(missing_ok=True)
    gone = len(left) + len(halfway) + receipts + passes + _forgotten(database, now - settings.messages_last)
    return gone + saving.sweep(database, now) + _tidied(settings, now)


def _forgotten(database: Database, before: datetime) -> int:
    """Messages that went out before then, a few at a time: nobody waits long for whoever forgets."""
    count = 0
    for _ in range(MOST_TIMES):
        with database.writing() as tx:
            count += (few := outbox.forget_sent(tx, before, MOST))
        if few < MOST:
            break
    return count


def _tidied(settings: Settings, now: datetime) -> int:
    """Folders in which files were looked at when the power failed."""
    before = (now - HALFWAY).timestamp()
    stale = [path for path in settings.arriving.glob("*/") if path.stat().st_mtime < before]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return len(stale)
