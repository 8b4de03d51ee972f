"""Connections to trackers of others: what stands beside their channel, and for which process."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    select,
    update,
)

from runtime.store.connection.prepared import ByHeart
from runtime.store.tables.tables import CHANNEL, MIRROR, TWIN

Direction = Literal["both", "out", "in"]


@dataclass(frozen=True)
class Mirror:
    """One connection; ``key`` is that of its channel, which has address, secret and health.

    ``account`` and ``token`` (sealed) are what it signs in with, ``me`` who that is there. ``place`` is a project or
    board, ``sort`` the kind of issue. ``offered`` is what there is to choose from (``me``, ``places``, ``sorts``). ``statuses`` are those that there are (id to name), ``out`` maps our step (or
    ``=outcome``) to a status, ``into`` our ``step/move`` to the status at which it is taken. ``fields`` are told there.
    ``dues``: when a step is due is told there as well. ``by_all``: everybody who sees a request may link it and settle its conflicts. ``hook`` is the webhook's id there.
    """

    workspace: str
    key: str
    process_key: str = ""
    account: str = ""
    token: str = ""
    place: str = ""
    sort: str = ""
    me: str = ""
    hook: str = ""
    direction: Direction = "both"
    by_all: bool = False
    comments: bool = False
    dues: bool = False
    offered: Mapping[str, Any] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    out: Mapping[str, str] = field(default_factory=dict)
    into: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    looked_at: datetime | None = None

    @property
    def sends(self) -> bool:
        return self.direction != "in"

    @property
    def takes(self) -> bool:
        return self.direction != "out"


_NAMES = [column.name for column in fields(Mirror)][1:]
_ITS_CHANNEL = and_(CHANNEL.c.workspace_id == MIRROR.c.workspace_id, CHANNEL.c.key == MIRROR.c.key)
_OF_PROCESS = ByHeart(
    select(MIRROR.c.key).where(
        MIRROR.c.workspace_id == bindparam("workspace"), MIRROR.c.process_key == bindparam("process")
    )
)


def add(tx: Connection, mirror: Mirror) -> None:
    """Its channel must be there."""
    tx.execute(insert(MIRROR).values(workspace_id=mirror.workspace, **_row(mirror)))
    saw(tx, mirror.workspace, 1)


def keep(tx: Connection, mirror: Mirror) -> None:
    tx.execute(update(MIRROR).where(*_named(mirror.workspace, mirror.key)).values(_row(mirror)))


def looked(tx: Connection, workspace: str, key: str, at: datetime) -> None:
    tx.execute(update(MIRROR).where(*_named(workspace, key)).values(looked_at=at))


def drop(tx: Connection, workspace: str, key: str) -> None:
    """With all its twins; nothing changes on the other side."""
    tx.execute(delete(TWIN).where(TWIN.c.workspace_id == workspace, TWIN.c.mirror_key == key))
    tx.execute(delete(MIRROR).where(*_named(workspace, key)))


def one(tx: Connection, workspace: str, key: str) -> Mirror | None:
    row = tx.execute(select(MIRROR).where(*_named(workspace, key))).first()
    return _read(row) if row else None


def by_key(tx: Connection, key: str) -> Mirror | None:
    """Whatever its workspace: keys are made of chance, and an address from outside bears nothing else."""
    row = tx.execute(select(MIRROR).where(MIRROR.c.key == key)).first()
    return _read(row) if row else None


def of_workspace(tx: Connection, workspace: str) -> list[Mirror]:
    found = select(MIRROR).where(MIRROR.c.workspace_id == workspace).order_by(MIRROR.c.key)
    return [_read(row) for row in tx.execute(found)]


def that_look(tx: Connection) -> list[Mirror]:
    """Those of all workspaces that are on and take what happens there."""
    found = (
        select(MIRROR)
        .join_from(MIRROR, CHANNEL, _ITS_CHANNEL)
        .where(CHANNEL.c.is_on, MIRROR.c.direction != "out", MIRROR.c.process_key != "")
    )
    return [_read(row) for row in tx.execute(found)]


def of_process(tx: Connection, workspace: str, process_key: str) -> list[str]:
    """The keys of those for a process, on or off; not asked for where the workspace is known to have none."""
    if _seen(tx).get(workspace) is False:
        return []
    return [row.key for row in _OF_PROCESS.all(tx, {"workspace": workspace, "process": process_key})]


def any_beside(workspace: "Column[str]") -> ScalarSelect[int]:
    """Whether a workspace has any, as one more column beside this one: most have none, and need not ask."""
    found = select(literal(1)).where(MIRROR.c.workspace_id == workspace).limit(1)
    return found.correlate(workspace.table).scalar_subquery()


def saw(tx: Connection, workspace: str, found: int | None) -> None:
    """This transaction has come across it."""
    _seen(tx)[workspace] = bool(found)


def _seen(tx: Connection) -> dict[str, bool]:
    seen: dict[str, bool] = tx.get_execution_options().get("mirrors", {})
    return seen


def _named(workspace: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return (MIRROR.c.workspace_id == workspace, MIRROR.c.key == key)


def _row(mirror: Mirror) -> dict[str, Any]:
    plain = {name: getattr(mirror, name) for name in _NAMES}
    return plain | {
        "fields": list(mirror.fields),
        **{n: dict(plain[n]) for n in ("offered", "statuses", "out", "into")},
    }


def _read(row: Any) -> Mirror:
    plain = {name: getattr(row, name) for name in _NAMES}
    return Mirror(row.workspace_id, **plain | {"fields": tuple(row.fields)})
