"""What lies beside a case: its to-dos, whom it is shown to, the request that asked for it and those that it asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Label,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from runtime.engine.position import Party
from runtime.store.cases import copies, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Copy
from runtime.store.cases.tasks import Task
from runtime.store.tables.tables import CASE_FILE, SHOWN_TO, TASK
from schemas.words import Words, read_words


@dataclass(frozen=True)
class Relative:
    """As much of a request as the page of another says of it."""

    id: str
    number: str
    title: Words
    ended: str
    requester: Party
    filer: Party


@dataclass(frozen=True)
class Kin:
    """The request that has asked for one, and those that it has asked for itself, oldest first."""

    parent: Relative | None = None
    subs: tuple[Relative, ...] = ()


@dataclass(frozen=True)
class Beside:
    """To-dos oldest first, of copies the first shown first."""

    tasks: Sequence[Task] = ()
    copies: Sequence[Copy] = ()
    kin: Kin = field(default_factory=Kin)


def everything(tx: Connection, case: Case) -> Beside:
    """All three in one read."""
    asked = {"workspace": case.workspace, "case_id": case.id, "parent_id": case.parent_id}
    rows = tx.execute(_EVERYTHING, asked).all()
    kin = {row.kin_id: _relative(row) for row in rows if row.part == _KIN}
    return Beside(
        sorted((tasks.read(row) for row in rows if row.part == _TASKS), key=lambda one: (one.id, one.party)),
        sorted((copies.read_copy(row) for row in rows if row.part == _COPIES), key=lambda one: (one.at, one.party)),
        Kin(
            kin.pop(case.parent_id) if case.parent_id in kin else None,
            tuple(sorted(kin.values(), key=lambda one: one.id)),
        ),
    )


def _relative(row: Any) -> Relative:
    return Relative(
        row.kin_id, row.kin_number, read_words(row.kin_title), row.kin_ended, row.kin_requester, row.kin_filer
    )


_TASKS: Final = 0
_COPIES: Final = 1
_KIN: Final = 2
_NAMES = ("id", "number", "title", "ended", "requester", "filer")
_OF_KIN = tuple(CASE_FILE.c[name].label(f"kin_{name}") for name in _NAMES)
_COLUMNS: tuple[Label[Any], ...] = (*tasks.COLUMNS, *copies.COLUMNS, *_OF_KIN)


def _part(number: int, of: Table, own: Sequence[Label[Any]], which: ColumnElement[bool]) -> Select[Any]:
    """Rows of one table, with nothing in the columns of the others."""
    there = {one.name for one in own}
    columns = (one if one.name in there else cast(null(), one.type).label(one.name) for one in _COLUMNS)
    return select(literal(number).label("part"), *columns).where(of.c.workspace_id == bindparam("workspace"), which)


_THIS: BindParameter[Any] = bindparam("case_id")
_EVERYTHING = union_all(
    _part(_TASKS, TASK, tasks.COLUMNS, TASK.c.case_id == _THIS),
    _part(_COPIES, SHOWN_TO, copies.COLUMNS, SHOWN_TO.c.case_id == _THIS),
    _part(_KIN, CASE_FILE, _OF_KIN, CASE_FILE.c.id == bindparam("parent_id")),
    _part(_KIN, CASE_FILE, _OF_KIN, and_(CASE_FILE.c.parent_id == _THIS, CASE_FILE.c.parent_id.is_not(None))),
)
