"""What the finished builder brings: templates of a workspace, and where a process has come from."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    templates_and_descents()
    guidance()
    presence_and_clipboard()
    process_acts()


def downgrade() -> None:
    op.drop_table("process_act")
    op.drop_table("clipboard")
    op.drop_table("presence")
    op.drop_table("guidance")
    forget_templates_and_descents()


def templates_and_descents() -> None:
    """Templates that a workspace has saved; which of their versions (or of ours) a process was made from."""
    op.create_table(
        "template",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_template"),
    )
    op.create_table(
        "descent",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("draft_id", sa.String(26), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("origin", sa.String(80), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("samples", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_descent"),
    )
    op.create_index("ix_descent_process_key", "descent", ["workspace_id", "process_key"])
    op.create_index("ix_descent_draft_id", "descent", ["workspace_id", "draft_id"])


def forget_templates_and_descents() -> None:
    op.drop_table("descent")
    op.drop_table("template")


def guidance() -> None:
    """What somebody has told the guide so far, and whether they have been shown around."""
    op.create_table(
        "guidance",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("said_at", Moment(), nullable=True),
        sa.Column("toured_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_guidance"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"], name="fk_guidance_person"
        ),
    )


def presence_and_clipboard() -> None:
    """Who has a draft open, and what somebody has copied last out of one."""
    op.create_table(
        "presence",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("draft_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "draft_id", "person_id", name="pk_presence"),
    )
    op.create_table(
        "clipboard",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("clip", sa.Text(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_clipboard"),
    )


def process_acts() -> None:
    """Who has retired a process, taken it up again, planned a publication or called one off."""
    op.create_table(
        "process_act",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("did", sa.String(12), nullable=False),
        sa.Column("did_by", sa.String(40), nullable=False),
        sa.Column("did_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_process_act"),
    )
    op.create_index("ix_process_act_process_key", "process_act", ["workspace_id", "process_key"])
