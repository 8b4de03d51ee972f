"""Documents that are to be published at a date. Queries only: they never commit, never read the clock, never decide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, insert, select, update

from runtime.engine.position import Party
from runtime.store.tables.tables import PUBLICATION
from schemas.words import Words, read_words, write_words

Outcome = Literal["", "published", "refused", "called_off"]
"""Empty while it waits."""


@dataclass(frozen=True)
class Publication:
    """``document`` is the JSON text as it stood when ``asked_by`` asked for it; ``why`` it was refused."""

    workspace: str
    id: str
    process_key: str
    document: str
    note: str
    due_at: datetime
    asked_at: datetime
    asked_by: Party
    settled_at: datetime | None = None
    outcome: Outcome = ""
    why: tuple[Words, ...] = ()


_COLUMNS: Final = (
    PUBLICATION.c.workspace_id,
    PUBLICATION.c.id,
    PUBLICATION.c.process_key,
    PUBLICATION.c.document,
    PUBLICATION.c.note,
    PUBLICATION.c.due_at,
    PUBLICATION.c.asked_at,
    PUBLICATION.c.asked_by,
    PUBLICATION.c.settled_at,
    PUBLICATION.c.outcome,
    PUBLICATION.c.why,
)
_WAITS: Final = PUBLICATION.c.settled_at.is_(None)


def add(tx: Connection, one: Publication) -> None:
    """The only one of its process that waits."""
    tx.execute(
        insert(PUBLICATION).values(
            workspace_id=one.workspace,
            id=one.id,
            process_key=one.process_key,
            document=one.document,
            note=one.note,
            due_at=one.due_at,
            asked_at=one.asked_at,
            asked_by=one.asked_by,
            outcome=one.outcome,
            why=[],
        )
    )


def waiting(tx: Connection, workspace: str, process_key: str) -> Publication | None:
    row = tx.execute(select(*_COLUMNS).where(*_of_process(workspace, process_key), _WAITS)).first()
    return _read(row) if row else None


def latest(tx: Connection, workspace: str, process_key: str) -> Publication | None:
    """The one asked for last, whatever has become of it."""
    found = select(*_COLUMNS).where(*_of_process(workspace, process_key))
    row = tx.execute(found.order_by(PUBLICATION.c.asked_at.desc(), PUBLICATION.c.id.desc()).limit(1)).first()
    return _read(row) if row else None


def due(tx: Connection, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
    """Workspace and id, those first that have waited longest."""
    found = select(PUBLICATION.c.workspace_id, PUBLICATION.c.id).where(_WAITS, PUBLICATION.c.due_at <= now)
    return [(row[0], row[1]) for row in tx.execute(found.order_by(PUBLICATION.c.due_at).limit(limit))]


def take(tx: Connection, workspace: str, publication_id: str, now: datetime) -> Publication | None:
    """It waits no more, and whoever has it settles it in this transaction; None where somebody else was first."""
    taken = update(PUBLICATION).where(*_this(workspace, publication_id), _WAITS).values(settled_at=now)
    row = tx.execute(taken.returning(*_COLUMNS)).first()
    return _read(row) if row else None


def settle(tx: Connection, one: Publication, outcome: Outcome, why: Sequence[Words] = ()) -> None:
    said = [write_words(text) for text in why]
    tx.execute(update(PUBLICATION).where(*_this(one.workspace, one.id)).values(outcome=outcome, why=said))


def _of_process(workspace: str, process_key: str) -> tuple[ColumnElement[bool], ...]:
    return (PUBLICATION.c.workspace_id == workspace, PUBLICATION.c.process_key == process_key)


def _this(workspace: str, publication_id: str) -> tuple[ColumnElement[bool], ...]:
    return (PUBLICATION.c.workspace_id == workspace, PUBLICATION.c.id == publication_id)


def _read(row: Any) -> Publication:
    made = Publication(*row)
    return replace(made, why=tuple(read_words(one) for one in made.why))
