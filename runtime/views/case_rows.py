"""All that is read of one case to show it, in two reads."""

from runtime.engine.facts import Facts
from runtime.people.roster import Roster
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import beside_case, journal, tasks
from runtime.store.cases.beside_case import Beside
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.views.dossier import Rows


def of_case(tx: Connection, case: Case) -> tuple[Compiled, Rows]:
    """Copies and other requests are looked for only where there can be any."""
    compiled = deployment.version(tx, case.workspace, case.version_id)
    lines = journal.of_case(tx, case.workspace, case.id)
    has_more = case.parent_id or any(line.kind in ("called", "copied") for line in lines)
    beside = beside_case.everything(tx, case) if has_more else Beside(tasks.of_case(tx, case.workspace, case.id))
    facts = Facts(case.answers, case.requester, None, Roster(tx, case.workspace))
    return compiled, Rows(case, lines, facts, beside)
