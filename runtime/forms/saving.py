"""What somebody has begun and not sent: kept for them alone, found again on another device, gone when it is sent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from runtime.access import Actor
from runtime.asking import Rejected, is_claimed
from runtime.processes.deployment import Compiled, version
from runtime.store import keys
from runtime.store.connection.database import Connection, Database
from runtime.store.forms import saved
from runtime.store.forms.saved import Saved
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from schemas.fields.registry import type_of
from schemas.model.form import Field, Form
from schemas.problem import Problem
from schemas.words import Words

KEPT_FOR: Final = timedelta(days=90)
"""After so long without a change it is thrown away."""
MOST_TEXT: Final = 1_000_000
"""Characters of one form that is kept, as JSON."""
MOST_LISTED: Final = 20
LONGEST_KEY: Final = 200

NEW: Final = "new"
ON_BEHALF: Final = "behalf"

_PURPOSE: Final = "saved"
MESSAGE: Final = "saved"
"""The kind of the message that holds a private link."""


@dataclass(frozen=True)
class Typed:
    """``raw`` as it was posted under ``key``; ``query`` is what the address of the link said besides."""

    raw: Mapping[str, Any]
    key: str
    channel: str = "web"
    query: str = ""


@dataclass(frozen=True)
class Begun:
    """``raw`` is what still fits the form of ``compiled``.

    ``changed``: it was begun on another version; ``gone`` are the titles of the answers that fit nowhere any more.
    """

    saved: Saved
    compiled: Compiled
    raw: Mapping[str, Any]
    changed: bool = False
    gone: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A form that somebody has begun, as a list shows it."""

    id: str
    process_key: str
    title: Words
    on_behalf: bool
    saved_at: datetime


def save(tx: Connection, actor: Actor, compiled: Compiled, typed: Typed, now: datetime) -> Saved | None:
    """Keep what was typed. None where the form has gone out under this key meanwhile: then there is nothing to keep.

    Somebody signed in has one place for a process (and one for clients of it), whoever came by a link one for each
    form they began.

    Raises:
        Rejected: ``saved.too-much``, it is more than anybody types.
    """
    if not typed.key or len(typed.key) > LONGEST_KEY or is_claimed(tx, actor, typed.key):
        return None
    kept = _keepable(compiled.process.form, typed.raw)
    if len(json.dumps(kept)) > MOST_TEXT:
        raise Rejected((Problem("saved.too-much"),), answers=typed.raw)
    row_id = new_id(now)
    place = keys.seal(typed.key) if actor.is_link else _place(typed.channel)
    sealed = keys.seal(keys.token(tx, _PURPOSE, row_id)) if actor.is_link else None
    first = Saved(
        actor.workspace,
        row_id,
        actor.party,
        compiled.process.key,
        place,
        compiled.id,
        typed.channel,
        typed.key,
        kept,
        now,
        typed.query,
        sealed,
    )
    return saved.keep(tx, first)


def token(tx: Connection, kept: Saved) -> str:
    """What opens it from anywhere."""
    return keys.token(tx, _PURPOSE, kept.id)


def found(tx: Connection, actor: Actor, compiled: Compiled, *, on_behalf: bool = False) -> Begun | None:
    """What somebody signed in has begun of this process."""
    kept = saved.at(tx, actor.workspace, actor.party, compiled.process.key, ON_BEHALF if on_behalf else NEW)
    return fitted(tx, kept, compiled) if kept else None


def by_token(tx: Connection, resume: str) -> Saved:
    """Raises Missing, also where it was sent or thrown away."""
    kept = saved.by_token(tx, keys.seal(resume))
    if kept is None:
        raise Missing
    return kept


def listed(tx: Connection, actor: Actor) -> list[Waiting]:
    """What the actor has begun, the latest first."""
    return [
        Waiting(one.id, one.process_key, _title(tx, one), one.place == ON_BEHALF, one.saved_at)
        for one in saved.of_party(tx, actor.workspace, actor.party, MOST_LISTED)
    ]


def _title(tx: Connection, kept: Saved) -> Words:
    """Of the version on which it was begun, which is compiled once in a process's life."""
    return version(tx, kept.workspace, kept.version_id).process.title


def fitted(tx: Connection, kept: Saved, compiled: Compiled) -> Begun:
    """Answers whose field is gone, or of another type now, fit no more."""
    if kept.version_id == compiled.id:
        return Begun(kept, compiled, kept.raw)
    before, now = version(tx, kept.workspace, kept.version_id).process.form.fields, compiled.process.form.fields
    fits = {key for key in kept.raw if key in now and key in before and now[key].type == before[key].type}
    gone = tuple(_called(before[key], key) for key in before if key in kept.raw.keys() - fits and _says(kept.raw[key]))
    return Begun(kept, compiled, {key: kept.raw[key] for key in kept.raw if key in fits}, changed=True, gone=gone)


def discard(tx: Connection, actor: Actor, saved_id: str) -> None:
    saved.drop(tx, actor.workspace, actor.party, saved_id)


def mail(tx: Connection, kept: Saved, email: str, lang: str, now: datetime) -> None:
    """The private link goes to this address."""
    payload = {"to": email, "saved": kept.id, "lang": lang}
    outbox.add(tx, [Message(kept.workspace, new_id(now), MESSAGE, payload, now, now)])


def sent(tx: Connection, actor: Actor, key: str) -> None:
    """The form has gone out under this key: nothing of it waits any more."""
    if key:
        saved.drop_sent(tx, actor.workspace, actor.party, key)


def sweep(database: Database, now: datetime) -> int:
    """How many were thrown away, because nobody had come back to them for `KEPT_FOR`."""
    with database.writing() as tx:
        return saved.drop_old(tx, now - KEPT_FOR)


def _place(channel: str) -> str:
    return NEW if channel == "web" else ON_BEHALF


def _keepable(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is sealed: a secret is kept nowhere before it is sent."""
    kept = {key: value for key, value in raw.items() if key in form.fields and not _is_sealed(form.fields[key])}
    hidden = {key: {one.key for one in form.fields[key].columns if _is_sealed(one)} for key in kept}
    return {key: _without(value, hidden[key]) for key, value in kept.items()}


def _without(value: Any, columns: Iterable[str]) -> Any:
    if not columns or not isinstance(value, list):
        return value
    return [{key: cell for key, cell in row.items() if key not in columns} for row in value]


def _is_sealed(field: Field) -> bool:
    return type_of(field).value == "sealed"


def _says(value: Any) -> bool:
    return value not in ("", [], None)


def _called(field: Field, key: str) -> Words:
    return field.title or Words({"en": key})
