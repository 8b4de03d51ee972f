"""What was done with processes besides publishing them. Queries only: they never commit, never read the clock, never decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from runtime.engine.position import Party
from runtime.store.tables.tables import PROCESS_ACT

Did = Literal["retired", "reopened", "planned", "called_off"]


@dataclass(frozen=True)
class ProcessAct:
    """Of the process with this key, by ``by`` at ``at``."""

    workspace: str
    id: str
    process_key: str
    did: Did
    by: Party
    at: datetime


def add(tx: Connection, one: ProcessAct) -> None:
    said = {"process_key": one.process_key, "did": one.did, "did_by": one.by, "did_at": one.at}
    tx.execute(insert(PROCESS_ACT).values(workspace_id=one.workspace, id=one.id, **said))


def of_process(tx: Connection, workspace: str, key: str, most: int) -> tuple[ProcessAct, ...]:
    """The newest ``most`` of them, newest first."""
    columns = (PROCESS_ACT.c[name] for name in ("workspace_id", "id", "process_key", "did", "did_by", "did_at"))
    wanted = (PROCESS_ACT.c.workspace_id == workspace, PROCESS_ACT.c.process_key == key)
    found = tx.execute(select(*columns).where(*wanted).order_by(PROCESS_ACT.c.id.desc()).limit(most))
    return tuple(ProcessAct(*row) for row in found)
