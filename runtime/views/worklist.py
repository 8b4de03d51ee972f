"""What the pages show of cases: each function is one page's question, in three reads at the most."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from runtime.access import Actor
from runtime.people.roster import PERSON
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store import keys
from runtime.store.cases import cases, copies, held_links, journal, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Watched
from runtime.store.cases.tasks import InboxRow, Task
from runtime.store.connection.database import Connection
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.missing import Missing
from runtime.store.processes import processes
from runtime.store.processes.processes import Published
from runtime.views import case_rows, dossier, mail_decisions
from runtime.views.dossier import CasePage
from runtime.visibility import forecast, row_words, sharing, sight
from runtime.visibility.sight import Figure, figures
from schemas.model.flow import Right
from schemas.words import Words

Tab = Literal["todo", "mine", "watching", "done"]
PAGE: Final = 50
"""Rows of a list that is shown at once."""
_READ, _UNREAD = "r", "u"


@dataclass(frozen=True)
class Row:
    """One line of a list. ``task_id`` is empty where nothing is asked. ``why``: how a to-do was closed.

    ``state`` is that of the to-do, ``stands`` where the request is by now, where that is told apart.
    ``step`` names the process and the state of a to-do, ``about`` the row of a table that it is for.
    ``unread``: it is shown to the reader, who has not looked at it.
    """

    case_id: str
    number: str
    title: Words
    state: Words
    requester: str
    at: datetime
    figures: tuple[Figure, ...]
    task_id: str = ""
    due_at: datetime | None = None
    ended: str = ""
    by_me: bool = False
    why: Words = field(default_factory=Words)
    sentence: Words = field(default_factory=Words)
    step: str = ""
    unread: bool = False
    about: Words | None = None
    stands: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Inbox:
    """``after`` asks for the next page; empty on the last."""

    tab: Tab
    rows: tuple[Row, ...]
    after: str = ""

    def overdue(self, now: datetime) -> int:
        return sum(row.due_at is not None and row.due_at < now for row in self.rows)

    @property
    def alike(self) -> dict[str, list[Row]]:
        """To-dos of the same step, where there are several: they can be decided together."""
        steps: dict[str, list[Row]] = {}
        for row in self.rows:
            steps.setdefault(row.step, []).append(row)
        return {step: rows for step, rows in steps.items() if step and len(rows) > 1}


def inbox(tx: Connection, actor: Actor, tab: Tab = "todo", after: str = "", limit: int = PAGE) -> Inbox:
    """One page of what the actor is to do, has sent in, is shown, or was asked before. Two reads, at any number of cases.

    Raises:
        Missing: ``after`` is not from an earlier page.
    """
    seen = cursor(after) if after else None
    if tab == "mine":
        found = cases.filed_by(tx, actor.workspace, actor.party, seen, limit + 1)
        own = tuple(_own(tx, case) for case in found[:limit])
        return Inbox(tab, own, cursor_after(found, limit, lambda case: (case.opened_at, case.id)))
    if tab == "watching":
        return _watching(tx, actor, seen, limit)
    read = tasks.todo if tab == "todo" else tasks.done
    todo = read(tx, actor.workspace, actor.party, seen, limit + 1)
    rows = tuple(asked(actor, row, deployment.version(tx, actor.workspace, row.version_id)) for row in todo[:limit])
    return Inbox(tab, rows, cursor_after(todo, limit, lambda row: (row.task.rank, row.task.id)))


@dataclass(frozen=True)
class Greeting:
    """What matters now. ``more``: there are more to-dos than were counted."""

    todo: int
    overdue: int
    more: bool


def greeting(tx: Connection, actor: Actor, now: datetime, shown: Inbox | None = None) -> Greeting:
    """One read; none where the first page of the to-dos is ``shown``."""
    if shown:
        return Greeting(len(shown.rows), shown.overdue(now), bool(shown.after))
    todo, overdue = tasks.pressing(tx, actor.workspace, actor.party, now, PAGE + 1)
    return Greeting(min(todo, PAGE), min(overdue, PAGE), todo > PAGE)


def case_page(tx: Connection, actor: Actor, case_id: str, task_id: str = "") -> CasePage:
    """``task_id``: which of the reader's to-dos comes first. Raises Missing, also where the actor may not know of the case."""
    return _page(tx, actor, cases.case(tx, actor.workspace, case_id), task_id=task_id)


def task_page(tx: Connection, actor: Actor, task_id: str) -> CasePage:
    """The page of the case whose to-do it is; without a bar where it is closed.

    Raises:
        Missing: it is not the actor's.
    """
    found = cases.by_task(tx, actor.workspace, task_id, actor.party)
    if found is None:
        raise Missing(task_id)
    return _page(tx, actor, found, task_id=task_id)


def tracking(tx: Connection, token: str) -> tuple[Actor, CasePage]:
    """The page for whoever holds this tracking token, and the actor whom they are taken for: they only look.

    That is the client who asked. A colleague who asked signs in to be themselves; their link makes nobody a colleague.

    Raises:
        Missing: there is no such token.
    """
    case = held_links.by_tracking(tx, keys.seal(token))
    party = f"link:{case.id}" if case.requester.startswith(PERSON) else case.requester
    actor = Actor(case.workspace, party, case.requester_name, within=case.id, tracks=True)
    return actor, _page(tx, actor, case, may_decide=False)


