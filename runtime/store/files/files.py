"""Files that were sent to us: what each is, and of which case. The bytes lie outside of the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, cast, delete, exists, select, update

from runtime.engine.position import Party
from runtime.store.connection.upserts import insert_new
from runtime.store.tables.tables import FILE, SAVED_ANSWER


@dataclass(frozen=True)
class File:
    """``size`` in bytes. ``case_id`` is None until an answer that names it is kept."""

    workspace: str
    id: str
    name: str
    size: int
    media_type: str
    sha256: str
    by: Party
    at: datetime
    case_id: str | None = None

    @property
    def answer(self) -> dict[str, Any]:
        """As it stands in an answer."""
        return {"id": self.id, "name": self.name, "size": self.size, "type": self.media_type}


_NAMES = [column.name for column in fields(File)][1:]


def add(tx: Connection, file: File) -> None:
    """Nothing is done where it is there already: the same post came twice at once."""
    insert_new(tx, FILE, workspace_id=file.workspace, **{name: getattr(file, name) for name in _NAMES})


def files(tx: Connection, workspace: str, ids: Iterable[str]) -> list[File]:
    rows = tx.execute(select(FILE).where(FILE.c.workspace_id == workspace, FILE.c.id.in_(tuple(ids))))
    return [read(row) for row in rows]


def claim(tx: Connection, workspace: str, case_id: str, ids: Sequence[str]) -> bool:
    """These files belong to the case from now on; False where one of them belongs to another."""
    mine = update(FILE).where(FILE.c.workspace_id == workspace, FILE.c.id.in_(tuple(ids)), FILE.c.case_id.is_(None))
    return tx.execute(mine.values(case_id=case_id)).rowcount == len(ids)


def forget_unclaimed(tx: Connection, before: datetime, limit: int) -> list[File]:
    """Those that came before that moment and that no answer names, sent or kept for later; their rows are gone."""
    waits = exists().where(
        SAVED_ANSWER.c.workspace_id == FILE.c.workspace_id,
        SAVED_ANSWER.c.party == FILE.c.by,
        cast(SAVED_ANSWER.c.raw, Text).contains(FILE.c.id),
    )
    old = select(FILE).where(FILE.c.case_id.is_(None), FILE.c.at < before, ~waits).order_by(FILE.c.at).limit(limit)
    return [file for file in map(read, tx.execute(old).all()) if _forgotten(tx, file)]


def _forgotten(tx: Connection, file: File) -> bool:
    """False where an answer has named it in the meantime."""
    one = delete(FILE).where(FILE.c.workspace_id == file.workspace, FILE.c.id == file.id, FILE.c.case_id.is_(None))
    return tx.execute(one).rowcount == 1


def read(row: Any) -> File:
    return File(row.workspace_id, **{name: getattr(row, name) for name in _NAMES})
