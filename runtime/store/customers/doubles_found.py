"""Records that may be one customer, and what moves when they become one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, func, select, update

from runtime.store.customers.customers import MERGED, OF_CUSTOMER, Customer
from runtime.store.tables.columns import METADATA
from runtime.store.tables.tables import CONTACT, CUSTOMER, DOUBLE_SIGN, NAME_WORD

_STAYS = frozenset({CUSTOMER.name, DOUBLE_SIGN.name})
"""What is of a record alone, and does not move."""


@dataclass(frozen=True)
class Double:
    """Two records with something in common: ``signs`` of it, as `runtime.store.customers.double_signs` makes them."""

    left: str
    right: str
    signs: tuple[str, ...]


def pairs(tx: Connection, workspace: str, of: str, limit: int) -> list[Double]:
    """Those with a sign in common, the earlier record first; with ``of`` only those of that customer."""
    one, other = DOUBLE_SIGN.alias("one"), DOUBLE_SIGN.alias("other")
    alike = and_(
        other.c.workspace_id == one.c.workspace_id, other.c.sign == one.c.sign, other.c.customer_id > one.c.customer_id
    )
    asked = select(one.c.customer_id, other.c.customer_id, one.c.sign).join_from(one, other, alike)
    asked = asked.where(one.c.workspace_id == workspace)
    if of:
        asked = asked.where((one.c.customer_id == of) | (other.c.customer_id == of))
    else:
        several = select(DOUBLE_SIGN.c.sign).where(DOUBLE_SIGN.c.workspace_id == workspace)
        several = several.group_by(DOUBLE_SIGN.c.sign).having(func.count() > 1).order_by(DOUBLE_SIGN.c.sign)
        asked = asked.where(one.c.sign.in_(several.limit(limit)))
    found: dict[tuple[str, str], list[str]] = {}
    for left, right, sign in tx.execute(asked.order_by(one.c.customer_id, other.c.customer_id, one.c.sign)):
        found.setdefault((left, right), []).append(sign)
    return [Double(left, right, tuple(signs)) for (left, right), signs in found.items()][:limit]


def records(tx: Connection, workspace: str, ids: Sequence[str]) -> dict[str, Customer]:
    asked = select(*OF_CUSTOMER).where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id.in_(ids))
    return {row.id: Customer(*row) for row in tx.execute(asked)}


def move_all(tx: Connection, workspace: str, old: str, survivor: Customer) -> None:
    """Whatever says that it is of the customer ``old`` is of ``survivor`` from now on; journals say nothing of the kind."""
    for table in METADATA.sorted_tables:
        if "customer_id" in table.c and table.name not in _STAYS:
            mine = (table.c.workspace_id == workspace, table.c.customer_id == old)
            more = {"company": survivor.name} if table is CONTACT else {}
            tx.execute(update(table).where(*mine).values(customer_id=survivor.id, **more))
    led = (CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.merged_into == old)
    tx.execute(update(CUSTOMER).where(*led).values(merged_into=survivor.id))


def retire(tx: Connection, workspace: str, old: str, name: str, survivor: str) -> None:
    """The record ``old`` only leads to ``survivor`` any more, under this name."""
    mine = (CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.id == old)
    gone = {"merged_into": survivor, "kind": MERGED, "active": False, "contact_id": None, "keeper_id": None}
    tx.execute(update(CUSTOMER).where(*mine).values(name=name, **gone))
    tx.execute(delete(DOUBLE_SIGN).where(DOUBLE_SIGN.c.workspace_id == workspace, DOUBLE_SIGN.c.customer_id == old))
    words = (NAME_WORD.c.workspace_id == workspace, NAME_WORD.c.kind == "customer", NAME_WORD.c.target_id == old)
    tx.execute(delete(NAME_WORD).where(*words))
