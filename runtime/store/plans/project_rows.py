"""Projects as rows. Queries only: they never commit, never read the clock, never decide."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, FromClause, Select, insert, or_, select, update

from runtime.store.missing import Missing
from runtime.store.people import calendars
from runtime.store.people.calendars import version_beside
from runtime.store.tables.tables import CUSTOMER, PERSON, PROJECT

Status = Literal["open", "closed"]
OPEN: Final = "open"


@dataclass(frozen=True)
class Project:
    """``lead_id`` and ``members`` are ids of people; ``budget`` in hundredths of the ``currency``.

    ``ends`` and ``plan_version`` are those of its plan, ``calendar`` the version of the working time that it was worked
    out with. ``customer`` and ``lead`` are how they are called, for those who only read.
    """

    workspace: str
    id: str
    number: str
    name: str
    begins: date
    ends: date
    created_at: datetime
    customer_id: str | None = None
    lead_id: str | None = None
    members: tuple[str, ...] = ()
    budget: int | None = None
    currency: str = ""
    status: str = OPEN
    plan_version: int = 0
    calendar: int = 0
    customer: str = ""
    lead: str = ""

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @property
    def people(self) -> frozenset[str]:
        """The ids of those who belong to it."""
        return frozenset([*self.members, *([self.lead_id] if self.lead_id else [])])


_READ_ALONG: Final = ("workspace", "customer", "lead")
_NAMES = [one.name for one in fields(Project) if one.name not in _READ_ALONG]
_COLUMNS: tuple[Any, ...] = (
    PROJECT.c.workspace_id.label("workspace"),
    *(PROJECT.c[name] for name in _NAMES),
    CUSTOMER.c.name.label("customer"),
    PERSON.c.name.label("lead"),
    version_beside(PROJECT).label("working_time"),
)
_BESIDE = PROJECT.outerjoin(
    CUSTOMER, (CUSTOMER.c.workspace_id == PROJECT.c.workspace_id) & (CUSTOMER.c.id == PROJECT.c.customer_id)
).outerjoin(PERSON, (PERSON.c.workspace_id == PROJECT.c.workspace_id) & (PERSON.c.id == PROJECT.c.lead_id))


def add(tx: Connection, one: Project) -> None:
    tx.execute(insert(PROJECT).values(workspace_id=one.workspace, touched=0, **_written(one)))


def change(tx: Connection, one: Project) -> None:
    """What is said of it besides its plan."""
    said = {key: value for key, value in _written(one).items() if key not in ("id", "plan_version", "ends", "calendar")}
    tx.execute(update(PROJECT).where(*_this(one.workspace, one.id)).values(**said))


def plan_changed(tx: Connection, one: Project, was: int) -> bool:
    """Its plan has become version ``one.plan_version``. False where it is not version ``was`` any more."""
    said = {name: getattr(one, name) for name in ("plan_version", "ends", "begins", "calendar")}
    where = (*_this(one.workspace, one.id), PROJECT.c.plan_version == was)
    return tx.execute(update(PROJECT).where(*where).values(**said)).rowcount == 1


def touch(tx: Connection, workspace: str, project_id: str) -> None:
    """Until the transaction ends, nobody else changes the plan or what is done of it."""
    tx.execute(update(PROJECT).where(*_this(workspace, project_id)).values(touched=PROJECT.c.touched + 1))


def project(tx: Connection, workspace: str, project_id: str) -> Project:
    """One of them.

    Raises:
        Missing: there is no such project.
    """
    row = tx.execute(_select().where(*_this(workspace, project_id))).first()
    if row is None:
        raise Missing(project_id)
    return _read(tx, row)


def selecting(workspace: str, project_id: str, columns: Iterable[Any], beside: FromClause, on: Any) -> Select[Any]:
    """One of them with these columns of what stands ``beside`` it, if there is anything; for `read`."""
    return select(*_COLUMNS, *columns).select_from(_BESIDE.outerjoin(beside, on)).where(*_this(workspace, project_id))


def read(tx: Connection, row: Any, columns: Iterable[Any]) -> Project:
    """Of a row of `selecting`."""
    return _read(tx, row, {column.name for column in columns})


def to_change(tx: Connection, workspace: str, project_id: str) -> Project | None:
    """The project, which on PostgreSQL nobody else changes until the transaction ends; None where there is none.

    Who only reads (a rehearsal, a preview) waits for nobody.
    """
    if tx.get_execution_options().get("writes"):
        tx.execute(select(PROJECT.c.id).where(*_this(workspace, project_id)).with_for_update())
    row = tx.execute(_select().where(*_this(workspace, project_id))).first()
    return _read(tx, row) if row else None


def projects(
    tx: Connection, workspace: str, status: str = "", customer_id: str = "", after: str = "", limit: int = 100
) -> list[Project]:
    """Newest first; ``after`` is the id of the last one of the page before."""
    where = [PROJECT.c.workspace_id == workspace]
    where += [PROJECT.c.status == status] if status else []
    where += [PROJECT.c.customer_id == customer_id] if customer_id else []
    where += [PROJECT.c.id < after] if after else []
    rows = tx.execute(_select().where(*where).order_by(PROJECT.c.id.desc()).limit(limit))
    return [_read(tx, row) for row in rows]


def named(tx: Connection, workspace: str, key: str) -> Project | None:
    """By id, number, or name; of several of one name the newest."""
    same = or_(PROJECT.c.id == key, PROJECT.c.number == key, PROJECT.c.name == key)
    row = tx.execute(
        _select().where(PROJECT.c.workspace_id == workspace, same).order_by(PROJECT.c.id.desc()).limit(1)
    ).first()
    return _read(tx, row) if row else None


def found(tx: Connection, workspace: str, text: str, limit: int, status: str = OPEN) -> Sequence[Project]:
    """Those whose number or name holds the text, newest first; ``status`` empty: of any."""
    like = f"%{_literally(text)}%"
    said = or_(PROJECT.c.name.ilike(like, escape="\\"), PROJECT.c.number.ilike(like, escape="\\"))
    of = [PROJECT.c.status == status] if status else []
    where = (PROJECT.c.workspace_id == workspace, *of, *([said] if text else []))
    return [_read(tx, row) for row in tx.execute(_select().where(*where).order_by(PROJECT.c.id.desc()).limit(limit))]


def of_older_calendar(tx: Connection, workspace: str, version: int, limit: int) -> list[str]:
    """Open projects whose plan was worked out with other working time than that of this version."""
    where = (PROJECT.c.workspace_id == workspace, PROJECT.c.status == OPEN, PROJECT.c.calendar != version)
    return [*tx.execute(select(PROJECT.c.id).where(*where).limit(limit)).scalars()]


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _select() -> Select[Any]:
    return select(*_COLUMNS).select_from(_BESIDE)


def _this(workspace: str, project_id: str) -> tuple[Any, ...]:
    return PROJECT.c.workspace_id == workspace, PROJECT.c.id == project_id


def _written(one: Project) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _NAMES} | {"members": [*one.members]}


def _read(tx: Connection, row: Any, without: Collection[str] = ()) -> Project:
    said = {key: value for key, value in row._mapping.items() if key not in without}  # noqa: SLF001 -- the public way to a row's names
    calendars.saw(tx, row.workspace, said.pop("working_time"))
    read = Project(**said)
    return replace(read, members=tuple(read.members), customer=read.customer or "", lead=read.lead or "")
