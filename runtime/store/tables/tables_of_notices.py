"""How people and programs are told: messages that go out or stand in the app, channels, and what each person likes."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

_WAITING = sql("sent_at IS NULL AND dead_at IS NULL AND gathered_in = ''")
_SENT = sql("sent_at IS NOT NULL")
_UNSENT = sql("sent_at IS NULL")
_GATHERED = sql("gathered_in <> ''")
_IN_APP = sql("party <> ''")

OUTBOX = Table(
    "outbox",
    METADATA,
    workspace(),
    identity(),
    Column("kind", String(16), nullable=False),
    Column("channel", String(80), nullable=False, default="mail"),
    plain("payload"),
    moment("made_at"),
    moment("due_at"),
    Column("attempts", Integer, nullable=False, default=0),
    moment("leased_until", nullable=True),
    moment("sent_at", nullable=True),
    moment("dead_at", nullable=True),
    text("address"),
    text("subject"),
    text("error"),
    plain("tries"),
    Column("gathered_in", String(26), nullable=False, default=""),
    Column("party", String(40), nullable=False, default=""),
    reference("case_id", nullable=True),
    moment("read_at", nullable=True),
    Index("ix_outbox_due", "channel", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_outbox_made", "workspace_id", "made_at", "id"),
    Index("ix_outbox_channel", "workspace_id", "channel", "made_at", "id"),
    Index("ix_outbox_unsent", "workspace_id", "made_at", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    Index("ix_outbox_sent", "sent_at", sqlite_where=_SENT, postgresql_where=_SENT),
    Index(
        "ix_outbox_gathered",
        *("workspace_id", "gathered_in", "made_at", "id"),
        sqlite_where=_GATHERED,
        postgresql_where=_GATHERED,
    ),
    Index(
        "ix_outbox_unread",
        *("workspace_id", "party", "read_at", "id"),
        sqlite_where=_IN_APP,
        postgresql_where=_IN_APP,
    ),
    Index("ix_outbox_party", "workspace_id", "party", "id", sqlite_where=_IN_APP, postgresql_where=_IN_APP),
)
"""A message to somebody of the workspace is their notice in the app as well: ``party`` says whose, until ``read_at``."""

NOTICE_CHOICE = Table(
    "notice_choice",
    METADATA,
    workspace(),
    identity("person_id"),
    text("not_in_app"),
    text("not_by_mail"),
    Column("digest", String(8), nullable=False, default="at_once"),
    Column("daily_at", String(5), nullable=False, default=""),
    Column("quiet_from", String(5), nullable=False, default=""),
    Column("quiet_until", String(5), nullable=False, default=""),
    Column("zone", String(64), nullable=False, default=""),
    belongs_to("person", "person_id"),
)
"""How a person wants to be told, where they have chosen; kinds of notice stand between commas: ``,task,comment,``."""

CHANNEL = Table(
    "channel",
    METADATA,
    workspace(),
    Column("key", String(80), primary_key=True),
    Column("kind", String(16), nullable=False),
    text("title"),
    text("url"),
    text("secret"),
    text("old_secret"),
    moment("old_until", nullable=True),
    Column("is_on", Boolean, nullable=False, default=True),
    Column("failures", Integer, nullable=False, default=0),
    moment("paused_until", nullable=True),
    text("error"),
    moment("made_at"),
)
"""Where messages go besides to people. The address and the secrets are sealed; ``failures`` are those since the last success."""
