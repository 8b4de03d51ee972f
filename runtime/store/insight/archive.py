"""Closed requests, found by words, number, customer, process, period, outcome and answers: the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)

from runtime.engine.position import Party
from runtime.store.cases import cases, copies, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Copy
from runtime.store.cases.tasks import Task
from runtime.store.connection.prepared import ByHeart
from runtime.store.insight import distributions
from runtime.store.insight.distributions import Selection
from runtime.store.tables.tables import ARCHIVE_WORD, CASE_FILE, FIGURE_CASE, SHOWN_TO, TASK

_WORD = ARCHIVE_WORD.c
_INSERT = ByHeart(insert(ARCHIVE_WORD))
_DELETE = ByHeart(
    delete(ARCHIVE_WORD).where(_WORD.workspace_id == bindparam("the_workspace"), _WORD.case_id == bindparam("the_case"))
)


@dataclass(frozen=True)
class Found:
    """``places``: of each word that was looked for the fields in which it stands."""

    case: Case
    places: tuple[frozenset[str], ...] = ()
    tasks: tuple[Task, ...] = ()
    copies: tuple[Copy, ...] = ()


def add(tx: Connection, workspace: str, case_id: str, words: Mapping[str, Sequence[str]]) -> None:
    rows = [
        {"workspace_id": workspace, "case_id": case_id, "field": field, "word": word[:40]}
        for field, said in words.items()
        for word in dict.fromkeys(one[:40] for one in said)
    ]
    _INSERT.run_each(tx, rows)


def take_out(tx: Connection, workspace: str, case_id: str) -> None:
    _DELETE.run(tx, {"the_workspace": workspace, "the_case": case_id})


def search(
    tx: Connection, chosen: Selection, words: Sequence[str], of: Party | None, after: str, limit: int
) -> list[Found]:
    """Two reads. ``of``: only what they took part in or are shown; None looks through everything. ``after``: the last id seen."""
    there = [*distributions.of(chosen), *distributions.went(chosen), *(_has(word) for word in words)]
    if of is not None:
        there.append(_theirs(of))
    if after:
        there.append(FIGURE_CASE.c.case_id < after)
    beside = and_(CASE_FILE.c.workspace_id == FIGURE_CASE.c.workspace_id, CASE_FILE.c.id == FIGURE_CASE.c.case_id)
    listed = select(CASE_FILE).join_from(FIGURE_CASE, CASE_FILE, beside).where(*there)
    rows = tx.execute(listed.order_by(FIGURE_CASE.c.case_id.desc()).limit(limit))
    found = [cases.read(row) for row in rows]
    return _placed(tx, chosen.workspace, found, words, of) if found else []


def _placed(tx: Connection, workspace: str, found: list[Case], words: Sequence[str], of: Party | None) -> list[Found]:
    ids = [one.id for one in found]
    places: dict[tuple[str, str], set[str]] = {}
    if words:
        rows = select(_WORD.case_id, _WORD.word, _WORD.field).where(
            _WORD.workspace_id == workspace, _WORD.word.in_(tuple(words)), _WORD.case_id.in_(ids)
        )
        for case_id, word, field in tx.execute(rows):
            places.setdefault((case_id, word), set()).add(field)
    asked = tasks.of_party_in(tx, workspace, of, ids) if of else []
    shown = copies.of_party_in(tx, workspace, of, ids) if of else []
    return [
        Found(
            one,
            tuple(frozenset(places.get((one.id, word), ())) for word in words),
            tuple(task for task in asked if task.case_id == one.id),
            tuple(copy for copy in shown if copy.case_id == one.id),
        )
        for one in found
    ]


def _has(word: str) -> ColumnElement[bool]:
    this = (
        _WORD.workspace_id == FIGURE_CASE.c.workspace_id,
        _WORD.word == word,
        _WORD.case_id == FIGURE_CASE.c.case_id,
    )
    return exists().where(*this)


def _theirs(party: Party) -> ColumnElement[bool]:
    asked = select(TASK.c.id).where(
        TASK.c.workspace_id == CASE_FILE.c.workspace_id, TASK.c.case_id == CASE_FILE.c.id, TASK.c.party == party
    )
    shown = select(SHOWN_TO.c.case_id).where(
        SHOWN_TO.c.workspace_id == CASE_FILE.c.workspace_id,
        SHOWN_TO.c.case_id == CASE_FILE.c.id,
        SHOWN_TO.c.party == party,
    )
    mine = or_(CASE_FILE.c.requester == party, CASE_FILE.c.filer == party)
    return or_(mine, asked.correlate(CASE_FILE).exists(), shown.correlate(CASE_FILE).exists())


def running(
    tx: Connection, workspace: str, process: str, of: Party | None, after: str, limit: int, words: Sequence[str] = ()
) -> list[tuple[Case, Any]]:
    """Open requests of a process, the oldest first, each with when the first of its open to-dos falls due.

    ``after``: the last id seen. ``words``: each stands in its number, its requester or its summary as that is stored, of
    which the reader may not see everything.
    """
    due = (
        select(TASK.c.due_at)
        .where(TASK.c.workspace_id == CASE_FILE.c.workspace_id, TASK.c.case_id == CASE_FILE.c.id, TASK.c.open)
        .order_by(TASK.c.due_at.is_(None), TASK.c.due_at)
        .limit(1)
        .scalar_subquery()
    )
    there = [*_running(workspace, process, of), *map(_says, words), CASE_FILE.c.id > after]
    listed = select(CASE_FILE, due.label("first_due")).where(*there).order_by(CASE_FILE.c.id).limit(limit)
    return [(cases.read(row), row.first_due) for row in tx.execute(listed)]


def _says(word: str) -> ColumnElement[bool]:
    places = (CASE_FILE.c.number, CASE_FILE.c.requester_name, cast(CASE_FILE.c.summary, Text))
    return or_(*(place.icontains(word, autoescape=True) for place in places))


def running_count(tx: Connection, workspace: str, process: str, of: Party | None, until: str) -> tuple[int, int]:
    """How many requests are open, and how many of them up to the id ``until``."""
    earlier = func.count(case((CASE_FILE.c.id <= until, 1)))
    row = tx.execute(select(func.count(), earlier).where(*_running(workspace, process, of))).one()
    return row[0], row[1]


def _running(workspace: str, process: str, of: Party | None) -> list[ColumnElement[bool]]:
    there = [CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.ended == ""]
    if process:
        there.append(CASE_FILE.c.process_key == process)
    return [*there, _theirs(of)] if of is not None else there
