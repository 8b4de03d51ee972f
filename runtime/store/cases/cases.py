"""Cases: where each stands, and the compare-and-set by which alone one is changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, insert, literal, or_, select, tuple_, update

from runtime.engine import serialization
from runtime.engine.position import Party, Position
from runtime.store.cases import tasks
from runtime.store.cases.tasks import Task
from runtime.store.connection.prepared import ByHeart
from runtime.store.mirrors import mirrors
from runtime.store.missing import Missing
from runtime.store.people import calendars
from runtime.store.tables.columns import Moment
from runtime.store.tables.tables import CASE_FILE, TASK, WORKING_CALENDAR
from schemas.words import Words, read_words, write_words


@dataclass(frozen=True)
class Timer:
    """A deadline that has not passed: number ``deadline`` of ``state`` in its ``visit``."""

    state: str
    visit: int
    deadline: int
    due: datetime


@dataclass(frozen=True)
class Case:
    """One request. ``version`` counts its changes; ``summary`` are the shown answers that lists print.

    ``calendar``: its deadlines were counted by this version of the working calendar, or a later one.
    ``requester`` asked for it, ``filer`` sent it in; their names are as they were then. ``state`` is where it
    stands, ``ended`` the outcome, ``incident`` why it cannot go on by itself: the code of a problem, and after ": " the
    detail; empty where it can. ``parent_id`` is the request that has asked for this one, in that visit of its state.
    ``customer_id`` is whose it is, whoever of them asked.
    """

    workspace: str
    id: str
    number: str
    process_key: str
    version_id: str
    title: Words
    requester: Party
    requester_name: str
    filer: Party
    filer_name: str
    contact_id: str | None
    channel: str
    opened_at: datetime
    position: Position
    answers: Mapping[str, Any]
    summary: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1
    state: str = ""
    ended: str = ""
    timers: tuple[Timer, ...] = ()
    incident: str = ""
    stuck_since: datetime | None = None
    closed_at: datetime | None = None
    journal_count: int = 0
    journal_head: str = ""
    calendar: int = 0
    parent_id: str | None = None
    parent_state: str = ""
    parent_visit: int = 0
    customer_id: str | None = None

    @property
    def next_due(self) -> datetime | None:
        return min((timer.due for timer in self.timers), default=None)


_ITS_CASE = and_(TASK.c.workspace_id == CASE_FILE.c.workspace_id, TASK.c.case_id == CASE_FILE.c.id)
_SPELT = frozenset({"workspace", "title", "position", "timers"})
"""The columns that are not written down as they are."""
_PLAIN = [column.name for column in fields(Case) if column.name not in _SPELT]
_SETTLED = ("parent_id", "parent_state", "parent_visit", "customer_id")
_CHANGING = ["version_id", *(name for name in _PLAIN[_PLAIN.index("answers") :] if name not in _SETTLED)]
"""Everything that is not settled when a case begins."""


def _this(workspace: str, case_id: str) -> dict[str, str]:
    return {"the_workspace": workspace, "the_id": case_id}


# Made once: SQLAlchemy takes longer to build a statement than the database to answer it.
_INSERT = ByHeart(insert(CASE_FILE))
_THE_CASE = and_(CASE_FILE.c.workspace_id == bindparam("the_workspace"), CASE_FILE.c.id == bindparam("the_id"))
_SELECT = select(CASE_FILE).where(_THE_CASE)
_ONE = ByHeart(_SELECT)
_CALENDAR = calendars.version_beside(CASE_FILE).label("calendar_now")
_MIRRORED = mirrors.any_beside(CASE_FILE.c.workspace_id).label("is_mirrored")
_ONE_TO_CHANGE = ByHeart(_SELECT.add_columns(_CALENDAR, _MIRRORED).with_for_update(of=CASE_FILE))
_REPLACE = ByHeart(
    update(CASE_FILE).where(_THE_CASE, CASE_FILE.c.version == bindparam("the_version")),
    [*_CHANGING, "position", "next_due", "timers"],
)
_SELECT_BY_TASK = (
    select(CASE_FILE, *tasks.COLUMNS)
    .join_from(TASK, CASE_FILE, _ITS_CASE)
    .where(
        TASK.c.workspace_id == bindparam("workspace"),
        TASK.c.id == bindparam("task_id"),
        TASK.c.party == bindparam("the_party"),
    )
)
_OF_TASK = ByHeart(_SELECT_BY_TASK)
_OF_TASK_TO_CHANGE = ByHeart(_SELECT_BY_TASK.add_columns(_CALENDAR, _MIRRORED).with_for_update(of=CASE_FILE))


def add(tx: Connection, case: Case, tracking_hash: str) -> None:
    """Raises IntegrityError where the number is taken."""
    plain = {name: getattr(case, name) for name in _PLAIN}
    fixed = {"workspace_id": case.workspace, "title": write_words(case.title), "tracking_hash": tracking_hash}
    counted_by = {"calendar": calendars.version(tx, case.workspace)}
    _INSERT.run(tx, {**plain, **fixed, **counted_by, **_standing(case)})


def replace_if(tx: Connection, case: Case, version: int) -> bool:
    """Compare-and-set: False, and nothing done, unless the case still is at ``version``."""
    plain = {name: getattr(case, name) for name in _CHANGING}
    this = {**_this(case.workspace, case.id), "the_version": version}
    return _REPLACE.run(tx, {**plain, **_standing(case), **this}) == 1


def case(tx: Connection, workspace: str, case_id: str) -> Case:
    """Raises Missing."""
    return _found(_ONE.first(tx, _this(workspace, case_id)))


def case_to_change(tx: Connection, workspace: str, case_id: str) -> Case:
    """The case, and on PostgreSQL nobody else changes it until the transaction ends. Raises Missing."""
    return _to_change(tx, _ONE_TO_CHANGE.first(tx, _this(workspace, case_id)))


def case_of_task(tx: Connection, workspace: str, task_id: str, party: Party) -> tuple[Case, Task] | None:
    """The case to be changed by whoever does this task, and the task as ``party`` has it; None where it is not theirs.

    The row of the task may be older than that of the case, for which PostgreSQL waits: only what never changes in
    it may be believed.
    """
    asked = {"workspace": workspace, "task_id": task_id, "the_party": party}
    row = _OF_TASK_TO_CHANGE.first(tx, asked)
    return (_to_change(tx, row), tasks.read(row)) if row else None


def by_task(tx: Connection, workspace: str, task_id: str, party: Party) -> Case | None:
    """The case of a task that ``party`` has or had."""
    row = _OF_TASK.first(tx, {"workspace": workspace, "task_id": task_id, "the_party": party})
    return read(row) if row else None


def filed_by(
    tx: Connection, workspace: str, party: Party, after: tuple[datetime, str] | None, limit: int
) -> list[Case]:
    """What somebody has sent in, newest first; ``after`` is the moment and id of the last one seen."""
    found = select(CASE_FILE).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.filer == party)
    if after:
        at, last = after
        older = or_(CASE_FILE.c.opened_at < at, and_(CASE_FILE.c.opened_at == at, CASE_FILE.c.id < last))
        found = found.where(CASE_FILE.c.opened_at <= at, older)
    rows = tx.execute(found.order_by(CASE_FILE.c.opened_at.desc(), CASE_FILE.c.id.desc()).limit(limit))
    return [read(row) for row in rows]


def begun_by(tx: Connection, workspace: str, parent: str, state: str = "", visit: int = 0) -> list[Case]:
    """The requests that another has asked for, oldest first; with a ``state`` only those of that visit."""
    found = select(CASE_FILE).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.parent_id == parent)
    if state:
        found = found.where(CASE_FILE.c.parent_state == state, CASE_FILE.c.parent_visit == visit)
    return [read(row) for row in tx.execute(found.order_by(CASE_FILE.c.id))]


def of_process(tx: Connection, workspace: str, process_key: str, after: str, limit: int) -> list[Case]:
    """Requests of one process, oldest first; ``after`` is the id of the last one seen, empty for the first ones."""
    found = select(CASE_FILE).where(
        CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.process_key == process_key, CASE_FILE.c.id > after
    )
    return [read(row) for row in tx.execute(found.order_by(CASE_FILE.c.id).limit(limit))]


def versions_of(tx: Connection, workspace: str, process_key: str) -> dict[str, int]:
    """The versions in which requests of a process were filled in, the newest first, and how many in each."""
    counted = (
        select(CASE_FILE.c.version_id, func.count())
        .where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.process_key == process_key)
        .group_by(CASE_FILE.c.version_id)
        .order_by(CASE_FILE.c.version_id.desc())
    )
    return {row[0]: row[1] for row in tx.execute(counted)}


def due(tx: Connection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Workspace and id of cases with a deadline that has passed, the longest overdue first."""
    return [(row.workspace_id, row.id) for row in tx.execute(_due(now, limit))]


