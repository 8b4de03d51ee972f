"""What versions bring: documents that are to be published at a date.

In a shorthand of its own, as the first migration has it.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from runtime.store.tables.columns import Moment

revision = "0004"
down_revision = "0003"

Columns = Iterable["sa.Column[Any]"]


def columns(kind: TypeEngine[Any], names: str, *, null: bool = False) -> Columns:
    return [sa.Column(name, kind, nullable=null) for name in names.split()]


def ids(names: str, *, null: bool = False) -> Columns:
    return columns(sa.String(26), names, null=null)


def table(name: str, key: str, *parts: Columns) -> None:
    """``key`` are column names."""
    op.create_table(
        name,
        *[column for part in parts for column in part],
        sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"),
    )


def index(name: str, on: str, names: str, where: str = "", *, unique: bool = False) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, on, names.split(), unique=unique, sqlite_where=only, postgresql_where=only)


def upgrade() -> None:
    publications()


def downgrade() -> None:
    op.drop_table("publication")


def publications() -> None:
    """Documents that are to be published at a date, and what became of it; one of a process may wait."""
    table(
        "publication",
        "workspace_id id",
        ids("workspace_id id"),
        columns(sa.String(80), "process_key"),
        columns(sa.Text(), "document note"),
        columns(Moment(), "due_at asked_at"),
        columns(sa.String(40), "asked_by"),
        columns(Moment(), "settled_at", null=True),
        columns(sa.String(12), "outcome"),
        columns(sa.JSON(), "why"),
    )
    index("ix_publication_waiting", "publication", "workspace_id process_key", "settled_at IS NULL", unique=True)
    index("ix_publication_due", "publication", "due_at", "settled_at IS NULL")
    index("ix_publication_process", "publication", "workspace_id process_key asked_at")
