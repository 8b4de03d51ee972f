"""The archive and the progress board: what of them somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from runtime import archive_words, deployment, sight
from runtime.access import Actor, Permission
from runtime.deployment import Compiled
from runtime.store import archive
from runtime.store.archive import Found
from runtime.store.cases import Case
from runtime.store.database import Connection
from runtime.store.missing import Missing
from runtime.store.spreads import Selection
from schemas.words import Words

MOST_OPEN = 500
"""Open requests that the board shows."""


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
    """The open requests of one step; of all processes together the key is the process's."""

    title: Words
    cards: tuple[Card, ...]


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
            rows.append((one, compiled.title(one.case.state)))
    return Hits(tuple(rows), there[limit - 1].case.id if len(there) > limit else "")


def _may_find(actor: Actor, compiled: Compiled, one: Found) -> bool:
    """Whether every word stands somewhere that they may read."""
    try:
        seen = {"", *sight.readable(sight.rights(actor, compiled, one.case, one.tasks, one.copies))}
    except Missing:
        return False
    return all(places & seen for places in one.places)


def progress(tx: Connection, actor: Actor, process: str) -> Sequence[Column]:
    """Every open request that they may see, in the order of the steps. One read."""
    party = None if actor.may(Permission.INSIGHT) and actor.may(Permission.ADMIN) else actor.party
    columns: dict[str, list[Card]] = {}
    titles: dict[str, Words] = {}
    order: dict[str, int] = {}
    for case, due in archive.running(tx, actor.workspace, process, party, MOST_OPEN):
        compiled = deployment.version(tx, actor.workspace, case.version_id)
        titles[case.state] = compiled.title(case.state)
        order[case.state] = next((at for at, key in enumerate(compiled.course.states) if key == case.state), 0)
        columns.setdefault(case.state, []).append(Card(case, due))
    return [Column(titles[key], tuple(columns[key])) for key in sorted(columns, key=lambda key: (order[key], key))]
