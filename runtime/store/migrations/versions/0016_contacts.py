"""A contact who turned out to be another one leads to that one."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("contact", sa.Column("merged_into", sa.String(26), nullable=True))


def downgrade() -> None:
    op.drop_column("contact", "merged_into")
