"""The working time has changed: what is counted by it falls due at another time."""

from dataclasses import replace
from datetime import datetime

from runtime.access import system
from runtime.cases import applying
from runtime.cases.deciding import facts_of
from runtime.changes import mirror_errands
from runtime.engine.acts import timing
from runtime.processes import deployment
from runtime.store.cases import cases
from runtime.store.connection.database import Connection
from runtime.store.notices import outbox
from runtime.store.people import calendars


def recount(tx: Connection, workspace: str, case_id: str, now: datetime) -> bool:
    """The deadlines of a case, by the calendar of this transaction; False where they were counted by it already.

    It is no change of the case: nothing stands in the journal, and what somebody is just deciding stays decidable.
    """
    case = cases.case_to_change(tx, workspace, case_id)
    version = calendars.version(tx, workspace)
    if case.calendar >= version:
        return False
    compiled = deployment.version(tx, workspace, case.version_id)
    facts = facts_of(tx, compiled, case, system(workspace), case.answers)
    effects = timing.recount(compiled.course, case.position, facts, now).effects
    after = replace(case, timers=applying.timers(case.timers, effects), calendar=version)
    cases.recount(tx, after)
    applying.move_dues(tx, effects, after)
    outbox.add(tx, mirror_errands.moved(tx, case, after, now))
    return True
