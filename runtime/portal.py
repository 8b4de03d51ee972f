"""What those outside see of their requests, each function one page's question."""

from runtime import case_rows, dossier, sight
from runtime.access import Actor
from runtime.dossier import CasePage
from runtime.store import cases
from runtime.store.database import Connection
from runtime.store.missing import Missing


def as_client(tx: Connection, actor: Actor, case_id: str) -> CasePage:
    """The page as whoever asked from outside sees it, but for answers that the actor may not read themselves.

    Raises:
        Missing: the actor may not see the case, or nobody outside does.
    """
    case = cases.case(tx, actor.workspace, case_id)
    compiled, rows = case_rows.of_case(tx, case)
    own = dossier.page(actor, compiled, rows)
    if own.client is None:
        raise Missing(case_id)
    return dossier.page(own.client, compiled, rows, may_decide=False, within=sight.readable(own.rights))
