"""What projects bring: plans, people and material, and the changes made to them."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    projects()
    activities()
    people_and_material()
    changes()
    work_and_agreement()


def downgrade() -> None:
    for one in ("plan_baseline", "work_done", "plan_change", "resource", "booking", "activity", "project"):
        op.drop_table(one)


def projects() -> None:
    """Whose plans they are."""
    op.create_table(
        "project",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.String(26), nullable=True),
        sa.Column("lead_id", sa.String(26), nullable=True),
        sa.Column("members", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_project"),
        sa.UniqueConstraint("workspace_id", "number", name="uq_project_workspace_id_number"),
    )
    op.create_index("ix_project_customer", "project", ["workspace_id", "customer_id"])
    op.create_index("ix_project_listed", "project", ["workspace_id", "status", "id"])


def activities() -> None:
    """What plans are made of."""
    op.create_table(
        "activity",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("project_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parent", sa.String(40), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("people", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("material", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "id", name="pk_activity"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_activity_project"
        ),
    )
    op.create_index("ix_activity_case", "activity", ["workspace_id", "case_id"])


def people_and_material() -> None:
    """Who is to do what, and what there is of whom."""
    op.create_table(
        "booking",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("project_id", sa.String(26), nullable=False),
        sa.Column("activity_id", sa.String(40), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "project_id", "activity_id", name="pk_booking"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_booking_project"
        ),
    )
    op.create_index("ix_booking_due", "booking", ["workspace_id", "open", "reminded", "ends"])
    op.create_index("ix_booking_project", "booking", ["workspace_id", "project_id", "activity_id"])
    op.create_index("ix_booking_tasks", "booking", ["workspace_id", "person_id", "open", "ends", "activity_id"])
    op.create_table(
        "resource",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("off", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_resource"),
    )


def changes() -> None:
    """Every change of a plan."""
    op.create_table(
        "plan_change",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("project_id", sa.String(26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("delay", sa.Integer(), nullable=False),
        sa.Column("was", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("became", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("double_booked", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "version", name="pk_plan_change"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_plan_change_project"
        ),
    )
    op.create_index("ix_plan_change_case", "plan_change", ["workspace_id", "case_id"])


def work_and_agreement() -> None:
    """What was done, and the plan that was agreed."""
    op.create_table(
        "work_done",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("project_id", sa.String(26), nullable=False),
        sa.Column("activity_id", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_work_done"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_work_done_project"
        ),
    )
    op.create_index("ix_work_done_activity", "work_done", ["workspace_id", "project_id", "activity_id", "id"])
    op.create_table(
        "plan_baseline",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("project_id", sa.String(26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("dates", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", name="pk_plan_baseline"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_plan_baseline_project"
        ),
    )
