"""One round of sending: by mail, to one channel, or to ourselves."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from time import monotonic
from typing import Final

from runtime.cases import subrequests
from runtime.changes import mirror_errands, trackers
from runtime.channels import chats, letters, mailing, outgoing, receivers, webhooks
from runtime.channels.mailing import Smtp
from runtime.channels.outgoing import Forbidden, NotTaken, Unreachable
from runtime.mirrors import mirror_remarks, mirroring, sides
from runtime.notices import batching, undelivered
from runtime.people.roster import PERSON
from runtime.settings import Settings
from runtime.store.connection.database import Connection, Database
from runtime.store.missing import Missing
from runtime.store.notices import channels, digests, notice_choices, outbox
from runtime.store.notices.channels import Channel
from runtime.store.notices.notice_choices import NoticeChoice
from runtime.store.notices.outbox import HOUSE, MAIL, Message, Try

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long a message is its sender's; after that another may send it. Nothing is begun in the last half of it."""
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
ATTEMPTS: Final = 12
"""After so many the message is given up; that takes about a day and a half."""
KEPT_TRIES: Final = 20
PATIENCE_WITH: Final = 5
"""So many failures in a row, and a channel rests."""
LONGEST_REST: Final = timedelta(hours=1)
OLDEST: Final = timedelta(days=3)
"""A message to a channel that answers nobody is given up after so long, tried or not."""
UNWANTED: Final = "not wanted by mail"

Send = Callable[[Message], Message]
"""Sends one message, and answers with it as it stands then; what it raises is a failure of this message."""


class Shut(Exception):
    """Nobody can be reached there, so there is no use in trying with the other messages of the round."""


def of_errands(database: Database, now: datetime, limit: int) -> int:
    """What one case asks of another, each in a transaction of its own."""

    def run(message: Message) -> Message:
        with database.writing() as tx:
            subrequests.run(tx, message, now)
        return replace(message, sent_at=now)

    due = _leased(database, now, limit, HOUSE)
    _round(database, due, run, now)
    return len(due)


def of_mail(database: Database, settings: Settings, now: datetime, limit: int) -> int:
    """Letters, as their readers want to get them."""
    server = Smtp(settings.smtp_url) if settings.smtp_url else None

    def send(message: Message) -> Message:
        with database.reading() as tx:
            choice = _choice(tx, message)
            if message.kind in choice.not_by_mail:
                return replace(message, sent_at=now, error=UNWANTED)
            until = batching.held_until(choice, settings.zone, now)
            if until is None or batching.is_pressing(tx, message, until):
                until = None
                written = letters.write(tx, message, settings.base_url, goes_out=server is not None)
        if until:
            return _gathered(database, message, until, now)
        if server:
            _mail(server, mailing.composed(written, message, settings, now))
        return replace(message, sent_at=now, address=written.address, subject=written.subject)

    due = _leased(database, now, limit, MAIL)
    _round(database, due, send, now)
    if server:
        server.close()
    return len(due)


def of_channel(database: Database, settings: Settings, channel: Channel, now: datetime, limit: int) -> int:
    """One that rests is tried with a single message when it has rested."""
    most = 1 if channel.failures >= PATIENCE_WITH else limit
    due = _leased(database, now, most, channel.key, channel.workspace)
    if due:
        send = _to_tracker if channel.kind in trackers.KINDS else _to_channel
        done = _round(database, due, partial(send, database, settings, channel, now), now)
        with database.writing() as tx:
            _note_health(tx, channel, done, now)
    return len(due)


def _leased(database: Database, now: datetime, limit: int, channel: str, workspace: str = "") -> list[Message]:
    with database.writing() as tx:
        return outbox.lease(tx, now, limit, LEASE, channel, workspace)


@dataclass(frozen=True)
class _Done:
    """How a round went: ``failed`` tries since the last that was taken (``taken``: there was one), and what was wrong."""

    failed: int = 0
    taken: bool = False
    error: str = ""
    shut: bool = False
    gone: bool = False


def _round(database: Database, due: Sequence[Message], send: Send, now: datetime) -> _Done:
    """Where nobody can be reached, all that were due have failed with the first.

    With a slow receiver the round ends before the lease does: what is left of it goes out with a later one.
    """
    done, last = _Done(), monotonic() + LEASE.total_seconds() / 2
    for message in due:
        if monotonic() > last:
            break
        after = failed(message, done.error, now) if done.shut else message
        if not done.shut:
            after, done = _tried(message, send, now, done)
        with database.writing() as tx:
            if outbox.settle(tx, after):
                _carry_over(tx, after, now)
    return done


