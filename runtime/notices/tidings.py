"""News that no case's flow brings: an invitation, minutes, an answer that came. The words travel with the message."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from runtime.people.roster import PERSON
from runtime.store.ids import new_id
from runtime.store.notices.outbox import BOTH, MAIL, Message
from schemas.words import LANGUAGES, Words, read_words, words, write_words

KIND: Final = "tidings"
_OURS: Final = re.compile(r"(/[a-zA-Z0-9_-]+){1,4}")
_GREETING: Final = words("Hello {name},", "{name}，您好：")


@dataclass(frozen=True)
class Tidings:
    """``path`` is where the matter stands in the house, ``case_id`` the request that it is about, if it is about one."""

    heading: Words
    lines: tuple[Words, ...] = ()
    path: str = ""
    case_id: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def tell(workspace: str, news: Tidings, to: Iterable[str], now: datetime, channel: str = BOTH) -> list[Message]:
    """One message to each party."""
    return [_message(workspace, news, {"to": party}, now, channel) for party in dict.fromkeys(to)]


def write_to(workspace: str, news: Tidings, email: str, name: str, lang: str, now: datetime) -> Message:
    """To somebody who is nobody here, by mail."""
    to = {"to": "", "email": email, "name": name, "lang": lang if lang in LANGUAGES else LANGUAGES[0]}
    return _message(workspace, news, to, now, MAIL)


def heading(payload: Mapping[str, Any], lang: str) -> str:
    return read_words(payload["heading"]).in_(lang)


def lines(payload: Mapping[str, Any], lang: str) -> list[str]:
    return [read_words(one).in_(lang) for one in payload["lines"]]


def body(payload: Mapping[str, Any], name: str, lang: str, link: str) -> str:
    """The whole letter but for its subject."""
    greeting = _GREETING.formatted(name=name).in_(lang)
    return "\n\n".join(part for part in (greeting, *lines(payload, lang), link) if part) + "\n"


def is_ours(path: str) -> bool:
    """Whether it leads to a page of ours and nowhere else."""
    return bool(_OURS.fullmatch(path))


def is_for_person(payload: Mapping[str, Any]) -> bool:
    return str(payload.get("to", "")).startswith(PERSON)


def _message(workspace: str, news: Tidings, to: Mapping[str, str], now: datetime, channel: str) -> Message:
    said = {
        **to,
        "case": news.case_id,
        "heading": write_words(news.heading),
        "lines": [write_words(one) for one in news.lines],
        "path": news.path,
        **news.said,
    }
    return Message(workspace, new_id(now), KIND, said, now, now, channel=channel)
