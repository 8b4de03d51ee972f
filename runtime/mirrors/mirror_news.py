"""What is heard from trackers: webhooks, and our own looking now and then, since a webhook may be lost."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from runtime.changes import mirror_errands
from runtime.channels.outgoing import Forbidden, NotTaken, Unreachable
from runtime.files import encryption
from runtime.mirrors import mirror_remarks, sides
from runtime.mirrors.counterpart import Forged, News, Refused
from runtime.mirrors.sides import Side
from runtime.settings import Settings
from runtime.store import idempotency
from runtime.store.connection.database import Connection, Database
from runtime.store.idempotency import Earlier
from runtime.store.mirrors import mirrors, twins
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.missing import Missing
from runtime.store.notices import channels, outbox

log = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=1)
"""How often we look by ourselves what has changed there."""
FURTHEST: Final = timedelta(days=7)
"""No further back: after a longer silence each twin is looked at when it next moves."""
LONGEST: Final = 200
"""Characters of the name of an event that are told apart."""


def address(base_url: str, key: str) -> str:
    """Where the other side sends its webhooks; Trello signs this very text."""
    return f"{base_url}/hooks/{key.removeprefix('~')}"


def heard(
    database: Database, settings: Settings, key: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> bool:
    """A webhook for the connection. False where it told nothing that concerns us, or told it before.

    Raises:
        Missing: there is no such connection, or it is off.
        Forged: it is not signed with its secret.
    """
    with database.reading() as tx:
        mirror = mirrors.by_key(tx, key)
        channel = channels.one(tx, mirror.workspace, key) if mirror else None
        if mirror is None or channel is None or not channel.is_on:
            raise Missing(key)
        side = sides.opened(tx, channel, settings.private_hosts)
        secret = encryption.opened(tx, mirror.workspace, channel.secret) if channel.secret else ""
    try:
        news = side.there.heard(headers, body, address(settings.base_url, key), secret)
    except (ValueError, AttributeError, TypeError, KeyError):
        log.warning("a webhook of %s could not be read", key)
        return False
    if news is None:
        return False
    with database.writing() as tx:
        return _taken_in(tx, side, news, now)


def _taken_in(tx: Connection, side: Side, news: News, now: datetime) -> bool:
    mirror = side.mirror
    twin = twins.by_there(tx, mirror.workspace, mirror.key, news.there_id)
    if twin is None or _is_known(tx, mirror, news.event, now):
        return False
    if news.remark is not None:
        return mirror_remarks.take_in(tx, side, twin, news.remark, now)
    if not mirror.takes or (news.mine and news.status == twin.theirs):
        return False
    _wake(tx, mirror, twin.case_id, now)
    return True


def _is_known(tx: Connection, mirror: Mirror, event: str, now: datetime) -> bool:
    """Whether this very event has come before; from now on it has."""
    first = Earlier("", {})
    return idempotency.claim(tx, mirror.workspace, mirror.key, event[:LONGEST], now, first) is not None


def _wake(tx: Connection, mirror: Mirror, case_id: str, now: datetime) -> None:
    outbox.add(tx, [mirror_errands.look(mirror.workspace, case_id, mirror.key, "news", now)])


def look(database: Database, settings: Settings, now: datetime) -> int:
    """How many twins may have changed there without a word. Who does not answer now is asked again the next time."""
    with database.reading() as tx:
        due = [one for one in mirrors.that_look(tx) if one.looked_at is None or now - one.looked_at >= EVERY]
    return sum(_looked(database, settings, one, now) for one in due)


def _looked(database: Database, settings: Settings, mirror: Mirror, now: datetime) -> int:
    since = max(mirror.looked_at or now - EVERY, now - FURTHEST)
    with database.reading() as tx:
        channel = channels.one(tx, mirror.workspace, mirror.key)
        if channel is None or (channel.paused_until and channel.paused_until > now):
            return 0
        side = sides.opened(tx, channel, settings.private_hosts)
    try:
        changed = side.there.changed(since, now)
    except (Refused, NotTaken, Unreachable, Forbidden) as failed:
        log.warning("what has changed at %s could not be asked: %s", mirror.key, failed)
        return 0
    woken = 0
    with database.writing() as tx:
        for there_id, status in changed:
            twin = twins.by_there(tx, mirror.workspace, mirror.key, there_id)
            if twin is not None and status != twin.theirs:
                _wake(tx, mirror, twin.case_id, now)
                woken += 1
        mirrors.looked(tx, mirror.workspace, mirror.key, now)
    return woken


__all__ = ["EVERY", "Forged", "address", "heard", "look"]
