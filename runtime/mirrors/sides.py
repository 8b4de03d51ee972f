"""The other side of a connection: which tracker, opened with what we keep of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from runtime.access import Actor
from runtime.changes import trackers
from runtime.files import encryption
from runtime.mirrors.counterpart import Counterpart
from runtime.mirrors.jira import Jira
from runtime.mirrors.jira import line_of as jira_line
from runtime.mirrors.trello import Trello
from runtime.mirrors.trello import line_of as trello_line
from runtime.store.connection.database import Connection
from runtime.store.mirrors import mirrors
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.missing import Missing
from runtime.store.notices.channels import Channel

PARTY: Final = "mirror:"
"""How a connection is named where it acts; its key follows."""


@dataclass(frozen=True)
class Side:
    """The other side of one connection, open for calls."""

    mirror: Mirror
    channel: Channel
    there: Counterpart

    @property
    def actor(self) -> Actor:
        return Actor(self.mirror.workspace, f"{PARTY}{self.mirror.key}", trackers.named(self.channel))


def opened(tx: Connection, channel: Channel, private: Sequence[str]) -> Side:
    """Raises Missing: there is no such connection; sealing.Broken: it was sealed with another key."""
    mirror = mirrors.one(tx, channel.workspace, channel.key)
    if mirror is None:
        raise Missing(channel.key)
    base, token = (encryption.opened(tx, channel.workspace, one) for one in (channel.url, mirror.token))
    return Side(mirror, channel, counterpart(mirror, channel.kind, base, token, private))


def counterpart(mirror: Mirror, kind: str, base: str, token: str, private: Sequence[str]) -> Counterpart:
    """``base`` and ``token`` in the clear."""
    if kind == "trello":
        return Trello(trello_line(base, mirror.account, token, private), mirror.place, mirror.me)
    line = jira_line(base, mirror.account, token, private)
    return Jira(line, mirror.place, mirror.sort, mirror.me, cloud=bool(mirror.account))
