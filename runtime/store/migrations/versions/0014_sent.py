"""What went out long ago is found without looking at the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    sent = sa.text("sent_at IS NOT NULL")
    op.create_index("ix_outbox_sent", "outbox", ["sent_at"], sqlite_where=sent, postgresql_where=sent)


def downgrade() -> None:
    op.drop_index("ix_outbox_sent", "outbox")
