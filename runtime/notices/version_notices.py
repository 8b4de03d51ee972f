"""What whoever asked for a publication at a date is told when its time has come."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from runtime.store.ids import new_id
from runtime.store.notices.outbox import APP, BOTH, Message
from runtime.store.processes.processes import Version
from runtime.store.processes.publications import Publication
from schemas.words import Words, read_words, words, write_words

KIND: Final = "publication"
PUBLISHED: Final = words("“{title}” is published: version {number}", "“{title}”已发布：版本 {number}")
REFUSED: Final = words("“{title}” was not published", "“{title}”未能发布")


def published(one: Publication, version: Version, title: Words, now: datetime) -> Message:
    """In the app alone: all is as it was asked for."""
    return _message(one, now, {"title": write_words(title), "number": version.number, "why": []}, APP)


def refused(one: Publication, title: Words, why: Iterable[Words], now: datetime) -> Message:
    said = {"title": write_words(title), "number": 0, "why": [write_words(text) for text in why]}
    return _message(one, now, said, BOTH)


def heading(payload: Mapping[str, Any], lang: str) -> str:
    head = PUBLISHED if payload["number"] else REFUSED
    return head.formatted(title=read_words(payload["title"]), number=payload["number"]).in_(lang)


def why(payload: Mapping[str, Any], lang: str) -> list[str]:
    """Why it was refused, sentence by sentence; none where it was published."""
    return [read_words(one).in_(lang) for one in payload["why"]]


def _message(one: Publication, now: datetime, said: Mapping[str, Any], channel: str) -> Message:
    payload = {"to": one.asked_by, "case": None, "process": one.process_key, **said}
    return Message(one.workspace, new_id(now), KIND, payload, now, now, channel=channel)
