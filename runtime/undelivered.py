"""What could not be delivered is said to the administrators, in the app: mail may be the very thing that fails."""

from datetime import datetime
from typing import Final

from runtime.roster import PERSON
from runtime.store import app_notices, outbox, people
from runtime.store.database import Connection, Database
from runtime.store.ids import new_id
from runtime.store.outbox import APP, Message

KIND: Final = "undelivered"
_MOST: Final = 100


def tell(tx: Connection, workspace: str, channel: str, case_id: str | None, error: str, now: datetime) -> None:
    """Once for each channel, until it is read: a receiver that is gone would fill the page."""
    for admin in people.with_role(tx, workspace, "admin"):
        party = f"{PERSON}{admin}"
        known = (one.payload["channel"] for one in app_notices.unread_of_kind(tx, workspace, party, KIND))
        if channel not in known:
            said = {"to": party, "case": case_id, "channel": channel, "error": error}
            outbox.add(tx, [Message(workspace, new_id(now), KIND, said, now, now, channel=APP)])


def lost(database: Database, now: datetime) -> int:
    """How many messages were due for channels that nobody has set up, or that are gone: they are given up."""
    with database.reading() as tx:
        unknown = outbox.unknown_channels(tx, now, _MOST)
    count = 0
    for workspace, key in unknown:
        with database.writing() as tx:
            error = f"there is no channel {key}"
            count += outbox.give_up(tx, workspace, key, now, error)
            tell(tx, workspace, key, None, error, now)
    return count
