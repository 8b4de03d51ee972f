"""The trackers that we know, and what a connection to one is called."""

from typing import Final

from runtime.store.notices.channels import Channel

KINDS: Final = {"jira": "Jira", "trello": "Trello"}


def named(channel: Channel) -> str:
    """What a connection is called where it acts: Jira (Engineering)."""
    return called_so(channel.kind, channel.title)


def called_so(kind: str, title: str) -> str:
    return f"{KINDS.get(kind, kind)} ({title})"
