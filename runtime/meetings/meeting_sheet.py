"""A meeting as one of its people sees it: the agenda with what is asked about each request, in three reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from runtime.access import Actor, Permission
from runtime.meetings import agenda, ballots, meetings
from runtime.meetings.agenda import Suggestion
from runtime.meetings.ballots import Question
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.meetings import agenda_rows
from runtime.store.meetings.agenda_rows import Addendum, Item
from runtime.store.meetings.meeting_rows import Meeting
from schemas.words import Words


@dataclass(frozen=True)
class Row:
    """One item. ``opens``: the reader may look at the request; ``figures`` are its answers that lists show."""

    item: Item
    case: Case | None = None
    compiled: Compiled | None = None
    question: Question | None = None
    opens: bool = False

    @property
    def state(self) -> Words | str:
        return self.compiled.title(self.case.state) if self.compiled and self.case else ""

    def figures(self, lang: str) -> list[str]:
        """As far as the step lets those read whom it asks."""
        if self.case is None or self.compiled is None or not (self.question or self.opens):
            return []
        return agenda.figures(self.compiled, self.case, self.question.state if self.question else self.case.state, lang)


@dataclass(frozen=True)
class Sheet:
    """``leads``: the reader is its chair or secretary; ``arranges``: they may settle its time and agenda."""

    meeting: Meeting
    rows: tuple[Row, ...]
    suggestions: tuple[Suggestion, ...]
    addenda: tuple[Addendum, ...]
    leads: bool
    arranges: bool
    quorum: Words
    can_decide: bool

    @property
    def minutes(self) -> int:
        return sum(row.item.length for row in self.rows)


def sheet(tx: Connection, actor: Actor, meeting_id: str, now: datetime) -> Sheet:
    """Raises Missing: there is none, or the actor has nothing to do with it."""
    meeting = meetings.seen(tx, actor, meeting_id)
    items = agenda_rows.of_meeting(tx, actor.workspace, meeting_id)
    is_over = meeting.state in ("finished", "cancelled")
    asked = [] if is_over else agenda.asked_of(tx, meeting)
    added = agenda_rows.addenda(tx, actor.workspace, meeting_id) if is_over else []
    there = [item for item, _ in items]
    arranges = meetings.arranges(actor, meeting)
    suggestions = agenda.suggested(tx, meeting, asked, there, now) if arranges else []
    return Sheet(
        meeting,
        tuple(_row(tx, actor, meeting, one, asked) for one in items),
        tuple(suggestions),
        tuple(added),
        meetings.leads(actor, meeting),
        arranges,
        meetings.quorum_words(meeting),
        meetings.has_quorum(meeting),
    )


def _row(
    tx: Connection,
    actor: Actor,
    meeting: Meeting,
    one: tuple[Item, Case | None],
    asked: Sequence[tuple[Task, Case]],
) -> Row:
    item, case = one
    if case is None:
        return Row(item)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    mine = actor.may(Permission.ADMIN) or actor.party in (case.requester, case.filer)
    opens = mine or any(task.case_id == case.id and task.party == actor.party for task, _ in asked)
    pending = meeting.state in ("planned", "open") and item.state == "open"
    return Row(item, case, compiled, ballots.question(compiled, case, meeting) if pending else None, opens)
