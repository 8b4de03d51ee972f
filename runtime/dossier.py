"""A case as one person may see it: everything that its page shows. Pure: the rows are read beforehand."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from runtime import outlook, sight, telling
from runtime.access import Actor
from runtime.calling import Called
from runtime.deployment import Compiled
from runtime.engine import tally_words
from runtime.engine.position import Side
from runtime.engine.step import offered
from runtime.store.cases import Case
from runtime.store.journal import Entry
from runtime.store.tasks import Task
from runtime.telling import Line
from schemas.fields.registry import type_of
from schemas.filed import files_in
from schemas.flow import Move, Right
from schemas.form import Field
from schemas.logic import LogicError
from schemas.words import Words


@dataclass(frozen=True)
class Answer:
    """``changed``: since the last time that the reader's step was decided; then ``before`` is what stood there."""

    field: Field
    value: Any
    changed: bool = False
    before: Any = None

    def text(self, lang: str) -> str:
        return type_of(self.field).show(self.field, self.value, lang)


@dataclass(frozen=True)
class Part:
    """A section of the form with the answers in it; ``page`` is the title of the page that it stands on."""

    page: Words
    title: Words
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Step:
    """One mark on the path. ``who`` did it, has it now, or nobody knows yet; ``at`` is when it was left, or entered."""

    state: str
    title: Words
    mark: Literal["done", "now", "next"]
    who: tuple[str, ...] = ()
    at: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Voter:
    """Somebody who was asked; ``move`` is the title of what they chose, None while they have not."""

    name: str
    move: Words | None = None
    side: Side | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """A move that the reader may take. ``ready``: its condition holds with the answers as they stand."""

    move: Move
    ready: bool

    @property
    def asks_comment(self) -> bool:
        return "comment" in self.move.asks


@dataclass(frozen=True)
class Bar:
    """What the reader is asked to decide. ``rights`` are those of the step: what may be written with the decision."""

    task: Task
    state: Words
    help: Words
    choices: tuple[Choice, ...]
    rights: Mapping[str, Right]
    rule: Words
    standing: Words | None
    voters: tuple[Voter, ...]


