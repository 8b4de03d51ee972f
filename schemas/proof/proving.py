"""May it be published? What can only be said by looking at all answers, and all ways that they take."""

from collections.abc import Callable, Iterable
from itertools import chain
from threading import Lock
from typing import Final

from schemas.model.process import Process
from schemas.problem import Problem
from schemas.proof.findings import asking_first, circling, escaping, forks, reaching, standing_still
from schemas.proof.ground import Ground

Proof = Callable[[Ground], Iterable[Problem]]
PROOFS: Final[tuple[Proof, ...]] = (
    reaching.arrivals,
    standing_still.standing_still,
    circling.circling,
    forks.forks,
    asking_first.asking_first,
)
_ALONE: Final = Lock()
"""The solver is for one thread at a time, also when what it made is freed."""
UNKNOWN: Final = "proof.unknown"
HINDERS: Final = frozenset(
    {
        *("rule.cycle", "rule.type", "rule.unknown-name", "key.duplicate", "move.unknown-target"),
        *("field.asked-too-late", "branch.none", "branch.outside", "branch.one-too-many"),
    }
)
"""What is wrong in a way that nothing can be proved of the rest."""
STAYS: Final = frozenset({"flow.no-end", "flow.endless-loop", "state.dead-end", "step.no-way"})
"""Where a request stays for ever anyway, it is not asked who is caught in a round."""


def proved(process: Process, known: Iterable[Problem]) -> tuple[Problem, ...]:
    """Every problem that proofs find; none where ``known`` problems leave nothing to stand on.

    What could not be proved is said once nothing is left that is certainly wrong.
    """
    found = judged(process, known)
    wrong = any(problem.severity == "error" for problem in found)
    return tuple(problem for problem in found if not (wrong and problem.code == UNKNOWN))


def judged(process: Process, known: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same with everything that could not be proved."""
    known = tuple(known)
    if any(problem.code in HINDERS for problem in known):
        return ()
    with _ALONE:
        return _judged(process, known)


def _judged(process: Process, known: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """All terms of the solver are gone when this returns: they are freed by counting, as none of them is in a circle."""
    ground = Ground(process)
    found = tuple(chain.from_iterable(proof(ground) for proof in PROOFS))
    if not any(one.code in STAYS and one.severity == "error" for one in (*known, *found)):
        found += tuple(escaping.caught(ground))
    return found
