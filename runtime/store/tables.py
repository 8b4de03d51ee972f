"""Every table, and the metadata that migrations are measured against."""

from runtime.store.columns import METADATA
from runtime.store.tables_of_cases import ANSWER_KEY, ARRIVAL, CASE_FILE, FILE, IDEMPOTENCY, JOURNAL, OUTBOX, TASK
from runtime.store.tables_of_people import (
    API_TOKEN,
    CONTACT,
    CUSTOMER,
    DEPARTMENT,
    GROUP_MEMBER,
    LOGO,
    NAME_WORD,
    PERSON,
    TEAM_GROUP,
    WORKSPACE,
)
from runtime.store.tables_of_processes import COUNTER, DRAFT, DRAFT_STEP, LINK_ANSWER, PROCESS, PUBLIC_LINK, VERSION
from runtime.store.tables_of_saved import SAVED_ANSWER

__all__ = [
    "ANSWER_KEY",
    "API_TOKEN",
    "ARRIVAL",
    "CASE_FILE",
    "CONTACT",
    "COUNTER",
    "CUSTOMER",
    "DEPARTMENT",
    "DRAFT",
    "DRAFT_STEP",
    "FILE",
    "GROUP_MEMBER",
    "IDEMPOTENCY",
    "JOURNAL",
    "LINK_ANSWER",
    "LOGO",
    "METADATA",
    "NAME_WORD",
    "OUTBOX",
    "PERSON",
    "PROCESS",
    "PUBLIC_LINK",
    "SAVED_ANSWER",
    "TASK",
    "TEAM_GROUP",
    "VERSION",
    "WORKSPACE",
]
