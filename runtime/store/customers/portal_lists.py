"""Lists of the clients' portal: their requests, and where they can begin a new one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from runtime.store.cases.cases import Case, read
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.tables.tables import CASE_FILE, PROCESS, PUBLIC_LINK
from schemas.words import Words, read_words


@dataclass(frozen=True)
class WayIn:
    """A process that clients may begin by a public link."""

    process_key: str
    version_id: str
    title: Words
    link: PublicLink


def requests(
    tx: Connection,
    workspace: str,
    contact_id: str,
    customer_id: str,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Case]:
    """Those of a contact, and with a ``customer_id`` all of that customer, newest first; ``after`` is the last one seen."""
    own = CASE_FILE.c.contact_id == contact_id
    whose = or_(own, CASE_FILE.c.customer_id == customer_id) if customer_id else own
    found = select(CASE_FILE).where(CASE_FILE.c.workspace_id == workspace, whose)
    if after:
        at, last = after
        same = and_(CASE_FILE.c.opened_at == at, CASE_FILE.c.id < last)
        found = found.where(CASE_FILE.c.opened_at <= at, or_(CASE_FILE.c.opened_at < at, same))
    rows = tx.execute(found.order_by(CASE_FILE.c.opened_at.desc(), CASE_FILE.c.id.desc()).limit(limit))
    return [read(row) for row in rows]


def ways_in(tx: Connection, workspace: str) -> list[WayIn]:
    """Of every process that is open and has a link that is: its oldest one without a password."""
    same = and_(PROCESS.c.workspace_id == PUBLIC_LINK.c.workspace_id, PROCESS.c.key == PUBLIC_LINK.c.process_key)
    open_ = (PUBLIC_LINK.c.workspace_id == workspace, PUBLIC_LINK.c.open, PROCESS.c.open)
    version = PROCESS.c.current_version_id.label("version_id")
    asked = select(*links.COLUMNS, version, PROCESS.c.title.label("process_title")).join_from(
        PUBLIC_LINK, PROCESS, same
    )
    rows = tx.execute(
        asked.where(*open_, PUBLIC_LINK.c.password_hash == "").order_by(PUBLIC_LINK.c.created_at, PUBLIC_LINK.c.id)
    )
    found: dict[str, WayIn] = {}
    for row in rows:
        if link := links.read(row):
            title = read_words(row.process_title)
            found.setdefault(link.process_key, WayIn(link.process_key, row.version_id, title, link))
    return list(found.values())
