"""Mail by SMTP: one connection for a round of letters."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from runtime.channels.letters import Letter
from runtime.formats.papers import pdf
from runtime.settings import Settings
from runtime.store.notices.outbox import Message

PATIENCE: Final = 20.0
"""Seconds that the mail server has to answer."""
OF_ONE_LETTER: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
"""What a mail server has against one letter, while it takes others."""


class Smtp:
    """Opened with the first letter: ``smtp://user:password@host:587``, or ``smtps://``."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def __call__(self, mail: EmailMessage) -> None:
        server = self._server or self._open()
        self._server = None  # a connection that failed is not used again
        try:
            server.send_message(mail)
        except OF_ONE_LETTER:
            server.close()
            raise
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


def composed(written: Letter, message: Message, settings: Settings, now: datetime) -> EmailMessage:
    """The letter with an id that is the same however often it is sent."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message.id}@{urlsplit(settings.base_url).hostname}>"
    mail["Date"] = format_datetime(now)
    mail["From"] = settings.mail_from
    mail["To"] = written.address
    mail["Subject"] = written.subject.replace("=?", "= ?")  # the library would read an encoded word, new lines and all
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(written.body)
    if written.enclosed:
        mail.add_attachment(
            pdf(written.enclosed, written.lang), maintype="application", subtype="pdf", filename="report.pdf"
        )
    return mail
