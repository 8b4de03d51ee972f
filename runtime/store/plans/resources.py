"""Who and what there is for projects: everybody of the workspace, when they are away, and material."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, String, cast, delete, literal, null, select, union_all

from runtime.planning.plan import FULL, Off, Resource
from runtime.store.connection.upserts import upsert
from runtime.store.tables.columns import Moment
from runtime.store.tables.tables import ABSENCE, PERSON, RESOURCE


def resources(tx: Connection, workspace: str) -> dict[str, Resource]:
    """By id (of people their own): people by name, then material. In one read.

    Somebody counts as away on every day on which an absence covers noon.
    """
    rows = [*tx.execute(_everything(workspace))]
    zone = ZoneInfo(tx.get_execution_options().get("zone", "UTC"))
    away: dict[str, list[Off]] = {}
    said: dict[str, Any] = {}
    for row in rows:
        if row.part == "away":
            away.setdefault(row.id, []).append(_away(row, zone))
        elif row.part == "said":
            said[row.id] = row
    people = sorted((row for row in rows if row.part == "person"), key=lambda row: (row.title, row.id))
    found = {row.id: _person(row, said.get(row.id), away.get(row.id, [])) for row in people}
    material = sorted((row for row in said.values() if row.kind == "material"), key=lambda row: (row.title, row.id))
    return found | {row.id: Resource(row.id, row.title, "material", row.capacity, _off(row.off)) for row in material}


def keep(tx: Connection, workspace: str, one: Resource) -> None:
    """Material, or what is unusual about a person."""
    off = [[span.first.isoformat(), span.last.isoformat()] for span in one.off]
    said = {"title": one.title, "kind": one.kind, "capacity": one.capacity, "off": off}
    first = upsert(tx, RESOURCE).values(workspace_id=workspace, id=one.id, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id", "id"], set_=said))


def forget(tx: Connection, workspace: str, resource_id: str) -> None:
    tx.execute(delete(RESOURCE).where(RESOURCE.c.workspace_id == workspace, RESOURCE.c.id == resource_id))


def _person(row: Any, said: Any, away: list[Off]) -> Resource:
    off = (*away, *(_off(said.off) if said else ()))
    return Resource(row.id, row.title, "person", said.capacity if said else FULL, off)


def _off(spans: Any) -> tuple[Off, ...]:
    return tuple(Off(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans)


def _away(row: Any, zone: ZoneInfo) -> Off:
    """The first and the last day whose noon lies in it."""
    noon = timedelta(hours=12)
    first = (row.begins_at.astimezone(zone) + noon - timedelta(microseconds=1)).date()
    last = (row.ends_at.astimezone(zone) - noon - timedelta(microseconds=1)).date()
    return Off(first, last)


def _everything(workspace: str) -> Any:
    nothing = cast(null(), String(80))
    no_moment = cast(null(), Moment)
    off = cast(null(), RESOURCE.c.off.type)
    capacity = literal(FULL)
    return union_all(
        select(
            literal("person").label("part"),
            PERSON.c.id,
            PERSON.c.name.label("title"),
            nothing.label("kind"),
            capacity.label("capacity"),
            off.label("off"),
            no_moment.label("begins_at"),
            no_moment.label("ends_at"),
        ).where(PERSON.c.workspace_id == workspace, PERSON.c.active),
        select(
            literal("said"),
            RESOURCE.c.id,
            RESOURCE.c.title,
            RESOURCE.c.kind,
            RESOURCE.c.capacity,
            RESOURCE.c.off,
            no_moment,
            no_moment,
        ).where(RESOURCE.c.workspace_id == workspace),
        select(
            literal("away"),
            ABSENCE.c.person_id,
            nothing,
            nothing,
            capacity,
            off,
            ABSENCE.c.begins_at,
            ABSENCE.c.ends_at,
        ).where(ABSENCE.c.workspace_id == workspace),
    )
