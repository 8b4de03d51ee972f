"""What was asked for and became of it: cases, their journal, to-dos, and files."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

_DUE = sql("next_due IS NOT NULL")
_INSIDE = sql("parent_id IS NOT NULL")
_CLIENTS = sql("contact_id IS NOT NULL")
_CUSTOMERS = sql("customer_id IS NOT NULL")
_STUCK = sql("incident <> ''")
_RUNNING = sql("ended = ''")
_UNREAD = sql("read_at IS NULL")
_READ = sql("read_at IS NOT NULL")
_LIST_OF_COPIES = ("workspace_id", "party", "at", "case_id")
_UNIQUE = sql("is_unique")
_UNCLAIMED = sql("case_id IS NULL")

CASE_FILE = Table(
    "case_file",
    METADATA,
    workspace(),
    identity(),
    Column("number", String(80), nullable=False),
    Column("process_key", String(80), nullable=False),
    reference("version_id"),
    plain("title"),
    plain("summary"),
    Column("requester", String(40), nullable=False),
    text("requester_name"),
    Column("filer", String(40), nullable=False),
    text("filer_name"),
    reference("contact_id", nullable=True),
    reference("customer_id", nullable=True),
    Column("channel", String(16), nullable=False),
    reference("parent_id", nullable=True),
    Column("parent_state", String(80), nullable=False, default=""),
    Column("parent_visit", Integer, nullable=False, default=0),
    Column("version", Integer, nullable=False),
    plain("position"),
    plain("answers"),
    Column("state", String(80), nullable=False),
    Column("ended", String(80), nullable=False, default=""),
    plain("timers"),
    moment("next_due", nullable=True),
    text("incident"),
    moment("stuck_since", nullable=True),
    moment("opened_at"),
    moment("closed_at", nullable=True),
    Column("journal_count", Integer, nullable=False),
    Column("journal_head", String(64), nullable=False),
    Column("calendar", Integer, nullable=False, default=0),
    Column("tracking_hash", String(64), nullable=False, unique=True),
    belongs_to("process", "process_key", "key"),
    belongs_to("version", "version_id"),
    belongs_to("contact", "contact_id"),
    UniqueConstraint("workspace_id", "process_key", "number"),
    Index("ix_case_file_mine", "workspace_id", "filer", "opened_at", "id"),
    Index("ix_case_file_due", "next_due", sqlite_where=_DUE, postgresql_where=_DUE),
    Index("ix_case_file_calendar", "workspace_id", "calendar", sqlite_where=_DUE, postgresql_where=_DUE),
    Index("ix_case_file_parent", "workspace_id", "parent_id", sqlite_where=_INSIDE, postgresql_where=_INSIDE),
    Index(
        "ix_case_file_running",
        *("workspace_id", "version_id", "id"),
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    ),
    Index(
        "ix_case_file_customer",
        *("workspace_id", "customer_id", "id"),
        sqlite_where=_CUSTOMERS,
        postgresql_where=_CUSTOMERS,
    ),
    Index(
        "ix_case_file_contact",
        *("workspace_id", "contact_id", "opened_at", "id"),
        sqlite_where=_CLIENTS,
        postgresql_where=_CLIENTS,
    ),
    Index("ix_case_file_incident", "workspace_id", "id", sqlite_where=_STUCK, postgresql_where=_STUCK),
)

JOURNAL = Table(
    "journal",
    METADATA,
    workspace(),
    identity("case_id"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    moment("at"),
    Column("by", String(40), nullable=False),
    text("by_name"),
    Column("kind", String(16), nullable=False),
    plain("body"),
    Column("before_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    belongs_to("case_file", "case_id"),
)

TASK = Table(
    "task",
    METADATA,
    workspace(),
    identity(),
    Column("party", String(40), primary_key=True),
    text("party_name"),
    reference("case_id"),
    Column("state", String(80), nullable=False),
    Column("visit", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    moment("rank"),
    moment("opened_at"),
    moment("due_at", nullable=True),
    moment("closed_at", nullable=True),
    Column("closed_by", String(40), nullable=False, default=""),
    plain("why"),
    Column("link_hash", String(64), nullable=True, unique=True),
    moment("link_until", nullable=True),
    belongs_to("case_file", "case_id"),
    Index("ix_task_inbox", "workspace_id", "party", "open", "rank", "id"),
    Index("ix_task_case", "workspace_id", "case_id"),
)

SHOWN_TO = Table(
    "shown_to",
    METADATA,
    workspace(),
    Column("party", String(40), primary_key=True),
    identity("case_id"),
    Column("by", String(40), nullable=False),
    Column("state", String(80), nullable=False),
    moment("at"),
    moment("read_at", nullable=True),
    belongs_to("case_file", "case_id"),
    Index("ix_shown_to_case", "workspace_id", "case_id"),
    Index("ix_shown_to_unread", *_LIST_OF_COPIES, sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    Index("ix_shown_to_read", *_LIST_OF_COPIES, sqlite_where=_READ, postgresql_where=_READ),
)
"""Who is shown a request that they need not act on."""

FILE = Table(
    "file",
    METADATA,
    workspace(),
    identity(),
    reference("case_id", nullable=True),
    text("name"),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("by", String(40), nullable=False),
    moment("at"),
    belongs_to("case_file", "case_id"),
    Index("ix_file_case", "workspace_id", "case_id"),
    Index("ix_file_unclaimed", "at", sqlite_where=_UNCLAIMED, postgresql_where=_UNCLAIMED),
)

ARRIVAL = Table(
    "arrival",
    METADATA,
    workspace(),
    identity(),
    text("name"),
    Column("size", BigInteger, nullable=False),
    Column("by", String(40), nullable=False),
    moment("at"),
    Column("file_id", String(26), nullable=False, default=""),
    Index("ix_arrival_at", "at"),
)

ANSWER_KEY = Table(
    "answer_key",
    METADATA,
    workspace(),
    Column("process_key", String(80), primary_key=True),
    Column("field", String(200), primary_key=True),
    Column("hash", String(64), primary_key=True),
    identity("case_id"),
    Column("is_unique", Boolean, nullable=False),
    belongs_to("case_file", "case_id"),
    Index(
        "ix_answer_key_unique",
        *("workspace_id", "process_key", "field", "hash"),
        unique=True,
        sqlite_where=_UNIQUE,
        postgresql_where=_UNIQUE,
    ),
    Index("ix_answer_key_case", "workspace_id", "case_id"),
)
"""Which request has which answer, of fields where that matters: of one that must be unique no two rows are alike."""

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    workspace(),
    Column("scope", String(80), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    plain("body"),
    moment("at"),
    Index("ix_idempotency_at", "at"),
)
