"""Messages as somebody reads them in the app: how many are new, and which."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, update

from runtime.engine.position import Party
from runtime.store import cases, outbox
from runtime.store.cases import Case
from runtime.store.outbox import NOTHING, PERSON, Message
from runtime.store.tables import CASE_FILE, NOTICE_CHOICE, OUTBOX


@dataclass(frozen=True)
class Unread:
    """``count`` goes as far as was asked; ``latest`` is the id of the newest."""

    count: int = 0
    latest: str = ""


@dataclass(frozen=True)
class Notice:
    """A message, the case that it is about, and when it was read."""

    message: Message
    case: Case | None
    read_at: datetime | None


_ITS_CASE = and_(CASE_FILE.c.workspace_id == OUTBOX.c.workspace_id, CASE_FILE.c.id == OUTBOX.c.case_id)
_MESSAGE = [column.label(f"message_{column.name}") for column in OUTBOX.c]


def unread(tx: Connection, workspace: str, party: Party, most: int) -> Unread:
    """One read, along one index, whose order it asks for: some of what is unread is soon found, however much was read."""
    newest = select(OUTBOX.c.id).where(*_wanted(workspace, party), OUTBOX.c.read_at.is_(None))
    found = newest.order_by(OUTBOX.c.read_at.desc(), OUTBOX.c.id.desc()).limit(most).subquery()
    row = tx.execute(select(func.count(), func.max(found.c.id)).select_from(found)).one()
    return Unread(row[0], row[1] or "")


def latest(tx: Connection, workspace: str, party: Party, before: str, limit: int) -> list[Notice]:
    """The newest first; ``before`` is the id of the last one seen."""
    found = select(*_MESSAGE, CASE_FILE).outerjoin_from(OUTBOX, CASE_FILE, _ITS_CASE).where(*_wanted(workspace, party))
    if before:
        found = found.where(OUTBOX.c.id < before)
    rows = tx.execute(found.order_by(OUTBOX.c.id.desc()).limit(limit))
    return [
        Notice(outbox.read(row, "message_"), cases.read(row) if row.id else None, row.message_read_at) for row in rows
    ]


def case_of(tx: Connection, workspace: str, party: Party, message_id: str) -> str | None:
    """The id of the case that a notice of theirs is about, or empty; None where there is no such notice."""
    mine = select(OUTBOX.c.case_id).where(*_whose(workspace, party), OUTBOX.c.id == message_id)
    row = tx.execute(mine).first()
    return (row.case_id or "") if row else None


def mark(
    tx: Connection, workspace: str, party: Party, now: datetime, *, message_id: str = "", case_id: str = ""
) -> int:
    """How many were unread and have been read now: one, those of a case, or all."""
    meant = [*_whose(workspace, party), OUTBOX.c.read_at.is_(None)]
    if message_id:
        meant.append(OUTBOX.c.id == message_id)
    if case_id:
        meant.append(OUTBOX.c.case_id == case_id)
    return tx.execute(update(OUTBOX).where(*meant).values(read_at=now)).rowcount


def rings_for(tx: Connection, workspace: str, party: Party, case_id: str) -> bool:
    """Is there something new about this case?"""
    mine = (*_whose(workspace, party), OUTBOX.c.read_at.is_(None), OUTBOX.c.case_id == case_id)
    return tx.execute(select(OUTBOX.c.id).where(*mine).limit(1)).first() is not None


def settle_down(tx: Connection, workspace: str, before: datetime) -> None:
    """What everybody was told before that moment counts as read."""
    old = (OUTBOX.c.workspace_id == workspace, OUTBOX.c.party != NOTHING, OUTBOX.c.made_at < before)
    tx.execute(update(OUTBOX).where(*old, OUTBOX.c.read_at.is_(None)).values(read_at=before))


def unread_of_kind(tx: Connection, workspace: str, party: Party, kind: str) -> list[Message]:
    found = select(*_MESSAGE).where(*_whose(workspace, party), OUTBOX.c.read_at.is_(None), OUTBOX.c.kind == kind)
    return [outbox.read(row, "message_") for row in tx.execute(found)]


def _wanted(workspace: str, party: Party) -> tuple[ColumnElement[bool], ...]:
    """Whoever wants no notices of a kind in the app is shown none."""
    choice = (NOTICE_CHOICE.c.workspace_id == workspace, NOTICE_CHOICE.c.person_id == party.removeprefix(PERSON))
    unwanted = func.coalesce(select(NOTICE_CHOICE.c.not_in_app).where(*choice).scalar_subquery(), "")
    return (*_whose(workspace, party), unwanted.not_like(literal("%,") + OUTBOX.c.kind + literal(",%")))


def _whose(workspace: str, party: Party) -> tuple[ColumnElement[bool], ...]:
    """The last says in the words of the index what the one before it means."""
    return (OUTBOX.c.workspace_id == workspace, OUTBOX.c.party == party, OUTBOX.c.party != NOTHING)
