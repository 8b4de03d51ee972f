"""Every table, and the metadata that migrations are measured against."""

from runtime.store.columns import METADATA
from runtime.store.tables_of_cases import CASE_FILE, FILE, IDEMPOTENCY, JOURNAL, OUTBOX, TASK
from runtime.store.tables_of_people import API_TOKEN, CONTACT, CUSTOMER, GROUP_MEMBER, PERSON, TEAM_GROUP, WORKSPACE
from runtime.store.tables_of_processes import COUNTER, DRAFT, DRAFT_STEP, PROCESS, PUBLIC_LINK, VERSION

__all__ = [
    "API_TOKEN",
    "CASE_FILE",
    "CONTACT",
    "COUNTER",
    "CUSTOMER",
    "DRAFT",
    "DRAFT_STEP",
    "FILE",
    "GROUP_MEMBER",
    "IDEMPOTENCY",
    "JOURNAL",
    "METADATA",
    "OUTBOX",
    "PERSON",
    "PROCESS",
    "PUBLIC_LINK",
    "TASK",
    "TEAM_GROUP",
    "VERSION",
    "WORKSPACE",
]
