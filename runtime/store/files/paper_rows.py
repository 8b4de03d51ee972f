"""Papers that requests have issued, with the very bytes that were issued."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from runtime.engine.position import Party
from runtime.store.missing import Missing
from runtime.store.tables.tables import CASE_FILE, PAPER
from schemas.words import Words, read_words, write_words


@dataclass(frozen=True)
class PaperRow:
    """``subject`` stands for what it is about: of one subject, version n replaces version n - 1.

    ``replaces`` is the number of that one. ``accepted_by`` is empty until somebody has accepted it.
    """

    workspace: str
    id: str
    case_id: str
    customer_id: str | None
    process_key: str
    kind: str
    subject: str
    version: int
    number: str
    supersedes: str
    title: Words
    lang: str
    sha256: str
    issued_at: datetime
    accepted_at: datetime | None = None
    accepted_by: Party = ""
    accepted_name: str = ""


@dataclass(frozen=True)
class Listed:
    """A paper with the number of the request that issued it. ``latest``: no other has replaced it."""

    paper: PaperRow
    request: str
    latest: bool


_NAMES = [one.name for one in fields(PaperRow)][1:]
_COLUMNS = (PAPER.c.workspace_id, *(PAPER.c[name] for name in _NAMES))


def add(tx: Connection, paper: PaperRow, content: bytes) -> None:
    said: dict[str, Any] = {name: getattr(paper, name) for name in _NAMES}
    said["title"] = write_words(paper.title)
    tx.execute(insert(PAPER).values(workspace_id=paper.workspace, content=content, **said))


def of_version(tx: Connection, workspace: str, process_key: str, kind: str, subject: str, version: int) -> str:
    """The number of that version; empty where there is none."""
    this = (PAPER.c.process_key == process_key, PAPER.c.kind == kind, PAPER.c.subject == subject)
    asked = select(PAPER.c.number).where(PAPER.c.workspace_id == workspace, *this, PAPER.c.version == version)
    return str(tx.scalar(asked) or "")


def latest(tx: Connection, workspace: str, case_id: str, kind: str) -> PaperRow | None:
    """What the request has issued last under this key."""
    this = (PAPER.c.workspace_id == workspace, PAPER.c.case_id == case_id, PAPER.c.kind == kind)
    row = tx.execute(
        select(*_COLUMNS)
        .where(*this)
        .order_by(PAPER.c.issued_at.desc(), PAPER.c.version.desc(), PAPER.c.id.desc())
        .limit(1)
    ).first()
    return _read(row) if row else None


def accept(tx: Connection, workspace: str, paper_id: str, by: Party, name: str, now: datetime) -> None:
    """Whoever was first stands on the paper; the journal names all."""
    this = (PAPER.c.workspace_id == workspace, PAPER.c.id == paper_id, PAPER.c.accepted_at.is_(None))
    tx.execute(update(PAPER).where(*this).values(accepted_at=now, accepted_by=by, accepted_name=name))


def one(tx: Connection, workspace: str, paper_id: str) -> tuple[PaperRow, bytes]:
    """Raises Missing."""
    this = (PAPER.c.workspace_id == workspace, PAPER.c.id == paper_id)
    row = tx.execute(select(*_COLUMNS, PAPER.c.content).where(*this)).first()
    if row is None:
        raise Missing(paper_id)
    return _read(row), bytes(row.content)


def of_customer(tx: Connection, workspace: str, customer_id: str, limit: int) -> list[Listed]:
    """Newest first."""
    return _listed(tx, workspace, PAPER.c.customer_id == customer_id, limit)


def of_contact(tx: Connection, workspace: str, contact_id: str, customer_id: str, limit: int) -> list[Listed]:
    """Of all that a contact has asked for, and with a ``customer_id`` of that customer's; newest first."""
    own = CASE_FILE.c.contact_id == contact_id
    whose = or_(own, CASE_FILE.c.customer_id == customer_id) if customer_id else own
    return _listed(tx, workspace, whose, limit)


def everything(tx: Connection) -> Iterator[tuple[PaperRow, bytes]]:
    """Of every workspace, one after the other."""
    for row in tx.execution_options(yield_per=50).execute(select(*_COLUMNS, PAPER.c.content)):
        yield _read(row), bytes(row.content)


def _listed(tx: Connection, workspace: str, whose: Any, limit: int) -> list[Listed]:
    later = PAPER.alias("later")
    same = [later.c[name] == PAPER.c[name] for name in ("workspace_id", "process_key", "kind", "subject")]
    replaced = select(func.count()).where(*same, later.c.version > PAPER.c.version).scalar_subquery()
    its = and_(CASE_FILE.c.workspace_id == PAPER.c.workspace_id, CASE_FILE.c.id == PAPER.c.case_id)
    asked = select(*_COLUMNS, CASE_FILE.c.number.label("request"), replaced.label("replaced")).join_from(
        PAPER, CASE_FILE, its
    )
    rows = tx.execute(
        asked.where(PAPER.c.workspace_id == workspace, whose)
        .order_by(PAPER.c.issued_at.desc(), PAPER.c.version.desc(), PAPER.c.id.desc())
        .limit(limit)
    )
    return [Listed(_read(row), row.request, not row.replaced) for row in rows]


def _read(row: Any) -> PaperRow:
    said: Mapping[str, Any] = {name: getattr(row, name) for name in _NAMES}
    return PaperRow(row.workspace_id, **{**said, "title": read_words(row.title)})
