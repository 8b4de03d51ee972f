"""What Jira and Trello have in common for us, and how we speak to them: one request at a time, through the door for addresses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol

import requests

from runtime.channels import outgoing
from runtime.channels.outgoing import Door, NotTaken

MOST: Final = 2 * 1024 * 1024
"""Bytes of an answer that are read: a page of issues is longer than what a webhook says."""
BREATH: Final = timedelta(seconds=10)
"""How long we wait after "too many requests" without a word of how long: the window of Trello's limits."""
_DIGITS: Final = 5
_LATER: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_SHOWN: Final = 200
"""Characters of a refusal that are shown."""


class Refused(Exception):
    """The other side has understood, and will not. ``status`` as in HTTP; ``said`` is its own words."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status} {said}".strip())
        self.status = status
        self.said = said


class Vanished(Refused):
    """The issue or card is not there any more, or not for us."""


@dataclass(frozen=True)
class Status:
    """A status of Jira, or a list of Trello."""

    id: str
    name: str


@dataclass(frozen=True)
class There:
    """An issue or card as it stands: ``name`` is what people call it (ENG-12), ``at`` when it last changed, by its clock.

    ``assignee``: whoever has it there, by name.
    """

    id: str
    name: str
    url: str
    status: Status
    at: datetime
    assignee: str = ""


@dataclass(frozen=True)
class Fresh:
    """What is made there. ``mark`` is found again whatever becomes of the answer; ``back`` is the address of the case."""

    mark: str
    title: str
    text: str
    back: str
    status: str


@dataclass(frozen=True)
class Remark:
    """A comment there. ``mine``: we wrote it."""

    id: str
    by: str
    text: str
    mine: bool


@dataclass(frozen=True)
class News:
    """What a webhook tells: which issue or card, and the comment if it is about one.

    ``event`` is the same however often it comes. ``mine``: it tells of our own doing, which left it at ``status``.
    """

    event: str
    there_id: str
    mine: bool = False
    status: str = ""
    remark: Remark | None = None


class Counterpart(Protocol):
    """The other side of one connection. Every call is one request, or a few.

    Raises (all of them): Refused, Vanished; `outgoing`'s Unreachable, Forbidden and NotTaken (come back later).
    """

    def whoami(self) -> tuple[str, str]:
        """Id and name of the account."""

    def statuses(self) -> list[Status]:
        """All that an issue or card there can have."""

    def places(self) -> list[Status]:
        """The projects or boards that the account sees."""

    def sorts(self) -> list[Status]:
        """The kinds of issue of the place; none where there are none."""

    def find(self, mark: str, since: datetime) -> There | None:
        """What was made with this mark after that moment."""

    def create(self, fresh: Fresh) -> str:
        """Its id."""

    def read(self, there_id: str) -> There:
        """The truth. ``there_id`` may also be the name that people call it by."""

    def put(self, there: There, status: str) -> bool:
        """Bring it to the status in one step; False where the workflow there offers none from where it stands."""

    def way(self, there: There, status: str) -> Sequence[str]:
        """The statuses that lead there one after the other, the last of them ``status``; empty where none is known."""

    def date(self, there: There, due: datetime | None) -> None:
        """It is due then, by the clock that the moment names; None takes the date away."""

    def changed(self, since: datetime, now: datetime) -> Sequence[tuple[str, str]]:
        """Id, and status where it is told, of what may have changed since."""

    def say(self, there_id: str, text: str) -> str:
        """A comment; its id."""

    def has_said(self, there_id: str, mark: str) -> str:
        """The id of a comment that holds this mark; empty where there is none."""

    def register(self, address: str, secret: str) -> str:
        """A webhook; its id there."""

    def heard(self, headers: Mapping[str, str], body: bytes, address: str, secret: str) -> News | None:
        """What a webhook tells; None for what is none of our business. No request.

        Raises:
            Forged: it is not signed with the secret.
        """


class Forged(Exception):
    """A webhook that the other side has not signed."""


@dataclass(frozen=True)
class Line:
    """How one counterpart is called: where, and what shows who we are."""

    base: str
    private: Sequence[str]
    headers: Mapping[str, str]

    def ask(self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: Any = None) -> Any:
        """The answer's JSON; None for an empty one.

        Raises:
            Refused, Vanished: it says no.
            NotTaken: it asks us to come back later, or has failed itself.
            Unreachable, Forbidden: see `outgoing`.
        """
        head = {"Accept": "application/json", "User-Agent": "Formloom", **self.headers}
        content = None
        if body is not None:
            content = json.dumps(body, ensure_ascii=False).encode()
            head["Content-Type"] = "application/json"
        with outgoing.calling(self.private), Door(MOST) as door:
            answer = door.request(method, f"{self.base}{path}", params=query, data=content, headers=head)
        return _read(answer)


def _read(answer: requests.Response) -> Any:
    status = answer.status_code
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        if not answer.content.strip():
            return None
        try:
            return json.loads(answer.content)
        except ValueError as garbled:
            raise NotTaken("it answered something that is no JSON") from garbled
    said = _words(answer)
    if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotTaken(f"it answered {status} {said}".strip(), _wait(answer))
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise Vanished(status, said)
    raise Refused(status, said)


def _wait(answer: requests.Response) -> timedelta:
    """Jira says how long; Trello says nothing, and counts in windows of ten seconds."""
    said = answer.headers.get("Retry-After", "")
    if said.isascii() and said.isdigit() and len(said) <= _DIGITS:
        return timedelta(seconds=int(said))
    return BREATH if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS else timedelta()


def _words(answer: requests.Response) -> str:
    """The reason in the other side's words: Jira's ``errorMessages`` and ``errors``, Trello's ``message`` or plain text."""
    try:
        told = json.loads(answer.content)
    except ValueError:
        return answer.content.decode("utf-8", "replace").strip()[:_SHOWN] or (answer.reason or "")
    if not isinstance(told, dict):
        return answer.reason or ""
    errors = told.get("errors")
    found = [*(told.get("errorMessages") or ()), *(errors.values() if isinstance(errors, dict) else ())]
    return "; ".join(map(str, found))[:_SHOWN] or str(told.get("message", ""))[:_SHOWN] or (answer.reason or "")
