"""What was decided at a meeting is written back to the request: every vote through the door by which anybody decides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor
from runtime.asking import Decided, Decision, Recorded, Rejected, spoken
from runtime.cases import deciding
from runtime.engine.outcome import NotAllowedHere
from runtime.engine.position import Party
from runtime.engine.votes import tally
from runtime.meetings import ballots, meetings
from runtime.meetings.ballots import Ballot, Question
from runtime.notices import tidings
from runtime.notices.tidings import Tidings
from runtime.people.accounts import actor_of
from runtime.people.roster import PERSON
from runtime.processes import deployment
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.meetings import agenda_rows
from runtime.store.meetings.agenda_rows import Item
from runtime.store.meetings.meeting_rows import Meeting
from runtime.store.notices import outbox
from runtime.store.notices.outbox import APP
from runtime.store.people import people
from schemas.model.flow import Move
from schemas.problem import Problem
from schemas.words import Words, words, write_words

_COUNTED: Final = words(
    "{by} recorded your vote on {number} at meeting {meeting}: {move}",
    "{by}在评审会 {meeting} 上代您记录了对 {number} 的意见：{move}",
)


@dataclass(frozen=True)
class Recording:
    """What each has said about one item: party to the key of a move. ``seen`` is the `Question` that was on the screen."""

    meeting_id: str
    item_id: str
    votes: Mapping[Party, str]
    comment: str = ""
    seen: str = ""


def record(tx: Connection, actor: Actor, asked: Recording, now: datetime) -> Item:
    """All of it or nothing. Votes that come after it is decided stand in the minutes, and count for nothing.

    Raises:
        Denied: the actor is not the chair or the secretary.
        Rejected: the meeting cannot decide, somebody is not here or is not asked, or the move asks for something more.
        NotAllowedHere: somebody has voted meanwhile, or the request stands elsewhere.
        Missing: there is no such item.
    """
    meeting, item = _settled(tx, actor, asked)
    case = cases.case_to_change(tx, actor.workspace, str(item.case_id))
    compiled = deployment.version(tx, case.workspace, case.version_id)
    question = ballots.question(compiled, case, meeting)
    if question is None or question.seen != asked.seen:
        raise NotAllowedHere(Problem("meeting.moved-on"), case.ended or case.state)
    chosen = _chosen(meeting, question, asked.votes)
    by = Recorded(actor.party, actor.name, meeting.number, meeting.id)
    cast, last = _cast(tx, case, question, chosen, (by, spoken(asked.comment)), now)
    for party, move in cast:
        said = _COUNTED.formatted(
            by=actor.name, number=case.number, meeting=meeting.number, move=move.title or move.key
        )
        news = Tidings(said, (), f"/requests/{case.id}", case.id)
        outbox.add(tx, tidings.tell(case.workspace, news, [party], now, APP))
    outcome = _outcome(question, chosen, {party for party, _ in cast}, last)
    told = outcome | {"by": actor.name, "at": now.isoformat(), "comment": spoken(asked.comment)}
    after = replace(item, state="recorded", outcome=told)
    agenda_rows.keep(tx, after)
    return after


def _settled(tx: Connection, actor: Actor, asked: Recording) -> tuple[Meeting, Item]:
    meeting = meetings.to_change(tx, actor, asked.meeting_id)
    meetings.still(meeting, "open")
    if not meetings.has_quorum(meeting):
        here = len(meetings.here(meeting))
        raise Rejected((Problem("meeting.no-quorum", params={"present": here, "quorum": meeting.quorum}),))
    item = agenda_rows.item(tx, actor.workspace, asked.meeting_id, asked.item_id)
    if item.state == "recorded" or item.case_id is None:
        raise Rejected((Problem("meeting.recorded"),))
    return meeting, item


def _chosen(meeting: Meeting, question: Question, votes: Mapping[Party, str]) -> list[tuple[Ballot, Move]]:
    """Raises Rejected: somebody is not here or not asked, nobody says anything, or too many take a move for one."""
    known, names = {one.party: one for one in question.ballots}, {one.party: one.name for one in meeting.people}
    chosen = []
    for party, key in votes.items():
        if party not in known:
            raise Rejected((Problem("meeting.not-asked", params={"name": names.get(party, "?")}),))
        if party not in meeting.present:
            raise Rejected((Problem("meeting.not-present", params={"name": names[party]}),))
        move = next((one for one in known[party].moves if one.key == key), None)
        if move is None:
            raise Rejected((Problem("move.unknown", params={"move": key}),))
        chosen.append((known[party], move))
    if not chosen:
        raise Rejected((Problem("meeting.nothing"),))
    if not question.is_vote and len(chosen) > 1:
        raise Rejected((Problem("meeting.one-move"),))
    return chosen


def _cast(
    tx: Connection,
    case: Case,
    question: Question,
    chosen: Sequence[tuple[Ballot, Move]],
    by: tuple[Recorded, str],
    now: datetime,
) -> tuple[list[tuple[Party, Move]], Decided]:
    """Each in its turn until it is decided: what was cast, and how the request stands after the last."""
    todo = {task.party: task for task in tasks.open_in(tx, case.workspace, case.id) if _is_of(task, question)}
    left, cast, last = [(one.party, move) for one, move in chosen], [], None
    while left and (turn := next(_able(tx, case, question, left), None)):
        left.remove(turn)
        party, move = turn
        if party not in todo:
            raise NotAllowedHere(Problem("meeting.moved-on"), case.state)
        voice = _voice(tx, case.workspace, party)
        last = deciding.decide(tx, Decision(voice, todo[party].id, move.key, comment=by[1], recorded=by[0]), now)
        cast.append(turn)
    if last is None:
        raise NotAllowedHere(Problem("meeting.moved-on"), case.state)
    return cast, last


def _able(
    tx: Connection, case: Case, question: Question, left: Sequence[tuple[Party, Move]]
) -> Iterator[tuple[Party, Move]]:
    """Those of the rest who may speak now, as long as the request still stands there."""
    present = cases.case(tx, case.workspace, case.id)
    token = present.position.at(question.state, question.visit)
    if present.ended or token is None or token.left:
        return
    compiled = deployment.version(tx, present.workspace, present.version_id)
    may = tally.pending(compiled.course.states[token.state], token)
    yield from (one for one in ballots.in_order(token, left) if one[0] in may)


def _voice(tx: Connection, workspace: str, party: Party) -> Actor:
    """Whose vote it is. Raises Rejected: they have left."""
    person = people.person(tx, workspace, party.removeprefix(PERSON))
    if person is None or not person.active:
        raise Rejected((Problem("meeting.not-asked", params={"name": person.name if person else "?"}),))
    return actor_of(person)


def _is_of(task: tasks.Task, question: Question) -> bool:
    return (task.state, task.visit) == (question.state, question.visit)


def _outcome(
    question: Question, chosen: Sequence[tuple[Ballot, Move]], cast: set[Party], last: Decided
) -> dict[str, Any]:
    """As the minutes tell it; words are kept in both languages."""
    return {
        "step": write_words(question.title),
        "votes": [
            {"party": one.party, "name": one.name, "move": _titled(move), "counted": one.party in cast}
            for one, move in chosen
        ],
        "sentence": write_words(last.sentence),
        "ended": last.ended,
    }


def _titled(move: Move) -> Any:
    return write_words(move.title or Words({"en": move.key}))
