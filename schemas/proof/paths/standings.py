"""Where a request with branches stands, and what is asked about its answers before it goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.proof.paths.hops import Hop

MOST_ROWS: Final = 2
"""So many rows are told apart; of more it is only known that there are more."""
MORE_ROWS: Final = MOST_ROWS + 1


class Token(NamedTuple):
    """One place where a request stands, as in `runtime.engine.position`. ``stuck``: no way was open.

    ``sub``: it waits for a sub-request. Of a branch of a quiet step: its ``number``, and whether anybody has ``acted``
    in it; of the step, whether one of those has come back.
    """

    id: int
    state: str
    parent: int = 0
    row: int | None = None
    begun: int = 0
    done: int = 0
    left: bool = False
    held: bool = False
    stuck: bool = False
    sub: bool = False
    number: int = 0
    acted: bool = False


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


def numbered(
    tokens: Mapping[int, Token], coming: Iterable[int], leaving: Mapping[int, Hop], rows: Mapping[int, int]
) -> Standing:
    """With ids from one on, in the same order."""
    new: Mapping[int, int] = {old: at for at, old in enumerate(sorted(tokens), 1)}
    return Standing(
        tuple(tokens[old]._replace(id=at, parent=new.get(tokens[old].parent, 0)) for old, at in new.items()),
        tuple(new[one] for one in coming if one in new),
        tuple((new[one], hop) for one, hop in leaving.items() if one in new),
        tuple(sorted((new[one], count) for one, count in rows.items() if one in new)),
    )


def above(tokens: Mapping[int, Token], token: Token) -> list[Token]:
    """The steps with branches around it, the innermost first."""
    found = []
    while token.parent in tokens:
        token = tokens[token.parent]
        found.append(token)
    return found
