"""Who there is: workspaces, people, groups, customers and their contacts, keys to the API."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

_KEPT = sql("keeper_id IS NOT NULL")

WORKSPACE = Table(
    "workspace",
    METADATA,
    identity(),
    text("name"),
    moment("created_at"),
    Column("accent", String(7), nullable=False, default=""),
    Column("lang", String(16), nullable=False, default=""),
    Column("mail_decisions", Boolean, nullable=False, default=True),
)

LOGO = Table(
    "logo",
    METADATA,
    workspace(),
    Column("hash", String(64), nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The picture of a workspace, drawn anew from the one that was sent: small enough to stand in a row."""

PERSON = Table(
    "person",
    METADATA,
    workspace(),
    identity(),
    Column("email", String(254), nullable=False),
    Column("short_key", String(80), nullable=False),
    text("name"),
    text("password_hash"),
    Column("lang", String(16), nullable=False, default="en"),
    reference("manager_id", nullable=True),
    Column("role", String(16), nullable=False, default="member"),
    Column("active", Boolean, nullable=False, default=True),
    reference("department_id", nullable=True),
    moment("created_at"),
    UniqueConstraint("workspace_id", "email"),
    UniqueConstraint("workspace_id", "short_key"),
    Index("ix_person_email", "email"),
    Index("ix_person_name", "workspace_id", "name", "id"),
)

GUIDANCE = Table(
    "guidance",
    METADATA,
    workspace(),
    identity("person_id"),
    plain("said"),
    moment("said_at", nullable=True),
    moment("toured_at", nullable=True),
    belongs_to("person", "person_id"),
)
"""What somebody has told the guide that makes their first process, and when they were shown around the designer."""

DEPARTMENT = Table(
    "department",
    METADATA,
    workspace(),
    identity(),
    Column("key", String(80), nullable=False),
    plain("title"),
    reference("parent_id", nullable=True),
    reference("head_id", nullable=True),
    UniqueConstraint("workspace_id", "key"),
)

TEAM_GROUP = Table(
    "team_group",
    METADATA,
    workspace(),
    identity(),
    Column("key", String(80), nullable=False),
    plain("title"),
    UniqueConstraint("workspace_id", "key"),
)

GROUP_MEMBER = Table(
    "group_member",
    METADATA,
    workspace(),
    identity("group_id"),
    identity("person_id"),
    belongs_to("team_group", "group_id"),
    belongs_to("person", "person_id"),
)

CUSTOMER = Table(
    "customer",
    METADATA,
    workspace(),
    identity(),
    Column("name", String(200), nullable=False),
    Column("kind", String(16), nullable=False, default="customer"),
    Column("active", Boolean, nullable=False, default=True),
    Column("own", JSON(none_as_null=True), nullable=False, default=dict),
    text("note"),
    reference("keeper_id", nullable=True),
    reference("contact_id", nullable=True),
    reference("merged_into", nullable=True),
    moment("created_at"),
    UniqueConstraint("workspace_id", "name"),
    Index("ix_customer_listed", "workspace_id", "active", "kind", "name"),
    Index("ix_customer_newest", "workspace_id", "active", "id"),
    Index(
        "ix_customer_keeper",
        *("workspace_id", "keeper_id", "name"),
        sqlite_where=_KEPT,
        postgresql_where=_KEPT,
    ),
)
"""``keeper_id`` is the colleague who looks after it, ``contact_id`` whoever receives and sends all its messages."""

CONTACT = Table(
    "contact",
    METADATA,
    workspace(),
    identity(),
    reference("customer_id", nullable=True),
    Column("email", String(254), nullable=False),
    text("name"),
    text("phone"),
    text("company"),
    Column("lang", String(16), nullable=False, default="en"),
    Column("active", Boolean, nullable=False, default=True),
    Column("own", JSON(none_as_null=True), nullable=False, default=dict),
    reference("merged_into", nullable=True),
    moment("created_at"),
    belongs_to("customer", "customer_id"),
    UniqueConstraint("workspace_id", "email"),
    Index("ix_contact_name", "workspace_id", "name", "id"),
    Index("ix_contact_customer", "workspace_id", "customer_id", "name", "id"),
)

ABSENCE = Table(
    "absence",
    METADATA,
    workspace(),
    identity("person_id"),
    identity(),
    moment("begins_at"),
    moment("ends_at"),
    reference("deputy_id"),
    Column("by", String(40), nullable=False),
    belongs_to("person", "person_id"),
)
"""When somebody is away, and who acts for them then."""

NAME_WORD = Table(
    "name_word",
    METADATA,
    workspace(),
    Column("kind", String(16), primary_key=True),
    identity("target_id"),
    Column("word", String(80).with_variant(String(80, collation="C"), "postgresql"), primary_key=True),
    Index("ix_name_word", "workspace_id", "kind", "word", "target_id"),
)
"""By which words a person, a customer or a contact is found: ordered by bytes, so that what begins alike stands together."""

API_TOKEN = Table(
    "api_token",
    METADATA,
    Column("hash", String(64), primary_key=True),
    workspace(key=False),
    reference("person_id"),
    text("label"),
    moment("created_at"),
    belongs_to("person", "person_id"),
)
