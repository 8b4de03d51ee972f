"""People without an account who were informed of a request, or asked whether they support it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, insert, select, update

from runtime.engine.position import Party
from runtime.store.missing import Missing
from runtime.store.tables.tables import OPINION

Asks = Literal["inform", "consent"]
Answer = Literal["", "consents", "objects", "comments", "revoked"]


@dataclass(frozen=True)
class Opinion:
    """``fields`` are the keys of what they may see. ``answer`` is empty while it is open; ``said_by`` the name they gave."""

    workspace: str
    id: str
    case_id: str
    email: str
    name: str
    lang: str
    asks: Asks
    text: str
    fields: tuple[str, ...]
    by: Party
    by_name: str
    asked_at: datetime
    expires_at: datetime
    token_hash: str
    reminded_at: datetime | None = None
    seen_at: datetime | None = None
    answer: Answer = ""
    said: str = ""
    said_by: str = ""
    said_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return not self.answer and now < self.expires_at


_NAMES: Final = [one.name for one in fields(Opinion)][1:]


def add(tx: Connection, one: Opinion) -> None:
    said = {name: getattr(one, name) for name in _NAMES} | {"fields": list(one.fields)}
    tx.execute(insert(OPINION).values(workspace_id=one.workspace, **said))


def of_case(tx: Connection, workspace: str, case_id: str) -> Sequence[Opinion]:
    """The first asked first."""
    meant = (OPINION.c.workspace_id == workspace, OPINION.c.case_id == case_id)
    return [_read(row) for row in tx.execute(select(OPINION).where(*meant).order_by(OPINION.c.asked_at, OPINION.c.id))]


def asked_by(tx: Connection, workspace: str, party: Party, limit: int) -> dict[str, str]:
    """Whom somebody has asked of late: names by address, the latest first."""
    mine = select(OPINION.c.email, OPINION.c.name).where(OPINION.c.workspace_id == workspace, OPINION.c.by == party)
    rows = tx.execute(mine.order_by(OPINION.c.asked_at.desc(), OPINION.c.id.desc()).limit(limit))
    return {row.email: row.name for row in reversed(rows.all())}


def one(tx: Connection, workspace: str, case_id: str, opinion_id: str) -> Opinion:
    """Raises Missing."""
    meant = (OPINION.c.workspace_id == workspace, OPINION.c.case_id == case_id, OPINION.c.id == opinion_id)
    row = tx.execute(select(OPINION).where(*meant)).first()
    if row is None:
        raise Missing(opinion_id)
    return _read(row)


def by_token(tx: Connection, token_hash: str) -> Opinion:
    """What a one-time link leads to. Raises Missing."""
    row = tx.execute(select(OPINION).where(OPINION.c.token_hash == token_hash)).first()
    if row is None:
        raise Missing
    return _read(row)


def answer_if_open(tx: Connection, asked: Opinion, answer: Answer, said: str, said_by: str, now: datetime) -> bool:
    """False, and nothing done, where somebody has answered already or it was withdrawn."""
    told = {"answer": answer, "said": said, "said_by": said_by, "said_at": now}
    meant = (OPINION.c.workspace_id == asked.workspace, OPINION.c.id == asked.id, OPINION.c.answer == "")
    return tx.execute(update(OPINION).where(*meant).values(told)).rowcount == 1


def stamp(tx: Connection, asked: Opinion, now: datetime, what: Literal["seen_at", "reminded_at"]) -> None:
    meant = (OPINION.c.workspace_id == asked.workspace, OPINION.c.id == asked.id)
    tx.execute(update(OPINION).where(*meant).values({what: now}))


def _read(row: Any) -> Opinion:
    said = {name: getattr(row, name) for name in _NAMES}
    return Opinion(row.workspace_id, **(said | {"fields": tuple(row.fields)}))
