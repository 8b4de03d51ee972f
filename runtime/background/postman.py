"""Sends what waits in the outbox: at least once, with an id that stays the same, until it works or is given up.

Mail, each channel and the errands of our own go in rounds of their own, side by side, so that a receiver who is dead holds
up nobody else; one who has failed again and again rests, longer each time, and is then tried with a single message.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Final

from runtime.access import Actor, Permission, require
from runtime.background import delivery
from runtime.channels import letters
from runtime.channels.letters import Letter
from runtime.notices import undelivered
from runtime.settings import Settings
from runtime.store.connection.database import Connection, Database
from runtime.store.missing import Missing
from runtime.store.notices import channels, outbox

AT_ONCE: Final = 4
"""So many rounds go side by side."""


def deliver(database: Database, settings: Settings, now: datetime, limit: int = 20) -> int:
    """How many messages were due, ``limit`` at most of each kind and channel.

    Without a mail server mail is shown as sent and goes nowhere.
    """
    with database.reading() as tx:
        there = channels.that_send(tx, now)
    todo = [
        partial(delivery.of_errands, database, now, limit),
        partial(delivery.of_mail, database, settings, now, limit),
        *(partial(delivery.of_channel, database, settings, one, now, limit) for one in there),
    ]
    if not there:
        return sum(one() for one in todo) + undelivered.lost(database, now)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = [pool.submit(one) for one in todo]
        return sum(one.result() for one in done) + undelivered.lost(database, now)


def letter(tx: Connection, actor: Actor, message_id: str, settings: Settings) -> Letter:
    """The letter as it reads now. Where mail really goes out, nobody but its reader is shown the links in it.

    Raises:
        Denied: only an administrator may look.
        Missing: there is no such message, or its reader is gone.
    """
    require(actor, Permission.ADMIN)
    message = outbox.message(tx, actor.workspace, message_id)
    if message is None or message.kind == outbox.MIRROR:  # the latter is read by a program
        raise Missing(message_id)
    written = letters.write(tx, message, settings.base_url)
    if settings.smtp_url:
        shown = [line for line in written.body.splitlines() if settings.base_url not in line]
        return Letter(written.address, written.subject, "\n".join(shown) + "\n")
    return written
