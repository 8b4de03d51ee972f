"""Every row of every table, on its way to a backup and back; the same for both kinds of database."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Date, LargeBinary, Table, exists, insert, select

from runtime.store.migrating import SCRIPTS
from runtime.store.tables.columns import METADATA, Moment

BATCH: Final = 500
TABLES: Final = tuple(table.name for table in METADATA.sorted_tables)
"""Whatever a row refers to stands in a table before its own."""


def shape(tx: Connection) -> str:
    """The name of the newest migration that the database has had; empty where it has had none."""
    return MigrationContext.configure(tx).get_current_revision() or ""


def newest_shape() -> str:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def is_empty(tx: Connection) -> bool:
    return not any(tx.execute(select(exists().select_from(table))).scalar() for table in METADATA.sorted_tables)


def rows(tx: Connection, name: str) -> Iterator[dict[str, Any]]:
    """Of one table, as JSON has it: moments and days are texts, bytes in base 64."""
    for row in tx.execute(select(METADATA.tables[name]).execution_options(yield_per=BATCH)).mappings():
        yield {key: _written(value) for key, value in row.items()}


def add(tx: Connection, name: str, written: Iterable[Mapping[str, Any]]) -> int:
    """How many rows there were."""
    table, left, count = METADATA.tables[name], iter(written), 0
    while some := [_read(table, row) for row in islice(left, BATCH)]:
        tx.execute(insert(table), some)
        count += len(some)
    return count


def _written(value: Any) -> Any:
    match value:
        case date():  # a moment is one as well
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case _:
            return value


def _read(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(table, name, value) for name, value in row.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    match table.c[name].type:
        case Moment() if value is not None:
            return datetime.fromisoformat(value)
        case Date() if value is not None:
            return date.fromisoformat(value)
        case LargeBinary() if value is not None:
            return base64.b64decode(value)
        case _:
            return value
