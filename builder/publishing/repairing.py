"""A problem of a draft is mended in one step: the repair that its kind has is made, as any other edit is."""

from builder.editing.edits import new_circles
from builder.editing.refusal import CannotEdit, cannot
from builder.publishing import publishing
from runtime.store.connection.database import Connection
from schemas.document import Unreadable, dump, load
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.repair.mending import patched
from schemas.repair.mending_words import what_it_does
from schemas.words import Words


def repaired(tx: Connection, workspace: str, process: Process, code: str, path: str) -> tuple[Process, Words]:
    """The process without the problem of that code at that path, and what was done to it.

    Raises:
        CannotEdit: there is no such problem (any more), or none that can be mended in one step.
    """
    problem = _found(publishing.check(tx, workspace, process), code, path)
    try:
        made = load(patched(dump(process), problem.repair))
    except (Unreadable, LookupError, ValueError, TypeError) as wrong:
        raise cannot("repair.gone") from wrong
    if circles := new_circles(process, made):
        raise CannotEdit(circles[0])
    return made, what_it_does(problem, process)


def _found(problems: tuple[Problem, ...], code: str, path: str) -> Problem:
    found = next((one for one in problems if (one.code, one.path) == (code, path) and one.repair), None)
    if found is None:
        raise cannot("repair.gone")
    return found
