"""The people of a workspace and the groups they are in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from runtime.store.connection.among import among
from runtime.store.connection.prepared import ByHeart
from runtime.store.people import name_words
from runtime.store.tables.tables import ABSENCE, API_TOKEN, GROUP_MEMBER, PERSON, TEAM_GROUP
from schemas.words import Words, read_words, write_words


@dataclass(frozen=True)
class Person:
    """``key`` is the short name by which a document may call them; ``role`` one of `runtime.access.ROLES`."""

    workspace: str
    id: str
    email: str
    key: str
    name: str
    lang: str = "en"
    role: str = "member"
    manager_id: str | None = None
    active: bool = True
    password_hash: str = ""
    department_id: str | None = None


@dataclass(frozen=True)
class Group:
    workspace: str
    id: str
    key: str
    title: Words
    members: tuple[str, ...] = ()
    """Ids of people."""


@dataclass(frozen=True)
class Listed:
    """A person as the directory needs them: by ``group`` where they were found in one. Only who is active.

    One for each time that they are away: from ``away_from`` until ``away_until``, when ``deputy_id`` acts for them.
    """

    id: str
    email: str
    key: str
    name: str
    manager_id: str | None
    manager_name: str | None
    deputy_id: str | None
    deputy_name: str | None
    away_from: datetime | None
    away_until: datetime | None
    group: str | None


COLUMNS: tuple[Any, ...] = (
    PERSON.c.workspace_id.label("workspace"),
    PERSON.c.id,
    PERSON.c.email,
    PERSON.c.short_key.label("key"),
    PERSON.c.name,
    PERSON.c.lang,
    PERSON.c.role,
    PERSON.c.manager_id,
    PERSON.c.active,
    PERSON.c.password_hash,
    PERSON.c.department_id,
)
"""What a `Person` is made of, in this order."""


_IN_GROUP = and_(GROUP_MEMBER.c.workspace_id == TEAM_GROUP.c.workspace_id, GROUP_MEMBER.c.group_id == TEAM_GROUP.c.id)
_IS_MEMBER = and_(PERSON.c.workspace_id == GROUP_MEMBER.c.workspace_id, PERSON.c.id == GROUP_MEMBER.c.person_id)


# Made once: SQLAlchemy takes longer to build a statement than the database to answer it.
_ONE = ByHeart(
    select(*COLUMNS).where(PERSON.c.workspace_id == bindparam("workspace"), PERSON.c.id == bindparam("the_id"))
)
_ITS_PERSON = and_(PERSON.c.workspace_id == API_TOKEN.c.workspace_id, PERSON.c.id == API_TOKEN.c.person_id)
_HOLDER = ByHeart(
    select(*COLUMNS).join_from(API_TOKEN, PERSON, _ITS_PERSON).where(API_TOKEN.c.hash == bindparam("the_hash"))
)


def person(tx: Connection, workspace: str, person_id: str) -> Person | None:
    row = _ONE.first(tx, {"workspace": workspace, "the_id": person_id})
    return Person(*row) if row else None


def holder(tx: Connection, token_hash: str) -> Person | None:
    """Whose key to the API is sealed so."""
    row = _HOLDER.first(tx, {"the_hash": token_hash})
    return Person(*row) if row else None


def by_email(tx: Connection, email: str) -> list[Person]:
    """The same address may be known in several workspaces."""
    found = tx.execute(select(*COLUMNS).where(PERSON.c.email == email).order_by(PERSON.c.created_at, PERSON.c.id))
    return [Person(*row) for row in found]


def everybody(tx: Connection, workspace: str) -> list[Person]:
    found = tx.execute(select(*COLUMNS).where(PERSON.c.workspace_id == workspace).order_by(PERSON.c.name, PERSON.c.id))
    return [Person(*row) for row in found]


def with_role(tx: Connection, workspace: str, role: str) -> list[str]:
    """The ids of those who are active."""
    found = select(PERSON.c.id).where(PERSON.c.workspace_id == workspace, PERSON.c.role == role, PERSON.c.active)
    return [row.id for row in tx.execute(found)]


def add(tx: Connection, person: Person, now: datetime) -> None:
    """Raises IntegrityError where the address or the key is taken."""
    tx.execute(insert(PERSON).values(**_row(person), created_at=now))
    name_words.add(tx, person.workspace, "person", person.id, person.name, person.email)


def keep(tx: Connection, person: Person) -> None:
    """Write every column of a person who is there."""
    changed = {name: value for name, value in _row(person).items() if name not in ("workspace_id", "id")}
    tx.execute(
        update(PERSON).where(PERSON.c.workspace_id == person.workspace, PERSON.c.id == person.id).values(**changed)
    )
    name_words.keep(tx, person.workspace, "person", person.id, person.name, person.email)


def groups(tx: Connection, workspace: str) -> list[Group]:
    """By key, with their members in the order of their names."""
    members: dict[str, list[str]] = {}
    rows = tx.execute(
        select(TEAM_GROUP, PERSON.c.id.label("member"))
        .outerjoin_from(TEAM_GROUP, GROUP_MEMBER, _IN_GROUP)
        .outerjoin(PERSON, _IS_MEMBER)
        .where(TEAM_GROUP.c.workspace_id == workspace)
        .order_by(TEAM_GROUP.c.key, PERSON.c.name, PERSON.c.id)
    ).all()
    for row in rows:
        members.setdefault(row.id, []).extend([row.member] if row.member else [])
    first: dict[str, Row[Any]] = {}
    for row in rows:
        first.setdefault(row.id, row)
    return [Group(workspace, row.id, row.key, read_words(row.title), tuple(members[row.id])) for row in first.values()]


def add_group(tx: Connection, group: Group) -> None:
    tx.execute(
        insert(TEAM_GROUP).values(
            workspace_id=group.workspace, id=group.id, key=group.key, title=write_words(group.title)
        )
    )
    _enrol(tx, group)


def set_members(tx: Connection, group: Group) -> None:
    """Exactly ``group.members`` are in it from now on."""
    tx.execute(
        delete(GROUP_MEMBER).where(GROUP_MEMBER.c.workspace_id == group.workspace, GROUP_MEMBER.c.group_id == group.id)
    )
    _enrol(tx, group)


def listed(
    tx: Connection, workspace: str, *, groups: Iterable[str], keys: Iterable[str], ids: Iterable[str]
) -> Sequence[Listed]:
    """Everybody who is meant by a group's key, by an address or short key, or by an id: one statement."""
    meant = {"workspace": workspace, "groups": list(groups), "keys": list(keys), "ids": list(ids)}
    return [Listed(*row) for row in _LISTED.all(tx, meant)]


