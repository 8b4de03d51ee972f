"""The first shape: people, processes, cases.

Written in a shorthand of its own, because a migration must say for ever what it said on the day it was made.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from runtime.store.tables.columns import Moment

revision = "0001"
down_revision = None

Columns = Iterable["sa.Column[Any]"]


def columns(kind: TypeEngine[Any], names: str, *, null: bool = False) -> Columns:
    return [sa.Column(name, kind, nullable=null) for name in names.split()]


def ids(names: str, *, null: bool = False) -> Columns:
    return columns(sa.String(26), names, null=null)


def texts(names: str) -> Columns:
    return columns(sa.Text(), names)


def moments(names: str, *, null: bool = False) -> Columns:
    return columns(Moment(), names, null=null)


def plain(names: str) -> Columns:
    return columns(sa.JSON(), names)


def table(
    name: str, key: str, *parts: Columns, inside: dict[str, str] | None = None, unique: Iterable[str] = ()
) -> None:
    """``key`` and ``unique`` are column names; ``inside`` maps ``column`` to ``table.column`` of the same workspace."""
    op.create_table(
        name,
        *[column for part in parts for column in part],
        sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"),
        *[_foreign(name, column, *target.split(".")) for column, target in (inside or {}).items()],
        *[sa.UniqueConstraint(*names.split(), name=f"uq_{name}_{'_'.join(names.split())}") for names in unique],
    )


def _foreign(name: str, column: str, target: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{target}.workspace_id", f"{target}.{key}"], name=f"fk_{name}_{target}"
    )


def index(name: str, on: str, names: str, where: str = "") -> None:
    only = sa.text(where) if where else None
    op.create_index(name, on, names.split(), sqlite_where=only, postgresql_where=only)


def upgrade() -> None:
    people()
    customers()
    processes()
    cases()
    around_cases()
    for line in KEEP_JOURNAL[op.get_bind().dialect.name]:
        op.execute(line)


def people() -> None:
    table("workspace", "id", ids("id"), texts("name"), moments("created_at"))
    table(
        "person",
        "workspace_id id",
        ids("workspace_id id"),
        columns(sa.String(254), "email"),
        columns(sa.String(80), "short_key"),
        texts("name password_hash"),
        columns(sa.String(16), "lang role"),
        ids("manager_id", null=True),
        columns(sa.Boolean(), "active"),
        moments("created_at"),
        unique=["workspace_id email", "workspace_id short_key"],
    )
    index("ix_person_email", "person", "email")
    named = (ids("workspace_id id"), columns(sa.String(80), "key"), plain("title"))
    table("team_group", "workspace_id id", *named, unique=["workspace_id key"])
    member = "workspace_id group_id person_id"
    table("group_member", member, ids(member), inside={"group_id": "team_group.id", "person_id": "person.id"})
    token = (columns(sa.String(64), "hash"), ids("workspace_id person_id"), texts("label"), moments("created_at"))
    table("api_token", "hash", *token, inside={"person_id": "person.id"})


def customers() -> None:
    named = (ids("workspace_id id"), columns(sa.String(200), "name"), moments("created_at"))
    table("customer", "workspace_id id", *named, unique=["workspace_id name"])
    table(
        "contact",
        "workspace_id id",
        ids("workspace_id id"),
        ids("customer_id", null=True),
        columns(sa.String(254), "email"),
        texts("name phone company"),
        columns(sa.String(16), "lang"),
        moments("created_at"),
        inside={"customer_id": "customer.id"},
        unique=["workspace_id email"],
    )


def processes() -> None:
    table(
        "process",
        "workspace_id key",
        ids("workspace_id current_version_id"),
        columns(sa.String(80), "key category"),
        plain("title about"),
        columns(sa.Integer(), "versions"),
        columns(sa.Boolean(), "open"),
    )
    table(
        "version",
        "workspace_id id",
        ids("workspace_id id"),
        columns(sa.String(80), "process_key"),
        columns(sa.Integer(), "number"),
        texts("document note"),
        columns(sa.String(64), "fingerprint"),
        moments("published_at"),
        columns(sa.String(40), "published_by"),
        inside={"process_key": "process.key"},
        unique=["workspace_id process_key number"],
    )
    link = (columns(sa.String(64), "token"), columns(sa.String(80), "process_key"), columns(sa.Boolean(), "open"))
    at = moments("created_at")
    inside = {"process_key": "process.key"}
    table("public_link", "workspace_id id", ids("workspace_id id"), *link, at, inside=inside, unique=["token"])
    index("ix_public_link_process", "public_link", "workspace_id process_key")
    written = (texts("document"), columns(sa.Integer(), "revision step"), moments("updated_at"))
    by = columns(sa.String(40), "updated_by")
    table(
        "draft", "workspace_id id", ids("workspace_id id"), columns(sa.String(80), "process_key origin"), *written, by
    )
    index("ix_draft_updated", "draft", "workspace_id updated_at")
    step = (ids("workspace_id draft_id"), columns(sa.Integer(), "step"), texts("document"))
    table("draft_step", "workspace_id draft_id step", *step, inside={"draft_id": "draft.id"})
    counted = (columns(sa.String(120), "scope"), columns(sa.Integer(), "value"))
    table("counter", "workspace_id scope", ids("workspace_id"), *counted)


def cases() -> None:
    table(
        "case_file",
        "workspace_id id",
        ids("workspace_id id version_id"),
        ids("contact_id", null=True),
        columns(sa.String(80), "number process_key state ended"),
        plain("title summary position answers timers"),
        columns(sa.String(40), "requester filer"),
        texts("requester_name filer_name incident"),
        columns(sa.String(16), "channel"),
        columns(sa.Integer(), "version journal_count"),
        moments("opened_at"),
        moments("next_due closed_at", null=True),
        columns(sa.String(64), "journal_head tracking_hash"),
        inside={"process_key": "process.key", "version_id": "version.id", "contact_id": "contact.id"},
        unique=["workspace_id process_key number", "tracking_hash"],
    )
    index("ix_case_file_mine", "case_file", "workspace_id filer opened_at id")
    index("ix_case_file_due", "case_file", "next_due", where="next_due IS NOT NULL")
    table(
        "journal",
        "workspace_id case_id seq",
        ids("workspace_id case_id"),
        columns(sa.Integer(), "seq version"),
        moments("at"),
        columns(sa.String(40), "by"),
        texts("by_name"),
        columns(sa.String(16), "kind"),
        plain("body"),
        columns(sa.String(64), "before_hash hash"),
        inside={"case_id": "case_file.id"},
    )


def around_cases() -> None:
    who = (columns(sa.String(40), "party closed_by"), texts("party_name"), columns(sa.String(80), "state"))
    link = (columns(sa.String(64), "link_hash", null=True), moments("due_at closed_at link_until", null=True))
    when = (columns(sa.Integer(), "visit"), columns(sa.Boolean(), "open"), moments("rank opened_at"), plain("why"))
    keys = ids("workspace_id id case_id")
    inside = {"case_id": "case_file.id"}
    table("task", "workspace_id id party", keys, *who, *link, *when, inside=inside, unique=["link_hash"])
    index("ix_task_inbox", "task", "workspace_id party open rank id")
    index("ix_task_case", "task", "workspace_id case_id")
    message = (columns(sa.String(16), "kind"), plain("payload"), texts("address subject error"))
    sending = (columns(sa.Integer(), "attempts"), moments("leased_until sent_at dead_at", null=True))
    table("outbox", "workspace_id id", ids("workspace_id id"), *message, *sending, moments("made_at due_at"))
    index("ix_outbox_due", "outbox", "due_at", where="sent_at IS NULL AND dead_at IS NULL")
    index("ix_outbox_made", "outbox", "workspace_id made_at id")
    kept = (texts("name"), columns(sa.BigInteger(), "size"), columns(sa.String(120), "media_type"))
    proof = (columns(sa.String(64), "sha256"), columns(sa.String(40), "by"), moments("at"))
    of = (ids("workspace_id id"), ids("case_id", null=True))
    table("file", "workspace_id id", *of, *kept, *proof, inside=inside)
    index("ix_file_case", "file", "workspace_id case_id")
    asked = (columns(sa.String(80), "scope"), columns(sa.String(200), "key"), columns(sa.String(64), "fingerprint"))
    table("idempotency", "workspace_id scope key", ids("workspace_id"), *asked, plain("body"), moments("at"))


KEEP_JOURNAL = {
    "sqlite": [
        f"CREATE TRIGGER journal_no_{change.lower()} BEFORE {change} ON journal "
        "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        for change in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        """CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$""",
        """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
           FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows()""",
    ],
}
"""What refuses to change or drop a line that is written, whoever asks."""
