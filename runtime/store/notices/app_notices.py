"""Messages as somebody reads them in the app: how many are new, and which."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Subquery,
    and_,
    bindparam,
    func,
    literal,
    select,
    true,
    update,
)

from runtime.engine.position import Party
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.notices import outbox
from runtime.store.notices.outbox import NOTHING, PERSON, Message
from runtime.store.people import people, sessions
from runtime.store.people.people import Person
from runtime.store.tables.tables import CASE_FILE, NOTICE_CHOICE, OUTBOX
from runtime.store.tables.tables import PERSON as PEOPLE


@dataclass(frozen=True)
class Unread:
    """``count`` goes as far as was asked; ``latest`` is the id of the newest, ``about`` the ids of the cases they are of."""

    count: int = 0
    latest: str = ""
    about: frozenset[str] = frozenset()


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
    return _news(tx.execute(_UNREAD, _asked(workspace, party, most)).one())


def reader(tx: Connection, workspace: str, person_id: str, session: str, most: int) -> tuple[Person, Unread] | None:
    """Who somebody is in a session that goes on, and what is new for them: what the top of every page says, in one read."""
    asked = {**_asked(workspace, PERSON + person_id, most), "the_id": person_id, "the_session": session}
    row = tx.execute(_READER, asked).first()
    return (Person(*row[: len(people.COLUMNS)]), _news(row)) if row else None


def latest(tx: Connection, workspace: str, party: Party, before: str, limit: int) -> list[Notice]:
    """The newest first; ``before`` is the id of the last one seen."""
    found = (
        select(*_MESSAGE, CASE_FILE)
        .outerjoin_from(OUTBOX, CASE_FILE, _ITS_CASE)
        .where(*_wanted(workspace, party, party.removeprefix(PERSON)))
    )
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


def _asked(workspace: str, party: Party, most: int) -> dict[str, Any]:
    return {"workspace": workspace, "the_party": party, "the_person": party.removeprefix(PERSON), "most": most}


def _news(row: Any) -> Unread:
    return Unread(row.news_count, row.news_latest or "", frozenset((row.news_about or "").split(",")) - {""})


def _wanted(workspace: Any, party: Any, person: Any) -> tuple[ColumnElement[bool], ...]:
    """Whoever wants no notices of a kind in the app is shown none."""
    choice = (NOTICE_CHOICE.c.workspace_id == workspace, NOTICE_CHOICE.c.person_id == person)
    unwanted = func.coalesce(select(NOTICE_CHOICE.c.not_in_app).where(*choice).scalar_subquery(), "")
    return (*_whose(workspace, party), unwanted.not_like(literal("%,") + OUTBOX.c.kind + literal(",%")))


def _whose(workspace: Any, party: Any) -> tuple[ColumnElement[bool], ...]:
    """The last says in the words of the index what the one before it means."""
    return (OUTBOX.c.workspace_id == workspace, OUTBOX.c.party == party, OUTBOX.c.party != NOTHING)


def _newest() -> Subquery:
    wanted = _wanted(bindparam("workspace"), bindparam("the_party"), bindparam("the_person"))
    newest = select(OUTBOX.c.id, OUTBOX.c.case_id).where(*wanted, OUTBOX.c.read_at.is_(None))
    newest = newest.order_by(OUTBOX.c.read_at.desc(), OUTBOX.c.id.desc())
    found = newest.limit(bindparam("most", type_=Integer)).subquery()
    return (
        select(
            func.count().label("news_count"),
            func.max(found.c.id).label("news_latest"),
            func.aggregate_strings(found.c.case_id, ",").label("news_about"),
        )
        .select_from(found)
        .subquery()
    )


# Made once: SQLAlchemy takes longer to build a statement than the database to answer it.
_NEWS = _newest()
_UNREAD = select(_NEWS)
_READER = (
    select(*people.COLUMNS, *_NEWS.c)
    .join_from(PEOPLE, _NEWS, true())
    .where(PEOPLE.c.workspace_id == bindparam("workspace"), PEOPLE.c.id == bindparam("the_id"), sessions.goes_on())
)
