"""What happens beside the flow is written into the journal of a request, and changes nothing else of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from runtime.access import Actor
from runtime.cases import applying
from runtime.changes.change import Change
from runtime.engine.outcome import Outcome
from runtime.people.roster import Roster
from runtime.processes import deployment
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.notices.outbox import Message


def note(
    tx: Connection,
    actor: Actor,
    case: Case,
    line: tuple[str, Mapping[str, Any]],
    now: datetime,
    tell: Iterable[Message] = (),
) -> Case:
    """``case`` was read to be changed; ``line`` is the kind of the journal line and what it says.

    Raises:
        NotAllowedHere: ``case.changed``, somebody else was faster.
    """
    compiled = deployment.version(tx, case.workspace, case.version_id)
    same, roster = Outcome(case.position), Roster(tx, case.workspace)
    return applying.apply(tx, Change(case, compiled, same, actor, roster, now, (line,), tell=tuple(tell))).case
