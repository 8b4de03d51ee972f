"""Processes, and the versions of them that were published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from runtime.store.connection.prepared import ByHeart
from runtime.store.connection.upserts import upsert
from runtime.store.mirrors import mirrors
from runtime.store.people import calendars
from runtime.store.tables.tables import PROCESS, VERSION
from schemas.words import Words, read_words, write_words


@dataclass(frozen=True)
class Published:
    """A process as the catalogue shows it."""

    workspace: str
    key: str
    title: Words
    about: Words
    category: str
    version_id: str
    versions: int
    open: bool


@dataclass(frozen=True)
class Version:
    """Immutable. ``published_by`` is a party; ``document`` the JSON text."""

    workspace: str
    id: str
    process_key: str
    number: int
    fingerprint: str
    note: str
    published_at: datetime
    published_by: str
    document: str


_OF_VERSION = (
    VERSION.c.workspace_id,
    VERSION.c.id,
    VERSION.c.process_key,
    VERSION.c.number,
    VERSION.c.fingerprint,
    VERSION.c.note,
    VERSION.c.published_at,
    VERSION.c.published_by,
    VERSION.c.document,
)


def next_number(tx: Connection, process: Published) -> int:
    """The process is there from now on with ``version_id`` as its current version; gives that version's number."""
    shown = {"title": write_words(process.title), "about": write_words(process.about), "category": process.category}
    shown["current_version_id"] = process.version_id
    first = upsert(tx, PROCESS).values(
        workspace_id=process.workspace, key=process.key, versions=1, open=process.open, **shown
    )
    again = first.on_conflict_do_update(
        index_elements=["workspace_id", "key"], set_={**shown, "versions": PROCESS.c.versions + 1}
    ).returning(PROCESS.c.versions)
    return int(tx.execute(again).scalar_one())


def add_version(tx: Connection, version: Version) -> None:
    tx.execute(
        insert(VERSION).values(
            workspace_id=version.workspace,
            id=version.id,
            process_key=version.process_key,
            number=version.number,
            fingerprint=version.fingerprint,
            note=version.note,
            published_at=version.published_at,
            published_by=version.published_by,
            document=version.document,
        )
    )


def version(tx: Connection, workspace: str, version_id: str) -> Version | None:
    row = tx.execute(
        select(*_OF_VERSION).where(VERSION.c.workspace_id == workspace, VERSION.c.id == version_id)
    ).first()
    return Version(*row) if row else None


def current(tx: Connection, workspace: str, key: str) -> Version | None:
    """The version that is published now."""
    row = tx.execute(
        select(*_OF_VERSION)
        .join_from(
            PROCESS,
            VERSION,
            (VERSION.c.workspace_id == PROCESS.c.workspace_id) & (VERSION.c.id == PROCESS.c.current_version_id),
        )
        .where(PROCESS.c.workspace_id == workspace, PROCESS.c.key == key)
    ).first()
    return Version(*row) if row else None


def versions(tx: Connection, workspace: str, key: str) -> list[Version]:
    """Newest first."""
    rows = tx.execute(
        select(*_OF_VERSION)
        .where(VERSION.c.workspace_id == workspace, VERSION.c.process_key == key)
        .order_by(VERSION.c.number.desc())
    )
    return [Version(*row) for row in rows]


def process(tx: Connection, workspace: str, key: str) -> Published | None:
    row = _ONE.first(tx, {"workspace": workspace, "the_key": key})
    if row is None:
        return None
    calendars.saw(tx, workspace, row.calendar_now)
    mirrors.saw(tx, workspace, row.is_mirrored)
    return _read(row[:-2])


def catalogue(tx: Connection, workspace: str) -> list[Published]:
    """Every process, by category and key."""
    rows = tx.execute(
        _published().where(PROCESS.c.workspace_id == workspace).order_by(PROCESS.c.category, PROCESS.c.key)
    )
    return [_read(row) for row in rows]


def set_open(tx: Connection, workspace: str, key: str, *, is_open: bool) -> None:
    """A closed process takes no new requests; those that run go on."""
    tx.execute(update(PROCESS).where(PROCESS.c.workspace_id == workspace, PROCESS.c.key == key).values(open=is_open))


def _published() -> Any:
    return select(
        PROCESS.c.workspace_id,
        PROCESS.c.key,
        PROCESS.c.title,
        PROCESS.c.about,
        PROCESS.c.category,
        PROCESS.c.current_version_id,
        PROCESS.c.versions,
        PROCESS.c.open,
    )


def _read(row: Any) -> Published:
    workspace, key, title, about, *rest = row
    return Published(workspace, key, read_words(title), read_words(about), *rest)


_ONE = ByHeart(
    _published()
    .add_columns(calendars.version_beside(PROCESS).label("calendar_now"))
    .add_columns(mirrors.any_beside(PROCESS.c.workspace_id).label("is_mirrored"))
    .where(PROCESS.c.workspace_id == bindparam("workspace"), PROCESS.c.key == bindparam("the_key"))
)
