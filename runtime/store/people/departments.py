"""The departments of a workspace: each may stand below another and have a head; a person belongs to one at the most."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from runtime.store.tables.tables import DEPARTMENT, PERSON
from schemas.words import Words, read_words, write_words


@dataclass(frozen=True)
class Department:
    """``key`` is what an answer keeps; ``parent_id`` and ``head_id`` are a department and a person."""

    workspace: str
    id: str
    key: str
    title: Words
    parent_id: str | None = None
    head_id: str | None = None


def departments(tx: Connection, workspace: str) -> list[Department]:
    """All of them, by key."""
    found = select(DEPARTMENT).where(DEPARTMENT.c.workspace_id == workspace).order_by(DEPARTMENT.c.key)
    return [
        Department(workspace, row.id, row.key, read_words(row.title), row.parent_id, row.head_id)
        for row in tx.execute(found)
    ]


def add(tx: Connection, department: Department) -> None:
    """Raises IntegrityError where the key is taken."""
    tx.execute(
        insert(DEPARTMENT).values(
            workspace_id=department.workspace, id=department.id, key=department.key, **_changing(department)
        )
    )


def keep(tx: Connection, department: Department) -> None:
    """Everything but its key, which answers remember."""
    tx.execute(
        update(DEPARTMENT)
        .where(DEPARTMENT.c.workspace_id == department.workspace, DEPARTMENT.c.id == department.id)
        .values(**_changing(department))
    )


def of_person(tx: Connection, workspace: str, person_id: str) -> Department | None:
    found = (
        select(DEPARTMENT)
        .join_from(
            PERSON,
            DEPARTMENT,
            (DEPARTMENT.c.workspace_id == PERSON.c.workspace_id) & (DEPARTMENT.c.id == PERSON.c.department_id),
        )
        .where(PERSON.c.workspace_id == workspace, PERSON.c.id == person_id)
    )
    row = tx.execute(found).first()
    if row is None:
        return None
    return Department(workspace, row.id, row.key, read_words(row.title), row.parent_id, row.head_id)


def named(found: list[Department], typed: str) -> Department | None:
    """The one of this key, or called so in any language."""
    wanted = typed.strip().casefold()
    return next(
        (one for one in found if wanted in {one.key.casefold(), *(text.casefold() for text in one.title.values())}),
        None,
    )


def within(tx: Connection, workspace: str, keys: frozenset[str]) -> frozenset[str]:
    """The ids of these departments and of all that stand below them."""
    there = departments(tx, workspace)
    ids = {one.id for one in there if one.key in keys}
    while below := {one.id for one in there if one.parent_id in ids and one.id not in ids}:
        ids |= below
    return frozenset(ids)


def _changing(department: Department) -> dict[str, object]:
    return {
        "title": write_words(department.title),
        "parent_id": department.parent_id,
        "head_id": department.head_id,
    }
