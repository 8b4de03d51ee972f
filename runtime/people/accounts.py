"""Who somebody is: passwords, keys to the API, and the actor that a person becomes."""

import secrets
from dataclasses import replace
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runtime.access import ROLES, Actor
from runtime.store import keys
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import api_tokens, people, workspaces
from runtime.store.people.people import Person
from runtime.store.people.workspaces import Workspace

_hasher = PasswordHasher()
_NOBODYS = _hasher.hash(secrets.token_hex())


def new_person(  # noqa: PLR0913 -- the columns of a person
    tx: Connection,
    workspace: str,
    email: str,
    now: datetime,
    *,
    name: str = "",
    key: str = "",
    role: str = "member",
    password: str = "",
    lang: str = "en",
    manager_id: str | None = None,
) -> Person:
    """Without a password nobody can sign in as this person. ``key`` is the part before the @ where not given.

    Raises:
        KeyError: there is no such role.
    """
    if role not in ROLES:
        raise KeyError(role)
    email = email.strip().lower()
    person = Person(
        workspace,
        new_id(now),
        email,
        key or email.partition("@")[0],
        name or email,
        lang,
        role,
        manager_id,
        password_hash=_hasher.hash(password) if password else "",
    )
    people.add(tx, person, now)
    return person


def found(
    tx: Connection, name: str, email: str, now: datetime, lang: str = "en", *, called: str = ""
) -> tuple[Person, str]:
    """A new workspace with its first administrator, and the password by which they come in; nobody else knows it.

    ``called`` is the administrator's own name; without one it is their address.
    """
    workspace = Workspace(new_id(now), name, lang=lang)
    workspaces.add(tx, workspace, now)
    password = secrets.token_urlsafe(12)
    person = new_person(tx, workspace.id, email, now, name=called, role="admin", password=password, lang=lang)
    return person, password


def recognize(tx: Connection, email: str, password: str) -> Person | None:
    """The active person with this address and password. The same work is done for an address nobody has."""
    known = [one for one in people.by_email(tx, email.strip().lower()) if one.active and one.password_hash]
    if not known:
        matches(_NOBODYS, password)
    return next((one for one in known if matches(one.password_hash, password)), None)


def set_password(tx: Connection, person: Person, password: str) -> None:
    """Whatever was opened with the one before is over: sessions, and keys to the API."""
    api_tokens.end(tx, person.workspace, person.id)
    people.keep(tx, replace(person, password_hash=_hasher.hash(password)))


def actor(tx: Connection, workspace: str, person_id: str) -> Actor | None:
    """As the person is allowed now: read for every request, so that what was revoked is gone at once."""
    person = people.person(tx, workspace, person_id)
    return actor_of(person) if person and person.active else None


def actor_of(person: Person) -> Actor:
    return Actor(
        person.workspace,
        f"person:{person.id}",
        person.name,
        person.lang,
        ROLES.get(person.role, frozenset()),
        person.email,
    )


def new_token(tx: Connection, person: Person, label: str, now: datetime) -> str:
    """A bearer token for the API, shown this once."""
    token = f"fl_{secrets.token_urlsafe(32)}"
    api_tokens.add(tx, person.workspace, person.id, token, label, now)
    return token


def bearer(tx: Connection, token: str) -> Actor | None:
    """Whose token it is, if they are still here."""
    person = people.holder(tx, keys.seal(token))
    return actor_of(person) if person and person.active else None


def set_language(tx: Connection, actor: Actor, lang: str) -> None:
    """Raises Missing."""
    person = people.person(tx, actor.workspace, actor.id)
    if person is None:
        raise Missing
    people.keep(tx, replace(person, lang=lang))


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether this is the password of which ``kept`` is left."""
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
