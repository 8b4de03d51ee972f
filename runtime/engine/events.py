"""What happened: one line of the journal each, in the past tense."""

from dataclasses import dataclass

from runtime.engine.position import Party
from schemas.words import Words


@dataclass(frozen=True)
class Began:
    by: Party


@dataclass(frozen=True)
class Entered:
    """``rule`` says in words who was asked and how many must agree; ``fallback`` that nobody was found by the step's own rule."""

    state: str
    asked: tuple[Party, ...]
    rule: Words
    fallback: bool = False


@dataclass(frozen=True)
class Voted:
    """``tally`` is the arithmetic in words, after this vote, such as "2 of 3 have agreed; one more decides"."""

    state: str
    by: Party
    move: str
    tally: Words


@dataclass(frozen=True)
class Moved:
    """``by`` is None where a condition or the votes together took the move; ``why`` says which."""

    state: str
    to: str
    move: str
    by: Party | None
    why: Words


@dataclass(frozen=True)
class Reminded:
    state: str
    to: tuple[Party, ...]


@dataclass(frozen=True)
class Escalated:
    state: str
    to: tuple[Party, ...]


@dataclass(frozen=True)
class Ended:
    outcome: str


Event = Began | Entered | Voted | Moved | Reminded | Escalated | Ended
