"""What happened: one line of the journal each, in the past tense."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from runtime.engine.position import Party
from schemas.words import Words


@dataclass(frozen=True)
class Began:
    by: Party


@dataclass(frozen=True)
class Entered:
    """``rule`` says in words who was asked and how many must agree; ``fallback`` that nobody was found by the step's own rule.

    ``instead`` are those who were absent, in the order of ``asked``' deputies: pairs of deputy and absent.
    """

    state: str
    asked: tuple[Party, ...]
    rule: Words
    fallback: bool = False
    visit: int = 1
    absent: tuple[Party, ...] = ()


@dataclass(frozen=True)
class Voted:
    """``tally`` is the arithmetic in words, after this vote, such as "2 of 3 have agreed; one more decides".

    ``ruled``: the vote was counted by a rule, since this person has agreed before or asks for it themselves.
    """

    state: str
    by: Party
    move: str
    tally: Words
    ruled: bool = False


@dataclass(frozen=True)
class Moved:
    """``by`` is None where a condition or the votes together took the move; ``why`` says which.

    ``joins``: a branch has come back to its block, which is not entered anew by that. ``branch``: one begins.
    """

    state: str
    to: str
    move: str
    by: Party | None
    why: Words
    joins: bool = False
    branch: bool = False


@dataclass(frozen=True)
class Jumped:
    """To another state by no drawn move: sent back, taken back, put there by an administrator, or straight back."""

    how: Literal["returned", "taken_back", "placed", "straight_back", "retried"]
    state: str
    to: str
    by: Party | None
    then: Literal["", "again", "back"] = ""


@dataclass(frozen=True)
class Seated:
    """Who is asked has changed: ``who`` was added, took over from ``by``, was taken off, has claimed or released it."""

    how: Literal["transferred", "delegated", "added", "taken_off", "claimed", "released", "reassigned", "handed_over"]
    state: str
    by: Party | None
    who: tuple[Party, ...]
    tally: Words
    where: Literal["", "before", "after", "beside"] = ""


@dataclass(frozen=True)
class Unvoted:
    """Somebody has taken their vote back."""

    state: str
    by: Party
    tally: Words


@dataclass(frozen=True)
class Closed:
    """A vote was closed with the votes there were."""

    state: str
    tally: Words


@dataclass(frozen=True)
class Reminded:
    state: str
    to: tuple[Party, ...]
    by: Party | None = None


@dataclass(frozen=True)
class Escalated:
    state: str
    to: tuple[Party, ...]


@dataclass(frozen=True)
class Copied:
    state: str
    by: Party
    to: tuple[Party, ...]


@dataclass(frozen=True)
class Set:
    """An action has given answers: field to value before and after."""

    state: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Planned:
    """An action has changed the plan of a project, which is called so: what has moved, and whom it books twice."""

    state: str
    project: str
    said: tuple[Words, ...]
    double_booked: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Issued:
    """A paper was made. The engine knows its ``key`` and ``title``; its number and the rest are said by whoever makes it."""

    state: str
    key: str
    title: Words
    paper: str = ""
    number: str = ""
    version: int = 0
    sha256: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Received:
    """A message came from outside: ``kept`` until somebody waits for it, or taken at once."""

    message: str
    kept: bool


@dataclass(frozen=True)
class Stopped:
    """Branches and steps that were given up because others decided: state keys."""

    states: tuple[str, ...]
    why: Words


@dataclass(frozen=True)
class Called:
    """Sub-requests: asked for, once more after something was in the way, or come to their end with ``outcome``."""

    how: Literal["asked", "asked_again", "ended"]
    state: str
    process: str
    outcome: str = ""


@dataclass(frozen=True)
class Stuck:
    """It cannot go on by itself: the code of a problem says why, the ``detail`` says it for those who look after it."""

    state: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Reopened:
    by: Party


@dataclass(frozen=True)
class Ended:
    """``by``: whoever withdrew or cancelled it; None where it came to its own end."""

    outcome: str
    by: Party | None = None


Event = (
    Began
    | Entered
    | Voted
    | Moved
    | Jumped
    | Seated
    | Unvoted
    | Closed
    | Reminded
    | Escalated
    | Copied
    | Set
    | Issued
    | Planned
    | Received
    | Stopped
    | Called
    | Stuck
    | Reopened
    | Ended
)

ENTERING: Final = ("moved", "jumped")
"""Kinds of journal line (the names of events in small letters) by which a state is entered, unless a branch joins."""
