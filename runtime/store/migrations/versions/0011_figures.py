"""What insight brings: what is counted of each request, and of each step that it has left."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0011"
down_revision = "0010"

_VISIT = sa.text("party = ''")
_HAND = sa.text("party <> ''")


def upgrade() -> None:
    requests()
    steps()
    archive()
    rules()


def downgrade() -> None:
    op.drop_table("report_reader")
    op.drop_table("frequent_rule")
    op.drop_table("archive_word")
    op.drop_table("figure_step")
    op.drop_table("figure_case")


def requests() -> None:
    op.create_table(
        "figure_case",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("opened_on", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("contact_id", sa.String(26), nullable=True),
        sa.Column("customer_id", sa.String(26), nullable=True),
        *[sa.Column(name, sa.Integer(), nullable=True) for name in ("took", "lasted", "response", "response_lasted")],
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("expected", sa.Float(), nullable=True),
        sa.Column("goal", sa.String(80), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", name="pk_figure_case"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_figure_case_case_file"
        ),
    )
    opened = ["workspace_id", "process_key", "opened_on", "response"]
    op.create_index("ix_figure_case_opened", "figure_case", opened)
    closed = ["workspace_id", "process_key", "closed_on", "took", "lasted", "response", "late", "outcome"]
    there = sa.text("closed_on IS NOT NULL")
    op.create_index("ix_figure_case_closed", "figure_case", closed, sqlite_where=there, postgresql_where=there)
    op.create_index("ix_figure_case_customer", "figure_case", ["workspace_id", "customer_id", "opened_on"])
    op.create_index("ix_figure_case_contact", "figure_case", ["workspace_id", "contact_id", "opened_on"])


def steps() -> None:
    op.create_table(
        "figure_step",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("left_on", sa.Integer(), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.Column("left_at", Moment(), nullable=False),
        *[sa.Column(name, sa.String(80), nullable=False) for name in ("how", "to", "team")],
        sa.Column("party", sa.String(40), nullable=False),
        *[sa.Column(name, sa.Integer(), nullable=False) for name in ("took", "lasted")],
        *[sa.Column(name, sa.Integer(), nullable=True) for name in ("response", "response_lasted")],
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", "seq", "part", name="pk_figure_step"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_figure_step_case_file"
        ),
    )
    for name, columns, kind in (
        ("left", ("state", "took", "left_on", "late", "team"), _VISIT),
        ("response", ("state", "response", "left_on"), _VISIT),
        ("way", ("state", "how", "to", "left_on"), _VISIT),
        ("hand", ("party", "team", "took", "left_on", "late"), _HAND),
    ):
        op.create_index(
            f"ix_figure_step_{name}",
            "figure_step",
            ["workspace_id", "process_key", *columns],
            sqlite_where=kind,
            postgresql_where=kind,
        )


def archive() -> None:
    """By which words closed requests are found."""
    op.create_table(
        "archive_word",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "word", "case_id", "field", name="pk_archive_word"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_archive_word_case_file"
        ),
    )
    op.create_index("ix_archive_word_case", "archive_word", ["workspace_id", "case_id"])


def rules() -> None:
    """From when on a customer asks often, and who gets the report by mail."""
    op.create_table(
        "frequent_rule",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "process_key", name="pk_frequent_rule"),
    )
    op.create_table(
        "report_reader",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("rhythm", sa.String(8), nullable=False),
        sa.Column("process_key", sa.String(80), nullable=False),
        sa.Column("sent_for", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_report_reader"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"], name="fk_report_reader_person"
        ),
    )
