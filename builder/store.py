"""Drafts and the states they went through. Queries only: they never commit, never read the clock, never decide."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from runtime.store.tables.tables import DRAFT, DRAFT_STEP


@dataclass(frozen=True)
class DraftRow:
    """``step`` is the present place in the draft's history, of which ``last_step`` is the end."""

    id: str
    process_key: str
    document: str
    revision: int
    step: int
    last_step: int
    origin: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class StepRow:
    """A state that a draft has been in: ``revision`` is the last one at which it stood there, 0 where nobody knows."""

    step: int
    document: str
    revision: int
    made_at: datetime | None
    made_by: str


_LAST_STEP = (
    select(func.coalesce(func.max(DRAFT_STEP.c.step), 0))
    .where(DRAFT_STEP.c.workspace_id == DRAFT.c.workspace_id, DRAFT_STEP.c.draft_id == DRAFT.c.id)
    .scalar_subquery()
    .label("last_step")
)
_DRAFTS = select(
    DRAFT.c.id,
    DRAFT.c.process_key,
    DRAFT.c.document,
    DRAFT.c.revision,
    DRAFT.c.step,
    _LAST_STEP,
    DRAFT.c.origin,
    DRAFT.c.updated_at,
    DRAFT.c.updated_by,
)


def drafts(tx: Connection, workspace: str) -> tuple[DraftRow, ...]:
    """The last one touched first."""
    found = tx.execute(_DRAFTS.where(DRAFT.c.workspace_id == workspace).order_by(DRAFT.c.updated_at.desc()).limit(200))
    return tuple(DraftRow(**row) for row in found.mappings())


def draft(tx: Connection, workspace: str, draft_id: str) -> DraftRow | None:
    found = tx.execute(_DRAFTS.where(_this(workspace, draft_id))).mappings().first()
    return DraftRow(**found) if found else None


def draft_of(tx: Connection, workspace: str, process_key: str) -> DraftRow | None:
    """The draft of a process, the last one touched where there are several."""
    found = tx.execute(
        _DRAFTS.where(DRAFT.c.workspace_id == workspace, DRAFT.c.process_key == process_key)
        .order_by(DRAFT.c.updated_at.desc())
        .limit(1)
    )
    row = found.mappings().first()
    return DraftRow(**row) if row else None


def keys(tx: Connection, workspace: str) -> frozenset[str]:
    """The keys of all processes that are being drafted."""
    return frozenset(tx.scalars(select(DRAFT.c.process_key).where(DRAFT.c.workspace_id == workspace)))


def add(tx: Connection, workspace: str, row: Mapping[str, Any]) -> None:
    """A new draft at step 0 and revision 1; ``row`` holds the rest of its columns."""
    tx.execute(insert(DRAFT).values(workspace_id=workspace, revision=1, step=0, **row))
    add_step(tx, workspace, row["id"], StepRow(0, row["document"], 1, row["updated_at"], row["updated_by"]))


def put(tx: Connection, workspace: str, row: DraftRow, changes: Mapping[str, Any]) -> bool:
    """Compare and set: False, and nothing is written, where the draft no longer stands at the row's revision."""
    done = tx.execute(
        update(DRAFT)
        .where(_this(workspace, row.id), DRAFT.c.revision == row.revision)
        .values(revision=row.revision + 1, **changes)
    )
    return done.rowcount == 1


def add_step(tx: Connection, workspace: str, draft_id: str, row: StepRow) -> None:
    """A new state behind the present one; what had been undone is forgotten."""
    tx.execute(delete(DRAFT_STEP).where(_steps(workspace, draft_id), DRAFT_STEP.c.step >= row.step))
    tx.execute(insert(DRAFT_STEP).values(workspace_id=workspace, draft_id=draft_id, **vars(row)))


def step_document(tx: Connection, workspace: str, draft_id: str, step: int) -> str | None:
    wanted = and_(_steps(workspace, draft_id), DRAFT_STEP.c.step == step)
    found: str | None = tx.scalar(select(DRAFT_STEP.c.document).where(wanted))
    return found


def document_at(tx: Connection, workspace: str, draft_id: str, revision: int) -> str | None:
    """As the draft stood at that revision; None where that is not known any more."""
    wanted = and_(_steps(workspace, draft_id), DRAFT_STEP.c.revision == revision)
    found: str | None = tx.scalar(select(DRAFT_STEP.c.document).where(wanted))
    return found


def stood_at(tx: Connection, workspace: str, draft_id: str, step: int, revision: int) -> None:
    """The draft has come back to that step."""
    wanted = and_(_steps(workspace, draft_id), DRAFT_STEP.c.step == step)
    tx.execute(update(DRAFT_STEP).where(wanted).values(revision=revision))


def steps(tx: Connection, workspace: str, draft_id: str, before: int, limit: int) -> tuple[StepRow, ...]:
    """The states that the draft has been in and can go to, the last first, from below the step ``before``."""
    columns = [DRAFT_STEP.c[one.name] for one in fields(StepRow)]
    found = tx.execute(
        select(*columns)
        .where(_steps(workspace, draft_id), DRAFT_STEP.c.step < before)
        .order_by(DRAFT_STEP.c.step.desc())
        .limit(limit)
    )
    return tuple(StepRow(**row) for row in found.mappings())


def remove(tx: Connection, workspace: str, draft_id: str) -> None:
    tx.execute(delete(DRAFT_STEP).where(_steps(workspace, draft_id)))
    tx.execute(delete(DRAFT).where(_this(workspace, draft_id)))


def _this(workspace: str, draft_id: str) -> Any:
    return and_(DRAFT.c.workspace_id == workspace, DRAFT.c.id == draft_id)


def _steps(workspace: str, draft_id: str) -> Any:
    return and_(DRAFT_STEP.c.workspace_id == workspace, DRAFT_STEP.c.draft_id == draft_id)
