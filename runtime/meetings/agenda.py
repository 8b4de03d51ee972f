"""What a meeting talks about: put on, suggested, ordered, given its time and its notes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Denied
from runtime.asking import Rejected
from runtime.cases import journal_notes
from runtime.cases.journal_beside import TABLED
from runtime.meetings import meetings
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.meetings import agenda_rows, meeting_rows
from runtime.store.meetings.agenda_rows import Item
from runtime.store.meetings.meeting_rows import Meeting
from runtime.store.missing import Missing
from runtime.visibility import sharing, sight
from schemas.fields.registry import type_of
from schemas.problem import Problem
from schemas.words import Words

USUAL_LENGTH: Final = 10
LONGEST: Final = 600
"""Minutes."""
LONGEST_TITLE: Final = 200
MOST_ASKED: Final = 400
MOST_SUGGESTED: Final = 30
LONG: Final = 7
"""Days after which a request counts as waiting long."""
_PRESSING: Final = frozenset({"high", "key", "major", "critical", "urgent"})


@dataclass(frozen=True)
class Suggestion:
    """A request that waits for votes of the group. ``why``: ``due``, ``grade`` or ``long``."""

    case: Case
    compiled: Compiled
    step: str
    since: datetime
    due: datetime | None
    why: tuple[str, ...]

    @property
    def state(self) -> Words:
        return self.compiled.title(self.step)

    def figures(self, lang: str) -> list[str]:
        return figures(self.compiled, self.case, self.step, lang)


def figures(compiled: Compiled, case: Case, step: str, lang: str) -> list[str]:
    """The answers that lists show, as far as the step lets those read whom it asks."""
    fields, seen = compiled.process.form.fields, sight.readable(compiled.rights.get(step, {}))
    shown = [(fields[key], value) for key, value in case.summary.items() if key in seen and key in fields]
    return [text for field, value in shown if (text := type_of(field).show(field, value, lang))]


def put_on(tx: Connection, actor: Actor, meeting_id: str, case_id: str, length: int, now: datetime) -> Item:
    """A request is to be talked about: anybody of the meeting may ask for it who may see the request.

    Raises:
        Missing: the actor may not see the request or the meeting.
        Rejected: it stands there already, or the meeting is over.
    """
    meeting = _of_theirs(tx, actor, meeting_id)
    case = cases.case_to_change(tx, actor.workspace, case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    _may_show(tx, actor, meeting, compiled, case)
    if any(item.case_id == case_id for item, _ in agenda_rows.of_meeting(tx, actor.workspace, meeting_id)):
        raise Rejected((Problem("meeting.twice"),))
    journal_notes.note(tx, actor, case, (TABLED, _meeting_said(meeting)), now)
    return _add(tx, actor, meeting, case_id, f"{case.number} {_subject(compiled, case, actor.lang)}", length, now)


def put_on_subject(
    tx: Connection, actor: Actor, meeting_id: str, title: str, length: int, now: datetime
) -> Item | None:
    """A subject that is no request; None where it has no title."""
    meeting = _of_theirs(tx, actor, meeting_id)
    said = " ".join(title.split())[:LONGEST_TITLE]
    return _add(tx, actor, meeting, None, said, length, now) if said else None


def change(
    tx: Connection, actor: Actor, meeting_id: str, item_id: str, *, length: int | None = None, by: int = 0
) -> None:
    """Another length, or so many places further down (up, where it is less than 0)."""
    meetings.to_change(tx, actor, meeting_id, led=False)
    item = agenda_rows.item(tx, actor.workspace, meeting_id, item_id)
    _not_over(meeting_rows.meeting(tx, actor.workspace, meeting_id))
    if length is not None:
        agenda_rows.keep(tx, replace(item, length=bounded(length)))
    if by:
        items = [one for one, _ in agenda_rows.of_meeting(tx, actor.workspace, meeting_id)]
        at = next(number for number, one in enumerate(items) if one.id == item_id)
        items.insert(max(0, min(len(items) - 1, at + by)), items.pop(at))
        agenda_rows.place(tx, items)


def take_off(tx: Connection, actor: Actor, meeting_id: str, item_id: str) -> None:
    """Nothing of it was recorded yet. Raises Rejected, or Denied for somebody else's item."""
    meeting = _of_theirs(tx, actor, meeting_id)
    item = agenda_rows.item(tx, actor.workspace, meeting_id, item_id)
    if not meetings.arranges(actor, meeting) and item.added_by != actor.party:
        raise Denied(f"{actor.party} has not put {item_id} on the agenda")
    if item.state == "recorded":
        raise Rejected((Problem("meeting.recorded"),))
    agenda_rows.drop(tx, item)


