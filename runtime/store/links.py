"""Public links: whoever holds one may fill its form."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from runtime.store.tables import PUBLIC_LINK


@dataclass(frozen=True)
class PublicLink:
    """``token`` is its address; it stands in clear, since whoever may design must be able to show it again."""

    workspace: str
    id: str
    token: str
    process_key: str
    open: bool


_COLUMNS = (
    PUBLIC_LINK.c.workspace_id,
    PUBLIC_LINK.c.id,
    PUBLIC_LINK.c.token,
    PUBLIC_LINK.c.process_key,
    PUBLIC_LINK.c.open,
)


def add(tx: Connection, link: PublicLink, now: datetime) -> None:
    tx.execute(
        insert(PUBLIC_LINK).values(
            workspace_id=link.workspace,
            id=link.id,
            token=link.token,
            process_key=link.process_key,
            open=link.open,
            created_at=now,
        )
    )


def by_token(tx: Connection, token: str) -> PublicLink | None:
    row = tx.execute(select(*_COLUMNS).where(PUBLIC_LINK.c.token == token)).first()
    return PublicLink(*row) if row else None


def by_id(tx: Connection, workspace: str, link_id: str) -> PublicLink | None:
    row = tx.execute(
        select(*_COLUMNS).where(PUBLIC_LINK.c.workspace_id == workspace, PUBLIC_LINK.c.id == link_id)
    ).first()
    return PublicLink(*row) if row else None


def of_process(tx: Connection, workspace: str, process_key: str) -> list[PublicLink]:
    rows = tx.execute(
        select(*_COLUMNS)
        .where(PUBLIC_LINK.c.workspace_id == workspace, PUBLIC_LINK.c.process_key == process_key)
        .order_by(PUBLIC_LINK.c.created_at, PUBLIC_LINK.c.id)
    )
    return [PublicLink(*row) for row in rows]


def set_open(tx: Connection, workspace: str, link_id: str, *, is_open: bool) -> None:
    tx.execute(
        update(PUBLIC_LINK)
        .where(PUBLIC_LINK.c.workspace_id == workspace, PUBLIC_LINK.c.id == link_id)
        .values(open=is_open)
    )
