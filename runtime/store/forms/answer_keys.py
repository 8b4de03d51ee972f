"""Which request of a process has which answer, for fields whose answers may not occur twice or are counted by rules."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, func, select

from runtime.store.connection.upserts import insert_new
from runtime.store.tables.tables import ANSWER_KEY, CASE_FILE

BATCH: Final = 300


def sameness(value: Any) -> str:
    """Equal for answers that a person takes for the same: without regard to case, width and spaces around.

    What was chosen from elsewhere (a customer, a request) is the same by its id alone.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def count(tx: Connection, workspace: str, process: str, field: str, value: Any, but: str | None = None) -> int:
    """How many requests have this answer, not counting ``but``."""
    found = select(func.count()).select_from(ANSWER_KEY).where(_same(workspace, process, field, value))
    return int(tx.execute(found.where(ANSWER_KEY.c.case_id != (but or ""))).scalar_one())


def claim(tx: Connection, workspace: str, process: str, case_id: str, field: str, value: Any) -> bool:
    """The case has this answer from now on and no other may have it. False, and nothing done, where one has it already.

    On PostgreSQL it waits for a transaction that is just claiming the same answer, and then knows.
    """
    if count(tx, workspace, process, field, value, case_id):
        return False
    return _insert(tx, workspace, process, case_id, field, value, is_unique=True)


def note(tx: Connection, workspace: str, process: str, case_id: str, field: str, value: Any) -> None:
    """The case has this answer from now on, as others may."""
    _insert(tx, workspace, process, case_id, field, value, is_unique=False)


def drop(tx: Connection, workspace: str, case_id: str, fields: Sequence[str] | None = None) -> None:
    """The case has no such answers any more: to ``fields``, or to any."""
    gone = and_(ANSWER_KEY.c.workspace_id == workspace, ANSWER_KEY.c.case_id == case_id)
    if fields is not None:
        gone = and_(gone, ANSWER_KEY.c.field.in_(fields))
    tx.execute(delete(ANSWER_KEY).where(gone))


def remember(tx: Connection, workspace: str, process: str, fields: Sequence[str], freed: frozenset[str]) -> None:
    """What requests answered to these fields before anybody asked to know; none of them holds back another.

    ``freed``: outcomes of requests that do not count.
    """
    found = (
        select(CASE_FILE.c.id, CASE_FILE.c.answers)
        .where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.process_key == process)
        .where(CASE_FILE.c.ended.not_in(freed))
        .order_by(CASE_FILE.c.id)
        .limit(BATCH)
    )
    rows = tx.execute(found).all()
    while rows:
        for case_id, answers in rows:
            for field in fields:
                if answers.get(field) is not None:
                    note(tx, workspace, process, case_id, field, answers[field])
        rows = tx.execute(found.where(CASE_FILE.c.id > rows[-1].id)).all()


def _insert(
    tx: Connection, workspace: str, process: str, case_id: str, field: str, value: Any, *, is_unique: bool
) -> bool:
    this = {"workspace_id": workspace, "process_key": process, "case_id": case_id, "field": field}
    return insert_new(tx, ANSWER_KEY, **this, hash=sameness(value), is_unique=is_unique)


def _same(workspace: str, process: str, field: str, value: Any) -> Any:
    return and_(
        ANSWER_KEY.c.workspace_id == workspace,
        ANSWER_KEY.c.process_key == process,
        ANSWER_KEY.c.field == field,
        ANSWER_KEY.c.hash == sameness(value),
    )


def _plain(value: Any) -> Any:
    match value:
        case str():
            return " ".join(unicodedata.normalize("NFKC", value).casefold().split())
        case bool():
            return value
        case int() | float():
            return int(value) if float(value).is_integer() else value
        case Mapping():
            return value["id"] if "id" in value else {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value
