"""Webhooks as the Standard Webhooks specification wants them: an id that stays, the time, and a signature of both and the body."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

import requests

from runtime.channels.letters import Letter
from runtime.channels.outgoing import Door, NotTaken
from runtime.store.cases import cases
from runtime.store.connection.database import Connection
from runtime.store.notices.outbox import Message
from schemas.words import write_words

MARK: Final = "whsec_"
SECRET_BYTES: Final = 32
TYPES: Final[Mapping[str, str]] = {
    "begin": "request.began",
    "enter": "request.entered",
    "leave": "request.left",
    "late": "request.late",
    "move": "request.moved",
    "end": "request.ended",
}
"""What a webhook is about, by the occasion of its notice."""
TEST: Final = "test"
_DIGITS: Final = 5
"""Of the seconds that somebody may ask us to wait."""
_LATER: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(message_id: str, body: bytes, keys: Iterable[str], now: datetime) -> dict[str, str]:
    """``keys`` are all the secrets that are good now: each signs, so that the receiver may change over in between."""
    sent_at = str(int(now.timestamp()))
    content = b".".join((message_id.encode(), sent_at.encode(), body))
    signatures = (
        base64.b64encode(hmac.digest(base64.b64decode(key.removeprefix(MARK)), content, hashlib.sha256)).decode()
        for key in keys
    )
    return {
        "Content-Type": "application/json",
        "User-Agent": "Formloom",
        "webhook-id": message_id,
        "webhook-timestamp": sent_at,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def body(tx: Connection, message: Message, letter: Letter) -> bytes:
    """``{"type", "timestamp", "data"}``, as `docs/notices.md` describes it. Raises Missing."""
    case = cases.case(tx, message.workspace, message.payload["case"])
    said = {
        "request": case.id,
        "number": case.number,
        "process": case.process_key,
        "title": write_words(case.title),
        "state": message.payload["state"],
        "ended": case.ended,
        "requester": case.requester_name,
        "opened_at": case.opened_at.isoformat(),
        "heading": letter.subject,
        "text": letter.body.strip(),
        "link": letter.link,
    }
    return _written(TYPES[message.payload["occasion"]], message.made_at, said)


def trial(now: datetime) -> bytes:
    """What goes out when an administrator tries a channel."""
    return _written(TEST, now, {"heading": "Formloom", "text": "This is a test."})


def send(url: str, content: bytes, head: Mapping[str, str]) -> None:
    """Inside of `outgoing.calling`.

    Raises:
        Unreachable, Forbidden: see `outgoing`.
        NotTaken: the receiver answered with anything but 2xx.
    """
    with Door() as door:
        answer = door.post(url, data=content, headers=dict(head))
    if not HTTPStatus.OK <= answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
        gone = answer.status_code == HTTPStatus.GONE
        raise NotTaken(f"it answered {answer.status_code} {answer.reason or ''}".strip(), _wait(answer), gone=gone)


def _wait(answer: requests.Response) -> timedelta:
    """How long the receiver asks us to wait; nothing where it does not."""
    said = answer.headers.get("Retry-After", "")
    asks = answer.status_code in _LATER and said.isascii() and said.isdigit() and len(said) <= _DIGITS
    return timedelta(seconds=int(said)) if asks else timedelta()


def _written(kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    said = {"type": kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
