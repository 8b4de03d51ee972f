"""Whether there is anything to do at the moment, asked often and answered from two indexes."""

from datetime import datetime

from sqlalchemy import Connection, exists, func, or_, select

from runtime.store.notices.outbox import NOTHING
from runtime.store.tables.tables import CASE_FILE, CHANNEL, OUTBOX


def waits_since(tx: Connection, now: datetime) -> datetime | None:
    """Since when the longest overdue deadline or message waits; None where nothing does.

    A message for a channel that is off, or rests, waits for that.
    """
    deadline = select(func.min(CASE_FILE.c.next_due)).where(
        CASE_FILE.c.next_due.is_not(None), CASE_FILE.c.next_due <= now
    )
    free = or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until <= now)
    waiting = (OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_(None), OUTBOX.c.gathered_in == NOTHING)
    its_channel = (CHANNEL.c.workspace_id == OUTBOX.c.workspace_id, CHANNEL.c.key == OUTBOX.c.channel)
    rests = exists().where(*its_channel, or_(~CHANNEL.c.is_on, CHANNEL.c.paused_until > now))
    message = select(func.min(OUTBOX.c.due_at)).where(*waiting, OUTBOX.c.due_at <= now, free, ~rests)
    found = [tx.execute(one).scalar() for one in (deadline, message)]
    return min((one for one in found if one), default=None)
