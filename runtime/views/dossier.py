"""A case as one person may see it: everything that its page shows. Pure: the rows are read beforehand."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from runtime.access import Actor
from runtime.engine.acts.special import Do
from runtime.engine.acts.step import offered
from runtime.engine.facts import Facts
from runtime.engine.votes import tally_words
from runtime.forms import enclosures
from runtime.papers import paper_words
from runtime.papers.paper_words import Issued
from runtime.people.display_names import Called
from runtime.processes.deployment import Compiled
from runtime.store.cases.beside_case import Beside, Kin
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Copy
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Task
from runtime.views import journal_lines, trail
from runtime.views.journal_lines import Line, View
from runtime.views.standing import Names, Place, Standing, Voter
from runtime.views.trail import Step
from runtime.visibility import forecast, sight
from schemas.fields.registry import type_of
from schemas.filling.filed import files_in
from schemas.model.flow import Move, Right
from schemas.model.form import Field
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
class Choice:
    """A move that the reader may take. ``ready``: its condition holds with the answers as they stand."""

    move: Move
    ready: bool

    @property
    def asks_comment(self) -> bool:
        return "comment" in self.move.asks


@dataclass(frozen=True)
class Bar:
    """What the reader is asked to decide. ``rights`` are those of the step: what may be written with the decision.

    ``row`` says which row of a table it is about; ``adviser``: an opinion is wanted, and no move.
    """

    task: Task
    state: Words
    help: Words
    choices: tuple[Choice, ...]
    rights: Mapping[str, Right]
    rule: Words
    standing: Words | None
    voters: tuple[Voter, ...]
    row: Words | None = None
    adviser: bool = False

    @property
    def asks(self) -> tuple[str, ...]:
        """What the moves want besides a word, each once."""
        return tuple(
            dict.fromkeys(one for choice in self.choices for one in choice.move.asks if one in enclosures.ASKS)
        )


@dataclass(frozen=True)
class Shown:
    """A copy: who was shown the request, by whom, and when they have read it."""

    name: str
    by: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class CasePage:
    """One request.

    ``rights`` are the reader's on every field; ``sentence`` says what happens now and then. ``places`` is where it stands.
    ``bars`` is what is asked of the reader, the one that was looked for first. ``acts`` are what they may do to the
    request as a whole. ``kin`` are the request that asked for this one, and those that it asked for.
    """

    case: Case
    compiled: Compiled
    rights: Mapping[str, Right]
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    files: tuple[Mapping[str, Any], ...]
    lines: tuple[Line, ...]
    sentence: Words
    places: tuple[Place, ...] = ()
    bars: tuple[Bar, ...] = ()
    acts: tuple[Do, ...] = ()
    copies: tuple[Shown, ...] = ()
    unread: bool = False
    """The reader was shown it and has not looked at it before."""
    kin: Kin = field(default_factory=Kin)
    called: Called = field(default_factory=dict)
    """How people and departments in the answers were called when they were named."""
    client: Actor | None = None
    """To a colleague: who sees it from outside, if anybody does."""
    papers: tuple[Issued, ...] = ()
    """What it has issued, the newest first."""
    shared: frozenset[str] = frozenset()
    """The fields that those outside see."""

    @property
    def bar(self) -> Bar | None:
        return self.bars[0] if self.bars else None

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
    """Of one case: all that was read. ``facts`` are as the engine is told them, as far as pages ask it.

    ``within``: no other field is shown.
    """

    case: Case
    journal: Sequence[Entry]
    facts: Facts
    beside: Beside
    within: frozenset[str] | None = None


def page(actor: Actor, compiled: Compiled, rows: Rows, *, may_decide: bool = True, task_id: str = "") -> CasePage:
    """``task_id``: the to-do that is looked for, if it is one in particular.

    Raises:
        Missing: the actor is nothing to the case.
    """
    case = rows.case
    given = sight.rights(actor, compiled, case, rows.beside.tasks, rows.beside.copies)
    if rows.within is not None:
        given = {key: right if key in rows.within else "hide" for key, right in given.items()}
    outside = tuple(journal_lines.outside(compiled, case, rows.beside.tasks)) if actor.is_colleague else ()
    readable = sight.readable(given)
    mine = _asked_of(actor, rows, task_id)
    standing = Standing(actor, compiled, case, rows.facts, _names(rows), readable, rows.beside.tasks)
    before = _since_decided(rows.journal, mine[0].state) if mine else {}
    parts = tuple(_parts(compiled, case, readable, before))
    steps = trail.steps(compiled, case, rows.beside.tasks, rows.journal)
    return CasePage(
        case,
        compiled,
        given,
        tuple(step if actor.is_colleague else replace(step, who=()) for step in steps),
        parts,
        tuple(file for part in parts for answer in part.answers for file in _files(answer)),
        tuple(journal_lines.lines(rows.journal, compiled, View(actor, readable), outside)),
        forecast.sentence(compiled, case, inside=actor.is_colleague),
        tuple(standing.places()),
        tuple(bar for task in mine if may_decide for bar in _bars(standing, task)),
        standing.at_large(),
        tuple(_shown(one, standing.called) for one in rows.beside.copies) if actor.is_colleague else (),
        any(one.read_at is None for one in rows.beside.copies if one.party == actor.party),
        rows.beside.kin if actor.is_colleague else Kin(),
        {key: name for entry in rows.journal for key, name in entry.body.get("called", {}).items()},
        outside[0].reader if outside else None,
        tuple(paper_words.papers(rows.journal))[::-1],
        frozenset().union(*(one.readable for one in outside)),
    )


def _asked_of(actor: Actor, rows: Rows, task_id: str) -> list[Task]:
    """Their open to-dos, the one that is looked for first."""
    order = [(token.state, token.visit) for token in rows.case.position.tokens]
    mine = [one for one in rows.beside.tasks if one.open and one.party == actor.party]
    there = [one for one in mine if (one.state, one.visit) in order]
    return sorted(there, key=lambda one: (one.id != task_id, one.rank, order.index((one.state, one.visit))))


def _names(rows: Rows) -> Names:
    names = {rows.case.requester: rows.case.requester_name, rows.case.filer: rows.case.filer_name}
    names |= {party: name for entry in rows.journal for party, name in entry.body.get("names", {}).items()}
    names |= {entry.by: entry.by_name for entry in rows.journal if entry.by}
    return names | {one.party: one.party_name for one in rows.beside.tasks}


def _shown(copy: Copy, names: Names) -> Shown:
    return Shown(names.get(copy.party, copy.party), names.get(copy.by, copy.by), copy.at, copy.read_at)


def names_file(
    actor: Actor, compiled: Compiled, case: Case, readable: frozenset[str], journal: Sequence[Entry], file_id: str
) -> bool:
    """Does an answer that may be read name this file, or has it come with a move of which the actor may know?"""
    fields = compiled.process.form.fields
    answers = (Answer(fields[key], value) for key, value in case.answers.items() if key in readable)
    if any(file["id"] == file_id for answer in answers for file in _files(answer)):
        return True
    return file_id in enclosures.files_of(entry for entry in journal if journal_lines.is_own(entry, compiled, actor))


def _since_decided(journal: Sequence[Entry], state: str) -> dict[str, Any]:
    """Answer by field as it stood when ``state`` was last decided, of what was written since; none in a first round."""
    before: dict[str, Any] = {}
    decided = False
    for entry in journal:
        if entry.kind == "moved" and entry.body["state"] == state:
            before, decided = {}, True
        elif entry.kind in ("answered", "set") and decided:
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


def _bars(standing: Standing, task: Task) -> Iterator[Bar]:
    """One; none where the position does not know the to-do any more."""
    compiled, position = standing.compiled, standing.case.position
    token = position.at(task.state, task.visit)
    if token is None or task.party not in token.asked:
        return
    state, place = compiled.course.states[task.state], standing.place(token)
    moves = offered(compiled.course, position, task.party, (task.state, task.visit))
    yield Bar(
        task,
        compiled.title(state.key),
        state.help,
        tuple(Choice(move, standing.ready(token, move)) for move in moves),
        sight.at(standing.actor, compiled, state.key),
        tally_words.rule(state, token),
        tally_words.standing(state, token) if state.kind == "approval" else None,
        standing.voters(token),
        place.row,
        any(seat.party == task.party and not seat.weight for seat in token.seats),
    )
