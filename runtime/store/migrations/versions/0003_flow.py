"""What the complete flow brings: requests inside of requests, copies to look at.

In a shorthand of its own, as the first migration has it.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from runtime.store.tables.columns import Moment

revision = "0003"
down_revision = "0002"

Columns = Iterable["sa.Column[Any]"]


def columns(kind: TypeEngine[Any], names: str, *, null: bool = False) -> Columns:
    return [sa.Column(name, kind, nullable=null) for name in names.split()]


def ids(names: str, *, null: bool = False) -> Columns:
    return columns(sa.String(26), names, null=null)


def table(
    name: str, key: str, *parts: Columns, inside: dict[str, str] | None = None, unique: Iterable[str] = ()
) -> None:
    """``key`` and ``unique`` are column names; ``inside`` maps ``column`` to ``table.column`` of the same workspace."""
    op.create_table(
        name,
        *[column for part in parts for column in part],
        sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"),
        *[_foreign(name, column, *target.split(".")) for column, target in (inside or {}).items()],
        *[sa.UniqueConstraint(*names.split(), name=f"uq_{name}_{'_'.join(names.split())}") for names in unique],
    )


def _foreign(name: str, column: str, target: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{target}.workspace_id", f"{target}.{key}"], name=f"fk_{name}_{target}"
    )


def index(name: str, on: str, names: str, where: str = "", *, unique: bool = False) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, on, names.split(), unique=unique, sqlite_where=only, postgresql_where=only)


def upgrade() -> None:
    requests_in_requests()
    copies()
    ways_to_be_told()
    working_time()
    absences_and_incidents()
    decisions_by_mail()


def downgrade() -> None:
    op.drop_column("workspace", "mail_decisions")
    forget_absences_and_incidents()
    forget_working_time()
    forget_ways_to_be_told()
    op.drop_table("shown_to")
    forget_requests_in_requests()


def requests_in_requests() -> None:
    """The request that has asked for this one, and the visit of its state that waits for it."""
    op.add_column("case_file", sa.Column("parent_id", sa.String(26), nullable=True))
    op.add_column("case_file", sa.Column("parent_state", sa.String(80), nullable=False, server_default=""))
    op.add_column("case_file", sa.Column("parent_visit", sa.Integer(), nullable=False, server_default="0"))
    index("ix_case_file_parent", "case_file", "workspace_id parent_id", "parent_id IS NOT NULL")
    index("ix_case_file_incident", "case_file", "workspace_id id", "incident <> ''")
    index("ix_case_file_running", "case_file", "workspace_id version_id id", "ended = ''")


def forget_requests_in_requests() -> None:
    op.drop_index("ix_case_file_running", "case_file")
    op.drop_index("ix_case_file_incident", "case_file")
    op.drop_index("ix_case_file_parent", "case_file")
    for name in ("parent_id", "parent_state", "parent_visit"):
        op.drop_column("case_file", name)


def copies() -> None:
    """Who is shown a request that they need not act on, and when they have read it."""
    table(
        "shown_to",
        "workspace_id party case_id",
        ids("workspace_id case_id"),
        columns(sa.String(40), "party by"),
        columns(sa.String(80), "state"),
        columns(Moment(), "at"),
        columns(Moment(), "read_at", null=True),
        inside={"case_id": "case_file.id"},
    )
    index("ix_shown_to_case", "shown_to", "workspace_id case_id")
    index("ix_shown_to_unread", "shown_to", "workspace_id party at case_id", "read_at IS NULL")
    index("ix_shown_to_read", "shown_to", "workspace_id party at case_id", "read_at IS NOT NULL")


def ways_to_be_told() -> None:
    """Channels besides mail, notices in the app, what each person likes; and of a message its channel and its tries."""
    op.drop_index("ix_outbox_due", "outbox")
    op.add_column("outbox", sa.Column("channel", sa.String(80), nullable=False, server_default="mail"))
    op.add_column("outbox", sa.Column("tries", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("outbox", sa.Column("gathered_in", sa.String(26), nullable=False, server_default=""))
    index("ix_outbox_due", "outbox", "channel due_at", "sent_at IS NULL AND dead_at IS NULL AND gathered_in = ''")
    index("ix_outbox_channel", "outbox", "workspace_id channel made_at id")
    index("ix_outbox_unsent", "outbox", "workspace_id made_at id", "sent_at IS NULL")
    index("ix_outbox_gathered", "outbox", "workspace_id gathered_in made_at id", "gathered_in <> ''")
    notices_in_the_app()
    channels_and_choices()


def notices_in_the_app() -> None:
    """A message to somebody of the workspace is their notice in the app as well."""
    op.add_column("outbox", sa.Column("party", sa.String(40), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("case_id", sa.String(26), nullable=True))
    op.add_column("outbox", sa.Column("read_at", Moment(), nullable=True))
    index("ix_outbox_unread", "outbox", "workspace_id party read_at id", "party <> ''")
    index("ix_outbox_party", "outbox", "workspace_id party id", "party <> ''")


def channels_and_choices() -> None:
    table(
        "notice_choice",
        "workspace_id person_id",
        ids("workspace_id person_id"),
        columns(sa.Text(), "not_in_app not_by_mail"),
        columns(sa.String(8), "digest"),
        columns(sa.String(5), "daily_at quiet_from quiet_until"),
        columns(sa.String(64), "zone"),
        inside={"person_id": "person.id"},
    )
    table(
        "channel",
        "workspace_id key",
        ids("workspace_id"),
        columns(sa.String(80), "key"),
        columns(sa.String(16), "kind"),
        columns(sa.Text(), "title url secret old_secret error"),
        columns(Moment(), "old_until paused_until", null=True),
        columns(sa.Boolean(), "is_on"),
        columns(sa.Integer(), "failures"),
        columns(Moment(), "made_at"),
    )


def forget_ways_to_be_told() -> None:
    for name in ("channel", "notice_choice"):
        op.drop_table(name)
    for name in ("party", "unread", "gathered", "unsent", "channel", "due"):
        op.drop_index(f"ix_outbox_{name}", "outbox")
    for name in ("read_at", "case_id", "party", "gathered_in", "tries", "channel"):
        op.drop_column("outbox", name)
    index("ix_outbox_due", "outbox", "due_at", "sent_at IS NULL AND dead_at IS NULL")


def working_time() -> None:
    """The calendar by which a workspace counts its deadlines, and by which version of it those of a case were counted."""
    table(
        "working_calendar",
        "workspace_id",
        ids("workspace_id"),
        columns(sa.Integer(), "version"),
        columns(sa.String(64), "zone"),
        columns(sa.String(5), "day_start day_end"),
        columns(sa.JSON(), "workdays days"),
        columns(Moment(), "changed_at"),
        columns(sa.String(40), "changed_by"),
    )
    op.add_column("case_file", sa.Column("calendar", sa.Integer(), nullable=False, server_default="0"))
    index("ix_case_file_calendar", "case_file", "workspace_id calendar", "next_due IS NOT NULL")


def forget_working_time() -> None:
    op.drop_index("ix_case_file_calendar", "case_file")
    op.drop_column("case_file", "calendar")
    op.drop_table("working_calendar")


def absences_and_incidents() -> None:
    """Who is away and who acts for them then; and since when a request cannot go on by itself."""
    table(
        "absence",
        "workspace_id person_id id",
        ids("workspace_id person_id id"),
        columns(Moment(), "begins_at ends_at"),
        ids("deputy_id"),
        columns(sa.String(40), "by"),
        inside={"person_id": "person.id"},
    )
    op.add_column("case_file", sa.Column("stuck_since", Moment(), nullable=True))


def forget_absences_and_incidents() -> None:
    op.drop_column("case_file", "stuck_since")
    op.drop_table("absence")


def decisions_by_mail() -> None:
    """Whether mails to people bring a link that opens one decision without signing in."""
    op.add_column("workspace", sa.Column("mail_decisions", sa.Boolean(), nullable=False, server_default=sa.true()))
