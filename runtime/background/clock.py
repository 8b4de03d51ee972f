"""Deadlines that have passed are carried out, a few cases in a transaction, and no case holds up another."""

import logging
from datetime import datetime, timedelta
from typing import Final

from runtime import lifecycle
from runtime.store.cases import cases
from runtime.store.connection.database import Connection, Database

log = logging.getLogger(__name__)

LATER: Final = timedelta(minutes=10)
"""When a case whose deadline could not be carried out is tried again."""
TOGETHER: Final = 20
"""So many cases share a commit; whoever wants to decide one of them waits for no more than a blink."""


def fire_due(database: Database, now: datetime, limit: int = 100) -> int:
    """How many cases were due, ``limit`` at most. One that breaks is put off, says so, and holds up no other.

    Any number may sweep at once: each takes cases that no other has just taken, and the row of a case says whether
    its deadline has passed. So nothing happens twice, also where the clock is put back.
    """
    fired = 0
    while fired < limit:
        with database.reading() as tx:  # to look costs the writers nothing
            if not cases.due(tx, now, 1):
                break
        with database.writing() as tx:
            due = cases.due_to_change(tx, now, min(TOGETHER, limit - fired))
            for workspace, case_id in due:
                _carry_out(tx, workspace, case_id, now)
        if not due:
            break
        fired += len(due)
    return fired


def recount(database: Database, now: datetime) -> int:
    """How many cases fall due at another time, since the working time of their workspace has changed."""
    recounted, last = 0, ("", "")
    while True:
        with database.reading() as tx:
            older = cases.miscounted(tx, last, TOGETHER)
        if not older:
            return recounted
        for workspace, case_id in older:
            recounted += _recounted(database, workspace, case_id, now)
        last = older[-1]


def _carry_out(tx: Connection, workspace: str, case_id: str, now: datetime) -> None:
    try:
        with tx.begin_nested():
            lifecycle.elapse(tx, workspace, case_id, now)
    except Exception as broken:  # one broken case must not stop the sweep
        log.exception("the deadline of case %s could not be carried out", case_id)
        why = f"deadline.failed: {type(broken).__name__}: {broken}"
        cases.put_off(tx, workspace, case_id, now, now + LATER, why)


def _recounted(database: Database, workspace: str, case_id: str, now: datetime) -> bool:
    try:
        with database.writing() as tx:
            return lifecycle.recount(tx, workspace, case_id, now)
    except Exception:  # its deadline will say so when it passes
        log.exception("the deadlines of case %s could not be counted anew", case_id)
        return False
