"""What a question may be answered with from the rows of the house: the first few that fit what was typed so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union_all

from runtime.engine.position import Party
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.people import name_words
from runtime.store.plans import project_rows
from runtime.store.plans.project_rows import Project
from runtime.store.tables.tables import CASE_FILE, CONTACT, CUSTOMER, GROUP_MEMBER, PERSON, PROCESS, TASK, TEAM_GROUP


@dataclass(frozen=True)
class Offer:
    """``key`` is what is posted, ``name`` what is read, ``note`` tells two of one name apart.

    ``answer`` is what will be kept, where that is more than the key.
    """

    key: str
    name: str
    note: str = ""
    answer: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Circle:
    """Of all people those in one of these groups (by key) or departments (by id); of no limits, everybody.

    ``is_closed``: there are limits, even where nobody is within them.
    """

    groups: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    is_closed: bool = False


def people(tx: Connection, workspace: str, typed: str, limit: int, circle: Circle = Circle()) -> list[Offer]:
    """People who are here, by name; their key is their address."""
    asked = select(PERSON.c.email, PERSON.c.name, PERSON.c.email.label("note"))
    asked = asked.where(PERSON.c.workspace_id == workspace, PERSON.c.active, *_inside(workspace, circle))
    asked = asked.where(*name_words.found_by(workspace, "person", typed, PERSON.c.id))
    return _offers(tx, asked.order_by(PERSON.c.name, PERSON.c.id).limit(limit))


def person(tx: Connection, workspace: str, key: str, circle: Circle = Circle()) -> Offer | None:
    """The person of this address or short key, if they are here and within the circle."""
    asked = select(PERSON.c.email, PERSON.c.name, PERSON.c.email.label("note"))
    meant = or_(PERSON.c.email == key, PERSON.c.short_key == key)
    asked = asked.where(PERSON.c.workspace_id == workspace, PERSON.c.active, meant, *_inside(workspace, circle))
    return next(iter(_offers(tx, asked.limit(1))), None)


def names(tx: Connection, workspace: str, keys: Sequence[str]) -> dict[str, str]:
    """What people are called now, by address and by short key; also those who are not here any more."""
    wanted = [key.lower() for key in keys]
    found = select(PERSON.c.email, PERSON.c.short_key, PERSON.c.name).where(
        PERSON.c.workspace_id == workspace, or_(PERSON.c.email.in_(wanted), PERSON.c.short_key.in_(wanted))
    )
    rows = tx.execute(found).all() if wanted else []
    return {key: row.name for row in rows for key in (row.email, row.short_key)}


def projects(tx: Connection, workspace: str, typed: str, limit: int) -> list[Offer]:
    """Open projects, newest first, whose number or name holds what was typed; their key is their id."""
    return [_project(one) for one in project_rows.found(tx, workspace, typed.strip(), limit)]


def project(tx: Connection, workspace: str, key: str) -> Offer | None:
    """The open project of this id, number or name."""
    found = project_rows.named(tx, workspace, key)
    return _project(found) if found and found.is_open else None


def customers(tx: Connection, workspace: str, typed: str, limit: int) -> list[Offer]:
    """Customers by name; their key is their id."""
    asked = select(CUSTOMER.c.id, CUSTOMER.c.name)
    asked = asked.where(CUSTOMER.c.workspace_id == workspace, CUSTOMER.c.active)
    asked = asked.where(*name_words.found_by(workspace, "customer", typed, CUSTOMER.c.id))
    rows = tx.execute(asked.order_by(CUSTOMER.c.name, CUSTOMER.c.id).limit(limit))
    return [_customer(row) for row in rows]


def customer(tx: Connection, workspace: str, key: str) -> Offer | None:
    """The customer of this id or name; of what was merged into another, that one."""
    old = CUSTOMER.alias("old")
    now = and_(
        CUSTOMER.c.workspace_id == old.c.workspace_id, CUSTOMER.c.id == func.coalesce(old.c.merged_into, old.c.id)
    )
    asked = select(CUSTOMER.c.id, CUSTOMER.c.name).join_from(old, CUSTOMER, now)
    row = tx.execute(asked.where(old.c.workspace_id == workspace, or_(old.c.id == key, old.c.name == key))).first()
    return _customer(row) if row else None


def contacts(tx: Connection, workspace: str, typed: str, limit: int) -> list[Offer]:
    """Contacts by name; their key is their id, the note their address and company."""
    asked = _contacts(workspace).where(
        CONTACT.c.active, *name_words.found_by(workspace, "contact", typed, CONTACT.c.id)
    )
    rows = tx.execute(asked.order_by(CONTACT.c.name, CONTACT.c.id).limit(limit))
    return [_contact(row) for row in rows]


def contact(tx: Connection, workspace: str, key: str) -> Offer | None:
    """The contact of this id or address."""
    called = CONTACT.alias("called")
    now = and_(
        called.c.workspace_id == CONTACT.c.workspace_id,
        CONTACT.c.id == func.coalesce(called.c.merged_into, called.c.id),
    )
    meant = or_(called.c.id == key, called.c.email == key.lower())
    row = tx.execute(_contacts(workspace).join(called, now).where(called.c.workspace_id == workspace, meant)).first()
    return _contact(row) if row else None


def requests(
    tx: Connection, workspace: str, party: Party | None, processes: Sequence[str], typed: str, limit: int
) -> list[Case]:
    """The newest requests that ``party`` sent, asked for or was asked about, whose number begins as was typed.

    None is somebody who may see all. No ``processes`` are any. Ids are in the order of time.
    """
    asked = select(CASE_FILE).where(CASE_FILE.c.workspace_id == workspace)
    if processes:
        asked = asked.where(CASE_FILE.c.process_key.in_(processes))
    if typed.strip():
        asked = asked.where(CASE_FILE.c.number.startswith(typed.strip().upper(), autoescape=True))
    if party is not None:
        asked = asked.where(CASE_FILE.c.id.in_(_theirs(workspace, party)))
    rows = tx.execute(asked.order_by(CASE_FILE.c.id.desc()).limit(limit))
    return [cases.read(row) for row in rows]


def request(tx: Connection, workspace: str, key: str, processes: Sequence[str]) -> Case | None:
    """The request of this id or number; a number that several processes have is nobody's."""
    known = processes or list(tx.execute(select(PROCESS.c.key).where(PROCESS.c.workspace_id == workspace)).scalars())
    asked = select(CASE_FILE).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.process_key.in_(known))
    by_id = tx.execute(asked.where(CASE_FILE.c.id == key)).all()
    rows = by_id or tx.execute(asked.where(CASE_FILE.c.number == key.upper()).limit(2)).all()
    return cases.read(rows[0]) if len(rows) == 1 else None


