"""The one place where a case changes: everything that an outcome asks for, in the caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, Final

from runtime import occurrences
from runtime.access import Actor
from runtime.deployment import Compiled
from runtime.engine.effects import CancelTimers, CloseTasks, OpenTask, SetTimer, Tell
from runtime.engine.events import Event, Moved
from runtime.engine.facts import Directory
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party
from runtime.store import cases, journal, keys, outbox, tasks
from runtime.store.cases import Case, Timer
from runtime.store.database import Connection
from runtime.store.ids import new_id
from runtime.store.journal import Entry
from runtime.store.outbox import Message
from runtime.store.tasks import Closing, Task
from schemas.problem import Problem
from schemas.words import Words, write_words

UNHURRIED: Final = timedelta(days=30)
"""A to-do without a deadline stands in the inbox as if it were due so long after it came."""
LINK_LASTS: Final = timedelta(days=60)
"""How long a client's one-time link can be used."""
NOBODY: Final = "step.nobody"
"""The incident of a case that waits for no one, since nobody was found."""


@dataclass(frozen=True)
class Change:
    """What has been decided about a case, and by whom.

    ``case`` is as it was read; its version 0 means that it is new. ``said`` are journal lines that come before those of
    the outcome: kind and body. ``extra`` is added to the body of each line of the outcome.
    """

    case: Case
    compiled: Compiled
    outcome: Outcome
    actor: Actor
    directory: Directory
    now: datetime
    said: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    tell: tuple[Message, ...] = ()


def apply(tx: Connection, change: Change) -> Case:
    """The case as it stands afterwards: position and answers, journal, to-dos, deadlines and messages, all or nothing.

    Raises:
        NotAllowedHere: ``case.changed``, somebody else has changed it since it was read.
    """
    entries = _entries(change)
    after = _after(change, entries)
    if change.case.version == 0:
        cases.add(tx, after, keys.seal(keys.token(tx, "tracking", after.id)))
    elif not cases.replace_if(tx, after, change.case.version):
        present = cases.case(tx, after.workspace, after.id)
        raise NotAllowedHere(
            Problem("case.changed", params={"state": change.compiled.title(present.state)}),
            present.ended or present.state,
        )
    if entries:
        journal.add(tx, entries)
    occurrences.release(tx, after)
    _move_tasks(tx, change, after)
    outbox.add(tx, [*_messages(change), *change.tell])
    return after


def message(change_of: Case, kind: str, to: Party, now: datetime, **about: Any) -> Message:
    """One message to one party about a case."""
    payload = {"to": to, "case": change_of.id, "state": change_of.state, **about}
    return Message(change_of.workspace, new_id(now), kind, payload, now, now)


def _after(change: Change, entries: Sequence[Entry]) -> Case:
    case, position = change.case, change.outcome.position
    shown = {key: case.answers[key] for key in change.compiled.process.summary if key in case.answers}
    stuck = any(not token.asked for token in position.tokens)
    return replace(
        case,
        version=case.version + 1,
        position=position,
        summary=shown,
        state=_stands_in(change),
        ended=position.ended,
        closed_at=change.now if position.ended and not case.ended else case.closed_at,
        timers=_timers(change),
        incident=NOBODY if stuck else "",
        journal_count=case.journal_count + len(entries),
        journal_head=entries[-1].hash if entries else case.journal_head,
    )


def _stands_in(change: Change) -> str:
    """The state where it is; of what has ended, the end that was reached."""
    if change.outcome.position.tokens:
        return change.outcome.position.tokens[0].state
    reached = [event.to for event in change.outcome.events if isinstance(event, Moved)]
    return reached[-1] if reached else change.case.state


def _timers(change: Change) -> tuple[Timer, ...]:
    timers = list(change.case.timers)
    for effect in change.outcome.effects:
        match effect:
            case CancelTimers():
                timers.clear()
            case SetTimer():
                timers.append(Timer(effect.state, effect.visit, effect.deadline, effect.due))
            case _:
                pass
    return tuple(timers)


def _entries(change: Change) -> list[Entry]:
    case = change.case
    lines = [*change.said, *_lines(change)]
    fresh = (
        Entry(case.workspace, case.id, number, case.version + 1, change.now, by, _name(change, by), kind, body)
        for number, (kind, body) in enumerate(lines, case.journal_count + 1)
        for by in [body.get("by", change.actor.party)]
    )
    return journal.chained(fresh, case.journal_head)


def _name(change: Change, party: Party) -> str:
    if party == change.actor.party:
        return change.actor.name
    return change.directory.name(party) if party else ""


def _lines(change: Change) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each event; what the actor said stands with the first that is theirs."""
    comment = change.comment
    for event in change.outcome.events:
        body = {**_body(event, change.directory), **change.extra}
        body["by"] = body.get("by") or ""
        if comment and body["by"] == change.actor.party:
            body["comment"], comment = comment, ""
        yield type(event).__name__.lower(), body


def _body(event: Event, directory: Directory) -> dict[str, Any]:
    """The event as JSON, with the names of everybody in it as they are called now."""
    said = {one.name: getattr(event, one.name) for one in fields(event)}
    named = [party for value in said.values() if isinstance(value, tuple) for party in value]
    plain = {
        key: write_words(value) if isinstance(value, Words) else list(value) if isinstance(value, tuple) else value
        for key, value in said.items()
    }
    return plain | ({"names": {party: directory.name(party) for party in named}} if named else {})


def _move_tasks(tx: Connection, change: Change, after: Case) -> None:
    for effect in change.outcome.effects:
        if isinstance(effect, CloseTasks):
            closing = Closing(change.actor.party, effect.why, change.now, effect.parties)
            tasks.close(tx, after.workspace, after.id, closing)
    opened = (effect for effect in change.outcome.effects if isinstance(effect, OpenTask))
    tasks.add(tx, [task for effect in opened for task in _pool(tx, change, after, effect)])


def _pool(tx: Connection, change: Change, after: Case, effect: OpenTask) -> Iterator[Task]:
    task_id = new_id(change.now)
    visit = next(token.visit for token in after.position.tokens if token.state == effect.state)
    dues = [timer.due for timer in after.timers if (timer.state, timer.visit) == (effect.state, visit)]
    due = max(dues, default=None)
    for party in effect.parties:
        by_link = party.startswith("contact:")
        yield Task(
            after.workspace,
            task_id,
            party,
            change.directory.name(party),
            after.id,
            effect.state,
            visit,
            change.now,
            rank=due or change.now + UNHURRIED,
            due_at=due,
            link_hash=keys.seal(keys.token(tx, "task", task_id)) if by_link else None,
            link_until=change.now + LINK_LASTS if by_link else None,
        )


def _messages(change: Change) -> Iterator[Message]:
    for effect in change.outcome.effects:
        if isinstance(effect, Tell):
            for party in effect.to:
                yield message(change.case, effect.about, party, change.now, state=effect.state)
