"""The states that a draft has been in: who has led it there, what was changed, and the way back to each."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from builder import store
from builder.comparison.comparison import changes
from builder.drafts import drafts
from builder.drafts.drafts import Draft
from runtime.access import Actor
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from schemas.document import loads
from schemas.words import Words

PAGE: Final = 20


@dataclass(frozen=True)
class Past:
    """``said``: what was changed then, in sentences; nothing of the first state. ``place`` is before, at or after now."""

    step: int
    made_at: datetime | None
    made_by: str
    said: tuple[Words, ...]
    place: int


def history(tx: Connection, actor: Actor, draft_id: str, before: int | None = None) -> tuple[Past, ...]:
    """The newest first, ``PAGE`` at most, of them those below the step ``before``; what was undone stands there too."""
    present = drafts.row(tx, actor, draft_id)
    top = present.last_step + 1 if before is None else before
    found = store.steps(tx, actor.workspace, draft_id, top, PAGE + 1)
    processes = [loads(one.document) for one in found]
    said = [changes(old, new) for new, old in pairwise(processes)] + [()]
    return tuple(
        Past(one.step, one.made_at, one.made_by, sentences, (one.step > present.step) - (one.step < present.step))
        for one, sentences in list(zip(found, said, strict=True))[:PAGE]
    )


def go_to(tx: Connection, actor: Actor, draft_id: str, step: int, now: datetime) -> Draft:
    """The draft as it stood there; what came after it stays, to be gone forward to.

    Raises:
        Missing: it has never stood there.
    """
    present = drafts.row(tx, actor, draft_id)
    if not 0 <= step <= present.last_step:
        raise Missing(f"{draft_id} {step}")
    return drafts.undo(tx, actor, draft_id, by=step - present.step, now=now)