def _tried(message: Message, send: Send, now: datetime, done: _Done) -> tuple[Message, _Done]:
    try:
        return send(message), _Done(taken=True)
    except Missing as missing:
        return replace(message, dead_at=now, error=f"nobody to send it to: {missing}"), done
    except NotTaken as refused:
        after = failed(message, str(refused), now, refused.wait, for_good=refused.gone)
        return after, replace(done, failed=done.failed + 1, error=after.error, gone=refused.gone)
    except Shut as closed:
        after = failed(message, str(closed), now)
        return after, replace(done, failed=done.failed + 1, error=after.error, shut=True)
    except Exception as broken:
        log.exception("the message %s could not be sent", message.id)
        after = failed(message, f"{type(broken).__name__}: {broken}", now)
        return after, replace(done, failed=done.failed + 1, error=after.error)


def failed(
    message: Message, error: str, now: datetime, wait: timedelta = timedelta(), *, for_good: bool = False
) -> Message:
    """It is tried again, each time later, and not at the moment at which everything else is; or it is given up."""
    tries = (*message.tries, Try(now, error))[-KEPT_TRIES:]
    if for_good or message.attempts >= ATTEMPTS:
        return replace(message, dead_at=now, error=error, tries=tries)
    usual = min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
    later = max(usual * _spread(f"{message.id}{message.attempts}"), min(wait, LONGEST_WAIT))
    return replace(message, due_at=now + later, error=error, tries=tries)


def _spread(name: str) -> float:
    """Between 3/4 and 5/4, the same for the same name."""
    return 0.75 + hashlib.sha256(name.encode()).digest()[0] / 512


def _carry_over(tx: Connection, message: Message, now: datetime) -> None:
    """What became of a digest became of everything in it; what is given up is said to administrators."""
    if message.kind == batching.DIGEST and (message.sent_at or message.dead_at):
        digests.settle(tx, message)
    if message.dead_at:
        undelivered.tell(tx, message.workspace, message.channel, message.payload.get("case"), message.error, now)


def _choice(tx: Connection, message: Message) -> NoticeChoice:
    """Only people of the workspace choose; what has gathered goes out."""
    party = str(message.payload["to"])
    if not party.startswith(PERSON) or message.kind == batching.DIGEST:
        return NoticeChoice()
    return notice_choices.of(tx, message.workspace, party.removeprefix(PERSON))


def _gathered(database: Database, message: Message, until: datetime, now: datetime) -> Message:
    """Settled in the transaction that holds the digest: nobody sends it in between."""
    with database.writing() as tx:
        held = replace(message, gathered_in=batching.gather(tx, message, until, now).id)
        outbox.settle(tx, held)
    return held


def _mail(server: Smtp, mail: EmailMessage) -> None:
    try:
        server(mail)
    except mailing.OF_ONE_LETTER:
        raise
    except OSError as unreachable:  # whatever else the library says is of this kind too
        raise Shut(f"{type(unreachable).__name__}: {unreachable}") from unreachable


def _to_tracker(database: Database, settings: Settings, channel: Channel, now: datetime, message: Message) -> Message:
    with database.reading() as tx:
        side = sides.opened(tx, channel, settings.private_hosts)
    try:
        run = mirror_remarks.say if message.payload.get("why") == mirror_errands.SAY else mirroring.run
        called = run(database, side, message, now, settings.base_url)
    except (Forbidden, Unreachable) as nobody:
        raise Shut(str(nobody)) from nobody
    return replace(message, sent_at=now, address=channel.title, subject=called, error="")


def _to_channel(database: Database, settings: Settings, channel: Channel, now: datetime, message: Message) -> Message:
    with database.reading() as tx:
        to = receivers.opened(tx, channel, now)
        letter = letters.write(tx, message, settings.base_url)
        body = webhooks.body(tx, message, letter) if to.kind == "webhook" else b""
    try:
        with outgoing.calling(settings.private_hosts) as call:
            if to.kind == "webhook":
                webhooks.send(to.url, body, webhooks.headers(message.id, body, to.keys, now))
            else:
                chats.send(to.url, letter.subject, f"{letter.body}\n{letter.link}", call)
    except (Forbidden, Unreachable, chats.Unknown) as nobody:
        raise Shut(str(nobody)) from nobody
    return replace(message, sent_at=now, address=channel.title, subject=letter.subject, error="")


def _note_health(tx: Connection, channel: Channel, done: _Done, now: datetime) -> None:
    failures = (0 if done.taken else channel.failures) + done.failed
    failures = max(failures, PATIENCE_WITH) if done.shut else failures
    rests = failures >= PATIENCE_WITH
    rest = min(FIRST_WAIT * 2 ** min(failures - PATIENCE_WITH, 10), LONGEST_REST) if rests else timedelta()
    until = now + rest * _spread(f"{channel.key}{failures}") if rests else None
    channels.keep_health(tx, replace(channel, failures=failures, paused_until=until, error=done.error))
    if done.gone:
        channels.switch_off(tx, channel.workspace, channel.key)
    if rests and outbox.give_up(tx, channel.workspace, channel.key, now, done.error, before=now - OLDEST):
        undelivered.tell(tx, channel.workspace, channel.key, None, done.error, now)
