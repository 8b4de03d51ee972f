"""Two statements that both databases have and SQLAlchemy spells twice: insert if new, and count up."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

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
    return tx.execute(_new(tx.dialect.name, table), values).first() is not None


@cache
def _new(dialect: str, table: Table) -> ReturningInsert[Any]:
    """Made once: SQLAlchemy takes longer to build a statement than the database to answer it."""
    return insert_of(dialect, table).on_conflict_do_nothing().returning(*table.primary_key)
