"""What the complete form brings: answers kept for later, links with conditions, files in pieces, what is known outside."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
