"""Bugs that somebody might make, each put into a house that is then set on fire: the judges must notice every one.

They are put in from outside, into the processes of a test, and are nowhere in the product.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import sleep
from typing import Any, Final

from sqlalchemy import update

from runtime import lifecycle
from runtime.background import clock, delivery
from runtime.cases import deciding, submission
from runtime.engine.tokens.progress import Progress
from runtime.store.cases import cases, journal
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.store.connection.database import Connection, Database
from runtime.store.connection.prepared import ByHeart
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from runtime.store.tables.tables import OUTBOX

GAP: Final = 0.04
"""Seconds in which somebody else can come in between."""


def no_compare_and_set() -> None:
    """A decision is made on a case as it was read a moment ago, and written whatever has become of it."""
    _without_comparing()
    seen = cases.case_of_task

    def stale(tx: Connection, *asked: Any) -> Any:
        found = seen(tx, *asked)
        _let_others_in(tx)
        return found

    cases.case_of_task = stale


def key_ignored() -> None:
    """Whatever is asked twice under one key is done twice."""
    submission.earlier = lambda *_: None
    deciding.earlier_soon = lambda *_: lambda: None


def marked_before_sent() -> None:
    """A message counts as sent as soon as somebody has it in hand."""
    leased = delivery._leased

    def marked(database: Database, now: datetime, *about: Any) -> list[Message]:
        due = leased(database, now, *about)
        with database.writing() as tx:
            for message in due:
                outbox.settle(tx, replace(message, sent_at=now))
        return due

    delivery._leased = marked


def lease_ignored() -> None:
    """Somebody else's message is as good as free."""
    lease = outbox.lease

    def free(tx: Connection, *asked: Any) -> list[Message]:
        due = lease(tx, *asked)
        tx.execute(update(OUTBOX).where(OUTBOX.c.id.in_([one.id for one in due])).values(leased_until=None))
        return due

    outbox.lease = free


def timer_unclaimed() -> None:
    """Whoever sees that a deadline has passed carries it out."""
    _without_comparing()
    seen = cases.case_to_change

    def stale(tx: Connection, *asked: Any) -> Case:
        found = seen(tx, *asked)
        _let_others_in(tx)
        return found

    def fire(database: Database, now: datetime, limit: int = 100) -> int:
        with database.reading() as tx:
            due = cases.due(tx, now, limit)
        for workspace, case_id in due:
            with database.writing() as tx:
                lifecycle.elapse(tx, workspace, case_id, now)
        return len(due)

    cases.case_to_change = stale
    clock.fire_due = fire


def timer_early() -> None:
    """Eight seconds too soon."""
    due, soon = Progress.due, timedelta(seconds=8)

    def hasty(self: Progress, *asked: Any) -> datetime | None:
        found = due(self, *asked)
        return found and found - soon

    Progress.due = hasty


def journal_apart() -> None:
    """The journal is written when the rest is safe, in a transaction of its own."""
    writing, waiting = Database.writing, threading.local()
    add = journal.add

    @contextmanager
    def in_two(self: Database) -> Iterator[Connection]:
        waiting.entries = []
        with writing(self) as tx:
            yield tx
        entries, waiting.entries = waiting.entries, []
        if entries:
            sleep(GAP)
            with writing(self) as tx:
                add(tx, entries)

    Database.writing = in_two
    journal.add = lambda _tx, entries: waiting.entries.extend(entries)


def position_first() -> None:
    """Where the case stands is safe before its votes, its journal and its to-dos are."""
    replace_if = cases.replace_if

    def at_once(tx: Connection, *asked: Any) -> bool:
        done = replace_if(tx, *asked)
        _let_others_in(tx)
        return done

    cases.replace_if = at_once


@dataclass(frozen=True)
class Bug:
    """``shows``: what a complaint that is due to it says; any other may come of the fire alone."""

    plant: Callable[[], None]
    shows: str

    @property
    def name(self) -> str:
        return self.plant.__name__


BUGS: Final[dict[str, Bug]] = {
    bug.name: bug
    for bug in (
        Bug(no_compare_and_set, "I[23] "),
        Bug(key_ignored, "I1 .*kept are"),
        Bug(marked_before_sent, "I5 .*counts as sent"),
        Bug(lease_ignored, "I5 .*at the same time"),
        Bug(timer_unclaimed, "I4 .*times"),
        Bug(timer_early, "I4 .*too early"),
        Bug(journal_apart, "I3 .*journal"),
        Bug(position_first, "I3 .*journal"),
    )
}


def _let_others_in(tx: Connection) -> None:
    """What was done so far is committed, and somebody else may be faster with the rest."""
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("COMMIT")
        sleep(GAP)
        tx.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        tx.connection.dbapi_connection.commit()
        sleep(GAP)


def _without_comparing() -> None:
    """Neither the writer's turn nor the version of the case is looked at, and the journal goes on from where it is."""
    made, replace_if, add = Database.__init__, cases.replace_if, journal.add

    def careless(self: Database, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        self._writer = nullcontext()

    def whatever(tx: Connection, case: Case, _version: int) -> bool:
        while not replace_if(tx, case, cases.case(tx, case.workspace, case.id).version):
            pass
        return True

    def behind(tx: Connection, entries: Sequence[Entry]) -> None:
        first = entries[0]
        there = journal.of_case(tx, first.workspace, first.case_id)
        seq, before = (there[-1].seq, there[-1].hash) if there else (0, journal.START)
        moved = (replace(entry, seq=number) for number, entry in enumerate(entries, seq + 1))
        add(tx, journal.chained(moved, before))

    Database.__init__ = careless
    cases.replace_if = whatever
    cases._OF_TASK_TO_CHANGE = _unlocked(cases._OF_TASK_TO_CHANGE)
    cases._ONE_TO_CHANGE = _unlocked(cases._ONE_TO_CHANGE)
    journal.add = behind


def _unlocked(statement: ByHeart) -> ByHeart:
    freed = statement.statement._clone()
    freed._for_update_arg = None
    return ByHeart(freed)
