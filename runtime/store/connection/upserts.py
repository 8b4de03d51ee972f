"""Two statements that both databases have and SQLAlchemy spells twice: insert if new, and count up."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.connection.prepared import ByHeart

Insert = sqlite.Insert | postgresql.Insert


def upsert(tx: Connection, table: Table) -> Insert:
    """An INSERT of this database, which knows ON CONFLICT."""
    return insert_of(tx.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Insert:
    """The same by the name of the database's dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_new(tx: Connection, table: Table, **values: Any) -> bool:
    """False, and nothing done, where a unique constraint has such a row already.

    On PostgreSQL it waits for a transaction that is just adding the same row, and then knows.
    """
    return insert_soon(tx, table, **values)()


def insert_soon(tx: Connection, table: Table, **values: Any) -> Callable[[], bool]:
    """The same, of which a server hears with what is said next."""
    found = _new(tx.dialect.name, table, tuple(values)).soon(tx, values)
    return lambda: bool(found())


@cache
def _new(dialect: str, table: Table, names: tuple[str, ...]) -> ByHeart:
    return ByHeart(insert_of(dialect, table).on_conflict_do_nothing().returning(*table.primary_key), names)
