"""Settings from the environment and a `.env` file, each with a safe default. `docs/settings.md` tells of each."""

import os
import re
import secrets
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from schemas.words import LANGUAGES

VAR = Path("var")
"""Where an embedded installation keeps everything that it writes."""

MEGABYTE: Final = 1024 * 1024
_MOST_MEGABYTES: Final = 4096
BUCKET: Final = "s3://"
ACCESS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN")
"""The names by which every program knows how to get at a bucket."""
_LONGEST_KEPT: Final = 36_500
"""Days that a message may be kept."""
_ONE_TALLY: Final = {"redis": "redis", "rediss": "rediss", "redis+socket": "redis+unix"}
"""What Celery calls a Redis, and what the same one is called by those who count in it."""
_HOST: Final = re.compile(r"[a-z0-9.-]+|[0-9a-f.:]+(/[0-9]{1,3})?")


@dataclass(frozen=True)
class Settings:
    """``base_url`` is what every link begins with, without a slash at its end. ``smtp_url`` empty: mail is only shown.

    ``proxies``: so many of our own servers stand between us and the people, and say whom they speak for.
    ``files_url`` is that of a bucket, empty where files are kept in the folder ``files``; ``files_access`` how one gets in.
    ``largest_file`` and ``largest_request`` in bytes. ``scan``: the words of the command that looks at files.
    """

    secret_key: str
    database_url: str = f"sqlite:///{VAR / 'formloom.db'}"
    base_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    smtp_url: str = ""
    mail_from: str = "formloom@localhost"
    broker_url: str = ""
    proxies: int = 0
    files: Path = VAR / "files"
    files_url: str = ""
    files_access: tuple[tuple[str, str], ...] = ()
    largest_file: int = 16 * MEGABYTE
    largest_request: int = 32 * MEGABYTE
    scan: tuple[str, ...] = ()
    private_hosts: tuple[str, ...] = ()
    """Hosts and networks inside that webhooks and chats may call, in small letters."""
    messages_last: timedelta = timedelta(days=365)
    """How long a message that went out is kept, and with it the notice in the app that it is."""
    lang: str = LANGUAGES[0]
    zone: str = "UTC"
    """An IANA name: the time that pages and messages speak of."""

    @property
    def secure(self) -> bool:
        """Do people reach us by https?"""
        return self.base_url.startswith("https://")

    @property
    def tally_url(self) -> str:
        """Where it is counted how often somebody has come: in the Redis that all processes share, or in each one's memory."""
        kind, separator, place = self.broker_url.partition(";")[0].partition("://")
        if kind not in _ONE_TALLY:
            return "memory://"
        return _ONE_TALLY[kind] + separator + place.replace("?virtual_host=", "?db=")

    @property
    def arriving(self) -> Path:
        """The folder of files that nobody has looked at yet, beside that of those which are kept."""
        return self.files.with_name(f"{self.files.name}.arriving")

    def prepare(self) -> None:
        """Make the folders that an embedded installation writes to; whoever else is on the machine looks into none."""
        if self.database_url.startswith("sqlite:///"):
            _own_folder(Path(self.database_url.removeprefix("sqlite:///")).parent)
        _own_folder(self.files)


class Unsettled(Exception):
    """A setting that cannot be used, said in words."""


def load(environment: Mapping[str, str] | None = None, var: Path = VAR) -> Settings:
    """What the environment says, then `.env`, then the default.

    Raises:
        Unsettled: a setting is wrong, or PostgreSQL is used without a secret key.
    """
    given = os.environ if environment is None else environment
    said = {**{key: value or "" for key, value in dotenv_values().items()}, **given}
    database = said.get("FORMLOOM_DATABASE_URL") or f"sqlite:///{var / 'formloom.db'}"
    port = _number(said, "FORMLOOM_PORT", 8000, 2**16 - 1)
    files = said.get("FORMLOOM_FILES_URL") or ""
    lang = said.get("FORMLOOM_LANG") or LANGUAGES[0]
    if lang not in LANGUAGES:
        raise Unsettled(f"FORMLOOM_LANG is one of {', '.join(LANGUAGES)}")
    return Settings(
        secret_key=said.get("FORMLOOM_SECRET_KEY") or _kept_secret(database, var),
        database_url=database,
        base_url=(said.get("FORMLOOM_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        smtp_url=said.get("FORMLOOM_SMTP_URL") or "",
        mail_from=said.get("FORMLOOM_MAIL_FROM") or "formloom@localhost",
        broker_url=said.get("FORMLOOM_BROKER_URL") or "",
        proxies=_number(said, "FORMLOOM_PROXIES", 0, 9, least=0),
        files=_folder("" if files.startswith(BUCKET) else files, var),
        files_url=files if files.startswith(BUCKET) else "",
        files_access=tuple((name, said[name]) for name in ACCESS if said.get(name)),
        largest_file=MEGABYTE * _number(said, "FORMLOOM_MAX_FILE_MB", 16, _MOST_MEGABYTES),
        largest_request=MEGABYTE * _number(said, "FORMLOOM_MAX_REQUEST_MB", 32, _MOST_MEGABYTES),
        scan=tuple(_words(said.get("FORMLOOM_SCAN") or "")),
        private_hosts=_hosts(said.get("FORMLOOM_ALLOW_PRIVATE_HOSTS") or ""),
        messages_last=timedelta(days=_number(said, "FORMLOOM_KEEP_MESSAGES_DAYS", 365, _LONGEST_KEPT)),
        lang=lang,
        zone=_zone(said.get("FORMLOOM_ZONE") or "UTC"),
    )


def _number(said: Mapping[str, str], name: str, default: int, most: int, *, least: int = 1) -> int:
    text = said.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Unsettled(f"{name} is a number from {least} to {most}")
    return int(text)


def _words(command: str) -> list[str]:
    """A program that is not there is noticed now, and not with the first file."""
    try:
        words = shlex.split(command)
    except ValueError as unclosed:
        raise Unsettled("FORMLOOM_SCAN is a command, with its quotes closed") from unclosed
    if words and shutil.which(words[0]) is None:
        raise Unsettled(f"FORMLOOM_SCAN: there is no program {words[0]}")
    return words


def _hosts(listed: str) -> tuple[str, ...]:
    """Names, numbers and networks, between commas."""
    hosts = tuple(host for host in (one.strip().lower() for one in listed.split(",")) if host)
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise Unsettled(f"FORMLOOM_ALLOW_PRIVATE_HOSTS: {host} is no name, address or network such as 10.2.0.0/16")
    return hosts


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Unsettled("FORMLOOM_ZONE is a time zone such as Europe/Berlin or Asia/Shanghai") from unknown


def _folder(url: str, var: Path) -> Path:
    if "://" in url and not url.startswith("file://"):
        raise Unsettled("FORMLOOM_FILES_URL is a folder, file:// and a folder, or s3:// and a bucket")
    return Path(url.removeprefix("file://")) if url else var / "files"


def _own_folder(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _kept_secret(database: str, var: Path) -> str:
    """Made once and kept beside the embedded database, readable by its owner only."""
    if not database.startswith("sqlite"):
        raise Unsettled("FORMLOOM_SECRET_KEY must be set where PostgreSQL is used")
    _own_folder(var)
    kept = var / "secret_key"
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return kept.read_text()
