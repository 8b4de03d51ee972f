"""Forms that somebody has begun and not sent yet."""

from sqlalchemy import Column, Index, String, Table, UniqueConstraint

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

SAVED_ANSWER = Table(
    "saved_answer",
    METADATA,
    workspace(),
    identity(),
    Column("party", String(40), nullable=False),
    Column("process_key", String(80), nullable=False),
    Column("place", String(64), nullable=False),
    reference("version_id"),
    Column("channel", String(16), nullable=False),
    Column("key", String(200), nullable=False),
    plain("raw"),
    text("query"),
    moment("saved_at"),
    Column("token_hash", String(64), nullable=True, unique=True),
    belongs_to("process", "process_key", "key"),
    belongs_to("version", "version_id"),
    UniqueConstraint("workspace_id", "party", "process_key", "place"),
    Index("ix_saved_answer_old", "saved_at"),
)
