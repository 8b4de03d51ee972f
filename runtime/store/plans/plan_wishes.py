"""Open requests, with what they have answered so far: for who asks which of them are about to change a plan."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, cast, select

from runtime.store.tables.tables import CASE_FILE
from schemas.words import Words, read_words

MOST = 400
"""The newest ones that are looked at."""


@dataclass(frozen=True)
class Wish:
    """``written`` are its answers as JSON: few of them are read."""

    id: str
    number: str
    title: Words
    version_id: str
    written: str

    @property
    def answers(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.written)
        return found


def open_ones(tx: Connection, workspace: str) -> list[Wish]:
    """Newest first. One read."""
    columns = (CASE_FILE.c.id, CASE_FILE.c.number, CASE_FILE.c.title, CASE_FILE.c.version_id)
    asked = (
        select(*columns, cast(CASE_FILE.c.answers, Text).label("written"))
        .where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.ended == "")
        .order_by(CASE_FILE.c.opened_at.desc(), CASE_FILE.c.id.desc())
        .limit(MOST)
    )
    return [Wish(row.id, row.number, read_words(row.title), row.version_id, row.written) for row in tx.execute(asked)]
