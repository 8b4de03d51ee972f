"""What the history of drafts brings: at which revision a draft stood where, since when, and who has led it there."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("draft_step", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("draft_step", sa.Column("made_at", Moment(), nullable=True))
    op.add_column("draft_step", sa.Column("made_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("made_by", "made_at", "revision"):
        op.drop_column("draft_step", name)
