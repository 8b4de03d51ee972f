"""The teams that share one installation and nothing else, and how their pages look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from runtime.store.connection.upserts import upsert
from runtime.store.mirrors import mirrors
from runtime.store.tables.tables import LOGO, WORKSPACE


@dataclass(frozen=True)
class Workspace:
    """``accent`` is a colour (``#aabbcc``), empty for that of the house; ``lang`` empty: that of the installation.

    ``logo`` is the hash of its picture, empty where it has none.
    """

    id: str
    name: str
    accent: str = ""
    lang: str = ""
    logo: str = ""
    mail_decisions: bool = True
    """Whether mails bring a link that opens one decision without signing in."""
    is_mirrored: bool = False
    """Whether it has a connection to a tracker."""


@dataclass(frozen=True)
class Logo:
    """``width`` and ``height`` in pixels."""

    hash: str
    media_type: str
    width: int
    height: int
    content: bytes


def add(tx: Connection, workspace: Workspace, now: datetime) -> None:
    said = _said(workspace)
    tx.execute(insert(WORKSPACE).values(id=workspace.id, created_at=now, **said))


def keep(tx: Connection, workspace: Workspace) -> None:
    """All but its picture, which is kept by `keep_logo`."""
    tx.execute(update(WORKSPACE).where(WORKSPACE.c.id == workspace.id).values(_said(workspace)))


def all_of_them(tx: Connection) -> list[Workspace]:
    """Oldest first."""
    return [_read(row) for row in tx.execute(_found().order_by(WORKSPACE.c.created_at, WORKSPACE.c.id))]


def one(tx: Connection, workspace: str) -> Workspace | None:
    row = tx.execute(_found().where(WORKSPACE.c.id == workspace)).first()
    return _read(row) if row else None


def the_only(tx: Connection) -> Workspace | None:
    """None where there are several, or none."""
    rows = tx.execute(_found().limit(2)).all()
    return _read(rows[0]) if len(rows) == 1 else None


def logo(tx: Connection, workspace: str) -> Logo | None:
    columns = (LOGO.c.hash, LOGO.c.media_type, LOGO.c.width, LOGO.c.height, LOGO.c.content)
    row = tx.execute(select(*columns).where(LOGO.c.workspace_id == workspace)).first()
    return Logo(*row) if row else None


def keep_logo(tx: Connection, workspace: str, picture: Logo) -> None:
    """In the place of the one before."""
    said = {
        "hash": picture.hash,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "content": picture.content,
    }
    first = upsert(tx, LOGO).values(workspace_id=workspace, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id"], set_=said))


def drop_logo(tx: Connection, workspace: str) -> None:
    tx.execute(delete(LOGO).where(LOGO.c.workspace_id == workspace))


def _said(workspace: Workspace) -> dict[str, Any]:
    return {name: getattr(workspace, name) for name in ("name", "accent", "lang", "mail_decisions")}


def _found() -> Select[Any]:
    own = (WORKSPACE.c.id, WORKSPACE.c.name, WORKSPACE.c.accent, WORKSPACE.c.lang, WORKSPACE.c.mail_decisions)
    columns = (*own, LOGO.c.hash, mirrors.any_beside(WORKSPACE.c.id).label("is_mirrored"))
    return select(*columns).join_from(WORKSPACE, LOGO, LOGO.c.workspace_id == WORKSPACE.c.id, isouter=True)


def _read(row: Any) -> Workspace:
    return Workspace(row.id, row.name, row.accent, row.lang, row.hash or "", row.mail_decisions, bool(row.is_mirrored))
