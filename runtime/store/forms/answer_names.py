"""How that is called what answers have chosen from elsewhere, by the id under which it is counted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select

from runtime.store.forms import offers
from runtime.store.people import departments
from runtime.store.tables.tables import CASE_FILE, CONTACT, CUSTOMER, PROJECT
from schemas.words import Words

_TITLES: Final[Mapping[str, tuple[Any, Any]]] = {
    "customer": (CUSTOMER, CUSTOMER.c.name),
    "contact": (CONTACT, func.coalesce(func.nullif(CONTACT.c.name, ""), CONTACT.c.email)),
    "project": (PROJECT, PROJECT.c.number + " " + PROJECT.c.name),
    "request": (CASE_FILE, CASE_FILE.c.number),
}


def called(tx: Connection, workspace: str, kind: str, keys: Iterable[str]) -> Mapping[str, Words | str]:
    """``kind`` is a type of field; of those that choose nothing from elsewhere, and of what is not there, nothing. One statement."""
    wanted = sorted(set(keys))
    if not wanted or not (kind in _TITLES or kind in _OTHERS):
        return {}
    if kind in _OTHERS:
        return _OTHERS[kind](tx, workspace, wanted)
    table, title = _TITLES[kind]
    found = select(table.c.id, title).where(table.c.workspace_id == workspace, table.c.id.in_(wanted))
    return {row[0]: row[1] for row in tx.execute(found)}


def _people(tx: Connection, workspace: str, addresses: Sequence[str]) -> Mapping[str, str]:
    return offers.names(tx, workspace, list(addresses))


def _departments(tx: Connection, workspace: str, keys: Sequence[str]) -> Mapping[str, Words]:
    return {one.key: one.title for one in departments.departments(tx, workspace) if one.key in keys}


_OTHERS: Final[Mapping[str, Callable[[Connection, str, Sequence[str]], Mapping[str, Any]]]] = {
    "person": _people,
    "people": _people,
    "department": _departments,
}
