"""The one place where a case changes: everything that an outcome asks for, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from runtime.archive import archiving
from runtime.changes import chronicle, errands, mirror_errands, one_time
from runtime.changes.change import Change
from runtime.changes.given import answers_after
from runtime.engine.effects import (
    Announce,
    CancelTimers,
    CloseTasks,
    Effect,
    OpenTask,
    Record,
    Replan,
    SetTimer,
    ShowTo,
    StartCase,
    StopCase,
    Tell,
)
from runtime.engine.events import Jumped, Moved, Stuck
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere
from runtime.engine.position import Party
from runtime.forms import clients
from runtime.insight import counting
from runtime.notices import announcing
from runtime.papers import issuing
from runtime.people.roster import CONTACT
from runtime.plans import plan_deeds
from runtime.processes import occurrences
from runtime.store import keys
from runtime.store.cases import cases, copies, journal, tasks
from runtime.store.cases.cases import Case, Timer
from runtime.store.cases.copies import Copy
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Closing, Task
from runtime.store.connection.database import Connection
from runtime.store.connection.prepared import together
from runtime.store.ids import new_id
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from schemas.problem import Problem

UNHURRIED: Final = timedelta(days=30)
"""A to-do without a deadline stands in the inbox as if it were due so long after it came."""
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Applied:
    """The case as it stands afterwards, and the to-dos that came of it."""

    case: Case
    opened: tuple[Task, ...]


def apply(tx: Connection, change: Change) -> Applied:
    """Position and answers, journal, to-dos, deadlines and messages, all or nothing.

    Raises:
        NotAllowedHere: ``case.changed``, somebody else has changed it since it was read.
    """
    change, papers = issuing.worked_out(tx, change)
    entries = chronicle.entries(change)
    after = _after(change, entries)
    if change.case.version == 0:
        cases.add(tx, after, keys.seal(keys.token(tx, "tracking", after.id)))
    elif not cases.replace_if(tx, after, change.case.version):
        present = cases.case(tx, after.workspace, after.id)
        raise NotAllowedHere(
            Problem("case.changed", params={"state": change.compiled.title(present.state)}),
            present.ended or present.state,
        )
    occurrences.release(tx, after)
    issuing.keep(tx, change, papers)
    _keep(tx, change)
    opened, closings = _to_dos(tx, change, after)
    messages = [*_messages(tx, change, after), *_errands(change, after), *change.tell]
    messages += mirror_errands.moved(tx, change.case, after, change.now)
    counted = counting.write(tx, change, after)
    with together(tx):
        if entries:
            journal.add(tx, entries)
        for closing in closings:
            tasks.close(tx, after.workspace, after.id, closing)
        tasks.add(tx, opened)
        move_dues(tx, change.outcome.effects, after)
        _drop_dues(tx, change, after)
        outbox.add(tx, messages)
        counting.carry_out(tx, counted, is_new=change.case.version == 0)
        archiving.follow(tx, change, after)
    return Applied(after, tuple(opened))


def message(change_of: Case, kind: str, to: Party, now: datetime, **about: Any) -> Message:
    """One message to one party about a case."""
    payload = {"to": to, "case": change_of.id, "state": change_of.state, **about}
    return Message(change_of.workspace, new_id(now), kind, payload, now, now)


def _after(change: Change, entries: Sequence[Entry]) -> Case:
    case, position = change.case, change.outcome.position
    answers = answers_after(change.compiled.checker, case.answers, change.outcome.effects)
    shown = {key: answers[key] for key in change.compiled.process.summary if key in answers}
    return replace(
        case,
        version=case.version + 1,
        position=position,
        answers=answers,
        summary=shown,
        state=_stands_in(change),
        ended=position.ended,
        closed_at=(change.now if not case.ended else case.closed_at) if position.ended else None,
        timers=timers(change.case.timers, change.outcome.effects),
        **_stuck(change),
        journal_count=case.journal_count + len(entries),
        journal_head=entries[-1].hash if entries else case.journal_head,
    )


def _stuck(change: Change) -> dict[str, Any]:
    """Why and since when it cannot go on by itself: the detail is remembered for as long as the reason is the same."""
    case = change.case
    code = next((token.incident for token in change.outcome.position.tokens if token.incident), "")
    details = [event.detail for event in change.outcome.events if isinstance(event, Stuck) and event.code == code]
    kept = case.incident if case.incident.partition(": ")[0] == code else code
    said = f"{code}: {details[-1]}" if details and details[-1] else kept
    return {"incident": said, "stuck_since": (case.stuck_since or change.now) if code else None}


def _stands_in(change: Change) -> str:
    """The state where it is, of several that of the longest standing one; of what has ended, the end that was reached."""
    position = change.outcome.position
    front = [token for token in position.tokens if not (token.begun or token.left)] or list(position.tokens)
    if front:
        return front[0].state
    reached = [event.to for event in change.outcome.events if isinstance(event, Moved | Jumped)]
    return reached[-1] if reached else change.case.state


def timers(before: Iterable[Timer], effects: Iterable[Effect]) -> tuple[Timer, ...]:
    """The deadlines that stand after these effects."""
    standing = {(one.state, one.visit, one.deadline): one for one in before}
    for effect in effects:
        match effect:
            case CancelTimers():
                for key in [key for key in standing if key[:2] == (effect.state, effect.visit)]:
                    if effect.deadline in (None, key[2]):
                        del standing[key]
            case SetTimer():
                key = (effect.state, effect.visit, effect.deadline)
                standing[key] = Timer(*key, effect.due)
            case _:
                pass
    return tuple(standing.values())


def move_dues(tx: Connection, effects: Iterable[Effect], after: Case) -> None:
    """Deadlines of steps at which people are asked already have moved: their to-dos fall due then."""
    moved = {(effect.state, effect.visit) for effect in effects if isinstance(effect, SetTimer)}
    asked_now = {(effect.state, effect.visit) for effect in effects if isinstance(effect, OpenTask)}
    for state, visit in sorted(moved - asked_now):
        if due := _due(after, state, visit):
            tasks.fall_due(tx, after.workspace, after.id, state, visit, due)


def _drop_dues(tx: Connection, change: Change, after: Case) -> None:
    """Steps that go on without any deadline: their to-dos fall due no more, unless one that counts has passed already."""
    for effect in change.outcome.effects:
        if not isinstance(effect, CancelTimers) or effect.deadline is not None:
            continue
        state, visit = effect.state, effect.visit
        token = after.position.at(state, visit)
        if token and token.seats and not token.left and _due(after, state, visit) is None:
            moment = change.now if token.fired else LONG_AGO
            tasks.fall_due_never(tx, after.workspace, after.id, state, visit, token.since + UNHURRIED, moment)


def _to_dos(tx: Connection, change: Change, after: Case) -> tuple[list[Task], list[Closing]]:
    """Those that are new, and which of the others are closed before they come.

    In the order in which it happened: who loses a to-do may get another by the next thing.
    """
    fresh: list[Task] = []
    closings: list[Closing] = []
    for effect in change.outcome.effects:
        match effect:
            case CloseTasks():
                fresh = [one for one in fresh if not _closes(effect, one)]
                if change.case.version:
                    by, here = change.actor.party, (effect.state, effect.visit)
                    closings.append(Closing(by, effect.why, change.now, *here, effect.parties))
            case OpenTask():
                fresh += _pool(tx, change, after, effect)
            case _:
                pass
    return fresh, closings


def _closes(effect: CloseTasks, task: Task) -> bool:
    here = (task.state, task.visit) == (effect.state, effect.visit)
    return here and (effect.parties is None or task.party in effect.parties)


def _pool(tx: Connection, change: Change, after: Case, effect: OpenTask) -> Iterator[Task]:
    """One to-do for all who share it; of those without an account each has one of their own, since their link leads to it."""
    shared = new_id(change.now)
    due = _due(after, effect.state, effect.visit)
    outside = [party for party in effect.parties if party.startswith(CONTACT)]
    for party in effect.parties:
        task_id = new_id(change.now) if party in outside[1:] else shared
        yield Task(
            after.workspace,
            task_id,
            party,
            change.directory.name(party),
            after.id,
            effect.state,
            effect.visit,
            change.now,
            rank=due or change.now + UNHURRIED,
            due_at=due,
            link_hash=keys.seal(one_time.token(tx, task_id, party)),
            link_until=change.now + one_time.lasts(party),
        )


def _due(after: Case, state: str, visit: int) -> datetime | None:
    """When a to-do there falls due: with the last of its deadlines."""
    return max((one.due for one in after.timers if (one.state, one.visit) == (state, visit)), default=None)


def _keep(tx: Connection, change: Change) -> None:
    """Records of customers, plans of projects, and who is shown the case."""
    for effect in change.outcome.effects:
        match effect:
            case Record():
                clients.keep(tx, change.actor, effect.kind, effect.fields, change.now)
            case Replan():
                plan_deeds.carry(tx, change.actor, change.case, effect, change.now)
            case ShowTo():
                by, case = change.actor.party, change.case
                copies.show(
                    tx, [Copy(case.workspace, party, case.id, by, effect.state, change.now) for party in effect.to]
                )
            case _:
                pass


def _messages(tx: Connection, change: Change, after: Case) -> Iterator[Message]:
    contact = f"{CONTACT}{after.contact_id}" if after.contact_id else None
    facts = Facts(after.answers, after.requester, contact, change.directory)
    for effect in change.outcome.effects:
        if isinstance(effect, Tell | Announce):
            yield from announcing.messages(tx, after, change.compiled, effect, facts, change.now)


def _errands(change: Change, after: Case) -> Iterator[Message]:
    """What has to be done to other cases because of this one, each in a transaction of its own."""
    for effect in change.outcome.effects:
        match effect:
            case StartCase():
                yield errands.start(after, effect, change.now)
            case StopCase():
                yield errands.stop(after, effect.sub, change.now)
            case _:
                pass
    if after.ended and not change.case.ended and after.parent_id:
        yield errands.report(after, change.now)
