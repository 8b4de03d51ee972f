"""Every column of every table is written down for a backup, and read again as it was."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Engine,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    create_engine,
    select,
)

from runtime.store.operations import copying
from runtime.store.tables.columns import METADATA, Moment


def place(table: Table) -> Engine:
    """Nothing but this table: whatever a row refers to need not be there."""
    made = create_engine("sqlite://")
    METADATA.create_all(made, tables=[table])
    return made


def something(column: Column[Any], number: int) -> Any:
    """An answer of its kind; in the second row none where there need be none."""
    if number and column.nullable:
        return None
    samples: dict[type, Any] = {
        Moment: datetime(2026, 3, 2 + number, 9, 30, 0, 250, tzinfo=UTC),
        Date: date(2026, 2, 27 + number),
        LargeBinary: bytes([number, 0, 255]),
        Boolean: not number,
        Integer: 7 + number,
        Float: 1.5 + number,
        JSON: {"键": [number, None, 0.1]},
        String: f"Wort 词 {number}",
    }
    return next(sample for kind, sample in samples.items() if isinstance(column.type, kind))


@pytest.mark.parametrize("name", copying.TABLES)
def test_every_column_comes_back(name: str) -> None:
    table = METADATA.tables[name]
    rows = [{column.name: something(column, number) for column in table.columns} for number in range(2)]
    with place(table).begin() as tx, place(table).begin() as other:
        tx.execute(table.insert(), rows)
        written = json.loads(json.dumps([*copying.rows(tx, name)]))
        assert copying.add(other, name, written) == len(rows)
        assert [dict(row) for row in other.execute(select(table)).mappings()] == rows
