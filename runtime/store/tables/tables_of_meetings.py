"""Where requests are talked about: meetings with their agendas, contacts that were had, stakeholders who were asked."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

_TO_COME = sql("next_due IS NOT NULL AND reminded_at IS NULL")

MEETING_SERIES = Table(
    "meeting_series",
    METADATA,
    workspace(),
    identity(),
    text("title"),
    Column("group_key", String(80), nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("first_on", String(10), nullable=False),
    Column("clock", String(5), nullable=False),
    Column("length", Integer, nullable=False),
    text("place"),
    text("link"),
    Column("quorum", Integer, nullable=False),
    Column("on_holiday", String(8), nullable=False),
    Column("chair", String(40), nullable=False),
    Column("secretary", String(40), nullable=False),
    Column("active", Boolean, nullable=False),
    moment("made_at"),
)
"""What makes its next meeting by itself; ``first_on`` fixes the weekday."""

MEETING = Table(
    "meeting",
    METADATA,
    workspace(),
    identity(),
    reference("series_id", nullable=True),
    Column("slot", String(10), nullable=False),
    Column("number", String(20), nullable=False),
    text("title"),
    Column("group_key", String(80), nullable=False),
    moment("begins_at"),
    Column("length", Integer, nullable=False),
    text("place"),
    text("link"),
    Column("quorum", Integer, nullable=False),
    Column("chair", String(40), nullable=False),
    Column("secretary", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    plain("people"),
    text("notes"),
    Column("version", Integer, nullable=False),
    moment("made_at"),
    moment("finished_at", nullable=True),
    text("finished_by"),
    plain("minutes"),
    Column("seal", String(64), nullable=False, default=""),
    belongs_to("meeting_series", "series_id"),
    UniqueConstraint("workspace_id", "series_id", "slot"),
    Index("ix_meeting_begins_at", "workspace_id", "begins_at", "id"),
)
"""``slot`` is the day on which its series has it, wherever it was moved to: of one day there is one."""

AGENDA_ITEM = Table(
    "agenda_item",
    METADATA,
    workspace(),
    identity(),
    reference("meeting_id"),
    reference("case_id", nullable=True),
    Column("position", Integer, nullable=False),
    text("title"),
    Column("length", Integer, nullable=False),
    text("notes"),
    Column("state", String(12), nullable=False),
    plain("outcome"),
    text("added_by"),
    belongs_to("meeting", "meeting_id"),
    belongs_to("case_file", "case_id"),
    Index("ix_agenda_item_meeting", "workspace_id", "meeting_id"),
    Index("ix_agenda_item_case", "workspace_id", "case_id"),
)

ADDENDUM = Table(
    "addendum",
    METADATA,
    workspace(),
    identity(),
    reference("meeting_id"),
    text("text"),
    text("by_name"),
    moment("at"),
    Column("seal", String(64), nullable=False),
    belongs_to("meeting", "meeting_id"),
    Index("ix_addendum_meeting", "workspace_id", "meeting_id"),
)
"""What was corrected after the minutes were finished; each is sealed with what stood before it."""

CONTACT_ENTRY = Table(
    "contact_entry",
    METADATA,
    workspace(),
    identity(),
    reference("case_id", nullable=True),
    reference("customer_id", nullable=True),
    Column("how", String(16), nullable=False),
    text("partner"),
    moment("had_at"),
    plain("said"),
    Column("next_due", String(10), nullable=True),
    moment("reminded_at", nullable=True),
    Column("by", String(40), nullable=False),
    text("by_name"),
    moment("at"),
    reference("corrects", nullable=True),
    Column("shown", Boolean, nullable=False),
    belongs_to("case_file", "case_id"),
    Index("ix_contact_entry_case", "workspace_id", "case_id"),
    Index("ix_contact_entry_customer", "workspace_id", "customer_id"),
    Index("ix_contact_entry_due", "next_due", sqlite_where=_TO_COME, postgresql_where=_TO_COME),
)
"""A contact with somebody outside. Of a request it stands in the journal as well, which is what counts."""

OPINION = Table(
    "opinion",
    METADATA,
    workspace(),
    identity(),
    reference("case_id"),
    Column("email", String(254), nullable=False),
    text("name"),
    Column("lang", String(16), nullable=False),
    Column("asks", String(8), nullable=False),
    text("text"),
    plain("fields"),
    Column("by", String(40), nullable=False),
    text("by_name"),
    moment("asked_at"),
    moment("expires_at"),
    moment("reminded_at", nullable=True),
    moment("seen_at", nullable=True),
    Column("answer", String(12), nullable=False),
    text("said"),
    text("said_by"),
    moment("said_at", nullable=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    belongs_to("case_file", "case_id"),
    Index("ix_opinion_case", "workspace_id", "case_id"),
)
"""Somebody without an account who was informed of a request, or asked whether they support it."""

SUCCESSION = Table(
    "succession",
    METADATA,
    workspace(),
    identity("before_id"),
    identity("after_id"),
    Column("by", String(40), nullable=False),
    moment("at"),
    belongs_to("case_file", "before_id"),
    ForeignKeyConstraint(
        ["workspace_id", "after_id"], ["case_file.workspace_id", "case_file.id"], name="fk_succession_after"
    ),
    Index("ix_succession_after", "workspace_id", "after_id"),
)
"""One request has become another."""