def write_down(tx: Connection, actor: Actor, meeting_id: str, item_id: str, notes: str, standing: str) -> Item:
    """What was said, and that it was only noted or put off; a recorded decision stays."""
    meeting = meetings.to_change(tx, actor, meeting_id)
    meetings.still(meeting, "open")
    item = agenda_rows.item(tx, actor.workspace, meeting_id, item_id)
    after = replace(item, notes=notes[: meetings.LONGEST_NOTES])
    if item.state != "recorded" and standing in ("open", "noted", "put_off"):
        after = replace(after, state=standing)  # type: ignore[arg-type]  # it is one of these
    agenda_rows.keep(tx, after)
    return after


def suggested(
    tx: Connection, meeting: Meeting, asked: Iterable[tuple[Task, Case]], there: Iterable[Item], now: datetime
) -> list[Suggestion]:
    """Requests that wait for votes of this group and do not stand on the agenda: the pressing ones first."""
    known = {item.case_id for item in there}
    found: dict[str, Suggestion] = {}
    for task, case in asked:
        if case.id in known or case.id in found or case.ended:
            continue
        compiled = deployment.version(tx, meeting.workspace, case.version_id)
        state, token = compiled.course.states.get(task.state), case.position.at(task.state, task.visit)
        seats = token.seats if token else ()
        if state is not None and state.kind == "approval" and any(seat.group == meeting.group_key for seat in seats):
            why = tuple(_why(task, case, now))
            found[case.id] = Suggestion(case, compiled, task.state, task.opened_at, task.due_at, why)
    return sorted(found.values(), key=lambda one: (-len(one.why), one.since))[:MOST_SUGGESTED]


def asked_of(tx: Connection, meeting: Meeting) -> list[tuple[Task, Case]]:
    """What its people are asked to do now: one read."""
    return agenda_rows.asked(tx, meeting.workspace, [one.party for one in meeting.people], MOST_ASKED)


def open_meetings(tx: Connection, actor: Actor, limit: int = 20) -> Sequence[Meeting]:
    """Meetings to come to which the actor belongs."""
    found = meeting_rows.to_come(tx, actor.workspace, 100)
    return [one for one in found if meetings.belongs(actor, one)][:limit]


def bounded(length: int) -> int:
    return max(0, min(LONGEST, length))


def _why(task: Task, case: Case, now: datetime) -> Iterator[str]:
    if task.due_at is not None and task.due_at <= now:
        yield "due"
    if any(isinstance(value, str) and value.lower() in _PRESSING for value in case.summary.values()):
        yield "grade"
    if (now - task.opened_at).days >= LONG:
        yield "long"


def _may_show(tx: Connection, actor: Actor, meeting: Meeting, compiled: Compiled, case: Case) -> None:
    """Whoever sees it, and who leads the meeting what its people are asked to decide. Raises Missing."""
    try:
        sharing.rights(tx, actor, compiled, case)
    except Missing:
        invited = {one.party for one in meeting.people}
        asked = any(one.party in invited for one in tasks.open_in(tx, case.workspace, case.id))
        if not (asked and meetings.arranges(actor, meeting)):
            raise


def _subject(compiled: Compiled, case: Case, lang: str) -> str:
    """What it is about in the requester's own words, where those asked read them; what the process is called otherwise."""
    fields, seen = compiled.process.form.fields, sight.readable(compiled.rights.get(case.state, {}))
    own = (str(value) for key, value in case.summary.items() if value and key in seen and fields[key].type == "text")
    return next(own, case.title.in_(lang))[:LONGEST_TITLE]


def _of_theirs(tx: Connection, actor: Actor, meeting_id: str) -> Meeting:
    meeting = meeting_rows.meeting_to_change(tx, actor.workspace, meeting_id)
    if not meetings.belongs(actor, meeting):
        raise Missing(meeting_id)
    _not_over(meeting)
    return meeting


def _not_over(meeting: Meeting) -> None:
    if meeting.state in ("finished", "cancelled"):
        raise Rejected((Problem("meeting.over"),))


def _add(
    tx: Connection, actor: Actor, meeting: Meeting, case_id: str | None, title: str, length: int, now: datetime
) -> Item:
    fresh = Item(meeting.workspace, new_id(now), meeting.id, case_id, 0, title, bounded(length), added_by=actor.party)
    return agenda_rows.add(tx, fresh)


def _meeting_said(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting.number, "meeting_id": meeting.id, "title": meeting.title}
