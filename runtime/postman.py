"""Sends what waits in the outbox: at least once, with an id that stays the same, until it works or is given up."""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from runtime import errands, letters, subrequests
from runtime.access import Actor, Permission, require
from runtime.letters import Letter
from runtime.settings import Settings
from runtime.store import outbox
from runtime.store.database import Connection, Database
from runtime.store.missing import Missing
from runtime.store.outbox import Message

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long a message is its sender's; after that another may send it."""
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
ATTEMPTS: Final = 12
"""After so many the message is given up; that takes about a day and a half."""
PATIENCE: Final = 20.0
"""Seconds that the mail server has to answer."""

Send = Callable[[EmailMessage], None]


def deliver(database: Database, settings: Settings, now: datetime, limit: int = 20) -> int:
    """How many messages were due, ``limit`` at most. Without a mail server they are shown as sent and go nowhere."""
    with database.writing() as tx:
        due = outbox.lease(tx, now, limit, LEASE)
    send = _Smtp(settings.smtp_url) if settings.smtp_url else _keep
    for message in due:
        settled = _sent(database, settings, send, message, now)
        with database.writing() as tx:
            outbox.settle(tx, settled)
    if isinstance(send, _Smtp):
        send.close()
    return len(due)


def letter(tx: Connection, actor: Actor, message_id: str, settings: Settings) -> Letter:
    """The letter as it reads now. Where mail really goes out, nobody but its reader is shown the links in it.

    Raises:
        Denied: only an administrator may look.
        Missing: there is no such message, or its reader is gone.
    """
    require(actor, Permission.ADMIN)
    message = outbox.message(tx, actor.workspace, message_id)
    if message is None:
        raise Missing(message_id)
    written = letters.write(tx, message, settings.base_url)
    if settings.smtp_url:
        shown = [line for line in written.body.splitlines() if settings.base_url not in line]
        return replace(written, body="\n".join(shown) + "\n")
    return written


def _sent(database: Database, settings: Settings, send: Send, message: Message, now: datetime) -> Message:
    if message.kind in errands.KINDS:
        return _run(database, message, now)
    try:
        with database.reading() as tx:
            written = letters.write(tx, message, settings.base_url)
    except Missing as gone:
        return replace(message, dead_at=now, error=f"nobody to send it to: {gone}")
    except Exception as failed:  # noqa: BLE001 -- whatever is wrong with one message, the others go out
        return _failed(message, f"{type(failed).__name__}: {failed}", now)
    known = replace(message, address=written.address, subject=written.subject)
    try:
        send(_mail(written, message, settings, now))
    except Exception as failed:  # noqa: BLE001 -- whatever is wrong with one message, the others go out
        return _failed(known, f"{type(failed).__name__}: {failed}", now)
    return replace(known, sent_at=now, error="")


def _run(database: Database, message: Message, now: datetime) -> Message:
    """What one case asks of another, done in a transaction of its own."""
    try:
        with database.writing() as tx:
            subrequests.run(tx, message, now)
    except Exception as failed:
        log.exception("the errand %s could not be run", message.id)
        return _failed(message, f"{type(failed).__name__}: {failed}", now)
    return replace(message, sent_at=now, error="")


def _failed(message: Message, error: str, now: datetime) -> Message:
    if message.attempts >= ATTEMPTS:
        return replace(message, dead_at=now, error=error)
    wait = min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
    return replace(message, due_at=now + wait, error=error)


def _mail(written: Letter, message: Message, settings: Settings, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message.id}@{urlsplit(settings.base_url).hostname}>"
    mail["Date"] = format_datetime(now)
    mail["From"] = settings.mail_from
    mail["To"] = written.address
    mail["Subject"] = written.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(written.body)
    return mail


def _keep(_mail: EmailMessage) -> None:
    """Nothing to do: the outbox itself is the page of sent mail."""


class _Smtp:
    """One connection for a round, opened with the first message: ``smtp://user:password@host:587``, or ``smtps://``."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def __call__(self, mail: EmailMessage) -> None:
        server = self._server or self._open()
        self._server = None  # a connection that failed is not used again
        server.send_message(mail)
        self._server = server

    def close(self) -> None:
        if self._server:
            self._server.close()

    def _open(self) -> smtplib.SMTP:
        url = self._url
        secure = url.scheme == "smtps"
        opened = smtplib.SMTP_SSL if secure else smtplib.SMTP
        server = opened(url.hostname or "localhost", url.port or (465 if secure else 25), timeout=PATIENCE)
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        return server
