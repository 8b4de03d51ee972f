"""What the complete form brings: answers kept for later, links with conditions, files in pieces, what is known outside.

In a shorthand of its own, as the first migration has it.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from runtime.store.people.name_words import words_of
from runtime.store.tables.columns import Moment

revision = "0002"
down_revision = "0001"

Columns = Iterable["sa.Column[Any]"]


def columns(kind: TypeEngine[Any], names: str, *, null: bool = False) -> Columns:
    return [sa.Column(name, kind, nullable=null) for name in names.split()]


def ids(names: str, *, null: bool = False) -> Columns:
    return columns(sa.String(26), names, null=null)


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


def index(name: str, on: str, names: str, where: str = "", *, unique: bool = False) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, on, names.split(), unique=unique, sqlite_where=only, postgresql_where=only)


def upgrade() -> None:
    links_with_conditions()
    looks_of_workspaces()
    what_is_known_outside()
    answers_kept_for_later()
    files_in_pieces()


def downgrade() -> None:
    forget_files_in_pieces()
    op.drop_table("saved_answer")
    forget_looks()
    forget_conditions()
    forget_what_is_known_outside()


def what_is_known_outside() -> None:
    """Departments, the words by which somebody is found, and which answers were given before."""
    named = (ids("workspace_id id"), columns(sa.String(80), "key"), columns(sa.JSON(), "title"))
    above = ids("parent_id head_id", null=True)
    table("department", "workspace_id id", *named, above, unique=["workspace_id key"])
    op.add_column("person", sa.Column("department_id", sa.String(26), nullable=True))
    index("ix_person_name", "person", "workspace_id name id")
    index("ix_contact_name", "contact", "workspace_id name id")
    found = (ids("workspace_id target_id"), columns(sa.String(16), "kind"))
    by_byte = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")
    table("name_word", "workspace_id kind target_id word", *found, columns(by_byte, "word"))
    index("ix_name_word", "name_word", "workspace_id kind word target_id")
    _index_names()
    table(
        "answer_key",
        "workspace_id process_key field hash case_id",
        ids("workspace_id case_id"),
        columns(sa.String(80), "process_key"),
        columns(sa.String(200), "field"),
        columns(sa.String(64), "hash"),
        columns(sa.Boolean(), "is_unique"),
        inside={"case_id": "case_file.id"},
    )
    index("ix_answer_key_unique", "answer_key", "workspace_id process_key field hash", "is_unique", unique=True)
    index("ix_answer_key_case", "answer_key", "workspace_id case_id")


def forget_what_is_known_outside() -> None:
    for one in ("answer_key", "name_word", "department"):
        op.drop_table(one)
    op.drop_index("ix_contact_name", "contact")
    op.drop_index("ix_person_name", "person")
    op.drop_column("person", "department_id")


def _index_names() -> None:
    """Whoever was there before can be found as well."""
    tx = op.get_bind()
    names = {"person": "name, email", "customer": "name", "contact": "name, email, company"}
    word = sa.table("name_word", *(sa.column(one) for one in ("workspace_id", "kind", "target_id", "word")))
    for kind, texts in names.items():
        there = tx.execute(sa.text(f"SELECT workspace_id, id, {texts} FROM {kind}")).all()  # noqa: S608 -- our own names
        rows = [
            {"workspace_id": workspace, "kind": kind, "target_id": one, "word": said}
            for workspace, one, *named in there
            for said in words_of(*named)
        ]
        if rows:
            tx.execute(sa.insert(word), rows)


def links_with_conditions() -> None:
    """When a link is open, to whom, for how many answers, and what came by it."""
    for column in (
        *_added(sa.Text(), "name password_hash", ""),
        *columns(Moment(), "opens_at closes_at last_at", null=True),
        *columns(sa.Integer(), "most", null=True),
        *_added(sa.Boolean(), "once", sa.false()),
        *_added(sa.String(16), "lang", ""),
        *_added(sa.JSON(), "sites sealed", "[]"),
        *_added(sa.Integer(), "answers", "0"),
    ):
        op.add_column("public_link", column)
    came = (ids("workspace_id link_id case_id"), columns(sa.String(40), "who"), columns(Moment(), "at"))
    table("link_answer", "workspace_id link_id case_id", *came, inside={"link_id": "public_link.id"})
    index("ix_link_answer_who", "link_answer", "workspace_id link_id who")
    index("ix_link_answer_at", "link_answer", "workspace_id link_id at")


def forget_conditions() -> None:
    op.drop_table("link_answer")
    for names in ("name password_hash", "opens_at closes_at last_at", "most once lang sites sealed answers"):
        for name in names.split():
            op.drop_column("public_link", name)


def answers_kept_for_later() -> None:
    table(
        "saved_answer",
        "workspace_id id",
        ids("workspace_id id version_id"),
        columns(sa.String(40), "party"),
        columns(sa.String(80), "process_key"),
        columns(sa.String(64), "place"),
        columns(sa.String(16), "channel"),
        columns(sa.String(200), "key"),
        columns(sa.JSON(), "raw"),
        columns(sa.Text(), "query"),
        columns(Moment(), "saved_at"),
        columns(sa.String(64), "token_hash", null=True),
        inside={"process_key": "process.key", "version_id": "version.id"},
        unique=["workspace_id party process_key place", "token_hash"],
    )
    index("ix_saved_answer_old", "saved_answer", "saved_at")


def files_in_pieces() -> None:
    """Files that are still coming, and what is swept away when nobody comes back for it."""
    coming = (columns(sa.Text(), "name"), columns(sa.BigInteger(), "size"), columns(sa.String(40), "by"))
    table("arrival", "workspace_id id", ids("workspace_id id file_id"), *coming, columns(Moment(), "at"))
    index("ix_arrival_at", "arrival", "at")
    index("ix_file_unclaimed", "file", "at", where="case_id IS NULL")
    index("ix_idempotency_at", "idempotency", "at")


def forget_files_in_pieces() -> None:
    op.drop_index("ix_idempotency_at", "idempotency")
    op.drop_index("ix_file_unclaimed", "file")
    op.drop_table("arrival")


def looks_of_workspaces() -> None:
    for column in (*_added(sa.String(7), "accent", ""), *_added(sa.String(16), "lang", "")):
        op.add_column("workspace", column)
    drawn = (columns(sa.String(40), "media_type"), columns(sa.Integer(), "width height"))
    content = columns(sa.LargeBinary(), "content")
    table("logo", "workspace_id", ids("workspace_id"), columns(sa.String(64), "hash"), *drawn, content)


def forget_looks() -> None:
    op.drop_table("logo")
    for name in ("accent", "lang"):
        op.drop_column("workspace", name)


def _added(kind: TypeEngine[Any], names: str, default: Any) -> Columns:
    """Columns that rows which are there already need a value for."""
    return [sa.Column(name, kind, nullable=False, server_default=default) for name in names.split()]
