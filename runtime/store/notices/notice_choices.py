"""How each person wants to be told."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from runtime.store.connection.upserts import upsert
from runtime.store.tables.tables import NOTICE_CHOICE

Digest = Literal["at_once", "hourly", "daily"]


@dataclass(frozen=True)
class NoticeChoice:
    """Kinds of message that are not wanted in the app, and by mail; times are as 22:00, by the clock of ``zone``.

    A ``zone`` that is empty is that of the installation.
    """

    not_in_app: frozenset[str] = frozenset()
    not_by_mail: frozenset[str] = frozenset()
    digest: Digest = "at_once"
    daily_at: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    zone: str = ""


_PLAIN = ("digest", "daily_at", "quiet_from", "quiet_until", "zone")


def of(tx: Connection, workspace: str, person_id: str) -> NoticeChoice:
    """Everything at once, where they have chosen nothing."""
    mine = (NOTICE_CHOICE.c.workspace_id == workspace, NOTICE_CHOICE.c.person_id == person_id)
    row = tx.execute(select(NOTICE_CHOICE).where(*mine)).first()
    return _read(row) if row else NoticeChoice()


def keep(tx: Connection, workspace: str, person_id: str, choice: NoticeChoice) -> None:
    said = {name: getattr(choice, name) for name in _PLAIN}
    said |= {"not_in_app": _listed(choice.not_in_app), "not_by_mail": _listed(choice.not_by_mail)}
    first = upsert(tx, NOTICE_CHOICE).values(workspace_id=workspace, person_id=person_id, **said)
    tx.execute(first.on_conflict_do_update(index_elements=["workspace_id", "person_id"], set_=said))


def _listed(kinds: frozenset[str]) -> str:
    return f",{','.join(sorted(kinds))}," if kinds else ""


def _read(row: Any) -> NoticeChoice:
    app, mail = (frozenset(filter(None, kinds.split(","))) for kinds in (row.not_in_app, row.not_by_mail))
    return NoticeChoice(app, mail, **{name: getattr(row, name) for name in _PLAIN})
