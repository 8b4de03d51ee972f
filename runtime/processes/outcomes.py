"""What to call the way in which a request has ended."""

from collections.abc import Callable, Iterable

from runtime.processes import deployment
from runtime.processes.deployment import TAKEN_BACK, Compiled
from runtime.store.connection.database import Connection
from runtime.store.insight.distributions import Ended
from runtime.store.processes import processes
from schemas.words import Words


def drawn(compiled: Compiled | None) -> dict[str, Words]:
    """Outcome to title: the ends of a process, and those that every process has."""
    ends = [one for one in compiled.process.flow.states if one.kind == "end"] if compiled else []
    return {**{one.outcome or one.key: one.title or Words({"en": one.key}) for one in reversed(ends)}, **TAKEN_BACK}


def end(compiled: Compiled, outcome: str) -> Words | None:
    return drawn(compiled).get(outcome)


def named(
    tx: Connection, workspace: str, said: Iterable[Ended], title: Callable[[Compiled, str], Words | str | None]
) -> dict[str, Words | str]:
    """What the first process calls it that calls it anything. One read."""
    current = {one.key: one.version_id for one in processes.catalogue(tx, workspace)}
    titles: dict[str, Words | str] = {}
    for process, value in said:
        version = current.get(process)
        found = title(deployment.version(tx, workspace, version), value) if version and value not in titles else None
        titles |= {value: found} if found else {}
    return titles
