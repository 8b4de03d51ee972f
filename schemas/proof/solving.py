"""Asking the solver: what can be, what cannot, and what it could not find out with the work that it may do."""

from dataclasses import dataclass
from typing import Final

import z3

from schemas.proof.paths.journeys import Journeys
from schemas.proof.symbolic.unions import Guard

WORK: Final = 3_000_000
"""What one question may cost, in the solver's own steps: the same on every machine."""


@dataclass(frozen=True)
class Found:
    """``can``: None where nobody knows. Where it can be, one of the ways in which it does."""

    can: bool | None
    model: z3.ModelRef | None = None
    journeys: Journeys | None = None


class Solver:
    """One set of journeys with all that is known of them."""

    def __init__(self, journeys: Journeys) -> None:
        self.journeys = journeys
        self._told: dict[str, int] = {"facts": 0, "always": 0}
        self._solver = z3.SimpleSolver()
        self._solver.set("rlimit", WORK)

    def ask(self, guard: Guard, *, shown: bool = True) -> Found:
        """``shown``: with a way in which it can be. To write one down takes as long as to find it."""
        if guard is False:
            return Found(can=False)
        self._tell("facts", self.journeys.facts)
        self._tell("always", self.journeys.setting.reckoning.always)
        answer = self._solver.check(*(() if isinstance(guard, bool) else (guard,)))
        if answer == z3.sat:
            return Found(True, self._solver.model() if shown else None, self.journeys)
        return Found(False if answer == z3.unsat else None)

    def _tell(self, name: str, facts: list[z3.BoolRef]) -> None:
        for fact in facts[self._told[name] :]:
            self._solver.add(fact)
        self._told[name] = len(facts)
