"""The channels of a workspace: set up by administrators, tried out, and given what they need to send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from runtime.access import Actor, Permission, require
from runtime.channels import chats, outgoing, webhooks
from runtime.channels.outgoing import Forbidden, NotTaken, Unreachable
from runtime.files import encryption
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.notices import channels, outbox
from runtime.store.notices.channels import Channel, Kind
from runtime.store.notices.outbox import APP, HOUSE, MAIL
from schemas.fields.kind import asking
from schemas.filling.answers import Checker, Reading
from schemas.format.reading import KEY
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import words

OLD_SECRET_LASTS: Final = timedelta(hours=24)
"""How long the secret before the last still signs as well."""
RESERVED: Final = frozenset({APP, MAIL, HOUSE})
KINDS: Final[tuple[Kind, ...]] = ("webhook", "chat")
_LONGEST_URL: Final = 2000


@dataclass(frozen=True)
class Opened:
    """What is needed to send: the address, and every secret that is good now (none for a chat)."""

    kind: Kind
    url: str
    keys: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The address without what nobody needs to see: tokens stand in its path."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname or ''}/…" if self.kind == "webhook" else f"{parts.scheme}://…"


def form(kind: Kind, *, there: bool) -> Form:
    """What is asked about a channel. Of one that is ``there`` the key stays, and an address that is left empty."""
    of_chat = words(
        "As the chat hands it out, or as apprise writes it: dingtalk://…, feishu://…, wecombot://…, slack://…, and "
        "the address of a Teams workflow.",
        "可直接粘贴群机器人给出的地址，或使用 apprise 格式：dingtalk://…、feishu://…、wecombot://…、slack://…，以及 Teams 工作流地址。",
    )
    of_webhook = words("It begins with https://.", "以 https:// 开头。")
    kept = words("Leave it empty to keep the one that is kept.", "留空则保留原地址。")
    help_ = of_chat if kind == "chat" else of_webhook
    return asking(
        *([] if there else [_KEY]),
        Field("title", "text", words("What is it called?", "名称"), required=True, options={"max_length": 80}),
        Field(
            "url",
            "text",
            words("Address", "地址"),
            kept if there else help_,
            required=not there,
            options={"max_length": _LONGEST_URL},
        ),
    )


_KEY: Final = Field(
    "key",
    "text",
    words("Short name", "标识"),
    words(
        "Processes name the channel by it: channel:ops. It stays as it is.",
        "流程中以 channel:ops 的形式引用，之后不可更改。",
    ),
    required=True,
    options={"max_length": 40},
)


def of_workspace(tx: Connection, actor: Actor) -> list[Channel]:
    require(actor, Permission.ADMIN)
    return [one for one in channels.of_workspace(tx, actor.workspace) if one.kind in KINDS]


def one(tx: Connection, actor: Actor, key: str) -> Channel:
    """Raises Missing."""
    require(actor, Permission.ADMIN)
    found = channels.one(tx, actor.workspace, key)
    if found is None or found.kind not in KINDS:
        raise Missing(key)
    return found


def opened(tx: Connection, channel: Channel, now: datetime) -> Opened:
    """Raises Broken where it was sealed with another key."""
    old = channel.old_secret if channel.old_until and channel.old_until > now else ""
    keys = tuple(encryption.opened(tx, channel.workspace, one) for one in (channel.secret, old) if one)
    return Opened(channel.kind, encryption.opened(tx, channel.workspace, channel.url), keys)


def add(
    tx: Connection, actor: Actor, kind: Kind, raw: Mapping[str, Any], private: tuple[str, ...], now: datetime
) -> Reading:
    """Where there are problems nothing is kept."""
    require(actor, Permission.ADMIN)
    reading = _read(form(kind, there=False), kind, raw, private)
    key = reading.answers.get("key", "")
    problems = [*reading.problems]
    if key and (key in RESERVED or not re.fullmatch(KEY, key)):
        problems.append(Problem("channel.key", pointer("key"), {"value": key}))
    elif key and channels.one(tx, actor.workspace, key):
        problems.append(Problem("answer.taken", pointer("key")))
    if problems:
        return replace(reading, problems=tuple(problems))
    secret = encryption.seal(tx, actor.workspace, webhooks.new_secret()) if kind == "webhook" else ""
    url = encryption.seal(tx, actor.workspace, reading.answers["url"])
    channels.add(tx, Channel(actor.workspace, key, kind, reading.answers["title"], url, now, secret))
    return reading


def change(tx: Connection, actor: Actor, channel: Channel, raw: Mapping[str, Any], private: tuple[str, ...]) -> Reading:
    """Title and address. What rested because nobody answered is tried again at once."""
    require(actor, Permission.ADMIN)
    reading = _read(form(channel.kind, there=True), channel.kind, raw, private)
    if not reading.problems:
        url = reading.answers.get("url", "")
        sealed = encryption.seal(tx, channel.workspace, url) if url else channel.url
        fresh = replace(channel, title=reading.answers["title"], url=sealed)
        channels.keep(tx, replace(fresh, failures=0, paused_until=None, error=""))
    return reading


def switch(tx: Connection, actor: Actor, channel: Channel, *, on: bool) -> None:
    """What is due while it is off waits."""
    require(actor, Permission.ADMIN)
    channels.keep(tx, replace(channel, is_on=on, failures=0, paused_until=None, error=""))


def rotate(tx: Connection, actor: Actor, channel: Channel, now: datetime) -> None:
    """Another secret; the present one still signs beside it for a day, while the receiver changes over."""
    require(actor, Permission.ADMIN)
    fresh = encryption.seal(tx, channel.workspace, webhooks.new_secret())
    until = now + OLD_SECRET_LASTS
    channels.keep(tx, replace(channel, secret=fresh, old_secret=channel.secret, old_until=until))


def drop(tx: Connection, actor: Actor, channel: Channel, now: datetime) -> None:
    """What waits for it is given up."""
    require(actor, Permission.ADMIN)
    channels.drop(tx, channel.workspace, channel.key)
    outbox.give_up(tx, channel.workspace, channel.key, now, "the channel was taken away")


def attempt(to: Opened, private: tuple[str, ...], now: datetime) -> str:
    """A test message. Empty where it was taken; else what went wrong, in words."""
    try:
        with outgoing.calling(private) as call:
            if to.kind == "chat":
                chats.send(to.url, "Formloom", "This is a test. 这是一条测试消息。", call)
            else:
                content = webhooks.trial(now)
                webhooks.send(to.url, content, webhooks.headers(new_id(now), content, to.keys, now))
    except (Forbidden, NotTaken, Unreachable, chats.Unknown) as failed:
        return str(failed)
    return ""


def _read(asked: Form, kind: Kind, raw: Mapping[str, Any], private: tuple[str, ...]) -> Reading:
    checker = Checker(asked)
    reading = checker.read(raw, checker.writable)
    url = reading.answers.get("url", "")
    wrong = wrong_address(kind, url, private) if url else None
    return replace(reading, problems=(*reading.problems, wrong)) if wrong else reading


def wrong_address(kind: Kind, url: str, private: tuple[str, ...]) -> Problem | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
        plain = parts.scheme in ({"http"} if kind == "webhook" else chats.BY_HTTP)
        if kind == "chat":
            chats.known(url)
        elif parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            return Problem("channel.address", pointer("url"))
        if kind == "webhook" or parts.scheme in chats.AT_A_HOST:
            outgoing.look_at(url, private)
    except (ValueError, chats.Unknown):
        return Problem("channel.chat", pointer("url")) if kind == "chat" else Problem("channel.address", pointer("url"))
    except Forbidden as inside:
        return Problem("channel.private", pointer("url"), {"host": inside.host})
    if plain and not outgoing.is_private(url, private):
        return Problem("channel.plain", pointer("url"))
    return None
