"""Where a request with branches stands, and what is asked about its answers before it goes on."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.proof.hops import Hop

MOST_ROWS: Final = 2
"""So many rows are told apart; of more it is only known that there are more."""
MORE_ROWS: Final = MOST_ROWS + 1


class Token(NamedTuple):
    """One place where a request stands, as in `runtime.engine.position`. ``stuck``: no way was open."""

    id: int
    state: str
    parent: int = 0
    row: int | None = None
    begun: int = 0
    done: int = 0
    left: bool = False
    held: bool = False
    stuck: bool = False


class Standing(NamedTuple):
    """All of them between two steps: which have come somewhere, which leave by what, and how many rows are known of."""

    tokens: tuple[Token, ...] = ()
    coming: tuple[int, ...] = ()
    leaving: tuple[tuple[int, Hop], ...] = ()
    rows: tuple[tuple[int, int], ...] = ()


class Counts(NamedTuple):
    """Of the branches of a step."""

    done: int
    open: int
    all: int


class Question(NamedTuple):
    """``what`` is asked at a place.

    "ways": which is the first that is open, None where none is. "branch": whether ``hop`` begins. "met": whether the
    condition of the join holds. "rows": how many there are.
    """

    what: str
    place: str
    counts: Counts | None = None
    hop: Hop | None = None


class Asked(Exception):
    """It goes on once this is answered."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.question = question


@dataclass(frozen=True)
class Happened:
    """What a part of a walk brings with it: steps that are come to, and ways that are taken."""

    entered: frozenset[str] = frozenset()
    taken: frozenset[Hop] = frozenset()

    def __add__(self, other: "Happened") -> "Happened":
        return Happened(self.entered | other.entered, self.taken | other.taken)
