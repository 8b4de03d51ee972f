"""The few kinds of column that all tables are made of."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, ForeignKeyConstraint, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware and in UTC on the way out, whatever the database; SQLite keeps text of one width."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


def workspace(*, key: bool = True) -> "Column[str]":
    return Column("workspace_id", String(26), primary_key=key, nullable=False)


def identity(name: str = "id") -> "Column[str]":
    return Column(name, String(26), primary_key=True)


def reference(name: str, *, nullable: bool = False) -> "Column[Any]":
    return Column(name, String(26), nullable=nullable)


def text(name: str, *, nullable: bool = False) -> "Column[Any]":
    return Column(name, Text, nullable=nullable, default=None if nullable else "")


def moment(name: str, *, nullable: bool = False) -> "Column[Any]":
    return Column(name, Moment, nullable=nullable)


def plain(name: str) -> "Column[Any]":
    """Any JSON value."""
    return Column(name, JSON(none_as_null=True), nullable=False)


def belongs_to(table: str, column: str, target: str = "id") -> ForeignKeyConstraint:
    """A reference inside one workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.{target}"])
