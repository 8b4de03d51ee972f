"""Chats by the apprise library: each kind that we know, and no other, speaking through our own door."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import requests
from apprise import AppriseAsset, NotifyFormat, PersistentStoreMode
from apprise.plugins.base import NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.google_chat import NotifyGoogleChat
from apprise.plugins.lark import NotifyLark
from apprise.plugins.mattermost import NotifyMattermost
from apprise.plugins.rocketchat import NotifyRocketChat
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.wecombot import NotifyWeComBot
from apprise.plugins.workflows import NotifyWorkflows

from runtime.channels.outgoing import Call, Door, NotTaken

# The library calls `requests.post` from each of its kinds, which makes a session of this name. Nobody else here uses it.
requests.sessions.Session = Door  # type: ignore[misc]


class _DingTalk(NotifyDingTalk):  # type: ignore[no-untyped-call]
    """Signed as DingTalk reads it: the library writes the signature in the way of addresses twice."""

    def get_signature(self) -> tuple[str, str]:
        at, twice = super().get_signature()  # type: ignore[no-untyped-call]
        return at, unquote(twice)


class _Lark(NotifyLark):  # type: ignore[no-untyped-call]
    """A message is one call. The library counts it twice, and rests five seconds in between."""

    request_rate_per_sec = 0


KINDS: Final[Mapping[str, type[NotifyBase]]] = {
    "dingtalk": _DingTalk,
    "discord": NotifyDiscord,
    "feishu": NotifyFeishu,
    "gchat": NotifyGoogleChat,
    "lark": _Lark,
    "mmost": NotifyMattermost,
    "mmosts": NotifyMattermost,
    "rocket": NotifyRocketChat,
    "rockets": NotifyRocketChat,
    "slack": NotifySlack,
    "tgram": NotifyTelegram,
    "wecombot": NotifyWeComBot,
    "workflow": NotifyWorkflows,
    "workflows": NotifyWorkflows,
}
"""By the first word of their address. The library has a hundred more, and some of them run programs or read files."""
BY_HTTP: Final = frozenset({"mmost", "rocket"})
"""They speak without encryption."""
AT_A_HOST: Final = frozenset({"mmost", "mmosts", "rocket", "rockets", "workflow", "workflows"})
"""Their address names a host; the others have one of their own."""
HARMLESS: Final = frozenset(
    [
        "access_token",
        "api-version",
        "channel",
        "channels",
        "footer",
        "id",
        "image",
        "key",
        "mode",
        "pa",
        "secret",
        "sig",
        "signature",
        "sp",
        "sv",
        "thread",
        "threadkey",
        "to",
        "token",
        "topic",
        "ver",
        "workflow",
        "wrap",
    ]
)
"""What an address may ask besides. Some of what the library understands reads files of ours or trusts any certificate."""
_NATIVE: Final = (
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=(\w+)"), r"dingtalk://\1"),
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?"), r"feishu://\1"),
)
"""Addresses as chats hand them out, which the library does not know by itself."""
_ASSET: Final = AppriseAsset(app_id="Formloom", storage_mode=PersistentStoreMode.MEMORY, secure_logging=True)


class Unknown(Exception):
    """This is no address of a chat that we know."""

    def __init__(self) -> None:
        super().__init__("this is no address of a chat that we know")


def known(url: str) -> NotifyBase:
    """Raises Unknown."""
    for shape, ours in _NATIVE:
        url = shape.sub(ours, url) if shape.fullmatch(url) else url
    kind = KINDS.get(urlsplit(url).scheme.lower())
    said = kind.parse_url(url) if kind else _native(url)
    if not said or said["qsd"].keys() - HARMLESS:  # as the library reads it: it parts an address where others do not
        raise Unknown
    try:
        return (kind or KINDS[str(said["schema"])])(**{**said, "asset": _ASSET})
    except (TypeError, KeyError) as wrong:  # the library's way to say that something is missing
        raise Unknown from wrong


def send(url: str, heading: str, text: str, call: Call) -> None:
    """Inside of the ``call`` of `outgoing.calling`.

    Raises:
        Unknown: see `known`.
        Unreachable, Forbidden: see `outgoing`.
        NotTaken: the chat answered, and did not take it.
    """
    taken = known(url).notify(body=text, title=heading, body_format=NotifyFormat.TEXT)
    for answer in call.answers:
        if complaint := _complaint(answer):
            raise NotTaken(complaint)
    if not taken:
        raise NotTaken("the chat did not take it")


def _native(url: str) -> dict[str, Any] | None:
    if not url.lower().startswith("https://"):
        return None
    found = (kind.parse_native_url(url) for kind in dict.fromkeys(KINDS.values()))
    return next((said for said in found if said), None)


def _complaint(answer: requests.Response) -> str:
    """Many chats say 200 to everything, and what is wrong in the body."""
    if not answer.ok:
        return f"the chat answered {answer.status_code} {answer.reason or ''}".strip()
    try:
        said = answer.json()
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    wrong = said.get("ok") is False or any(said.get(name) not in (None, 0, "0") for name in ("errcode", "code"))
    words = next((said[name] for name in ("errmsg", "msg", "error", "description") if said.get(name)), "")
    return f"the chat answered: {str(words)[:200]}" if wrong else ""
