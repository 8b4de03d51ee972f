"""When something is due, told in a tracker; and who has it there."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("mirror", sa.Column("dues", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("twin", sa.Column("due_told", Moment(), nullable=True))
    op.add_column("twin", sa.Column("due_odds", sa.Text(), nullable=False, server_default=""))
    op.add_column("twin", sa.Column("assignee", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("assignee", "due_odds", "due_told"):
        op.drop_column("twin", name)
    op.drop_column("mirror", "dues")