def one_time(tx: Connection, token: str, now: datetime) -> tuple[Actor, Task, CasePage]:
    """What somebody is asked by this one-time link. Looking does not use it up; when it is used the task is closed.

    A colleague is offered only what a word is enough for.

    Raises:
        Missing: there is no such link, or it has expired.
    """
    case, task = held_links.by_link(tx, keys.seal(token))
    if task.link_until and task.link_until < now:
        raise Missing(task.id)
    actor = Actor(case.workspace, task.party, task.party_name, within=case.id)
    page = _page(tx, actor, case, may_decide=task.open, task_id=task.id)
    bars = tuple(bar for bar in page.bars if bar.task.id == task.id)
    if actor.is_colleague:
        if not mail_decisions.allowed(tx, case.workspace, task.party):
            raise Missing(task.id)
        bars = tuple(mail_decisions.narrowed(page.compiled, case, bar) for bar in bars)
    return actor, task, replace(page, bars=bars)


def catalogue(tx: Connection, workspace: str) -> list[Published]:
    """What can be asked for now."""
    return [process for process in processes.catalogue(tx, workspace) if process.open]


def file(tx: Connection, actor: Actor, file_id: str) -> File:
    """A file that the actor may open: their own that no case has yet, or one named by an answer that they may read.

    Raises:
        Missing: there is none that they may know of.
    """
    found = next(iter(files.files(tx, actor.workspace, [file_id])), None)
    if found is None or (found.case_id is None and found.by != actor.party):
        raise Missing(file_id)
    if found.case_id is not None:
        case = cases.case(tx, actor.workspace, found.case_id)
        compiled = deployment.version(tx, case.workspace, case.version_id)
        seen = sight.readable(sharing.rights(tx, actor, compiled, case))
        lines = journal.of_case(tx, case.workspace, case.id)
        if not dossier.names_file(actor, compiled, case, seen, lines, file_id):
            raise Missing(file_id)
    return found


def _page(tx: Connection, actor: Actor, case: Case, *, may_decide: bool = True, task_id: str = "") -> CasePage:
    """Three reads, one of them the caller's."""
    compiled, rows = case_rows.of_case(tx, case)
    return dossier.page(actor, compiled, rows, may_decide=may_decide, task_id=task_id)


def _own(tx: Connection, case: Case) -> Row:
    compiled = deployment.version(tx, case.workspace, case.version_id)
    return replace(row(compiled, case, compiled.tracking), sentence=forecast.sentence(compiled, case))


def row(compiled: Compiled, case: Case, rights: Mapping[str, Right]) -> Row:
    """A case as it stands in a list, with the figures that may be read by these rights; nothing is said of it yet."""
    return Row(
        case.id,
        case.number,
        case.title,
        compiled.stands(case),
        case.requester_name,
        case.opened_at,
        figures(compiled, case.summary, rights),
        ended=case.ended,
    )


def _watching(tx: Connection, actor: Actor, seen: tuple[datetime, str] | None, limit: int) -> Inbox:
    """The place in this list says also whether the last one had been read."""
    after = (seen[1][:1] == _READ, seen[0], seen[1][1:]) if seen else None
    found = copies.watched(tx, actor.workspace, actor.party, after, limit + 1)
    rows = tuple(_shown(tx, one) for one in found[:limit])
    return Inbox("watching", rows, cursor_after(found, limit, _place_of))


def _place_of(one: Watched) -> tuple[datetime, str]:
    return one.copy.at, (_READ if one.copy.read_at else _UNREAD) + one.copy.case_id


def _shown(tx: Connection, one: Watched) -> Row:
    compiled = deployment.version(tx, one.case.workspace, one.case.version_id)
    shown = figures(compiled, one.case.summary, compiled.rights.get(one.copy.state, {}))
    plain = _own(tx, one.case)
    return replace(plain, figures=shown, at=one.copy.at, unread=one.copy.read_at is None)


def asked(actor: Actor, row: InboxRow, compiled: Compiled) -> Row:
    """A to-do of the actor's, in the version of its request."""
    task = row.task
    return Row(
        task.case_id,
        row.number,
        row.title,
        compiled.title(task.state),
        row.requester_name,
        task.closed_at or task.opened_at,
        figures(
            compiled, row.summary, (compiled.rights if actor.is_colleague else compiled.for_clients).get(task.state, {})
        ),
        task.id,
        task.due_at,
        row.ended,
        task.closed_by == actor.party,
        task.why,
        step=step_of(compiled, task),
        about=row_words.asked(row, compiled),
        stands=compiled.stands(row),
    )


def step_of(compiled: Compiled, task: Task) -> str:
    return f"{compiled.process.key}/{task.state}"


def cursor(after: str) -> tuple[datetime, str]:
    """The moment and id of the last row of the page before. Raises Missing."""
    at, _, last = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        seen = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        seen = None
    if seen is None:
        raise Missing(after)
    return seen, last


def cursor_after(found: list[Any], limit: int, place: Callable[[Any], tuple[datetime, str]]) -> str:
    """What asks for the rest of what was ``found``, one more than shown; without a plus, which addresses read as a space."""
    if len(found) <= limit:
        return ""
    at, last = place(found[limit - 1])
    return f"{at.isoformat().replace('+00:00', 'Z')}~{last}"
