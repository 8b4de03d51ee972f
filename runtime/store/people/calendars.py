"""The working time of a workspace: week, hours, zone, holidays and make-up days; every change makes a version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, FromClause, ScalarSelect, select

from runtime.engine.position import Party
from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import WORKING_CALENDAR

NO_VERSION: Final = 0
"""Of a workspace that has never changed its working time."""


@dataclass(frozen=True, order=True)
class Span:
    """From ``first`` to ``last``, both of them: days off, or days that are worked although they would be off."""

    first: date
    last: date
    name: str = ""
    works: bool = False


@dataclass(frozen=True)
class WorkingTime:
    """``zone`` empty: the installation's. ``workdays``: Monday is 0. Hours like ``09:00``."""

    workspace: str
    version: int = NO_VERSION
    zone: str = ""
    workdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    day_start: str = "09:00"
    day_end: str = "18:00"
    days: tuple[Span, ...] = ()


def working_time(tx: Connection, workspace: str) -> WorkingTime:
    """As it is kept; the usual one where nobody has changed it."""
    row = tx.execute(select(WORKING_CALENDAR).where(WORKING_CALENDAR.c.workspace_id == workspace)).first()
    found = _read(row) if row else WorkingTime(workspace)
    saw(tx, workspace, found.version)
    return found


def keep(tx: Connection, changed: WorkingTime, by: Party, now: datetime) -> int:
    """In the place of the one before. Gives the number of the new version."""
    said = {
        "zone": changed.zone,
        "workdays": list(changed.workdays),
        "day_start": changed.day_start,
        "day_end": changed.day_end,
        "days": [_written(span) for span in sorted(changed.days)],
        "changed_at": now,
        "changed_by": by,
    }
    first = upsert(tx, WORKING_CALENDAR).values(workspace_id=changed.workspace, version=1, **said)
    again = first.on_conflict_do_update(
        index_elements=["workspace_id"], set_={**said, "version": WORKING_CALENDAR.c.version + 1}
    ).returning(WORKING_CALENDAR.c.version)
    version = int(tx.execute(again).scalar_one())
    saw(tx, changed.workspace, version)
    return version


def version_beside(table: FromClause) -> ScalarSelect[int]:
    """The number of the calendar in force, as one more column of a row of ``table``: known without a statement."""
    return (
        select(WORKING_CALENDAR.c.version)
        .where(WORKING_CALENDAR.c.workspace_id == table.c.workspace_id)
        .correlate(table)
        .scalar_subquery()
    )


def saw(tx: Connection, workspace: str, version: int | None) -> None:
    """This transaction has come across the number, and need not ask again."""
    _seen(tx)[workspace] = version or NO_VERSION


def version(tx: Connection, workspace: str) -> int:
    """The number of the calendar in force; `NO_VERSION` where there is none."""
    seen = _seen(tx)
    if workspace not in seen:
        found = select(WORKING_CALENDAR.c.version).where(WORKING_CALENDAR.c.workspace_id == workspace)
        seen[workspace] = tx.execute(found).scalar() or NO_VERSION
    return seen[workspace]


def _seen(tx: Connection) -> dict[str, int]:
    seen: dict[str, int] = tx.get_execution_options()["calendars"]
    return seen


def _written(span: Span) -> Mapping[str, Any]:
    return {"first": str(span.first), "last": str(span.last), "name": span.name, "works": span.works}


def _read(row: Any) -> WorkingTime:
    return WorkingTime(
        row.workspace_id,
        row.version,
        row.zone,
        tuple(row.workdays),
        row.day_start,
        row.day_end,
        tuple(
            Span(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]), one["name"], one["works"])
            for one in row.days
        ),
    )
