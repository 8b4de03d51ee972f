"""May it be published? First what can be read off the document, then what has to be proved of all answers."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from schemas import document
from schemas.checks import (
    lint_blocks,
    lint_deadlines,
    lint_deeds,
    lint_fields,
    lint_grading,
    lint_internal,
    lint_keys,
    lint_notices,
    lint_papers,
    lint_references,
    lint_reports,
    lint_rules,
    lint_steps,
    lint_texts,
    lint_votes,
    lint_ways,
)
from schemas.format.addresses import Addresses
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.proof.proving import proved
from schemas.repair.mending import patched, with_repair

Check = Callable[[Process, Addresses], Iterable[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    lint_keys.repeated,
    lint_grading.ungraded,
    lint_fields.unknown,
    lint_reports.wrong,
    lint_rules.wrong,
    lint_rules.other_currency,
    lint_references.looked_up,
    lint_references.asked_outside,
    lint_fields.never_asked,
    lint_fields.demanded_in_vain,
    lint_fields.asked_too_late,
    lint_internal.shown,
    lint_ways.lost,
    lint_steps.stuck,
    lint_votes.undecided,
    lint_deadlines.never_due,
    lint_deadlines.odd,
    lint_blocks.joined,
    lint_blocks.idle,
    lint_deeds.impossible,
    lint_papers.impossible,
    lint_notices.untold,
    lint_texts.untold,
)


def lint(process: Process, raw: Any = None) -> tuple[Problem, ...]:
    """Every problem, errors and warnings, in the order of the checks; proofs come last.

    The paths lead into ``raw``, the document from which the process was read; without it, into `document.dump`.
    """
    raw = document.dump(process) if raw is None else raw
    at = document.addresses(raw)
    found = tuple(chain.from_iterable(check(process, at) for check in CHECKS))
    return tuple(_with_repair(one, process, raw, found) for one in (*found, *proved(process, found)))


def _with_repair(problem: Problem, process: Process, raw: Any, found: Iterable[Problem]) -> Problem:
    """No repair that takes steps or ways away is offered where something else would lack them."""
    one = with_repair(problem, process, raw)
    if all(operation["op"] != "remove" or "/flow/" not in operation["path"] for operation in one.repair):
        return one
    try:
        made = patched(raw, one.repair)
        after = document.load(made)
    except (LookupError, ValueError, TypeError):
        return replace(one, repair=())
    at = document.addresses(made)
    left = _errors(chain.from_iterable(check(after, at) for check in CHECKS))
    return replace(one, repair=()) if left - _errors(found) else one


def _errors(problems: Iterable[Problem]) -> Counter[str]:
    return Counter(one.code for one in problems if one.severity == "error")
