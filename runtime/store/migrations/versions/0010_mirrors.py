"""What Jira and Trello bring: which request stands for which issue or card."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    mirrors()
    twins()


def downgrade() -> None:
    op.drop_table("twin")
    op.drop_table("mirror")


def mirrors() -> None:
    """A channel whose other end is a tracker: which process, which project or board, what stands for what."""
    op.create_table(
        "mirror",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("me", sa.Text(), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("direction", sa.String(8), nullable=False),
        sa.Column("by_all", sa.Boolean(), nullable=False),
        sa.Column("comments", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("statuses", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("out", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("into", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("looked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_mirror"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "key"], ["channel.workspace_id", "channel.key"], name="fk_mirror_channel"
        ),
    )
    op.create_index("ix_mirror_process", "mirror", ["workspace_id", "process_key"])


def twins() -> None:
    """Which issue or card stands for which case, and on what both last agreed."""
    op.create_table(
        "twin",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=False),
        sa.Column("mirror_key", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("there_id", sa.String(80), nullable=False),
        sa.Column("there_name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("ours", sa.Text(), nullable=False),
        sa.Column("there_at", Moment(), nullable=True),
        sa.Column("synced_at", Moment(), nullable=True),
        sa.Column("begun_at", Moment(), nullable=True),
        sa.Column("busy_until", Moment(), nullable=True),
        sa.Column("at_odds", sa.String(40), nullable=False),
        sa.Column("odds_detail", sa.Text(), nullable=False),
        sa.Column("odds_since", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", "mirror_key", name="pk_twin"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_twin_case_file"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "mirror_key"], ["mirror.workspace_id", "mirror.key"], name="fk_twin_mirror"
        ),
    )
    ways_to_twins()


def ways_to_twins() -> None:
    there, odds = sa.text("there_id <> ''"), sa.text("at_odds <> ''")
    op.create_index(
        "ix_twin_there",
        "twin",
        ["workspace_id", "mirror_key", "there_id"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
    op.create_index(
        "ix_twin_at_odds",
        "twin",
        ["workspace_id", "mirror_key", "case_id"],
        sqlite_where=odds,
        postgresql_where=odds,
    )
