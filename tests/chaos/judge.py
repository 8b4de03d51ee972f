"""What the rows say, held against what clients and receivers were told: I1 to I7, and nothing said that should not be."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from runtime.files.storeroom import Folder
from runtime.proof import verify
from runtime.store.connection.database import Database
from runtime.store.notices.outbox import APP, HOUSE, Message
from runtime.store.operations import audit
from runtime.store.operations.audit import Kept
from tests.chaos import handouts
from tests.chaos.clients import Decided, Ledger
from tests.chaos.nursery import LEASE
from tests.chaos.receiver import World
from tests.chaos.story import DEADLINES, Stage

UNSENT: Final = ("not wanted by mail", "nobody to send it to")


def judged(database: Database, stage: Stage, ledger: Ledger, outside: World, folder: Path) -> list[str]:
    """Each violation with the invariant that it breaks. ``folder`` is the one of the run."""
    tried = outside.tried.copy()  # the workers go on meanwhile: what is delivered later may be of later rows
    with database.reading() as tx:
        found = list(verify.verify(tx, Folder(folder / "files"))["violations"])
        there = list(audit.everything(tx))
        messages = [one for one in audit.messages(tx) if one.channel not in (HOUSE, APP)]
    found += _submitted(ledger, there)
    found += _decided(stage, ledger.decided, there)
    found += _commented(ledger, there)
    found += _early(there)
    found += _delivered({one.id for one in messages}, tried)
    found += _sent(messages, outside.taken.copy())
    found += handouts.complaints(handouts.read(folder), tried, LEASE)
    found += [f"told: {said}" for said in ledger.failed]
    return found


def _submitted(ledger: Ledger, there: Sequence[Kept]) -> Iterator[str]:
    """I1: what was acknowledged is there once; what was not, once at the most."""
    kept: dict[str, list[str]] = defaultdict(list)
    for one in there:
        kept[one.case.answers.get("mark", "")].append(one.case.id)
    for mark, ids in ledger.submitted.items():
        if sorted(ids) != kept[mark]:
            yield f"I1 {mark}: acknowledged as {sorted(ids)}, and kept are {kept[mark]}"
    for mark, ids in kept.items():
        if mark not in ledger.sent or len(ids) > 1:
            yield f"I1 {mark}: asked for once, and kept are {ids}"


def _decided(stage: Stage, told: Sequence[Decided], there: Sequence[Kept]) -> Iterator[str]:
    """I2: of several who do one thing at most one is told that they did, and what was told stands in the journal."""
    visits = {task.id: (task.case_id, task.state, task.visit) for one in there for task in one.tasks}
    written = Counter(
        (one.case.id, entry.body["state"], entry.by)
        for one in there
        for entry in one.journal
        if entry.kind in ("moved", "voted") and entry.by
    )
    said: Counter[tuple[str, str, str]] = Counter()
    alone: Counter[tuple[str, str, int, str]] = Counter()
    for one in told:
        case, state, visit = visits[one.task]
        party = stage.parties[one.who]
        said[case, state, party] += 1
        alone[case, state, visit, party if state == "board" else ""] += 1
    for place, count in alone.items():
        if count > 1:
            yield f"I2 {place[0]}: {count} were told that they had done {place[1]} in its visit {place[2]}"
    for place, count in said.items():
        if written[place] < count:
            yield f"I2 {place[0]}: {place[2]} was told {count} times that it is done, the journal has {written[place]}"


def _commented(ledger: Ledger, there: Sequence[Kept]) -> Iterator[str]:
    spoken = {(one.case.id, entry.body.get("text")) for one in there for entry in one.journal}
    for case, text in ledger.comments:
        if (case, text) not in spoken:
            yield f"I3 {case}: what was said and acknowledged is not in the journal: {text}"


def _early(there: Sequence[Kept]) -> Iterator[str]:
    """I4 by our own count: from when a state was entered to when its deadline did something."""
    for one in there:
        entered = {
            (entry.body["state"], entry.body["visit"]): entry.at for entry in one.journal if entry.kind == "entered"
        }
        for entry in one.journal:
            if "deadline" in entry.body and entry.kind in ("reminded", "escalated", "moved"):
                state, visit, number = (entry.body[name] for name in ("state", "visit", "deadline"))
                begun = entered.get((state, visit))
                if begun and entry.at - begun < DEADLINES[state][number]:
                    yield f"I4 {one.case.id}: deadline {number} of {state} passed too early"


def _sent(messages: Sequence[Message], taken: Mapping[str, int]) -> Iterator[str]:
    """I5: what counts as sent has been taken by somebody; and after so long nothing waits any more."""
    for one in messages:
        if one.error.startswith(UNSENT):
            continue
        if not one.sent_at:
            yield f"I5 {one.id}: it has not gone out: {one.error or 'it waits'}"
        elif one.id not in taken:
            yield f"I5 {one.id}: it counts as sent, and nobody has got it"


def _delivered(known: set[str], tried: Mapping[str, int]) -> Iterator[str]:
    for stranger in sorted({*tried} - known):
        yield f"I5 {stranger}: it was delivered, and nobody knows of it"
