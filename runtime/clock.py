"""Deadlines that have passed are carried out, each case in a transaction of its own."""

import logging
from datetime import datetime, timedelta
from typing import Final

from runtime import lifecycle
from runtime.store import cases
from runtime.store.database import Database

log = logging.getLogger(__name__)

LATER: Final = timedelta(minutes=10)
"""When a case whose deadline could not be carried out is tried again."""


def fire_due(database: Database, now: datetime, limit: int = 100) -> int:
    """How many cases were due, ``limit`` at most. One that breaks is put off, says so, and holds up no other.

    Several may sweep at once: a deadline belongs to whoever changes the case first, and the others find it gone.
    """
    with database.reading() as tx:
        due = cases.due(tx, now, limit)
    for workspace, case_id in due:
        try:
            with database.writing() as tx:
                lifecycle.elapse(tx, workspace, case_id, now)
        except Exception as broken:  # one broken case must not stop the sweep
            log.exception("the deadline of case %s could not be carried out", case_id)
            with database.writing() as tx:
                why = f"deadline.failed: {type(broken).__name__}: {broken}"
                cases.put_off(tx, workspace, case_id, now, now + LATER, why)
    return len(due)
