"""What somebody asks of a case, and what they are answered: the words of the door for change."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from runtime.access import Actor
from runtime.engine.acts.special import Do
from runtime.store import idempotency
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.idempotency import Earlier
from schemas.fields.parts.spelling import unmasked
from schemas.model.process import CHANNELS
from schemas.problem import Problem
from schemas.words import Words

__all__ = [
    "CHANNELS",
    "Decided",
    "Decision",
    "Done",
    "Receipt",
    "Recorded",
    "Rejected",
    "Rescue",
    "Signal",
    "Submission",
    "Wish",
    "earlier",
    "is_claimed",
    "spoken",
]

LONGEST_COMMENT: Final = 10_000
"""Characters."""
_PASSING: Final = frozenset({"actor", "case_version", "opened", "answered", "told", "heeded"})
_in_order: Final = json.JSONEncoder(sort_keys=True, default=str).encode
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True)
class Submission:
    """A filled form.

    ``process`` is its key, ``version`` the id of the version whose form was shown. ``on_behalf``: the actor files it
    for the client whom the answers name. ``key``: asked again under the same key, nothing more is done.

    By a public link: ``link_values`` is what its address says, for the rules (``@link``); ``sealed`` are raw answers that
    its signed address gives and nobody can change; ``opened``: its password was given, if it has one; ``answered``: whoever
    sends it has sent one before, as far as their browser knows.

    ``client`` is the contact (an id) from whose record it was begun on their behalf: what is known of them stands in the
    form, and stays as it is where the process locks it.

    ``told`` is what the browser says of itself: ``start`` (when the form was opened, ISO 8601) and its ``language``.
    Where somebody has not ``heeded`` the form's own remarks yet, those are said first, as warnings.
    """

    actor: Actor
    process: str
    raw: Mapping[str, Any]
    channel: str = "web"
    on_behalf: bool = False
    key: str = ""
    version: str = ""
    link_values: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    opened: bool = False
    answered: bool = False
    told: Mapping[str, str] = field(default_factory=dict)
    heeded: bool = True
    client: str = ""


@dataclass(frozen=True)
class Receipt:
    """It is kept. ``tracking`` opens the tracking page; ``sentence`` says what happens now.

    ``opened`` are the to-dos that came of it, or, where it was kept before, those that are open by now.
    """

    case_id: str
    number: str
    title: Words
    tracking: str
    sentence: Words = field(default_factory=Words)
    repeated: bool = False
    opened: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """Who has written a vote down that somebody else has given, and where: the name and number stand in the journal."""

    by: str
    name: str
    meeting: str
    meeting_id: str


@dataclass(frozen=True)
class Decision:
    """A move taken, or a vote cast, on a to-do. With ``case_version`` only if the case is still at that version.

    ``given`` is what else the move asks for, as raw answers: ``signature`` as ``{"name", "drawn": [id]}`` or a name,
    ``file`` as a list of ids. ``recorded``: it was given at a meeting, and somebody else has written it down.
    """

    actor: Actor
    task_id: str
    move: str
    raw: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    key: str = ""
    case_version: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    recorded: Recorded | None = None


@dataclass(frozen=True)
class Wish:
    """Something besides a move, in that visit of a state (see `runtime.engine.acts.special`).

    ``to`` are e-mail addresses or short keys of people; ``back_to`` is the earlier step that it is returned to.
    """

    actor: Actor
    case_id: str
    do: Do
    state: str = ""
    visit: int | None = None
    to: tuple[str, ...] = ()
    where: Literal["before", "after", "beside"] = "before"
    raises: bool = True
    back_to: str = ""
    then: Literal["again", "back"] = "again"
    comment: str = ""
    key: str = ""


@dataclass(frozen=True)
class Signal:
    """A message from outside for one case; ``answers`` come with it, to fields that it may write."""

    actor: Actor
    case_id: str
    name: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class Rescue:
    """What an administrator does, and why, in that visit of a state; without one where it is stuck, or else first stands.

    ``who`` is asked there (a party; empty where nobody was found) and ``to`` shall be in their place: a person by address
    or short key. Of ``place`` and ``reopen`` it is the state to go on in. ``move`` is what is taken in somebody's place.
    """

    actor: Actor
    case_id: str
    do: Literal["reassign", "place", "skip", "cancel", "reopen", "retry"]
    reason: str
    state: str = ""
    visit: int | None = None
    who: str = ""
    to: str = ""
    move: str = ""
    key: str = ""


@dataclass(frozen=True)
class Decided:
    """It is done. ``state`` is where the case stands now, ``ended`` its outcome if it has ended.

    ``opened`` are the to-dos that came of it, or, where it was done before, those that are open by now.
    """

    case_id: str
    number: str
    title: Words
    state: str
    ended: str
    version: int
    sentence: Words = field(default_factory=Words)
    repeated: bool = False
    opened: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Done:
    """What was asked besides a move is done; ``repeated``: it was done before, under the same key."""

    case: Case
    repeated: bool = False


class Rejected(Exception):
    """What a person can mend. ``answers`` and ``shown`` are as they were understood, to be shown again."""

    def __init__(
        self,
        problems: tuple[Problem, ...],
        shown: frozenset[str] = frozenset(),
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems
        self.shown = shown
        self.answers = dict(answers or {})


Asked = Submission | Decision | Wish | Signal | Rescue


def earlier(tx: Connection, asked: Asked, case_id: str, now: datetime) -> str | None:
    """The case that this very thing was done to before; None for the first time, and then it is remembered.

    Raises:
        Rejected: ``idempotency.reused``, the same key stood for something else.
    """
    return earlier_soon(tx, asked, case_id, now)()


def earlier_soon(tx: Connection, asked: Asked, about: str, now: datetime) -> Callable[[], str | None]:
    """What tells the same when it is asked for; ``about``: the case or the to-do that it is done to."""
    if not asked.key:
        return lambda: None
    scope = f"{type(asked).__name__.lower()}:{asked.actor.party}"
    first = Earlier(_fingerprint(asked), {"case": about})
    claimed = idempotency.claim_soon(tx, asked.actor.workspace, scope, _kept(asked.key), now, first)

    def told() -> str | None:
        found = claimed()
        if found is None:
            return None
        if found.fingerprint != first.fingerprint:
            raise Rejected((Problem("idempotency.reused", "/key"),))
        return str(found.body["case"])

    return told


def is_claimed(tx: Connection, actor: Actor, key: str) -> bool:
    """Whether the actor has sent a form under this key already."""
    scope = f"{Submission.__name__.lower()}:{actor.party}"
    return idempotency.is_known(tx, actor.workspace, scope, _kept(key))


def _kept(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _fingerprint(asked: Asked) -> str:
    """Of what is asked. What was known of whoever asks, or of the case, is not: once done, it is not so any more."""
    said = {key: value for key, value in vars(asked).items() if key not in _PASSING and (key != "client" or value)}
    return hashlib.sha256(_in_order(said).encode()).hexdigest()


def spoken(text: str) -> str:
    """What somebody said, as it can be kept.

    Raises:
        Rejected: it is longer than `LONGEST_COMMENT`, or holds what no text holds.
    """
    if len(text) > LONGEST_COMMENT:
        raise Rejected((Problem("comment.too-long", "/comment", {"limit": LONGEST_COMMENT}),))
    if _UNSPEAKABLE.search(text):
        raise Rejected((Problem("comment.character", "/comment"),))
    return unmasked(text).strip()
