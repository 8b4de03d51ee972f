"""Numbered papers that requests have issued, and the keys to the clients' portal."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

PAPER = Table(
    "paper",
    METADATA,
    workspace(),
    identity(),
    reference("case_id"),
    reference("customer_id", nullable=True),
    Column("process_key", String(80), nullable=False),
    Column("kind", String(80), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", String(80), nullable=False),
    Column("supersedes", String(80), nullable=False, default=""),
    plain("title"),
    Column("lang", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    moment("issued_at"),
    moment("accepted_at", nullable=True),
    Column("accepted_by", String(40), nullable=False, default=""),
    text("accepted_name"),
    belongs_to("case_file", "case_id"),
    UniqueConstraint("workspace_id", "process_key", "kind", "subject", "version"),
    Index("ix_paper_case", "workspace_id", "case_id"),
    Index("ix_paper_customer", "workspace_id", "customer_id", "id"),
)
"""``subject`` stands for what the paper is about: of one subject each version supersedes the one before."""

PORTAL_LINK = Table(
    "portal_link",
    METADATA,
    workspace(),
    identity(),
    reference("contact_id"),
    Column("link_hash", String(64), nullable=False, unique=True),
    moment("made_at"),
    moment("until"),
    moment("used_at", nullable=True),
    belongs_to("contact", "contact_id"),
    Index("ix_portal_link_contact", "workspace_id", "contact_id", "made_at"),
    Index("ix_portal_link_until", "until"),
)
"""One-time links by which a contact comes into their portal."""

PORTAL_SESSION = Table(
    "portal_session",
    METADATA,
    workspace(),
    identity(),
    reference("contact_id"),
    Column("session_hash", String(64), nullable=False, unique=True),
    moment("began_at"),
    moment("until"),
    belongs_to("contact", "contact_id"),
    Index("ix_portal_session_contact", "workspace_id", "contact_id"),
    Index("ix_portal_session_until", "until"),
)
"""Browsers in which a contact is in their portal."""
