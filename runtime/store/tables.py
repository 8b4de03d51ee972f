"""Every table, and the metadata that migrations are measured against."""

from runtime.store.columns import METADATA
from runtime.store.tables_of_cases import (
    ANSWER_KEY,
    ARRIVAL,
    CASE_FILE,
    FILE,
    IDEMPOTENCY,
    JOURNAL,
    SHOWN_TO,
    TASK,
)
from runtime.store.tables_of_notices import CHANNEL, NOTICE_CHOICE, OUTBOX
from runtime.store.tables_of_people import (
    ABSENCE,
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
from runtime.store.tables_of_processes import (
    COUNTER,
    DESCENT,
    DRAFT,
    DRAFT_STEP,
    LINK_ANSWER,
    PROCESS,
    PUBLIC_LINK,
    PUBLICATION,
    TEMPLATE,
    VERSION,
)
from runtime.store.tables_of_saved import SAVED_ANSWER
from runtime.store.tables_of_time import WORKING_CALENDAR

__all__ = [
    "ABSENCE",
    "ANSWER_KEY",
    "API_TOKEN",
    "ARRIVAL",
    "CASE_FILE",
    "CHANNEL",
    "CONTACT",
    "COUNTER",
    "CUSTOMER",
    "DEPARTMENT",
    "DESCENT",
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
    "NOTICE_CHOICE",
    "OUTBOX",
    "PERSON",
    "PROCESS",
    "PUBLICATION",
    "PUBLIC_LINK",
    "SAVED_ANSWER",
    "SHOWN_TO",
    "TASK",
    "TEAM_GROUP",
    "TEMPLATE",
    "VERSION",
    "WORKING_CALENDAR",
    "WORKSPACE",
]
