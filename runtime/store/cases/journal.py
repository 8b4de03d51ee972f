"""What happened to a case: rows that are only ever added, each sealed together with the one before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select

from runtime.engine.position import Party
from runtime.store.connection.prepared import ByHeart
from runtime.store.tables.tables import JOURNAL

_canonical: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode

START = ""
"""What stands before the first row."""


@dataclass(frozen=True)
class Entry:
    """``version`` is the case's after the change that this row belongs to; ``kind`` the event in lower case.

    ``by`` is empty for the clock, for votes together, for conditions. ``hash`` is over everything else, with
    ``before_hash``, in hexadecimal.
    """

    workspace: str
    case_id: str
    seq: int
    version: int
    at: datetime
    by: Party
    by_name: str
    kind: str
    body: Mapping[str, Any]
    before_hash: str = START
    hash: str = ""


def sealed(entry: Entry, before: str) -> Entry:
    """The entry, chained to the hash before it."""
    said = {name: getattr(entry, name) for name in _SEALED} | {"workspace": entry.workspace, "before_hash": before}
    said["at"] = entry.at.isoformat(timespec="microseconds")
    return replace(entry, before_hash=before, hash=hashlib.sha256(_canonical(said).encode()).hexdigest())


def chained(entries: Iterable[Entry], before: str) -> list[Entry]:
    """Each sealed to the one before, the first to ``before``."""
    chain: list[Entry] = []
    for entry in entries:
        chain.append(sealed(entry, chain[-1].hash if chain else before))
    return chain


def add(tx: Connection, entries: Sequence[Entry]) -> None:
    """Raises IntegrityError where a row of that number is there."""
    rows = [{"workspace_id": entry.workspace, **_columns(entry)} for entry in entries]
    _INSERT.run_each(tx, rows)


def of_case(tx: Connection, workspace: str, case_id: str) -> list[Entry]:
    """From the first."""
    return [read(row) for row in _OF_CASE.all(tx, {"workspace": workspace, "case_id": case_id})]


def read(row: Any) -> Entry:
    """From a row that has every column of the table."""
    return Entry(row.workspace_id, **{name: getattr(row, name) for name in _NAMES})


_NAMES = [column.name for column in fields(Entry)][1:]
_SEALED = [name for name in _NAMES if name not in ("before_hash", "hash")]
_INSERT = ByHeart(insert(JOURNAL))
_OF_CASE = ByHeart(
    select(JOURNAL)
    .where(JOURNAL.c.workspace_id == bindparam("workspace"), JOURNAL.c.case_id == bindparam("case_id"))
    .order_by(JOURNAL.c.seq)
)


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _NAMES}
