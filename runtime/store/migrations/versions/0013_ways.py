"""Of an issue that is brought somewhere in several steps: which statuses lie on the way."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("twin", sa.Column("walked", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("twin", "walked")
