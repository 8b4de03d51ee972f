"""What customers bring: kinds and fields of their own, who looks after them, what was changed, and likely doubles."""

import sqlalchemy as sa
from alembic import op

from runtime.store.customers.double_signs import signs
from runtime.store.tables.columns import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    records()
    requests_of_customers()
    beside_records()
    _know_again()


def downgrade() -> None:
    for one in ("double_sign", "record_change", "own_form"):
        op.drop_table(one)
    op.drop_index("ix_case_file_customer", "case_file")
    op.drop_column("case_file", "customer_id")
    op.drop_index("ix_contact_customer", "contact")
    for name in ("own", "active"):
        op.drop_column("contact", name)
    op.drop_index("ix_customer_keeper", "customer")
    op.drop_index("ix_customer_newest", "customer")
    op.drop_index("ix_customer_listed", "customer")
    for name in ("merged_into", "contact_id", "keeper_id", "note", "own", "active", "kind"):
        op.drop_column("customer", name)


def records() -> None:
    for column in (
        sa.Column("kind", sa.String(16), nullable=False, server_default="customer"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("own", sa.JSON(none_as_null=True), nullable=False, server_default="{}"),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("keeper_id", sa.String(26), nullable=True),
        sa.Column("contact_id", sa.String(26), nullable=True),
        sa.Column("merged_into", sa.String(26), nullable=True),
    ):
        op.add_column("customer", column)
    op.create_index("ix_customer_listed", "customer", ["workspace_id", "active", "kind", "name"])
    op.create_index("ix_customer_newest", "customer", ["workspace_id", "active", "id"])
    kept = sa.text("keeper_id IS NOT NULL")
    names = ["workspace_id", "keeper_id", "name"]
    op.create_index("ix_customer_keeper", "customer", names, sqlite_where=kept, postgresql_where=kept)
    op.add_column("contact", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("contact", sa.Column("own", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
    op.create_index("ix_contact_customer", "contact", ["workspace_id", "customer_id", "name", "id"])


def requests_of_customers() -> None:
    """Whose a request is, also when the contact who asked goes to work elsewhere."""
    op.add_column("case_file", sa.Column("customer_id", sa.String(26), nullable=True))
    there = sa.text("customer_id IS NOT NULL")
    op.create_index(
        "ix_case_file_customer",
        "case_file",
        ["workspace_id", "customer_id", "id"],
        sqlite_where=there,
        postgresql_where=there,
    )
    op.execute(
        "UPDATE case_file SET customer_id = (SELECT contact.customer_id FROM contact"
        " WHERE contact.workspace_id = case_file.workspace_id AND contact.id = case_file.contact_id)"
        " WHERE contact_id IS NOT NULL"
    )


def beside_records() -> None:
    op.create_table(
        "own_form",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "kind", name="pk_own_form"),
    )
    op.create_table(
        "record_change",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("customer_id", sa.String(26), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("target_id", sa.String(26), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("did", sa.String(16), nullable=False),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_record_change"),
    )
    op.create_index("ix_record_change_customer", "record_change", ["workspace_id", "customer_id", "id"])
    op.create_table(
        "double_sign",
        sa.Column("workspace_id", sa.String(26), nullable=False),
        sa.Column("customer_id", sa.String(26), nullable=False),
        sa.Column("sign", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "customer_id", "sign", name="pk_double_sign"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"], ["customer.workspace_id", "customer.id"], name="fk_double_sign_customer"
        ),
    )
    op.create_index("ix_double_sign_sign", "double_sign", ["workspace_id", "sign", "customer_id"])


def _know_again() -> None:
    """The signs of those who were there before."""
    tx = op.get_bind()
    people: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in tx.execute(sa.text("SELECT workspace_id, customer_id, phone, email FROM contact")):
        if one.customer_id:
            people.setdefault((one.workspace_id, one.customer_id), []).append((one.phone, one.email))
    rows = [
        {"workspace_id": one.workspace_id, "customer_id": one.id, "sign": sign}
        for one in tx.execute(sa.text("SELECT workspace_id, id, name FROM customer")).all()
        for sign in signs(one.name, *zip(*people.get((one.workspace_id, one.id), [("", "")]), strict=True))
    ]
    table = sa.table("double_sign", *(sa.column(name) for name in ("workspace_id", "customer_id", "sign")))
    if rows:
        tx.execute(sa.insert(table), rows)
