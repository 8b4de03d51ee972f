"""The plain recount: the figures of a case out of its journal and its to-dos, by another way than they were written."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain

from runtime.archive import archiving
from runtime.engine.worktime import Calendar
from runtime.hours.office_hours import calendar
from runtime.insight import counting
from runtime.insight.counting import OUT, SENT_BACK, Leaving, Visit
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection, Database
from runtime.store.insight import counts
from runtime.store.insight.counts import CaseFigures, StepFigures
from runtime.store.operations import audit
from runtime.store.operations.audit import Kept
from schemas.model.flow import Block, Deadline

AT_ONCE = 200
"""Cases that are counted in one transaction."""


@dataclass(frozen=True)
class Recounted:
    """``wrong`` are the ids of cases of which something else had been counted."""

    cases: int
    wrong: tuple[str, ...]


def recount(database: Database, *, write: bool = True) -> Recounted:
    """Count every case anew; with ``write`` what was counted otherwise is mended."""
    done, wrong = 0, list[str]()
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        with database.writing() if write else database.reading() as tx:
            batch = audit.some(tx, after, AT_ONCE)
            done += len(batch)
            wrong += _batch(tx, batch, write=write)
            after = (batch[-1].case.workspace, batch[-1].case.id) if batch else None
    return Recounted(done, tuple(wrong))


def catch_up(database: Database) -> int:
    """Requests from before anything was counted are counted, some at a time; how many."""
    with database.reading() as tx:
        missing = counts.uncounted(tx, AT_ONCE)
    if missing:
        with database.writing() as tx:
            _batch(tx, audit.named(tx, missing), write=True)
    return len(missing)


def _batch(tx: Connection, batch: Sequence[Kept], *, write: bool) -> list[str]:
    by_workspace: dict[str, list[Kept]] = defaultdict(list)
    for kept in batch:
        by_workspace[kept.case.workspace].append(kept)
    wrong = []
    for workspace, some in by_workspace.items():
        plain = [of_case(tx, kept) for kept in some]
        ids = [figures.case_id for figures, _ in plain]
        there = {one.case_id: one for one in counts.of_cases(tx, workspace, ids)}
        steps: dict[str, list[StepFigures]] = defaultdict(list)
        for one in counts.steps_of(tx, workspace, ids):
            steps[one.case_id].append(one)
        other = [(figures, left) for figures, left in plain if _differs(there, steps, figures, left)]
        wrong += [figures.case_id for figures, _ in other]
        if write and other:
            again = {figures.case_id for figures, _ in other}
            for kept in some:
                if kept.case.id in again:
                    archiving.put_again(tx, kept.case, deployment.version(tx, workspace, kept.case.version_id))
            counts.rewrite(tx, [figures for figures, _ in other], [step for _, left in other for step in left])
    return wrong


def _differs(
    there: dict[str, CaseFigures], steps: dict[str, list[StepFigures]], figures: CaseFigures, left: list[StepFigures]
) -> bool:
    return there.get(figures.case_id) != figures or steps[figures.case_id] != left


def of_case(tx: Connection, kept: Kept) -> tuple[CaseFigures, list[StepFigures]]:
    """What its journal says."""
    case = kept.case
    compiled = deployment.version(tx, case.workspace, case.version_id)
    hours = calendar(tx, case.workspace)
    told = _told(tx, kept, hours)
    late = any(one.late for one in told.steps)
    return counting.of_case(case, compiled, hours, told.answered, late=late), told.steps


@dataclass
class _Told:
    steps: list[StepFigures]
    answered: datetime | None


def _told(tx: Connection, kept: Kept, hours: Calendar) -> _Told:
    reader = _Reader(kept, partial(deployment.version, tx, kept.case.workspace))
    steps = list[StepFigures]()
    for line in kept.journal:
        left = list(reader.read(line))
        steps += counting.rows(kept.case, reader.compiled, left, hours)
    return _Told(steps, reader.answered)


@dataclass
class _Visit(Visit):
    """``called``: the names that its state has had; ``asked_as``: that by which people are asked.

    ``passed``: those of its deadlines that have, and count.
    """

    called: tuple[str, ...] = ()
    asked_as: str = ""
    passed: tuple[Deadline, ...] = ()


@dataclass
class _Reader:
    """Goes along the journal and knows which visits are open. A state may be there several times at once.

    ``compiled`` is the version by which the case went on with the last line.
    """

    kept: Kept
    version: Callable[[str], Compiled]
    compiled: Compiled = field(init=False)
    open: dict[str, list[_Visit]] = field(default_factory=lambda: defaultdict(list))
    last: dict[str, _Visit] = field(default_factory=dict)
    visits: Counter[str] = field(default_factory=Counter)
    answered: datetime | None = None
    change: int = 0
    """The number of the change of the case that is being read."""
    told: set[tuple[int, int]] = field(default_factory=set)
    """Visit and number of the deadlines that this change has spoken of."""
    afterwards: list[tuple[_Visit, tuple[Deadline, ...]]] = field(default_factory=list)
    """What counts as passed once this change is over."""

    def __post_init__(self) -> None:
        moved = next((line for line in self.kept.journal if line.kind == "migrated"), None)
        self.compiled = self.version(moved.body["from_version"] if moved else self.kept.case.version_id)

    def read(self, line: Entry) -> Iterator[Leaving]:
        self._go_on(line)
        body = line.body
        match line.kind:
            case "entered":
                self._enter(line)
            case "voted" if not body["ruled"]:
                self._vote(line, body["state"], body["by"])
            case "unvoted":
                for visit in self.open[body["state"]]:
                    visit.hands.pop(body["by"], None)
            case "ended":
                self.open.clear()
            case "jumped":
                self._jump(body["how"], body["state"], body["to"])
            case _:
                pass
        for state, how, to, by in _ways(line):
            yield self._left(line, state, how, to, by)

    def _go_on(self, line: Entry) -> None:
        if line.version != self.change:
            for visit, passed in self.afterwards:
                visit.passed, visit.asked_as = passed, visit.state
            self.change = line.version
            self.told, self.afterwards = set(), []
        if line.kind == "migrated":
            self._migrate(line.body["to_version"], line.body["mapping"])
        elif "deadline" in line.body and "state" in line.body:
            self._pass(line, line.body["state"], line.body["visit"], line.body["deadline"])

    def _pass(self, line: Entry, state: str, number: int, deadline: int) -> None:
        """What a deadline has led to bears its number as well; only one that reminds can stand in a change with others."""
        if (number, deadline) not in self.told or line.kind in ("reminded", "escalated"):
            for visit in self.open[state]:
                if visit.number == number:
                    visit.passed = (*visit.passed, self.compiled.course.states[state].deadlines[deadline])
        self.told.add((number, deadline))

    def _migrate(self, version: str, mapping: Mapping[str, str]) -> None:
        """It goes on by another version; what this ends is still judged by the one before."""
        self.compiled = self.version(version)
        visits, before = Counter[str](), self.open
        for state, count in self.visits.items():
            visits[mapping.get(state, state)] += count
        self.visits, self.last, self.open = visits, {}, defaultdict(list)
        for visit in chain.from_iterable(before.values()):
            visit.state = mapping.get(visit.state, visit.state)
            visit.called = (*visit.called, visit.state)
            drawn = self.compiled.course.states.get(visit.state)
            known = drawn.deadlines if drawn else ()
            self.afterwards.append((visit, tuple(one for one in visit.passed if one in known)))
            self.open[visit.state].append(visit)

    def _enter(self, line: Entry) -> None:
        state, number = line.body["state"], line.body["visit"]
        self.visits[state] = max(self.visits[state], number)
        if any(one.number == number for one in self.open[state]):
            return
        self.open[state].append(_Visit(state, number, line.at, called=(state,), asked_as=state))

    def _vote(self, line: Entry, state: str, by: str) -> None:
        self._answers(line, by)
        waiting = [one for one in self.open[state] if by not in one.hands]
        asked = [
            one for one in waiting if any(task.party == by and task.closed_at == line.at for task in self._tasks(one))
        ]
        for visit in (asked or waiting)[:1]:
            visit.hands[by] = line.at

    def _left(self, line: Entry, state: str, how: str, to: str, by: str) -> Leaving:
        visit = self._which(line, state)
        if by:
            visit.hands.setdefault(by, line.at)
            self._answers(line, by)
        self.last[state] = visit
        return Leaving(replace(visit, hands=dict(visit.hands), due=self._due(visit, line)), line.seq, line.at, how, to)

    def _due(self, visit: _Visit, line: Entry) -> datetime | None:
        """Of those who are still asked; where it has passed before they were, now."""
        asked = [task for task in self._tasks(visit) if task.opened_at <= line.at]
        here = [task for task in asked if task.state == visit.asked_as]
        still = [task for task in here if task.closed_at is None or task.closed_at >= line.at] or here
        due = max((task.due_at for task in still if task.due_at), default=None)
        return due or (line.at if asked and visit.passed else None)

    def _which(self, line: Entry, state: str) -> _Visit:
        """Of several the one whose to-dos were closed by it, else the one that came first."""
        waiting = self.open[state]
        if not waiting:
            self.visits[state] += 1
            return _Visit(state, self.visits[state], line.at)
        closed = [one for one in waiting if any(task.closed_at == line.at for task in self._tasks(one))]
        found = (closed or waiting)[0]
        waiting.remove(found)
        return found

    def _jump(self, how: str, left: str, state: str) -> None:
        """A branch that is put into its own step begins that anew; taken back, the step before is there again as it was."""
        if how == "placed" and state != left and self.compiled.course.states[state].kind in Block:
            self.open[state].clear()
        if how != "taken_back":
            return
        visit = self.last.get(state)
        if visit and not any(one.number == visit.number for one in self.open[state]):
            self.open[state].append(replace(visit, hands={}))

    def _answers(self, line: Entry, by: str) -> None:
        if self.answered is None and counting.is_ours(self.kept.case, by):
            self.answered = line.at

    def _tasks(self, visit: _Visit) -> list[Task]:
        return [task for task in self.kept.tasks if task.visit == visit.number and task.state in visit.called]


def _ways(line: Entry) -> Iterator[tuple[str, str, str, str]]:
    """The states that a line leaves, with how, to which, and who of those asked there has done it."""
    body = line.body
    match line.kind:
        case "moved" if not body.get("branch"):
            yield body["state"], body["move"], body["to"], body["by"] or ""
        case "jumped" if body["how"] in OUT and body["state"]:
            by = body["by"] if body["how"] in SENT_BACK else ""
            yield body["state"], body["how"], body["to"], by or ""
        case "stopped":
            for state in body["states"]:
                yield state, "stopped", "", ""
        case _:
            return
