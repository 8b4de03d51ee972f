"""Trackers of others that stand for ours: a connection is a channel with more to it, and a twin is a case there."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, text, workspace

_THERE = sql("there_id <> ''")
_AT_ODDS = sql("at_odds <> ''")

MIRROR = Table(
    "mirror",
    METADATA,
    workspace(),
    Column("key", String(80), primary_key=True),
    Column("process_key", String(80), nullable=False),
    text("account"),
    text("token"),
    text("place"),
    text("sort"),
    text("me"),
    text("hook"),
    Column("direction", String(8), nullable=False),
    Column("by_all", Boolean, nullable=False),
    Column("comments", Boolean, nullable=False),
    Column("dues", Boolean, nullable=False),
    plain("offered"),
    plain("statuses"),
    plain("out"),
    plain("into"),
    plain("fields"),
    moment("looked_at", nullable=True),
    ForeignKeyConstraint(["workspace_id", "key"], ["channel.workspace_id", "channel.key"]),
    Index("ix_mirror_process", "workspace_id", "process_key"),
)
"""``token`` is sealed, like address and secret of its channel. ``looked_at``: what had changed there before that is known."""

TWIN = Table(
    "twin",
    METADATA,
    workspace(),
    identity("case_id"),
    Column("mirror_key", String(80), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("there_id", String(80), nullable=False),
    text("there_name"),
    text("url"),
    text("status"),
    text("theirs"),
    text("ours"),
    moment("there_at", nullable=True),
    moment("synced_at", nullable=True),
    moment("begun_at", nullable=True),
    moment("busy_until", nullable=True),
    Column("at_odds", String(40), nullable=False),
    text("odds_detail"),
    moment("odds_since", nullable=True),
    plain("walked"),
    moment("due_told", nullable=True),
    text("due_odds"),
    text("assignee"),
    belongs_to("case_file", "case_id"),
    ForeignKeyConstraint(["workspace_id", "mirror_key"], ["mirror.workspace_id", "mirror.key"]),
    Index(
        "ix_twin_there",
        *("workspace_id", "mirror_key", "there_id"),
        unique=True,
        sqlite_where=_THERE,
        postgresql_where=_THERE,
    ),
    Index("ix_twin_at_odds", "workspace_id", "mirror_key", "case_id", sqlite_where=_AT_ODDS, postgresql_where=_AT_ODDS),
)
"""Which issue or card stands for which case, and on what both last agreed."""
