"""Requests inside of requests: the one above, and those below."""

from dataclasses import dataclass

from sqlalchemy import Connection

from runtime.store import cases
from runtime.store.cases import Case
from runtime.store.missing import Missing


@dataclass(frozen=True)
class Kin:
    """The request that has asked for one, and those that it has asked for itself, oldest first."""

    parent: Case | None = None
    subs: tuple[Case, ...] = ()


def of(tx: Connection, one: Case) -> Kin:
    return Kin(_above(tx, one), tuple(cases.begun_by(tx, one.workspace, one.id)))


def _above(tx: Connection, one: Case) -> Case | None:
    try:
        return cases.case(tx, one.workspace, one.parent_id) if one.parent_id else None
    except Missing:
        return None
