"""What must hold of one case, looked at with its journal and its to-dos. Each complaint begins with the invariant that it breaks."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from runtime.engine.events import ENTERING
from runtime.engine.position import Token
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally
from runtime.store.cases import journal
from runtime.store.cases.journal import Entry
from runtime.store.operations.audit import Kept

Fired = tuple[str, int, int]
"""State, visit and number of a deadline."""


def of_case(kept: Kept, course: Course) -> Iterator[str]:
    """``course`` is that of the version at which the case stands."""
    yield from decisions(kept)
    yield from _chain(kept)
    yield from _story(kept)
    yield from _versions(kept)
    yield from deadlines(kept)
    yield from _timers(kept, course)
    yield from _waiting(kept, course)
    yield from _asked(kept, course)


def decisions(kept: Kept) -> Iterator[str]:
    """I2: one decision a version; and nobody has spoken more often than they were asked."""
    decided = Counter(entry.version for entry in kept.journal if _is_decision(entry))
    for version, count in decided.items():
        if count > 1:
            yield f"I2 {count} decisions made version {version}"
    for token in kept.case.position.tokens:
        for party, count in Counter(vote.party for vote in token.votes).items():
            if count > 1:
                yield f"I2 {party} has {count} votes at {token.state}"
    for (state, by), count in _spoken(kept).items():
        if count > kept.case.position.visits.get(state, 0):
            yield f"I2 {by} has voted {count} times at {state}"


def _spoken(kept: Kept) -> Counter[tuple[str, str]]:
    """How often each person has voted at each state, less what they took back."""
    spoken: Counter[tuple[str, str]] = Counter()
    for entry in kept.journal:
        if entry.kind == "migrated":
            spoken = Counter({(_called(entry, state), by): count for (state, by), count in spoken.items()})
        elif entry.kind in ("voted", "unvoted") and not entry.body.get("ruled"):
            spoken[entry.body["state"], entry.by] += 1 if entry.kind == "voted" else -1
    return spoken


def _is_decision(entry: Entry) -> bool:
    return entry.kind in ("moved", "voted") and bool(entry.by) and not entry.body.get("ruled")


def _chain(kept: Kept) -> Iterator[str]:
    before = journal.START
    for number, entry in enumerate(kept.journal, 1):
        if entry.seq != number:
            yield f"I3 line {number} of the journal is missing"
            return
        if journal.sealed(entry, before).hash != entry.hash or entry.before_hash != before:
            yield f"I3 line {number} of the journal was altered"
            return
        before = entry.hash
    if (len(kept.journal), before) != (kept.case.journal_count, kept.case.journal_head):
        yield f"I3 the journal has {len(kept.journal)} lines, the case knows of {kept.case.journal_count}"


def _story(kept: Kept) -> Iterator[str]:
    """What the journal says must be how the case stands. Only the very first state was entered by no line of it."""
    case = kept.case
    entered: Counter[str] = Counter()
    for entry in kept.journal:
        if entry.kind == "migrated":
            entered = _renamed(entered, entry)
        entered.update(_entered(entry))
    visits = Counter(case.position.visits)
    if sum((visits - entered).values()) != 1 or entered - visits:
        yield "I3 the states visited are not those of the journal"
    if case.state not in (_reached(kept) if case.ended else {token.state for token in case.position.tokens}):
        yield f"I3 it stands in {case.state}, where nothing of it is"
    ends = [entry for entry in kept.journal if entry.kind in ("ended", "reopened")]
    if case.ended != (ends[-1].body.get("outcome", "") if ends else "") or case.ended != case.position.ended:
        yield "I3 the journal and the case differ on whether it has ended"
    if case.version < max((entry.version for entry in kept.journal), default=0):
        yield "I3 the journal is ahead of the case"


def _reached(kept: Kept) -> Container[str]:
    """The end that was reached; of one that was withdrawn or cancelled whatever state it was in."""
    last = next((entry for entry in reversed(kept.journal) if entry.kind == "ended"), None)
    if last is None or last.by:
        return {kept.case.state}
    ways = [entry.body["to"] for entry in kept.journal if entry.version == last.version and entry.kind in ENTERING]
    return ways[-1:] or {kept.case.state}


def _entered(entry: Entry) -> Iterator[str]:
    """The state that this line says was entered, the first one not among them."""
    match entry.kind:
        case "moved" if not entry.body.get("joins"):
            yield entry.body["to"]
        case "jumped":
            yield entry.body["to"]
        case "called" if entry.body["how"] == "asked":
            yield entry.body["state"]
        case "restarted":
            yield entry.body["state"]
        case _:
            pass


def _renamed(entered: Counter[str], entry: Entry) -> Counter[str]:
    found: Counter[str] = Counter()
    for state, count in entered.items():
        found[_called(entry, state)] += count
    return found


def _called(entry: Entry, state: str) -> str:
    """What a state is called in the version that the case was moved to."""
    mapping: Mapping[str, str] = entry.body["mapping"]
    return mapping.get(state, state)


def _versions(kept: Kept) -> Iterator[str]:
    """A case has the version that it was moved to last."""
    moved = [entry for entry in kept.journal if entry.kind == "migrated"]
    if moved and moved[-1].body["to_version"] != kept.case.version_id:
        yield "I3 the journal says that it was moved to another version"
    for earlier, later in pairwise(moved):
        if earlier.body["to_version"] != later.body["from_version"]:
            yield "I3 it was moved from a version that it did not have"


def deadlines(kept: Kept) -> Iterator[str]:
    """I4: what a deadline did stands with its number and the time when it was due."""
    for (state, _, number), count in fired(kept).items():
        if count > 1:
            yield f"I4 deadline {number} of {state} passed {count} times"
    for entry in kept.journal:
        if "deadline" in entry.body and entry.at < datetime.fromisoformat(entry.body["due"]):
            yield f"I4 a deadline of {entry.body.get('state') or kept.case.state} was early"


def fired(kept: Kept) -> Counter[Fired]:
    """How often each deadline has passed, since the case was moved to another version: there they are numbered anew."""
    found: Counter[Fired] = Counter()
    seen: set[tuple[int, int, int]] = set()
    for entry in kept.journal:
        body = entry.body
        if entry.kind == "migrated":
            found.clear()
        elif "deadline" in body and "state" in body:
            # One that moves the case has several lines; only one that reminds can stand in a version with others.
            this = (entry.version, body["visit"], body["deadline"])
            if this not in seen or entry.kind in ("reminded", "escalated"):
                found[body["state"], body["visit"], body["deadline"]] += 1
            seen.add(this)
    return found


def _timers(kept: Kept, course: Course) -> Iterator[str]:
    """Every deadline of a step where it stands has passed or waits, and no other waits."""
    case, passed = kept.case, fired(kept)
    waiting = {(one.state, one.visit, one.deadline) for one in case.timers}
    there = {(token.state, token.visit): token for token in case.position.tokens if not token.sub}
    for state, visit, _ in waiting - set(_due(course, there, passed, dated=True)):
        yield f"I7 a deadline of {state}, visit {visit}, waits for nothing"
    for state, visit, number in set(_due(course, there, passed, dated=False)) - waiting:
        yield f"I7 deadline {number} of {state}, visit {visit}, is not waited for"
    if case.timers and not case.incident and case.next_due != min(one.due for one in case.timers):
        yield "I7 its next deadline is not the first of its deadlines"


def _due(
    course: Course, there: Mapping[tuple[str, int], Token], passed: Mapping[Fired, int], *, dated: bool
) -> Iterator[Fired]:
    """Deadlines that may wait; with ``dated`` those too that wait only where a date is known."""
    for (state, visit), token in there.items():
        for number, deadline in enumerate(course.states[state].deadlines):
            gone = number in token.fired or (state, visit, number) in passed
            if not (gone or token.left) and (dated or not deadline.since):
                yield state, visit, number


def _waiting(kept: Kept, course: Course) -> Iterator[str]:
    case = kept.case
    todo = [task for task in kept.tasks if task.open]
    if case.ended and (todo or case.timers):
        yield "I7 it has ended and still waits"
    waits = any(token.sub or token.held or token.left for token in case.position.tokens) or _for_message(kept, course)
    if not case.ended and not (todo or case.timers or case.incident or waits):
        yield "I7 it is open and waits for nothing"


def _asked(kept: Kept, course: Course) -> Iterator[str]:
    """To-dos are open for those who may act now, and for nobody else; where it is stuck, for nobody who is not asked."""
    todo = {(task.state, task.visit, task.party) for task in kept.tasks if task.open}
    may: set[tuple[str, int, str]] = set()
    must: set[tuple[str, int, str]] = set()
    for token in kept.case.position.tokens:
        acting = tally.pending(course.states[token.state], token)
        must |= set() if token.incident else {(token.state, token.visit, party) for party in acting}
        may |= {(token.state, token.visit, party) for party in (token.asked if token.incident else acting)}
    for state, _, party in sorted(todo - may):
        yield f"I7 {party} has a to-do at {state} and is not asked there"
    for state, _, party in sorted(must - todo):
        yield f"I7 {party} is asked at {state} and has no to-do"


def _for_message(kept: Kept, course: Course) -> bool:
    """Somebody outside has to say something."""
    return any(move.message for token in kept.case.position.tokens for move in course.moves(token.state).values())
