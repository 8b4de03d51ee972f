"""Papers that requests have issued, for those who may read them."""

from dataclasses import dataclass

from runtime.access import Actor, Permission, require
from runtime.people.portal_keys import Guest
from runtime.portal import portal
from runtime.processes import deployment
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.customers.customers import Customer
from runtime.store.files import paper_rows
from runtime.store.files.paper_rows import Listed, PaperRow
from runtime.store.missing import Missing
from runtime.visibility import sharing

MOST = 200
"""Papers of one list."""


@dataclass(frozen=True)
class OfCustomer:
    customer: Customer
    papers: tuple[Listed, ...]


def paper(tx: Connection, actor: Actor, paper_id: str) -> tuple[PaperRow, bytes]:
    """To whoever may see the request that issued it. Raises Missing."""
    row, content = paper_rows.one(tx, actor.workspace, paper_id)
    _may_see(tx, actor, cases.case(tx, row.workspace, row.case_id))
    return row, content


def paper_for(tx: Connection, guest: Guest, paper_id: str) -> tuple[PaperRow, bytes]:
    """The same in the portal. Raises Missing."""
    row, content = paper_rows.one(tx, guest.contact.workspace, paper_id)
    case = cases.case(tx, row.workspace, row.case_id)
    _may_see(tx, portal.within(guest, case), case)
    return row, content


def of_customer(tx: Connection, actor: Actor, customer_id: str) -> OfCustomer:
    """Raises Denied or Missing."""
    require(actor, Permission.FILE_FOR_CLIENT)
    found = customers.customer(tx, actor.workspace, customer_id)
    if found is None:
        raise Missing(customer_id)
    return OfCustomer(found, tuple(paper_rows.of_customer(tx, actor.workspace, customer_id, MOST)))


def of_guest(tx: Connection, guest: Guest) -> tuple[Listed, ...]:
    contact = guest.contact
    return tuple(paper_rows.of_contact(tx, contact.workspace, contact.id, guest.customer_id, MOST))


def _may_see(tx: Connection, actor: Actor, case: Case) -> None:
    compiled = deployment.version(tx, case.workspace, case.version_id)
    sharing.rights(tx, actor, compiled, case)
