"""How the votes of an approval add up, as a designer says it; `runtime.engine.votes.tally` does the arithmetic."""

from dataclasses import dataclass
from typing import Literal

from schemas.model.assignment import Who

DecideRule = Literal["any", "all", "at_least", "share", "majority", "each_group"]


@dataclass(frozen=True)
class Weight:
    """Whoever is asked because of ``who`` has so many ``votes``."""

    who: Who
    votes: int = 1


@dataclass(frozen=True)
class Decide:
    """Votes are counted by weight; who abstains takes part, and is left out of what "all", a share and a majority are of.

    ``any`` one, ``all``, ``at_least`` ``count``, a ``share`` in percent, a ``majority`` (more agree than refuse of those
    who do not abstain: more than half), or ``count`` of ``each_group`` that is asked. ``quorum``: so many people must have
    taken part, else it is refused. ``early``: decided as soon as it is certain, otherwise once everybody has spoken.
    ``veto``: one refusal of any of these ends it.
    """

    rule: DecideRule = "any"
    count: int = 1
    share: float = 50
    order: Literal["parallel", "sequential"] = "parallel"
    one_rejection_ends: bool = False
    early: bool = True
    quorum: int = 0
    weights: tuple[Weight, ...] = ()
    veto: tuple[Who, ...] = ()
