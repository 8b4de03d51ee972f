"""Sessions that somebody has signed out of: a cookie that got elsewhere opens nothing any more."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select

from runtime.store import idempotency
from runtime.store.idempotency import Earlier
from runtime.store.people import people
from runtime.store.people.people import Person
from runtime.store.tables.tables import IDEMPOTENCY, PERSON

_SCOPE: Final = "signed out"


def end(tx: Connection, workspace: str, session: str, now: datetime) -> None:
    """Kept for as long as anything is that was asked once; a session is shorter."""
    idempotency.claim(tx, workspace, _SCOPE, session, now, Earlier("", {}))


def goes_on() -> ColumnElement[bool]:
    """A condition on ``workspace`` and ``the_session``."""
    ended = (
        IDEMPOTENCY.c.workspace_id == bindparam("workspace"),
        IDEMPOTENCY.c.scope == _SCOPE,
        IDEMPOTENCY.c.key == bindparam("the_session"),
    )
    return ~exists().where(*ended)


_THERE = select(*people.COLUMNS).where(
    PERSON.c.workspace_id == bindparam("workspace"), PERSON.c.id == bindparam("the_id"), goes_on()
)


def there(tx: Connection, workspace: str, person_id: str, session: str) -> Person | None:
    """Whose session it is, while it goes on."""
    row = tx.execute(_THERE, {"workspace": workspace, "the_id": person_id, "the_session": session}).first()
    return Person(*row) if row else None
