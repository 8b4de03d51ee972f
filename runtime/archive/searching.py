"""The archive and the progress board: what of them somebody may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from runtime.access import Actor, Permission
from runtime.formats import archive_words
from runtime.formats.charts import Span
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import copies, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Copy
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.insight import archive
from runtime.store.insight.archive import Found
from runtime.store.insight.distributions import Selection
from runtime.store.missing import Missing
from runtime.visibility import sight
from runtime.visibility.sight import Figure
from schemas.words import Words

MOST_OPEN = 500
"""Open requests that a page of the board shows."""
MOST_WORDS = 8
"""So many words are looked for at once."""


@dataclass(frozen=True)
class Hit:
    """``figures``: what of its summary the reader may see."""

    case: Case
    stands: Words
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Hits:
    """``after`` asks for the next page; empty on the last."""

    rows: tuple[Hit, ...]
    after: str = ""


@dataclass(frozen=True)
class Card:
    """``figures``: what of its summary the reader may see."""

    case: Case
    due: datetime | None
    figures: tuple[Figure, ...]


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
            shown = _figures(actor, compiled, one.case, one.tasks, one.copies)
            rows.append(Hit(one.case, compiled.stands(one.case), shown))
    return Hits(tuple(rows), there[limit - 1].case.id if len(there) > limit else "")


def _may_find(actor: Actor, compiled: Compiled, one: Found) -> bool:
    """Whether every word stands somewhere that they may read."""
    try:
        seen = {"", *sight.readable(sight.rights(actor, compiled, one.case, one.tasks, one.copies))}
    except Missing:
        return False
    return all(places & seen for places in one.places)


def progress(tx: Connection, actor: Actor, process: str, after: str = "", typed: str = "") -> Progress:
    """Every open request that they may see, the oldest first, by step in the order of the steps. Four reads at the most.

    ``typed``: only those in which each word of it stands where they may read it: number, requester or summary.
    """
    party = None if actor.may(Permission.INSIGHT) and actor.may(Permission.ADMIN) else actor.party
    words = typed.casefold().split()[:MOST_WORDS]
    there = archive.running(tx, actor.workspace, process, party, after, MOST_OPEN + 1, words)
    cards = [one for one in _cards(tx, actor, there[:MOST_OPEN]) if not words or _says(one, words)]
    columns: dict[Words, list[Card]] = {}
    order: dict[Words, int] = {}
    for card in cards:
        compiled = deployment.version(tx, actor.workspace, card.case.version_id)
        title = compiled.title(card.case.state)
        order.setdefault(
            title, next((at for at, key in enumerate(compiled.course.states) if key == card.case.state), 0)
        )
        columns.setdefault(title, []).append(card)
    is_all = bool(words) or (not after and len(there) <= MOST_OPEN)
    counted = (len(cards), 0) if is_all else archive.running_count(tx, actor.workspace, process, party, after)
    return Progress(
        tuple(Column(title, tuple(columns[title])) for title in sorted(columns, key=lambda one: order[one])),
        counted[0],
        Span(counted[1] + 1, counted[1] + len(cards)),
        there[MOST_OPEN - 1][0].id if len(there) > MOST_OPEN else "",
    )


def _cards(tx: Connection, actor: Actor, there: Sequence[tuple[Case, datetime | None]]) -> list[Card]:
    ids = [case.id for case, _ in there]
    sees_all = actor.may(Permission.ADMIN) or not ids
    asked, shown = defaultdict[str, list[Task]](list), defaultdict[str, list[Copy]](list)
    for task in [] if sees_all else tasks.of_party_in(tx, actor.workspace, actor.party, ids):
        asked[task.case_id].append(task)
    for copy in [] if sees_all else copies.of_party_in(tx, actor.workspace, actor.party, ids):
        shown[copy.case_id].append(copy)
    return [
        Card(case, due, _figures(actor, compiled, case, asked[case.id], shown[case.id]))
        for case, due in there
        for compiled in [deployment.version(tx, actor.workspace, case.version_id)]
    ]


def _says(card: Card, words: Sequence[str]) -> bool:
    texts = (text for one in card.figures for text in archive_words.texts_in(one.value))
    said = " ".join((card.case.number, card.case.requester_name, *texts)).casefold()
    return all(word in said for word in words)


def _figures(
    actor: Actor, compiled: Compiled, case: Case, asked: Sequence[Task], shown: Sequence[Copy]
) -> tuple[Figure, ...]:
    try:
        return sight.figures(compiled, case.summary, sight.rights(actor, compiled, case, asked, shown))
    except Missing:
        return ()
