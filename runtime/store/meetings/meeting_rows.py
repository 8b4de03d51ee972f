"""Meetings, and the series that make them. Queries only: they never commit, never read the clock, never decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, and_, insert, or_, select, update

from runtime.engine.position import Party
from runtime.store.connection.upserts import insert_new
from runtime.store.missing import Missing
from runtime.store.tables.tables import GROUP_MEMBER, MEETING, MEETING_SERIES, TEAM_GROUP

OnHoliday = Literal["skip", "move"]
State = Literal["planned", "open", "finished", "cancelled"]
Attendance = Literal["", "present", "excused", "represented"]


@dataclass(frozen=True)
class Series:
    """A group meets every ``weeks`` weeks, counted from ``first_on``, at ``clock`` (``14:00``), for ``length`` minutes."""

    workspace: str
    id: str
    title: str
    group_key: str
    weeks: int
    first_on: date
    clock: str
    length: int
    quorum: int
    chair: Party
    secretary: Party
    place: str = ""
    link: str = ""
    on_holiday: OnHoliday = "move"
    active: bool = True


@dataclass(frozen=True)
class Attendee:
    """One who is invited. ``by``: who speaks for them, where they are represented."""

    party: Party
    name: str
    attendance: Attendance = ""
    by: Party = ""


@dataclass(frozen=True)
class Meeting:
    """``version`` counts its changes, so that two who change it at once lose nothing. ``minutes`` are what was sealed."""

    workspace: str
    id: str
    number: str
    title: str
    group_key: str
    begins_at: datetime
    length: int
    quorum: int
    chair: Party
    secretary: Party
    people: tuple[Attendee, ...]
    made_at: datetime
    series_id: str | None = None
    slot: str = ""
    place: str = ""
    link: str = ""
    state: State = "planned"
    notes: str = ""
    version: int = 1
    finished_at: datetime | None = None
    finished_by: str = ""
    minutes: Mapping[str, Any] = field(default_factory=dict)
    seal: str = ""

    @property
    def present(self) -> frozenset[Party]:
        return frozenset(one.party for one in self.people if one.attendance == "present")


_SERIES: Final = [one.name for one in fields(Series)][1:]
_MEETING: Final = [one.name for one in fields(Meeting)][1:]


def add_series(tx: Connection, one: Series, now: datetime) -> None:
    tx.execute(insert(MEETING_SERIES).values(workspace_id=one.workspace, made_at=now, **_of_series(one)))


def keep_series(tx: Connection, one: Series) -> None:
    meant = (MEETING_SERIES.c.workspace_id == one.workspace, MEETING_SERIES.c.id == one.id)
    tx.execute(update(MEETING_SERIES).where(*meant).values(_of_series(one)))


def series(tx: Connection, workspace: str) -> list[Series]:
    """By their titles."""
    found = select(MEETING_SERIES).where(MEETING_SERIES.c.workspace_id == workspace)
    rows = tx.execute(found.order_by(MEETING_SERIES.c.title, MEETING_SERIES.c.id))
    return [_read_series(row) for row in rows]


def one_series(tx: Connection, workspace: str, series_id: str) -> Series:
    """Raises Missing."""
    meant = (MEETING_SERIES.c.workspace_id == workspace, MEETING_SERIES.c.id == series_id)
    row = tx.execute(select(MEETING_SERIES).where(*meant)).first()
    if row is None:
        raise Missing(series_id)
    return _read_series(row)


def without_next(tx: Connection, now: datetime, limit: int) -> list[Series]:
    """Series that go on and have no meeting ahead."""
    ahead = select(MEETING.c.id).where(
        MEETING.c.workspace_id == MEETING_SERIES.c.workspace_id,
        MEETING.c.series_id == MEETING_SERIES.c.id,
        MEETING.c.begins_at > now,
    )
    found = select(MEETING_SERIES).where(MEETING_SERIES.c.active, ~ahead.exists())
    return [_read_series(row) for row in tx.execute(found.order_by(MEETING_SERIES.c.id).limit(limit))]


def add(tx: Connection, one: Meeting) -> bool:
    """False, and nothing done, where its series has a meeting of that day already."""
    return insert_new(tx, MEETING, workspace_id=one.workspace, **_of_meeting(one))


def keep(tx: Connection, one: Meeting) -> bool:
    """Compare-and-set: False, and nothing done, unless it is at the version before."""
    meant = (*_this(one.workspace, one.id), MEETING.c.version == one.version - 1)
    return tx.execute(update(MEETING).where(*meant).values(_of_meeting(one))).rowcount == 1


def meeting(tx: Connection, workspace: str, meeting_id: str) -> Meeting:
    """Raises Missing."""
    return _found(tx.execute(select(MEETING).where(*_this(workspace, meeting_id))).first())


def meeting_to_change(tx: Connection, workspace: str, meeting_id: str) -> Meeting:
    """On PostgreSQL nobody else changes it until the transaction ends. Raises Missing."""
    return _found(tx.execute(select(MEETING).where(*_this(workspace, meeting_id)).with_for_update()).first())


def has_slot(tx: Connection, workspace: str, series_id: str, slot: str) -> bool:
    meant = (MEETING.c.workspace_id == workspace, MEETING.c.series_id == series_id, MEETING.c.slot == slot)
    return tx.execute(select(MEETING.c.id).where(*meant)).first() is not None


def to_come(tx: Connection, workspace: str, limit: int) -> list[Meeting]:
    """Not over yet, the next one first."""
    found = select(MEETING).where(MEETING.c.workspace_id == workspace, MEETING.c.state.in_(("planned", "open")))
    return [_read(row) for row in tx.execute(found.order_by(MEETING.c.begins_at, MEETING.c.id).limit(limit))]


def past(tx: Connection, workspace: str, after: tuple[datetime, str] | None, limit: int) -> list[Meeting]:
    """Finished and cancelled ones, the latest first; ``after`` is the moment and id of the last one seen."""
    found = select(MEETING).where(MEETING.c.workspace_id == workspace, MEETING.c.state.in_(("finished", "cancelled")))
    if after:
        at, last = after
        earlier = or_(MEETING.c.begins_at < at, and_(MEETING.c.begins_at == at, MEETING.c.id < last))
        found = found.where(earlier)
    rows = tx.execute(found.order_by(MEETING.c.begins_at.desc(), MEETING.c.id.desc()).limit(limit))
    return [_read(row) for row in rows]


def circle(tx: Connection, workspace: str) -> frozenset[Party]:
    """Everybody who belongs to a series, or to a meeting that is not over."""
    found: set[Party] = set()
    for table, goes_on in (
        (MEETING_SERIES, MEETING_SERIES.c.active),
        (MEETING, MEETING.c.state.in_(("planned", "open"))),
    ):
        there = and_(table.c.workspace_id == workspace, goes_on)
        for row in tx.execute(select(table.c.chair, table.c.secretary).where(there).distinct()):
            found |= {row.chair, row.secretary}
        named = TEAM_GROUP.c.key.in_(select(table.c.group_key).where(there))
        in_group = (
            GROUP_MEMBER.c.workspace_id == TEAM_GROUP.c.workspace_id,
            GROUP_MEMBER.c.group_id == TEAM_GROUP.c.id,
        )
        inside = select(GROUP_MEMBER.c.person_id).join(TEAM_GROUP, and_(*in_group))
        rows = tx.execute(inside.where(TEAM_GROUP.c.workspace_id == workspace, named).distinct())
        found |= {f"person:{row.person_id}" for row in rows}
    return frozenset(found)


def read_meeting(row: Any) -> Meeting:
    """From a row that has every column of the table."""
    return _read(row)


def _this(workspace: str, meeting_id: str) -> tuple[Any, ...]:
    return (MEETING.c.workspace_id == workspace, MEETING.c.id == meeting_id)


def _of_series(one: Series) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _SERIES} | {"first_on": one.first_on.isoformat()}


def _read_series(row: Any) -> Series:
    said = {name: getattr(row, name) for name in _SERIES}
    return Series(row.workspace_id, **(said | {"first_on": date.fromisoformat(row.first_on)}))


def _of_meeting(one: Meeting) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _MEETING}
    return said | {"people": _written(one.people), "minutes": dict(one.minutes)}


def _written(people: Sequence[Attendee]) -> list[dict[str, str]]:
    return [{"party": one.party, "name": one.name, "is": one.attendance, "by": one.by} for one in people]


def _found(row: Any) -> Meeting:
    if row is None:
        raise Missing
    return _read(row)


def _read(row: Any) -> Meeting:
    said = {name: getattr(row, name) for name in _MEETING}
    people = tuple(Attendee(one["party"], one["name"], one["is"], one["by"]) for one in row.people)
    return Meeting(row.workspace_id, **(said | {"people": people}))
