"""The last line of every journal, and lines of many journals at once; memory holds a few hundred at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from runtime.store.tables.tables import CASE_FILE, JOURNAL

BATCH: Final = 300
"""Heads that are asked about in one statement."""


@dataclass(frozen=True)
class Head:
    """Line number ``count`` of the journal of ``case`` bears ``hash``, in hexadecimal."""

    workspace: str
    case: str
    count: int
    hash: str

    @property
    def line(self) -> tuple[str, str, int]:
        """What no other line has."""
        return self.workspace, self.case, self.count


def count(tx: Connection) -> int:
    """How many journals there are."""
    return tx.execute(select(func.count()).select_from(CASE_FILE)).scalar_one()


def every(tx: Connection) -> Iterator[Head]:
    """Of every case what it says of its own journal, by workspace and case."""
    key = (CASE_FILE.c.workspace_id, CASE_FILE.c.id)
    found = select(*key, CASE_FILE.c.journal_count, CASE_FILE.c.journal_head).order_by(*key)
    return (Head(*row) for row in tx.execute(found.execution_options(yield_per=BATCH)))


def standing(tx: Connection, some: Sequence[Head]) -> dict[tuple[str, str, int], str]:
    """The hashes that their lines have today, other lines of theirs among them; a line that is not there has none."""
    # Three sets are one walk along the index; a list of rows would be hundreds.
    found = select(JOURNAL.c.workspace_id, JOURNAL.c.case_id, JOURNAL.c.seq, JOURNAL.c.hash).where(
        JOURNAL.c.workspace_id.in_({one.workspace for one in some}),
        JOURNAL.c.case_id.in_({one.case for one in some}),
        JOURNAL.c.seq.in_({one.count for one in some}),
    )
    return {(row.workspace_id, row.case_id, row.seq): row.hash for row in tx.execute(found)}


def there(tx: Connection, some: Sequence[Head]) -> set[tuple[str, str]]:
    """Workspace and id of those of their cases that are there."""
    found = select(CASE_FILE.c.workspace_id, CASE_FILE.c.id).where(
        CASE_FILE.c.workspace_id.in_({one.workspace for one in some}), CASE_FILE.c.id.in_({one.case for one in some})
    )
    return {(row.workspace_id, row.id) for row in tx.execute(found)}
