"""To-dos of the same step, to be decided together: which they are, and which moves they have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from runtime.access import Actor
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import tasks
from runtime.store.cases.tasks import InboxRow
from runtime.store.connection.database import Connection
from runtime.views import worklist
from runtime.views.worklist import Row
from schemas.model.flow import Move
from schemas.words import Words


@dataclass(frozen=True)
class Bundle:
    """``moves`` are those that every one of them has, and that want no more than a word; ``more``: there are others."""

    step: str
    process: Words
    title: Words
    rows: tuple[Row, ...]
    moves: tuple[Move, ...]
    more: bool


def of_tasks(tx: Connection, actor: Actor, ids: Sequence[str], *, closed: bool = False) -> list[Bundle]:
    """Of these to-dos those that are the actor's, in one read; with ``closed`` also those that were."""
    found = tasks.named(tx, actor.workspace, actor.party, ids) if ids else []
    return _bundled(tx, actor, [row for row in found if closed or row.task.open])


def of_step(tx: Connection, actor: Actor, step: str) -> list[Bundle]:
    """The most pressing of the actor's to-dos, as far as they are of this step."""
    found = tasks.todo(tx, actor.workspace, actor.party, None, worklist.PAGE)
    return [one for one in _bundled(tx, actor, found) if one.step == step]


def _bundled(tx: Connection, actor: Actor, found: Iterable[InboxRow]) -> list[Bundle]:
    by_step: dict[str, list[tuple[InboxRow, Compiled]]] = {}
    for row in found:
        compiled = deployment.version(tx, actor.workspace, row.version_id)
        by_step.setdefault(worklist.step_of(compiled, row.task), []).append((row, compiled))
    return [_bundle(actor, step, pairs) for step, pairs in by_step.items()]


def _bundle(actor: Actor, step: str, pairs: Sequence[tuple[InboxRow, Compiled]]) -> Bundle:
    (first, compiled), *rest = pairs
    state = first.task.state
    drawn = [one for _, its in pairs for one in its.course.moves(state).values() if not (one.branch or one.message)]
    common = [move for move in compiled.course.moves(state).values() if _simple(move)]
    for _, other in rest:
        there = other.course.moves(state)
        common = [move for move in common if move.key in there and _simple(there[move.key])]
    rows = tuple(worklist.asked(actor, row, its) for row, its in pairs)
    more = not {one.key for one in drawn} <= {one.key for one in common}
    return Bundle(step, compiled.process.title, compiled.title(state), rows, tuple(common), more)


def _simple(move: Move) -> bool:
    return not (move.branch or move.message) and set(move.asks) <= {"comment"}
