"""What is counted: one row for each request, and one for each step that it has left."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table
from sqlalchemy import text as sql

from runtime.store.tables.columns import METADATA, belongs_to, identity, moment, plain, reference, workspace

_CLOSED = sql("closed_on IS NOT NULL")
_VISIT = sql("party = ''")
_HAND = sql("party <> ''")

FIGURE_CASE = Table(
    "figure_case",
    METADATA,
    workspace(),
    identity("case_id"),
    Column("process_key", String(80), nullable=False),
    Column("opened_on", Integer, nullable=False),
    Column("closed_on", Integer, nullable=True),
    Column("outcome", String(80), nullable=False),
    Column("channel", String(16), nullable=False),
    reference("contact_id", nullable=True),
    reference("customer_id", nullable=True),
    Column("took", Integer, nullable=True),
    Column("lasted", Integer, nullable=True),
    Column("response", Integer, nullable=True),
    Column("response_lasted", Integer, nullable=True),
    Column("late", Boolean, nullable=False),
    Column("satisfaction", Float, nullable=True),
    Column("expected", Float, nullable=True),
    Column("goal", String(80), nullable=False),
    plain("said"),
    belongs_to("case_file", "case_id"),
    Index("ix_figure_case_opened", "workspace_id", "process_key", "opened_on", "response"),
    Index(
        "ix_figure_case_closed",
        *("workspace_id", "process_key", "closed_on", "took", "lasted", "response", "late", "outcome"),
        sqlite_where=_CLOSED,
        postgresql_where=_CLOSED,
    ),
    Index("ix_figure_case_customer", "workspace_id", "customer_id", "opened_on"),
    Index("ix_figure_case_contact", "workspace_id", "contact_id", "opened_on"),
)
"""Days are counted from the first of the year 1, in the zone of the workspace; lengths of time are whole minutes.

``took`` and ``response`` are working time, ``lasted`` and ``response_lasted`` time by the clock. ``said``: the answers that
requests are counted by, as texts by field key.
"""

FIGURE_STEP = Table(
    "figure_step",
    METADATA,
    workspace(),
    identity("case_id"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("process_key", String(80), nullable=False),
    Column("state", String(80), nullable=False),
    Column("left_on", Integer, nullable=False),
    moment("entered_at"),
    moment("left_at"),
    Column("how", String(80), nullable=False),
    Column("to", String(80), nullable=False),
    Column("team", String(80), nullable=False),
    Column("party", String(40), nullable=False),
    Column("took", Integer, nullable=False),
    Column("lasted", Integer, nullable=False),
    Column("response", Integer, nullable=True),
    Column("response_lasted", Integer, nullable=True),
    Column("late", Boolean, nullable=False),
    belongs_to("case_file", "case_id"),
    Index(
        "ix_figure_step_left",
        *("workspace_id", "process_key", "state", "took", "left_on", "late", "team"),
        sqlite_where=_VISIT,
        postgresql_where=_VISIT,
    ),
    Index(
        "ix_figure_step_response",
        *("workspace_id", "process_key", "state", "response", "left_on"),
        sqlite_where=_VISIT,
        postgresql_where=_VISIT,
    ),
    Index(
        "ix_figure_step_way",
        *("workspace_id", "process_key", "state", "how", "to", "left_on"),
        sqlite_where=_VISIT,
        postgresql_where=_VISIT,
    ),
    Index(
        "ix_figure_step_hand",
        *("workspace_id", "process_key", "party", "team", "took", "left_on", "late"),
        sqlite_where=_HAND,
        postgresql_where=_HAND,
    ),
)
"""A visit of a state that is over, by the line of the journal that ended it; then a row for each ``party`` who acted there.

``part`` numbers the rows of one line. Of a party's row ``took`` and ``lasted`` are how long it was until they acted.
"""

ARCHIVE_WORD = Table(
    "archive_word",
    METADATA,
    workspace(),
    Column("word", String(40), primary_key=True),
    identity("case_id"),
    Column("field", String(200), primary_key=True),
    belongs_to("case_file", "case_id"),
    Index("ix_archive_word_case", "workspace_id", "case_id"),
)
"""By which words a closed request is found, and in which answer each stands; an empty ``field`` is what every list shows."""

FREQUENT_RULE = Table(
    "frequent_rule",
    METADATA,
    workspace(),
    Column("process_key", String(80), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("days", Integer, nullable=False),
)
"""From when on a customer asks often; an empty process is the rule for all that have none of their own."""

REPORT_READER = Table(
    "report_reader",
    METADATA,
    workspace(),
    identity("person_id"),
    Column("rhythm", String(8), nullable=False),
    Column("process_key", String(80), nullable=False),
    Column("sent_for", Integer, nullable=False),
    belongs_to("person", "person_id"),
)
"""Who gets the report of figures by mail; ``sent_for`` is the last day of the period that the last one was about."""