def due_to_change(tx: Connection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Likewise those that nobody else is changing: until the transaction ends they are the caller's."""
    rows = tx.execute(_due(now, limit).with_for_update(skip_locked=True))
    return [(row.workspace_id, row.id) for row in rows]


def miscounted(tx: Connection, after: tuple[str, str], limit: int) -> list[tuple[str, str]]:
    """Workspace and id of cases whose deadlines were counted by a calendar that has changed since, in that order."""
    by_workspace = WORKING_CALENDAR.c.workspace_id == CASE_FILE.c.workspace_id
    older = CASE_FILE.c.calendar < WORKING_CALENDAR.c.version
    key = tuple_(CASE_FILE.c.workspace_id, CASE_FILE.c.id)
    found = (
        select(CASE_FILE.c.workspace_id, CASE_FILE.c.id)
        .join_from(WORKING_CALENDAR, CASE_FILE, by_workspace)
        .where(CASE_FILE.c.next_due.is_not(None), older, key > after)
        .order_by(CASE_FILE.c.workspace_id, CASE_FILE.c.id)
        .limit(limit)
    )
    return [(row.workspace_id, row.id) for row in tx.execute(found)]


def recount(tx: Connection, case: Case) -> None:
    """Other times for the deadlines of a case that is read to be changed. It does not count as a change of it."""
    said = {name: value for name, value in _standing(case).items() if name != "position"}
    tx.execute(
        update(CASE_FILE)
        .where(CASE_FILE.c.workspace_id == case.workspace, CASE_FILE.c.id == case.id)
        .values(calendar=case.calendar, **said)
    )


def put_off(tx: Connection, workspace: str, case_id: str, now: datetime, until: datetime, incident: str) -> None:
    """A deadline could not be carried out: try again then, and say so on the case until it works."""
    tx.execute(
        update(CASE_FILE)
        .where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.id == case_id, CASE_FILE.c.next_due.is_not(None))
        .values(
            next_due=until, incident=incident, stuck_since=func.coalesce(CASE_FILE.c.stuck_since, literal(now, Moment))
        )
    )


def read(row: Any) -> Case:
    """From a row that has every column of the table."""
    return Case(
        workspace=row.workspace_id,
        title=read_words(row.title),
        position=serialization.from_json(row.position),
        timers=tuple(
            Timer(one["state"], one["visit"], one["deadline"], datetime.fromisoformat(one["due"])) for one in row.timers
        ),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _due(now: datetime, limit: int) -> Select[Any]:
    return (
        select(CASE_FILE.c.workspace_id, CASE_FILE.c.id)
        .where(CASE_FILE.c.next_due.is_not(None), CASE_FILE.c.next_due <= now)
        .order_by(CASE_FILE.c.next_due)
        .limit(limit)
    )


def _to_change(tx: Connection, row: Any) -> Case:
    case = _found(row)
    calendars.saw(tx, case.workspace, row.calendar_now)
    mirrors.saw(tx, case.workspace, row.is_mirrored)
    return case


def _found(row: Any) -> Case:
    if row is None:
        raise Missing
    return read(row)


def _standing(case: Case) -> dict[str, Any]:
    return {
        "position": serialization.to_json(case.position),
        "next_due": case.next_due,
        "timers": [{**vars(one), "due": one.due.isoformat()} for one in case.timers],
    }