@dataclass(frozen=True)
class CasePage:
    """One request.

    ``rights`` are the reader's on every field; ``sentence`` says what happens now and then; ``bar`` is None where
    nothing is asked of the reader.
    """

    case: Case
    compiled: Compiled
    rights: Mapping[str, Right]
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    files: tuple[Mapping[str, Any], ...]
    lines: tuple[Line, ...]
    sentence: Words
    bar: Bar | None
    called: Called = field(default_factory=dict)
    """How people and departments in the answers were called when they were named."""

    @property
    def seen(self) -> str:
        """Stands for the answers as the page shows them: another one when somebody writes, not when they speak.

        Of what may be read only: it stands in the page, and what is hidden could be guessed from it.
        """
        shown = sight.readable(self.rights)
        answers = {key: value for key, value in self.case.answers.items() if key in shown}
        text = json.dumps(answers, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Rows:
    """Of one case: all that was read."""

    case: Case
    tasks: Sequence[Task]
    journal: Sequence[Entry]


def page(actor: Actor, compiled: Compiled, rows: Rows, *, may_decide: bool = True) -> CasePage:
    """Raises Missing where the actor is nothing to the case."""
    case = rows.case
    given = sight.rights(actor, compiled, case, rows.tasks)
    readable = sight.readable(given)
    mine = next((task for task in rows.tasks if task.open and task.party == actor.party), None)
    before = _since_decided(rows.journal, mine.state) if mine else {}
    parts = tuple(_parts(compiled, case, readable, before))
    return CasePage(
        case,
        compiled,
        given,
        tuple(step if actor.is_colleague else replace(step, who=()) for step in steps(compiled, rows)),
        parts,
        tuple(file for part in parts for answer in part.answers for file in _files(answer)),
        tuple(telling.lines(rows.journal, compiled, readable, actor)),
        outlook.sentence(compiled, case),
        _bar(actor, compiled, rows, mine) if mine and may_decide else None,
        {key: name for entry in rows.journal for key, name in entry.body.get("called", {}).items()},
    )


def steps(compiled: Compiled, rows: Rows) -> Iterator[Step]:
    """What is done and does not come again, what is now, and what the main line has ahead."""
    case = rows.case
    coming = [] if case.ended else [state.key for state in outlook.ahead(compiled, case.state)]
    done: dict[str, Step] = {}
    for entry in rows.journal:
        if entry.kind == "moved" and compiled.course.states[entry.body["state"]].kind != "choice":
            state = entry.body["state"]
            who = _acted(rows.journal, state, entry)
            done[state] = Step(state, compiled.title(state), "done", who, entry.at)
    yield from (step for state, step in done.items() if state not in (case.state, *coming))
    yield _present(compiled, rows)
    yield from (Step(state, compiled.title(state), "next") for state in coming)


def names_file(compiled: Compiled, case: Case, readable: frozenset[str], file_id: str) -> bool:
    """Does an answer that may be read name this file?"""
    fields = compiled.process.form.fields
    answers = (Answer(fields[key], value) for key, value in case.answers.items() if key in readable)
    return any(file["id"] == file_id for answer in answers for file in _files(answer))


def _present(compiled: Compiled, rows: Rows) -> Step:
    case = rows.case
    if case.ended:
        return Step(case.state, compiled.title(case.state), "done", (), case.closed_at)
    order = [party for token in case.position.tokens for party in token.asked]
    waiting = sorted((task for task in rows.tasks if task.open), key=lambda task: order.index(task.party))
    since = min((token.since for token in case.position.tokens), default=None)
    due = min((task.due_at for task in waiting if task.due_at), default=None)
    return Step(case.state, compiled.title(case.state), "now", tuple(task.party_name for task in waiting), since, due)


def _acted(journal: Sequence[Entry], state: str, left: Entry) -> tuple[str, ...]:
    """Who took the move, or whose votes did in that visit."""
    if left.by:
        return (left.by_name,)
    names: dict[str, None] = {}
    for entry in journal[: left.seq]:
        if entry.kind == "entered" and entry.body["state"] == state:
            names = {}
        elif entry.kind == "voted" and entry.body["state"] == state:
            names[entry.by_name] = None
    return tuple(names)


def _since_decided(journal: Sequence[Entry], state: str) -> dict[str, Any]:
    """Answer by field as it stood when ``state`` was last decided, of what was written since; none in a first round."""
    before: dict[str, Any] = {}
    decided = False
    for entry in journal:
        if entry.kind == "moved" and entry.body["state"] == state:
            before, decided = {}, True
        elif entry.kind == "answered" and decided:
            before = {key: change[0] for key, change in entry.body["changes"].items()} | before
    return before


def _parts(compiled: Compiled, case: Case, readable: frozenset[str], before: Mapping[str, Any]) -> Iterator[Part]:
    for page_ in compiled.process.form.pages:
        for section in page_.sections:
            answers = tuple(
                Answer(field, case.answers.get(field.key), _changed(field.key, case, before), before.get(field.key))
                for field in section.fields
                if field.key in readable and (field.key in case.answers or _changed(field.key, case, before))
            )
            if answers:
                yield Part(page_.title, section.title, answers)


def _changed(key: str, case: Case, before: Mapping[str, Any]) -> bool:
    return key in before and before[key] != case.answers.get(key)


def _files(answer: Answer) -> Iterator[Mapping[str, Any]]:
    return files_in(answer.field, answer.value)


def _bar(actor: Actor, compiled: Compiled, rows: Rows, task: Task) -> Bar | None:
    case, state = rows.case, compiled.course.states[task.state]
    token = next(one for one in case.position.tokens if (one.state, one.visit) == (task.state, task.visit))
    names = {one.party: one.party_name for one in rows.tasks}
    names |= {party: name for entry in rows.journal for party, name in entry.body.get("names", {}).items()}
    votes = {vote.party: vote for vote in token.votes}
    moves = compiled.course.moves(state.key)
    voters = tuple(
        Voter(names.get(party, party), moves[vote.move].title, vote.side, vote.at)
        if (vote := votes.get(party))
        else Voter(names.get(party, party))
        for party in token.asked
    )
    return Bar(
        task,
        compiled.title(state.key),
        state.help,
        tuple(
            Choice(move, _ready(compiled, move, case))
            for move in offered(compiled.course, case.position, actor.party, (task.state, task.visit))
        ),
        compiled.rights[state.key],
        tally_words.rule(state, token),
        tally_words.standing(state, token) if state.kind == "approval" else None,
        voters,
    )


def _ready(compiled: Compiled, move: Move, case: Case) -> bool:
    """A condition that cannot be evaluated does not hold."""
    try:
        return compiled.course.holds(move, case.answers)
    except LogicError:
        return False
