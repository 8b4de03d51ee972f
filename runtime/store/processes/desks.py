"""Who sits at which draft, and what they have copied. Queries only: they never commit, never read the clock, never decide."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import CLIPBOARD, PRESENCE


def sit(tx: Connection, workspace: str, draft_id: str, person_id: str, name: str, place: str, now: datetime) -> None:
    """This person is at that place of the draft."""
    said = {"name": name, "place": place, "seen_at": now}
    first = upsert(tx, PRESENCE).values(workspace_id=workspace, draft_id=draft_id, person_id=person_id, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id", "draft_id", "person_id"], set_=said))


def leave(tx: Connection, workspace: str, draft_id: str, before: datetime) -> None:
    """Forget whoever was last seen there before that."""
    here = (PRESENCE.c.workspace_id == workspace, PRESENCE.c.draft_id == draft_id)
    tx.execute(delete(PRESENCE).where(*here, PRESENCE.c.seen_at < before))


def others(tx: Connection, workspace: str, draft_id: str, person_id: str) -> tuple[tuple[str, str], ...]:
    """Name and place of everybody else at the draft, by name."""
    wanted = (PRESENCE.c.workspace_id == workspace, PRESENCE.c.draft_id == draft_id, PRESENCE.c.person_id != person_id)
    found = tx.execute(select(PRESENCE.c.name, PRESENCE.c.place).where(*wanted).order_by(PRESENCE.c.name))
    return tuple((row.name, row.place) for row in found)


def hold(tx: Connection, workspace: str, person_id: str, clip: str, now: datetime) -> None:
    """What was copied last takes the place of what was copied before."""
    said = {"clip": clip, "taken_at": now}
    first = upsert(tx, CLIPBOARD).values(workspace_id=workspace, person_id=person_id, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id", "person_id"], set_=said))


def held(tx: Connection, workspace: str, person_id: str) -> str | None:
    mine = (CLIPBOARD.c.workspace_id == workspace, CLIPBOARD.c.person_id == person_id)
    found: str | None = tx.scalar(select(CLIPBOARD.c.clip).where(*mine))
    return found
