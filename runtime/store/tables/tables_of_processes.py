"""What can be asked for: drafts, processes, their published versions, and the links that lead to them."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

_WAITS = sql("settled_at IS NULL")

PROCESS = Table(
    "process",
    METADATA,
    workspace(),
    Column("key", String(80), primary_key=True),
    plain("title"),
    plain("about"),
    Column("category", String(80), nullable=False, default=""),
    reference("current_version_id"),
    Column("versions", Integer, nullable=False),
    Column("open", Boolean, nullable=False, default=True),
)

VERSION = Table(
    "version",
    METADATA,
    workspace(),
    identity(),
    Column("process_key", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    text("document"),
    Column("fingerprint", String(64), nullable=False),
    text("note"),
    moment("published_at"),
    Column("published_by", String(40), nullable=False),
    belongs_to("process", "process_key", "key"),
    UniqueConstraint("workspace_id", "process_key", "number"),
)

PUBLICATION = Table(
    "publication",
    METADATA,
    workspace(),
    identity(),
    Column("process_key", String(80), nullable=False),
    text("document"),
    text("note"),
    moment("due_at"),
    moment("asked_at"),
    Column("asked_by", String(40), nullable=False),
    moment("settled_at", nullable=True),
    Column("outcome", String(12), nullable=False, default=""),
    plain("why"),
    Index(
        "ix_publication_waiting",
        "workspace_id",
        "process_key",
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    ),
    Index("ix_publication_due", "due_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("ix_publication_process", "workspace_id", "process_key", "asked_at"),
)
"""Documents that are to be published at a date, and what became of it; one of a process may wait."""

PUBLIC_LINK = Table(
    "public_link",
    METADATA,
    workspace(),
    identity(),
    Column("token", String(64), nullable=False, unique=True),
    Column("process_key", String(80), nullable=False),
    Column("open", Boolean, nullable=False, default=True),
    moment("created_at"),
    text("name"),
    text("password_hash"),
    moment("opens_at", nullable=True),
    moment("closes_at", nullable=True),
    Column("most", Integer, nullable=True),
    Column("once", Boolean, nullable=False, default=False),
    Column("lang", String(16), nullable=False, default=""),
    plain("sites"),
    plain("sealed"),
    Column("answers", Integer, nullable=False, default=0),
    moment("last_at", nullable=True),
    belongs_to("process", "process_key", "key"),
    Index("ix_public_link_process", "workspace_id", "process_key"),
)

LINK_ANSWER = Table(
    "link_answer",
    METADATA,
    workspace(),
    identity("link_id"),
    identity("case_id"),
    Column("who", String(40), nullable=False),
    moment("at"),
    belongs_to("public_link", "link_id"),
    Index("ix_link_answer_who", "workspace_id", "link_id", "who"),
    Index("ix_link_answer_at", "workspace_id", "link_id", "at"),
)
"""Which request came by which link, and from whom: how many there are lately, and whether somebody was here before."""

DRAFT = Table(
    "draft",
    METADATA,
    workspace(),
    identity(),
    Column("process_key", String(80), nullable=False),
    text("document"),
    Column("revision", Integer, nullable=False),
    Column("step", Integer, nullable=False, default=0),
    Column("origin", String(80), nullable=False, default=""),
    moment("updated_at"),
    Column("updated_by", String(40), nullable=False),
    Index("ix_draft_updated", "workspace_id", "updated_at"),
)

DRAFT_STEP = Table(
    "draft_step",
    METADATA,
    workspace(),
    identity("draft_id"),
    Column("step", Integer, primary_key=True),
    text("document"),
    Column("revision", Integer, nullable=False, default=0),
    moment("made_at", nullable=True),
    text("made_by"),
    belongs_to("draft", "draft_id"),
)
"""The states that a draft went through, so that undo and redo have no limit; `draft.step` is the present one."""

TEMPLATE = Table(
    "template",
    METADATA,
    workspace(),
    Column("key", String(64), primary_key=True),
    text("document"),
    Column("fingerprint", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    moment("made_at"),
    Column("made_by", String(40), nullable=False),
)
"""Processes that a workspace has put into its gallery, each as it was saved last; ``number`` counts how often."""

DESCENT = Table(
    "descent",
    METADATA,
    workspace(),
    identity(),
    Column("process_key", String(80), nullable=False),
    reference("draft_id"),
    Column("step", Integer, nullable=False),
    moment("taken_at"),
    Column("origin", String(80), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    text("document"),
    plain("choices"),
    plain("samples"),
    Index("ix_descent_process_key", "workspace_id", "process_key"),
    Index("ix_descent_draft_id", "workspace_id", "draft_id"),
)
"""What a process was made from, and what it has been brought up to since: at which step of which draft that was."""

PRESENCE = Table(
    "presence",
    METADATA,
    workspace(),
    identity("draft_id"),
    identity("person_id"),
    Column("name", String(40), nullable=False),
    Column("place", String(120), nullable=False),
    moment("seen_at"),
)
"""Who has a draft open, on which part of it, and when their browser last said so."""

CLIPBOARD = Table(
    "clipboard",
    METADATA,
    workspace(),
    identity("person_id"),
    text("clip"),
    moment("taken_at"),
)
"""What somebody has copied last out of a draft."""

COUNTER = Table(
    "counter",
    METADATA,
    workspace(),
    Column("scope", String(120), primary_key=True),
    Column("value", Integer, nullable=False),
)

PROCESS_ACT = Table(
    "process_act",
    METADATA,
    workspace(),
    identity(),
    Column("process_key", String(80), nullable=False),
    Column("did", String(12), nullable=False),
    Column("did_by", String(40), nullable=False),
    moment("did_at"),
    Index("ix_process_act_process_key", "workspace_id", "process_key"),
)
"""What was done with a process besides publishing it, and by whom; rows are added and never changed."""
