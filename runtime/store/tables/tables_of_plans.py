"""Projects: their plans, who and what there is for them, every change of a plan, and what was done."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

PROJECT = Table(
    "project",
    METADATA,
    workspace(),
    identity(),
    Column("number", String(80), nullable=False),
    text("name"),
    reference("customer_id", nullable=True),
    reference("lead_id", nullable=True),
    plain("members"),
    Column("budget", BigInteger, nullable=True),
    Column("currency", String(3), nullable=False, default=""),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("status", String(16), nullable=False),
    Column("plan_version", Integer, nullable=False),
    Column("touched", Integer, nullable=False, default=0),
    Column("calendar", Integer, nullable=False, default=0),
    moment("created_at"),
    UniqueConstraint("workspace_id", "number"),
    Index("ix_project_listed", "workspace_id", "status", "id"),
    Index("ix_project_customer", "workspace_id", "customer_id"),
)
"""``budget`` in hundredths; ``ends`` as the plan says it. ``touched`` counts progress, and locks the row for it."""

ACTIVITY = Table(
    "activity",
    METADATA,
    workspace(),
    identity("project_id"),
    Column("id", String(40), primary_key=True),
    Column("place", Integer, nullable=False),
    text("title"),
    Column("parent", String(40), nullable=False, default=""),
    Column("start", Date, nullable=True),
    Column("days", Integer, nullable=False),
    plain("after"),
    plain("people"),
    plain("material"),
    Column("done", Integer, nullable=False),
    Column("case_id", String(40), nullable=False, default=""),
    Column("kind", String(16), nullable=False, default=""),
    Column("fixed", Boolean, nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    belongs_to("project", "project_id"),
    Index("ix_activity_case", "workspace_id", "case_id"),
)
"""``begins`` and ``ends`` as they were worked out last."""

BOOKING = Table(
    "booking",
    METADATA,
    workspace(),
    identity("person_id"),
    identity("project_id"),
    Column("activity_id", String(40), primary_key=True),
    Column("leads", Boolean, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("reminded", Boolean, nullable=False, default=False),
    belongs_to("project", "project_id"),
    Index("ix_booking_tasks", "workspace_id", "person_id", "open", "ends", "activity_id"),
    Index("ix_booking_due", "workspace_id", "open", "reminded", "ends"),
    Index("ix_booking_project", "workspace_id", "project_id", "activity_id"),
)
"""Who is to do what: one row for each person of an activity that is not done. ``open``: it can begin. ``leads``: they answer for it."""

RESOURCE = Table(
    "resource",
    METADATA,
    workspace(),
    identity(),
    text("title"),
    Column("kind", String(16), nullable=False),
    Column("capacity", Integer, nullable=False),
    plain("off"),
)
"""Material; and people who have less than the whole of their day for projects, by their id."""

PLAN_CHANGE = Table(
    "plan_change",
    METADATA,
    workspace(),
    identity("project_id"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    moment("at"),
    Column("by", String(40), nullable=False),
    text("by_name"),
    text("why"),
    Column("case_id", String(40), nullable=False, default=""),
    Column("undoes", Integer, nullable=True),
    Column("delay", Integer, nullable=False, default=0),
    plain("was"),
    plain("became"),
    plain("said"),
    plain("double_booked"),
    belongs_to("project", "project_id"),
    Index("ix_plan_change_case", "workspace_id", "case_id"),
)
"""``was`` and ``became``: activity id to itself (with its place), null where it was not there. ``said``: what moved, in words."""

WORK_DONE = Table(
    "work_done",
    METADATA,
    workspace(),
    identity(),
    reference("project_id"),
    Column("activity_id", String(40), nullable=False),
    moment("at"),
    Column("by", String(40), nullable=False),
    text("by_name"),
    Column("done", Integer, nullable=False),
    text("operation"),
    text("result"),
    belongs_to("project", "project_id"),
    Index("ix_work_done_activity", "workspace_id", "project_id", "activity_id", "id"),
)

PLAN_BASELINE = Table(
    "plan_baseline",
    METADATA,
    workspace(),
    identity("project_id"),
    Column("version", Integer, nullable=False),
    moment("at"),
    Column("by", String(40), nullable=False),
    text("by_name"),
    plain("dates"),
    belongs_to("project", "project_id"),
)
"""What progress is measured against besides the plan as it is now: activity id to first and last day."""
