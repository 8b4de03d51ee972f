"""Where a case stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeVar

One = TypeVar("One")
Party = str
"""Somebody who can act: ``person:ID`` or ``contact:ID``."""


Side = Literal["for", "against", "abstain"]


@dataclass(frozen=True)
class Seat:
    """One who is asked. ``weight`` is the votes they have, ``group`` through which group they are asked.

    ``veto``: their refusal ends it. ``instead``: those in whose place they are asked. ``after``: those who must have spoken
    before they may. ``by``: who added them; empty where the drawn rule found them. ``heads``: as how many people they take
    part, more than one where they speak for others too. Without a vote and a veto they only give their opinion.
    """

    party: Party
    weight: int = 1
    group: str = ""
    veto: bool = False
    instead: tuple[Party, ...] = ()
    after: tuple[Party, ...] = ()
    by: Party = ""
    heads: int = 1

    @property
    def counts(self) -> bool:
        return self.weight > 0 or self.veto


@dataclass(frozen=True)
class Vote:
    """``side`` is what the move counted for when it was chosen. ``ruled``: a rule said it, nobody clicked."""

    party: Party
    move: str
    at: datetime
    side: Side
    ruled: bool = False


@dataclass(frozen=True)
class Token:
    """One place where the case stands. ``visit`` counts entries of the state, so that state and visit name a token.

    ``extra``: how many more must agree than drawn, since signers were added. ``claimed``: who of a pool has taken it.
    ``back``: the state that whoever corrects this leads straight back to. ``incident``: why it cannot go on by itself.
    ``fired`` are the numbers of the deadlines that have passed.

    Of a branch: ``parent`` is the id of its block's token, ``row`` its number there. Of a block: how many branches have
    ``begun``, how many are ``done``; ``left``: the request has gone on, and the token stays until its branches are done;
    ``held``: it begins when those of its last visit are. ``sub`` is the id of the sub-request that the token waits for,
    `PENDING` until there is one.
    """

    state: str
    since: datetime
    visit: int = 1
    seats: tuple[Seat, ...] = ()
    votes: tuple[Vote, ...] = ()
    id: int = 1
    parent: int = 0
    row: int | None = None
    back: str = ""
    extra: int = 0
    claimed: Party = ""
    incident: str = ""
    fired: tuple[int, ...] = ()
    begun: int = 0
    done: int = 0
    left: bool = False
    held: bool = False
    sub: str = ""

    @property
    def asked(self) -> tuple[Party, ...]:
        return tuple([seat.party for seat in self.seats])

    def seated(self, seats: tuple[Seat, ...], votes: tuple[Vote, ...] = (), incident: str = "") -> "Token":
        """The same with these."""
        return made(Token, self.__dict__, seats=seats, votes=votes, incident=incident)

    def come(self, state: str, since: datetime, visit: int, back: str) -> "Token":
        """The same in another visit of a state, where nothing has happened yet."""
        there = {"state": state, "since": since, "visit": visit, "back": back}
        return made(Token, USUAL_TOKEN, id=self.id, parent=self.parent, row=self.row, **there)


def made(kind: type[One], parts: Mapping[str, Any], **changed: Any) -> One:
    """As `dataclasses.replace`, which sets each field by itself: a tenth of the time that a decision takes."""
    fresh = object.__new__(kind)
    fresh.__dict__.update(parts, **changed)
    return fresh


USUAL_TOKEN: Final = dict(Token("", datetime.min.replace(tzinfo=UTC)).__dict__)
USUAL_SEAT: Final = dict(Seat("").__dict__)


PENDING = "pending"


@dataclass(frozen=True)
class Recall:
    """What whoever acted last may undo until somebody else acts: the token as it was before."""

    by: Party
    token: Token
    born: tuple[int, ...]
    """Ids of the tokens that came of it."""


@dataclass(frozen=True)
class Position:
    """Where the whole case stands, and what of its past still matters.

    ``ended`` is the outcome of the end that was reached, else empty. ``acted``: state to all who took a move or
    voted there, in any visit; ``agreed``: state to all who last agreed there. ``visits``: how often each state has been
    entered. ``kept``: messages that came before anybody waited for them. ``reached``: the outcome of an end that was
    reached while branches went on. ``last`` is the highest id of a token so far.
    """

    tokens: tuple[Token, ...] = ()
    ended: str = ""
    acted: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    agreed: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    recall: Recall | None = None
    reached: str = ""
    last: int = 0

    def at(self, state: str, visit: int | None = None) -> Token | None:
        """The token in that visit of a state; without a visit the first that is there."""
        return next((one for one in self.tokens if one.state == state and visit in (None, one.visit)), None)


def above(tokens: Mapping[int, Token], token: Token) -> list[Token]:
    """The blocks around a token, the innermost first. ``tokens`` by their ids."""
    found = []
    while token.parent in tokens:
        token = tokens[token.parent]
        found.append(token)
    return found


def within(tokens: Iterable[Token], block: int) -> tuple[Token, ...]:
    """Everything inside of a block: its branches and theirs."""
    tokens = tuple(tokens)
    inside: list[Token] = []
    waiting = [block]
    while waiting:
        above = waiting.pop()
        found = [one for one in tokens if one.parent == above]
        inside += found
        waiting += [one.id for one in found]
    return tuple(inside)
