"""Two statements that both databases have and SQLAlchemy spells twice: insert if new, and count up."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def upsert(tx: Connection, table: Table) -> Insert:
    """An INSERT of this database, which knows ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def insert_new(tx: Connection, table: Table, **values: Any) -> bool:
    """False, and nothing done, where a unique constraint has such a row already.

    On PostgreSQL it waits for a transaction that is just adding the same row, and then knows.
    """
    tried = upsert(tx, table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return tx.execute(tried).first() is not None
