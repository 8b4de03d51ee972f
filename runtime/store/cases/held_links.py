"""What a link leads to that somebody holds without an account. One that speaks for a contact who has left leads nowhere."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.missing import Missing
from runtime.store.tables.tables import CASE_FILE, CONTACT, TASK

_CONTACT = "contact:"
_ITS_CASE = and_(TASK.c.workspace_id == CASE_FILE.c.workspace_id, TASK.c.case_id == CASE_FILE.c.id)


def by_link(tx: Connection, link_hash: str) -> tuple[Case, Task]:
    """What a one-time link leads to. Raises Missing."""
    found = select(CASE_FILE, *tasks.COLUMNS).join_from(TASK, CASE_FILE, _ITS_CASE)
    row = _one(tx, found.where(TASK.c.link_hash == link_hash, ~_has_left(TASK.c.party)))
    return cases.read(row), tasks.read(row)


def by_tracking(tx: Connection, tracking_hash: str) -> Case:
    """Raises Missing."""
    found = select(CASE_FILE).where(CASE_FILE.c.tracking_hash == tracking_hash, ~_has_left(CASE_FILE.c.requester))
    return cases.read(_one(tx, found))


def _has_left(party: ColumnElement[str]) -> ColumnElement[bool]:
    """One that was merged has not: another has come in their place."""
    theirs = and_(
        CONTACT.c.workspace_id == CASE_FILE.c.workspace_id,
        CONTACT.c.id == func.substr(party, len(_CONTACT) + 1),
        party.startswith(_CONTACT),
    )
    return exists().where(theirs, ~CONTACT.c.active, CONTACT.c.merged_into.is_(None)).correlate(CASE_FILE, TASK)


def _one(tx: Connection, found: Any) -> Any:
    row = tx.execute(found).first()
    if row is None:
        raise Missing
    return row
