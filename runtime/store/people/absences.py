"""When people are away, and who acts for them then."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from runtime.engine.position import Party
from runtime.store.tables.tables import ABSENCE


@dataclass(frozen=True)
class Absence:
    """From ``begins_at`` until just before ``ends_at``. ``deputy_id`` is a person; ``by`` whoever said so."""

    workspace: str
    person_id: str
    id: str
    begins_at: datetime
    ends_at: datetime
    deputy_id: str
    by: Party

    def covers(self, now: datetime) -> bool:
        return self.begins_at <= now < self.ends_at


_NAMES = [one.name for one in fields(Absence)][1:]


def add(tx: Connection, absence: Absence) -> None:
    named = {name: getattr(absence, name) for name in _NAMES}
    tx.execute(insert(ABSENCE).values(workspace_id=absence.workspace, **named))


def of_person(tx: Connection, workspace: str, person_id: str, now: datetime) -> list[Absence]:
    """Those that are not over, the first to begin first."""
    return _read(tx, workspace, ABSENCE.c.person_id == person_id, ABSENCE.c.ends_at > now)


def of_everybody(tx: Connection, workspace: str, now: datetime) -> list[Absence]:
    return _read(tx, workspace, ABSENCE.c.ends_at > now)


def end(tx: Connection, absence: Absence, at: datetime) -> None:
    """It ends then; one that has not begun is forgotten."""
    this = (
        ABSENCE.c.workspace_id == absence.workspace,
        ABSENCE.c.person_id == absence.person_id,
        ABSENCE.c.id == absence.id,
    )
    if absence.begins_at >= at:
        tx.execute(delete(ABSENCE).where(*this))
    else:
        tx.execute(update(ABSENCE).where(*this).values(ends_at=at))


def forget_over(tx: Connection, workspace: str, person_id: str, now: datetime) -> None:
    """Nobody asks any more when they were away: whom they were stood in for by is in the journals."""
    mine = (ABSENCE.c.workspace_id == workspace, ABSENCE.c.person_id == person_id)
    tx.execute(delete(ABSENCE).where(*mine, ABSENCE.c.ends_at <= now))


def _read(tx: Connection, workspace: str, *where: Any) -> list[Absence]:
    columns: list[Any] = [ABSENCE.c.workspace_id, *(ABSENCE.c[name] for name in _NAMES)]
    found = select(*columns).where(ABSENCE.c.workspace_id == workspace, *where)
    return [Absence(*row) for row in tx.execute(found.order_by(ABSENCE.c.begins_at, ABSENCE.c.id))]
