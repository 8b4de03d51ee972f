"""What does not go on by itself: stuck requests, errands between requests that fail, to-dos of people who have left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select, update

from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.notices import outbox
from runtime.store.notices.outbox import HOUSE, Message
from runtime.store.tables.tables import CASE_FILE, OUTBOX, PERSON, TASK


@dataclass(frozen=True)
class Leaver:
    """Somebody who is switched off and is still asked in ``count`` requests, the longest ``since``."""

    id: str
    name: str
    count: int
    since: datetime


def stuck(tx: Connection, workspace: str, after: str, limit: int, kind: str = "") -> list[Case]:
    """Oldest request first; ``after`` is the id of the last one seen. ``kind`` is the code that the incident begins with."""
    found = select(CASE_FILE).where(
        CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.incident != "", CASE_FILE.c.id > after
    )
    if kind:
        found = found.where(
            or_(CASE_FILE.c.incident == kind, CASE_FILE.c.incident.startswith(f"{kind}: ", autoescape=True))
        )
    return [cases.read(row) for row in tx.execute(found.order_by(CASE_FILE.c.id).limit(limit))]


def failing(tx: Connection, workspace: str, limit: int) -> list[Message]:
    """Errands that could not be carried out, given up or to be tried again; the oldest first."""
    found = select(OUTBOX).where(
        OUTBOX.c.workspace_id == workspace, OUTBOX.c.sent_at.is_(None), OUTBOX.c.channel == HOUSE, OUTBOX.c.error != ""
    )
    return [outbox.read(row) for row in tx.execute(found.order_by(OUTBOX.c.made_at, OUTBOX.c.id).limit(limit))]


def hurry(tx: Connection, workspace: str, message_id: str, now: datetime) -> None:
    """The errand is tried at once, as if for the first time."""
    again = {"dead_at": None, "attempts": 0, "due_at": now, "error": ""}
    this = (OUTBOX.c.workspace_id == workspace, OUTBOX.c.id == message_id, OUTBOX.c.sent_at.is_(None))
    tx.execute(update(OUTBOX).where(*this).values(**again))


def leavers(tx: Connection, workspace: str) -> list[Leaver]:
    theirs = and_(TASK.c.workspace_id == PERSON.c.workspace_id, TASK.c.party == "person:" + PERSON.c.id, TASK.c.open)
    rows = tx.execute(
        select(PERSON.c.id, PERSON.c.name, func.count(), func.min(TASK.c.opened_at, type_=TASK.c.opened_at.type))
        .join_from(PERSON, TASK, theirs)
        .where(PERSON.c.workspace_id == workspace, PERSON.c.active.is_(False))
        .group_by(PERSON.c.id, PERSON.c.name)
        .order_by(PERSON.c.name, PERSON.c.id)
    )
    return [Leaver(*row) for row in rows]
