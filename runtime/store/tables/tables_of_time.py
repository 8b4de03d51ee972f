"""When people work: the calendar by which a workspace counts its deadlines."""

from sqlalchemy import Column, Integer, String, Table

from runtime.store.tables.columns import METADATA, moment, plain, workspace

WORKING_CALENDAR = Table(
    "working_calendar",
    METADATA,
    workspace(),
    Column("version", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    plain("workdays"),
    Column("day_start", String(5), nullable=False),
    Column("day_end", String(5), nullable=False),
    plain("days"),
    moment("changed_at"),
    Column("changed_by", String(40), nullable=False),
)