def is_active(tx: Connection, workspace: str, key: str) -> bool:
    """Is there somebody of this address or short key?"""
    found = select(literal(1)).where(
        PERSON.c.workspace_id == workspace, PERSON.c.active, or_(PERSON.c.email == key, PERSON.c.short_key == key)
    )
    return tx.execute(found.limit(1)).first() is not None


def _row(person: Person) -> dict[str, Any]:
    return {
        "workspace_id": person.workspace,
        "id": person.id,
        "email": person.email,
        "short_key": person.key,
        "name": person.name,
        "lang": person.lang,
        "role": person.role,
        "manager_id": person.manager_id,
        "active": person.active,
        "password_hash": person.password_hash,
        "department_id": person.department_id,
    }


def _enrol(tx: Connection, group: Group) -> None:
    if group.members:
        rows = [
            {"workspace_id": group.workspace, "group_id": group.id, "person_id": member} for member in group.members
        ]
        tx.execute(insert(GROUP_MEMBER), rows)


def _everybody_meant() -> Select[Any]:
    manager = PERSON.alias("manager")
    managed = and_(
        manager.c.workspace_id == PERSON.c.workspace_id, manager.c.id == PERSON.c.manager_id, manager.c.active
    )
    deputy = PERSON.alias("deputy")
    away = and_(ABSENCE.c.workspace_id == PERSON.c.workspace_id, ABSENCE.c.person_id == PERSON.c.id)
    stands_in = and_(
        deputy.c.workspace_id == ABSENCE.c.workspace_id, deputy.c.id == ABSENCE.c.deputy_id, deputy.c.active
    )
    columns = _columns_of(manager, deputy)
    by_name = or_(among(PERSON.c.id, "ids"), among(PERSON.c.email, "keys"), among(PERSON.c.short_key, "keys"))
    named = (
        select(*columns, null().label("group"))
        .outerjoin_from(PERSON, manager, managed)
        .outerjoin(ABSENCE, away)
        .outerjoin(deputy, stands_in)
        .where(PERSON.c.workspace_id == bindparam("workspace"), PERSON.c.active, by_name)
    )
    of_groups = and_(TEAM_GROUP.c.workspace_id == bindparam("workspace"), among(TEAM_GROUP.c.key, "groups"))
    members = (
        select(*columns, TEAM_GROUP.c.key.label("group"))
        .select_from(TEAM_GROUP)
        .join(GROUP_MEMBER, _IN_GROUP)
        .join(PERSON, _IS_MEMBER)
        .outerjoin(manager, managed)
        .outerjoin(ABSENCE, away)
        .outerjoin(deputy, stands_in)
        .where(of_groups, PERSON.c.active)
    )
    both = named.union_all(members).subquery()
    return select(both).order_by(both.c.name, both.c.id)


def _columns_of(manager: Any, deputy: Any) -> tuple[Any, ...]:
    """Who they are, whom they report to, and who acts for them while they are away."""
    return (
        *(PERSON.c.id, PERSON.c.email, PERSON.c.short_key.label("key"), PERSON.c.name),
        *(manager.c.id.label("manager_id"), manager.c.name.label("manager_name")),
        *(deputy.c.id.label("deputy_id"), deputy.c.name.label("deputy_name")),
        *(ABSENCE.c.begins_at.label("away_from"), ABSENCE.c.ends_at.label("away_until")),
    )


_LISTED = ByHeart(_everybody_meant())
