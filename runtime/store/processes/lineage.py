"""What processes were made from, and what they were brought up to since. Queries only: they never commit, never decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select

from runtime.store.tables.tables import DESCENT, DRAFT, DRAFT_STEP, VERSION


@dataclass(frozen=True)
class Descent:
    """``document`` is the JSON text of the ``origin`` as it was taken over, by these ``choices``, at a step of a draft."""

    id: str
    process_key: str
    draft_id: str
    step: int
    taken_at: datetime
    origin: str
    fingerprint: str
    document: str
    choices: Mapping[str, Any]
    samples: Sequence[Any] = ()


_COLUMNS: Final = tuple(
    DESCENT.c[name]
    for name in (
        "id",
        "process_key",
        "draft_id",
        "step",
        "taken_at",
        "origin",
        "fingerprint",
        "document",
        "choices",
        "samples",
    )
)
_DRAFT: Final = and_(DRAFT.c.workspace_id == DESCENT.c.workspace_id, DRAFT.c.id == DESCENT.c.draft_id)
_STEP: Final = and_(
    DRAFT_STEP.c.workspace_id == DESCENT.c.workspace_id,
    DRAFT_STEP.c.draft_id == DESCENT.c.draft_id,
    DRAFT_STEP.c.step == DESCENT.c.step,
    DRAFT_STEP.c.made_at == DESCENT.c.taken_at,
    DRAFT_STEP.c.step <= DRAFT.c.step,
)
_HOLDS: Final = or_(~exists().where(_DRAFT), exists().where(_DRAFT, _STEP))
"""A step that was undone has not been: the draft is gone (what was published of it counts), or it stands behind it."""


def add(tx: Connection, workspace: str, one: Descent) -> None:
    tx.execute(insert(DESCENT).values(workspace_id=workspace, **{**vars(one), "samples": list(one.samples)}))


def of_process(tx: Connection, workspace: str, process_key: str) -> Descent | None:
    """The last that holds."""
    mine = and_(DESCENT.c.workspace_id == workspace, DESCENT.c.process_key == process_key, _HOLDS)
    row = tx.execute(select(*_COLUMNS).where(mine).order_by(DESCENT.c.id.desc()).limit(1)).first()
    return Descent(*row) if row else None


def standing(tx: Connection, workspace: str) -> Mapping[str, tuple[str, str]]:
    """Origin and fingerprint of what every process was made from, by its key."""
    found = select(DESCENT.c.process_key, DESCENT.c.origin, DESCENT.c.fingerprint)
    rows = tx.execute(found.where(DESCENT.c.workspace_id == workspace, _HOLDS).order_by(DESCENT.c.id))
    return {key: (origin, seal) for key, origin, seal in rows}


def forget(tx: Connection, workspace: str, draft_id: str) -> None:
    """A draft is thrown away: what was never published of it has not been."""
    published = select(func.max(VERSION.c.published_at)).where(
        VERSION.c.workspace_id == DESCENT.c.workspace_id, VERSION.c.process_key == DESCENT.c.process_key
    )
    since = func.coalesce(published.scalar_subquery() >= DESCENT.c.taken_at, False)
    gone = and_(DESCENT.c.workspace_id == workspace, DESCENT.c.draft_id == draft_id, ~since)
    tx.execute(delete(DESCENT).where(gone))
