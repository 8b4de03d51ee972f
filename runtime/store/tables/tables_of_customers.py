"""What is known of customers and contacts besides the records themselves."""

from sqlalchemy import Column, Index, String, Table

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, text, workspace

OWN_FORM = Table(
    "own_form",
    METADATA,
    workspace(),
    Column("kind", String(16), primary_key=True),
    plain("document"),
)
"""Which fields of their own the records of a kind (customer, contact) have here: a form, as documents write it."""

RECORD_CHANGE = Table(
    "record_change",
    METADATA,
    workspace(),
    identity(),
    reference("customer_id", nullable=True),
    Column("kind", String(16), nullable=False),
    reference("target_id"),
    moment("at"),
    Column("by", String(40), nullable=False),
    text("by_name"),
    Column("did", String(16), nullable=False),
    plain("changes"),
    Index("ix_record_change_customer", "workspace_id", "customer_id", "id"),
)
"""Who changed what of a customer, or of a contact of theirs, and when."""

DOUBLE_SIGN = Table(
    "double_sign",
    METADATA,
    workspace(),
    identity("customer_id"),
    Column("sign", String(80), primary_key=True),
    belongs_to("customer", "customer_id"),
    Index("ix_double_sign_sign", "workspace_id", "sign", "customer_id"),
)
"""By what a customer is known again: name, telephone and address, spelt in one way. Two with one sign may be one."""