def among(tx: Connection, workspace: str, party: Party | None, ids: Sequence[str]) -> frozenset[str]:
    """Those of these requests that ``party`` sent, asked for or was asked about; None may see all."""
    asked = select(CASE_FILE.c.id).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.id.in_(ids))
    if party is not None:
        asked = asked.where(CASE_FILE.c.id.in_(_theirs(workspace, party)))
    return frozenset(tx.execute(asked).scalars())


def _theirs(workspace: str, party: Party) -> Any:
    sent = select(CASE_FILE.c.id).where(
        CASE_FILE.c.workspace_id == workspace, or_(CASE_FILE.c.filer == party, CASE_FILE.c.requester == party)
    )
    asked = select(TASK.c.case_id).where(TASK.c.workspace_id == workspace, TASK.c.party == party)
    return union_all(sent, asked)


def _inside(workspace: str, circle: Circle) -> Iterable[ColumnElement[bool]]:
    if not circle.is_closed:
        return
    in_group = exists().where(
        and_(
            GROUP_MEMBER.c.workspace_id == workspace,
            GROUP_MEMBER.c.person_id == PERSON.c.id,
            TEAM_GROUP.c.workspace_id == workspace,
            TEAM_GROUP.c.id == GROUP_MEMBER.c.group_id,
            TEAM_GROUP.c.key.in_(circle.groups),
        )
    )
    yield or_(in_group, PERSON.c.department_id.in_(circle.departments))


def _contacts(workspace: str) -> Select[Any]:
    return select(CONTACT.c.id, CONTACT.c.name, CONTACT.c.email, CONTACT.c.company).where(
        CONTACT.c.workspace_id == workspace
    )


def _project(one: Project) -> Offer:
    return Offer(one.id, one.name, one.number, {"id": one.id, "number": one.number, "name": one.name})


def _customer(row: Any) -> Offer:
    return Offer(row.id, row.name, answer={"id": row.id, "name": row.name})


def _contact(row: Any) -> Offer:
    note = " · ".join(one for one in (row.email, row.company) if one)
    answer = {"id": row.id, "name": row.name, "email": row.email}
    return Offer(row.id, row.name or row.email, note, {key: text for key, text in answer.items() if text})


def _offers(tx: Connection, asked: Select[Any]) -> list[Offer]:
    return [Offer(*row) for row in tx.execute(asked)]
