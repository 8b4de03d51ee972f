"""What a change of a case adds to the figures: the steps that it leaves, and what is counted of the case itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from runtime.changes.change import Change
from runtime.engine.events import Event, Jumped, Moved, Stopped, Voted
from runtime.engine.position import Party, Token
from runtime.engine.worktime import Calendar
from runtime.hours import elapsed
from runtime.hours.office_hours import calendar
from runtime.processes import figured
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case, Timer
from runtime.store.connection.database import Connection
from runtime.store.insight import counts
from runtime.store.insight.counts import CaseFigures, StepFigures

SENT_BACK: Final = ("returned", "straight_back")
"""Ways out of a step by no drawn move that somebody who was asked there has chosen."""
OUT: Final = (*SENT_BACK, "placed", "retried")
COLLEAGUE: Final = "person:"


@dataclass
class Visit:
    """A state that a case is in. ``hands``: who has acted there, and when first. ``due``: with its last deadline."""

    state: str
    number: int
    entered: datetime
    hands: dict[Party, datetime] = field(default_factory=dict)
    due: datetime | None = None


@dataclass(frozen=True)
class Leaving:
    """A visit that is over, by line ``seq`` of the journal: ``how`` it was left, and ``to`` which state."""

    visit: Visit
    seq: int
    at: datetime
    how: str
    to: str = ""


def write(tx: Connection, change: Change, after: Case) -> tuple[CaseFigures | None, list[StepFigures]]:
    """What is to be written because of a change; None where nothing of the case itself is other than before."""
    hours = calendar(tx, after.workspace)
    left = list(leavings(change))
    steps = rows(after, change.compiled, left, hours)
    answered = first_response(change, left)
    late = any(one.late for one in steps)
    same = (
        change.case.version > 0
        and not (answered or late)
        and change.case.ended == after.ended
        and (change.had is after.answers or change.had == after.answers)
        and not any(kind == "migrated" for kind, _ in change.said)  # by its new form other answers are counted
        and change.case.customer_id == after.customer_id
    )
    return (None if same else of_case(after, change.compiled, hours, answered, late=late)), steps


def carry_out(tx: Connection, counted: tuple[CaseFigures | None, list[StepFigures]], *, is_new: bool) -> None:
    """Within `together`: at most two statements."""
    figures, steps = counted
    if figures and is_new:
        counts.begin(tx, figures)
    elif figures:
        counts.follow(tx, figures)
    counts.leave(tx, steps)


def of_case(case: Case, compiled: Compiled, hours: Calendar, answered: datetime | None, *, late: bool) -> CaseFigures:
    """``answered``: when somebody of ours first acted on it."""
    process = compiled.process
    named = {name: case.answers.get(key) for name, key in process.figures.named.items()}
    closed = case.closed_at if case.ended else None
    return CaseFigures(
        case.workspace,
        case.id,
        case.process_key,
        elapsed.day(case.opened_at, hours),
        elapsed.day(closed, hours) if closed else None,
        case.ended,
        case.channel,
        case.contact_id,
        case.customer_id,
        elapsed.working(case.opened_at, closed, hours) if closed else None,
        elapsed.by_clock(case.opened_at, closed) if closed else None,
        elapsed.working(case.opened_at, answered, hours) if answered else None,
        elapsed.by_clock(case.opened_at, answered) if answered else None,
        late,
        figured.number(named.get("satisfaction")),
        figured.number(named.get("expected")),
        figured.text(named.get("goal")),
        figured.said(compiled.dimensions, case.answers),
    )


def rows(case: Case, compiled: Compiled, left: list[Leaving], hours: Calendar) -> list[StepFigures]:
    """Of each visit a row, and a row for each who acted in it."""
    made: list[StepFigures] = []
    part: dict[int, int] = defaultdict(int)
    for one in left:
        visit = one.visit
        first = min(visit.hands.values(), default=None)
        for party, acted in (("", one.at), *sorted(visit.hands.items())):
            response = first if not party else None
            made.append(
                StepFigures(
                    case.workspace,
                    case.id,
                    one.seq,
                    part[one.seq],
                    case.process_key,
                    visit.state,
                    elapsed.day(one.at, hours),
                    visit.entered,
                    one.at,
                    one.how,
                    one.to,
                    team(compiled, visit.state),
                    party,
                    elapsed.working(visit.entered, acted, hours),
                    elapsed.by_clock(visit.entered, acted),
                    elapsed.working(visit.entered, response, hours) if response else None,
                    elapsed.by_clock(visit.entered, response) if response else None,
                    not party and visit.due is not None and visit.due <= one.at,
                )
            )
            part[one.seq] += 1
    return made


def team(compiled: Compiled, state: str) -> str:
    """The group that a step asks, of several the first; empty where it asks others."""
    drawn = compiled.course.states.get(state)
    return next((who.key for who in drawn.who if who.kind == "group"), "") if drawn else ""


def first_response(change: Change, left: list[Leaving]) -> datetime | None:
    """The moment of this change, if by it somebody of ours acts who is not the requester, and nobody has before."""
    case = change.case
    earlier = {party for parties in case.position.acted.values() for party in parties}
    if any(is_ours(case, party) for party in earlier):
        return None
    now = {party for one in left for party, at in one.visit.hands.items() if at == change.now}
    now |= {one.by for one in change.outcome.events if isinstance(one, Voted) and not one.ruled}
    return change.now if any(is_ours(case, party) for party in now) else None


def is_ours(case: Case, party: Party) -> bool:
    return party.startswith(COLLEAGUE) and party != case.requester


def leavings(change: Change) -> Iterator[Leaving]:
    """The visits that are over by this change, in the order in which they ended."""
    case, position, names = change.case, change.outcome.position, _names(change)
    there = {(one.state, one.visit) for one in position.tokens if not one.left}
    gone: dict[str, list[Token]] = defaultdict(list)
    for token in case.position.tokens:
        called = names.get(token.state, token.state)
        if not token.left and (called, token.visit) not in there:
            gone[called].append(token)
    numbers = dict(case.position.visits)
    votes: dict[str, dict[Party, datetime]] = defaultdict(dict)
    base = case.journal_count + len(change.said)
    for seq, event in enumerate(change.outcome.events, base + 1):
        if isinstance(event, Voted) and not event.ruled:
            votes[event.state][event.by] = change.now
        for state, how, to, by in ways(event):
            waiting = gone.get(state)
            visit = _visit(case, waiting.pop(0) if waiting else None, state, numbers, change.now)
            visit.hands = {**votes.pop(state, {}), **visit.hands}
            if by:
                visit.hands.setdefault(by, change.now)
            yield Leaving(visit, seq, change.now, how, to)


def _names(change: Change) -> Mapping[str, str]:
    """What states are called now in the version to which this change moves the case."""
    return next((said["mapping"] for kind, said in change.said if kind == "migrated"), {})


def ways(event: Event) -> Iterator[tuple[str, str, str, Party]]:
    """The states that an event leaves, with how, to which, and who of those asked there has done it."""
    match event:
        case Moved() if not event.branch:
            yield event.state, event.move, event.to, event.by or ""
        case Jumped() if event.how in OUT and event.state:
            yield event.state, event.how, event.to, (event.by or "") if event.how in SENT_BACK else ""
        case Stopped():
            for state in event.states:
                yield state, "stopped", "", ""
        case _:
            return


def _visit(case: Case, token: Token | None, state: str, numbers: dict[str, int], now: datetime) -> Visit:
    """What is entered and left by one change has taken no time."""
    if token is None:
        numbers[state] = numbers.get(state, 0) + 1
        return Visit(state, numbers[state], now)
    hands = {vote.party: vote.at for vote in token.votes if not vote.ruled}
    return Visit(state, token.visit, token.since, hands, _due(case.timers, token, now))


def _due(timers: tuple[Timer, ...], token: Token, now: datetime) -> datetime | None:
    """Where people are asked: with the last of the deadlines, or some time before now where all have passed."""
    if not token.seats:
        return None
    pending = [one.due for one in timers if (one.state, one.visit) == (token.state, token.visit)]
    return max(pending) if pending else (now if token.fired else None)
