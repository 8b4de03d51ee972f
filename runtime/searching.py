"""The archive and the progress board: what of them somebody may see."""

from dataclasses import dataclass
from datetime import datetime

from runtime import archive_words, deployment, sight
from runtime.access import Actor, Permission
from runtime.charts import Span
from runtime.deployment import Compiled
from runtime.store import archive
from runtime.store.archive import Found
from runtime.store.cases import Case
from runtime.store.database import Connection
from runtime.store.missing import Missing
from runtime.store.spreads import Selection
from schemas.words import Words

MOST_OPEN = 500
"""Open requests that a page of the board shows."""


@dataclass(frozen=True)
class Hits:
    """``after`` asks for the next page; empty on the last."""

    rows: tuple[tuple[Found, Words], ...]
    after: str = ""


@dataclass(frozen=True)
class Card:
    case: Case
    due: datetime | None


@dataclass(frozen=True)
class Column:
    """The open requests of one step; where several processes are shown, of all steps that are called the same."""

    title: Words
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Progress:
    """One page of the board: which of ``total`` requests, counted from 1; ``after`` asks for the next, empty on the last."""

    columns: tuple[Column, ...]
    total: int
    part: Span
    after: str


def found(tx: Connection, actor: Actor, chosen: Selection, typed: str, after: str, limit: int) -> Hits:
    """Administrators look through everything, others through what they took part in.

    A word in an answer that they may not read finds nothing.
    """
    words = archive_words.typed(typed)
    party = None if actor.may(Permission.ADMIN) else actor.party
    there = archive.search(tx, chosen, words, party, after, limit + 1)
    rows = []
    for one in there[:limit]:
        compiled = deployment.version(tx, actor.workspace, one.case.version_id)
        if not words or _may_find(actor, compiled, one):
            rows.append((one, compiled.stands(one.case)))
    return Hits(tuple(rows), there[limit - 1].case.id if len(there) > limit else "")


def _may_find(actor: Actor, compiled: Compiled, one: Found) -> bool:
    """Whether every word stands somewhere that they may read."""
    try:
        seen = {"", *sight.readable(sight.rights(actor, compiled, one.case, one.tasks, one.copies))}
    except Missing:
        return False
    return all(places & seen for places in one.places)


def progress(tx: Connection, actor: Actor, process: str, after: str = "") -> Progress:
    """Every open request that they may see, the oldest first, by step in the order of the steps. One read, or two of many."""
    party = None if actor.may(Permission.INSIGHT) and actor.may(Permission.ADMIN) else actor.party
    there = archive.running(tx, actor.workspace, process, party, after, MOST_OPEN + 1)
    shown = there[:MOST_OPEN]
    columns: dict[Words, list[Card]] = {}
    order: dict[Words, int] = {}
    for case, due in shown:
        compiled = deployment.version(tx, actor.workspace, case.version_id)
        title = compiled.title(case.state)
        order.setdefault(title, next((at for at, key in enumerate(compiled.course.states) if key == case.state), 0))
        columns.setdefault(title, []).append(Card(case, due))
    is_all = not after and len(there) <= MOST_OPEN
    counted = (len(there), 0) if is_all else archive.running_count(tx, actor.workspace, process, party, after)
    return Progress(
        tuple(Column(title, tuple(columns[title])) for title in sorted(columns, key=lambda one: order[one])),
        counted[0],
        Span(counted[1] + 1, counted[1] + len(shown)),
        shown[-1][0].id if len(there) > MOST_OPEN else "",
    )
