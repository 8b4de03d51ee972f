"""May it be published? First what can be read off the document, then what has to be proved of all answers."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Final

from schemas import (
    document,
    lint_blocks,
    lint_deadlines,
    lint_deeds,
    lint_fields,
    lint_keys,
    lint_notices,
    lint_references,
    lint_rules,
    lint_steps,
    lint_texts,
    lint_votes,
    lint_ways,
)
from schemas.addresses import Addresses
from schemas.problem import Problem
from schemas.process import Process
from schemas.proof.proving import proved

Check = Callable[[Process, Addresses], Iterable[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    lint_keys.repeated,
    lint_fields.unknown,
    lint_rules.wrong,
    lint_references.looked_up,
    lint_references.asked_outside,
    lint_fields.never_asked,
    lint_fields.asked_too_late,
    lint_ways.lost,
    lint_steps.stuck,
    lint_votes.undecided,
    lint_deadlines.never_due,
    lint_deadlines.odd,
    lint_blocks.joined,
    lint_blocks.idle,
    lint_deeds.impossible,
    lint_notices.untold,
    lint_texts.untold,
)


def lint(process: Process, raw: Any = None) -> tuple[Problem, ...]:
    """Every problem, errors and warnings, in the order of the checks; proofs come last.

    The paths lead into ``raw``, the document from which the process was read; without it, into `document.dump`.
    """
    at = document.addresses(document.dump(process) if raw is None else raw)
    found = tuple(chain.from_iterable(check(process, at) for check in CHECKS))
    return (*found, *proved(process, found))
