"""What meetings and conversations bring: meetings, agendas, minutes; contacts that were had; who supports a request; what it became."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0008"
down_revision = "0007"

_TO_COME = sa.text("next_due IS NOT NULL AND reminded_at IS NULL")


def upgrade() -> None:
    meetings()
    agendas()
    conversations()
    successions()


def downgrade() -> None:
    op.drop_table("succession")
    op.drop_table("opinion")
    op.drop_table("contact_entry")
    op.drop_table("addendum")
    op.drop_table("agenda_item")
    op.drop_table("meeting")
    op.drop_table("meeting_series")


def meetings() -> None:
    """Meetings, and the series that make them."""
    op.create_table(
        "meeting_series",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("group_key", sa.String(80), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.String(10), nullable=False),
        sa.Column("clock", sa.String(5), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("on_holiday", sa.String(8), nullable=False),
        sa.Column("chair", sa.String(40), nullable=False),
        sa.Column("secretary", sa.String(40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_meeting_series"),
    )
    single_meetings()


def single_meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("series_id", sa.String(26), nullable=True),
        sa.Column("slot", sa.String(10), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("group_key", sa.String(80), nullable=False),
        sa.Column("begins_at", Moment(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("chair", sa.String(40), nullable=False),
        sa.Column("secretary", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("people", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("finished_by", sa.Text(), nullable=False),
        sa.Column("minutes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_meeting"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "series_id"],
            ["meeting_series.workspace_id", "meeting_series.id"],
            name="fk_meeting_meeting_series",
        ),
        sa.UniqueConstraint("workspace_id", "series_id", "slot", name="uq_meeting_workspace_id_series_id_slot"),
    )
    op.create_index("ix_meeting_begins_at", "meeting", ["workspace_id", "begins_at", "id"])


def agendas() -> None:
    """What is talked about, and what is added to the minutes."""
    op.create_table(
        "agenda_item",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("meeting_id", sa.String(26), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_agenda_item"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_agenda_item_case_file"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "meeting_id"], ["meeting.workspace_id", "meeting.id"], name="fk_agenda_item_meeting"
        ),
    )
    op.create_index("ix_agenda_item_case", "agenda_item", ["workspace_id", "case_id"])
    op.create_index("ix_agenda_item_meeting", "agenda_item", ["workspace_id", "meeting_id"])
    op.create_table(
        "addendum",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("meeting_id", sa.String(26), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_addendum"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "meeting_id"], ["meeting.workspace_id", "meeting.id"], name="fk_addendum_meeting"
        ),
    )
    op.create_index("ix_addendum_meeting", "addendum", ["workspace_id", "meeting_id"])


def conversations() -> None:
    """Contacts that were had, and people without an account who were asked."""
    op.create_table(
        "contact_entry",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=True),
        sa.Column("customer_id", sa.String(26), nullable=True),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("had_at", Moment(), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("next_due", sa.String(10), nullable=True),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("corrects", sa.String(26), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_contact_entry"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_contact_entry_case_file"
        ),
    )
    op.create_index("ix_contact_entry_case", "contact_entry", ["workspace_id", "case_id"])
    op.create_index("ix_contact_entry_customer", "contact_entry", ["workspace_id", "customer_id"])
    op.create_index(
        "ix_contact_entry_due", "contact_entry", ["next_due"], sqlite_where=_TO_COME, postgresql_where=_TO_COME
    )
    opinions()


def opinions() -> None:
    op.create_table(
        "opinion",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("case_id", sa.String(26), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("asks", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("answer", sa.String(12), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", Moment(), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_opinion"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_opinion_case_file"
        ),
        sa.UniqueConstraint("token_hash", name="uq_opinion_token_hash"),
    )
    op.create_index("ix_opinion_case", "opinion", ["workspace_id", "case_id"])


def successions() -> None:
    """Which request became which."""
    op.create_table(
        "succession",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("before_id", sa.String(26), nullable=False),
        sa.Column("after_id", sa.String(26), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "before_id", "after_id", name="pk_succession"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "before_id"], ["case_file.workspace_id", "case_file.id"], name="fk_succession_case_file"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "after_id"], ["case_file.workspace_id", "case_file.id"], name="fk_succession_after"
        ),
    )
    op.create_index("ix_succession_after", "succession", ["workspace_id", "after_id"])
