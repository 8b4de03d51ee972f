"""What papers and the portal bring: numbered documents, who has accepted them, and how a contact comes in."""

import sqlalchemy as sa
from alembic import op

from runtime.store.tables.columns import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    papers()
    for name, hashed, *more in (
        ("portal_link", "link_hash", moment("made_at"), moment("until"), moment("used_at", nullable=True)),
        ("portal_session", "session_hash", moment("began_at"), moment("until")),
    ):
        of_contacts(name, hashed, more)
    op.create_index("ix_portal_link_contact", "portal_link", ["workspace_id", "contact_id", "made_at"])
    op.create_index("ix_portal_session_contact", "portal_session", ["workspace_id", "contact_id"])
    there = sa.text("contact_id IS NOT NULL")
    op.create_index(
        "ix_case_file_contact",
        "case_file",
        ["workspace_id", "contact_id", "opened_at", "id"],
        sqlite_where=there,
        postgresql_where=there,
    )


def downgrade() -> None:
    op.drop_index("ix_case_file_contact", "case_file")
    for name in ("portal_session", "portal_link", "paper"):
        op.drop_table(name)


def papers() -> None:
    op.create_table(
        "paper",
        named("workspace_id", 26),
        named("id", 26),
        named("case_id", 26),
        sa.Column("customer_id", sa.String(26), nullable=True),
        *(named(name, 80) for name in ("process_key", "kind")),
        named("subject", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        *(named(name, 80) for name in ("number", "supersedes")),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        named("lang", 16),
        named("sha256", 64),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        moment("issued_at"),
        moment("accepted_at", nullable=True),
        named("accepted_by", 40),
        sa.Column("accepted_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_paper"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"], ["case_file.workspace_id", "case_file.id"], name="fk_paper_case_file"
        ),
        sa.UniqueConstraint(
            *("workspace_id", "process_key", "kind", "subject", "version"),
            name="uq_paper_workspace_id_process_key_kind_subject_version",
        ),
    )
    op.create_index("ix_paper_case", "paper", ["workspace_id", "case_id"])
    op.create_index("ix_paper_customer", "paper", ["workspace_id", "customer_id", "id"])


def of_contacts(name: str, hashed: str, moments: "list[sa.Column[object]]") -> None:
    op.create_table(
        name,
        *(named(column, 26) for column in ("workspace_id", "id", "contact_id")),
        named(hashed, 64),
        *moments,
        sa.PrimaryKeyConstraint("workspace_id", "id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=f"fk_{name}_contact"
        ),
        sa.UniqueConstraint(hashed, name=f"uq_{name}_{hashed}"),
    )
    op.create_index(f"ix_{name}_until", name, ["until"])


def named(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=False)


def moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, Moment(), nullable=nullable)
