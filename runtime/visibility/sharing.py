"""Who may see a case: whoever has to do with it, and whoever is shown it."""

from collections.abc import Mapping

from runtime.access import Actor
from runtime.processes.deployment import Compiled
from runtime.store.cases import copies, tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.visibility import sight
from schemas.model.flow import Right


def rights(tx: Connection, actor: Actor, compiled: Compiled, case: Case) -> Mapping[str, Right]:
    """As `sight.rights` has it; copies are looked for only where nothing else lets them see it.

    Raises:
        Missing: they are nothing to it.
    """
    asked = tasks.of_case(tx, case.workspace, case.id)
    try:
        return sight.rights(actor, compiled, case, asked)
    except Missing:
        shown = copies.of_case(tx, case.workspace, case.id)
        return sight.rights(actor, compiled, case, asked, shown)
