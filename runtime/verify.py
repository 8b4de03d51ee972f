"""The invariants I1 to I7 of a database, proved row by row."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from runtime import deployment
from runtime.engine.machine import Course
from runtime.store import audit, journal
from runtime.store.audit import Kept
from runtime.store.database import Connection
from runtime.store.files import File
from runtime.store.journal import Entry

INVARIANTS: Final = ("I1", "I2", "I3", "I4", "I5", "I6", "I7")
_PIECE = 1 << 20  # bytes read of a file at once


def verify(tx: Connection, files_root: Path) -> dict[str, Any]:
    """``{"ok", "checked": {"I1": how many …}, "violations": ["I3 <case>: …"]}``.

    I1 an acknowledged submission is there; I2 one decision per version of a case; I3 the journal is whole, its
    chain holds and it tells how the case came to stand where it stands; I4 no deadline twice or early; I5 every
    message is sent, waiting or given up, and known; I6 files and rows match; I7 every open case waits for
    somebody or something.
    """
    checked = dict.fromkeys(INVARIANTS, 0)
    violations: list[str] = []
    for case_id, is_there in audit.acknowledged(tx):
        checked["I1"] += 1
        violations += [] if is_there else [f"I1 {case_id}: it was acknowledged and is not there"]
    for kept in audit.everything(tx):
        for invariant in ("I2", "I3", "I4", "I7"):
            checked[invariant] += 1
        course = deployment.version(tx, kept.case.workspace, kept.case.version_id).course
        violations += [f"{said[:2]} {kept.case.id}:{said[2:]}" for said in _of_case(kept, course)]
    for said in _of_messages(tx):
        checked["I5"] += 1
        violations += [said] if said else []
    for said in _of_files(tx, files_root):
        checked["I6"] += 1
        violations += [said] if said else []
    return {"ok": not violations, "checked": checked, "violations": violations}


def _of_case(kept: Kept, course: Course) -> Iterator[str]:
    yield from _decisions(kept)
    yield from _chain(kept)
    yield from _story(kept)
    yield from _deadlines(kept)
    yield from _waiting(kept, course)


def _decisions(kept: Kept) -> Iterator[str]:
    decided = Counter(entry.version for entry in kept.journal if entry.kind in ("moved", "voted") and entry.by)
    for version, count in decided.items():
        if count > 1:
            yield f"I2 {count} decisions made version {version}"


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
    """What the journal says must be how the case stands."""
    case = kept.case
    entered = Counter(state for entry in kept.journal for state in _entered(entry))
    visits = Counter(case.position.visits) - entered
    if sum(visits.values()) != 1 or entered - Counter(case.position.visits):
        yield "I3 the states visited are not those of the journal"
    if case.position.tokens and case.state not in {token.state for token in case.position.tokens}:
        yield f"I3 it stands in {case.state}, where nothing of it is"
    if bool(case.ended) != any(entry.kind == "ended" for entry in kept.journal):
        yield "I3 the journal and the case differ on whether it has ended"
    if case.version < max((entry.version for entry in kept.journal), default=0):
        yield "I3 the journal is ahead of the case"


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


def _deadlines(kept: Kept) -> Iterator[str]:
    fired: Counter[tuple[str, int, int]] = Counter()
    for entry in kept.journal:
        if entry.kind in ("reminded", "escalated"):
            body = entry.body
            fired[body["state"], body["visit"], body["deadline"]] += 1
            if entry.at < datetime.fromisoformat(body["due"]):
                yield f"I4 a deadline of {body['state']} was early"
    for (state, _, number), count in fired.items():
        if count > 1:
            yield f"I4 deadline {number} of {state} passed {count} times"


def _waiting(kept: Kept, course: Course) -> Iterator[str]:
    case = kept.case
    todo = [task for task in kept.tasks if task.open]
    if case.ended and (todo or case.timers):
        yield "I7 it has ended and still waits"
    waits = any(token.sub or token.held or token.left for token in case.position.tokens) or _for_message(kept, course)
    if not case.ended and not (todo or case.timers or case.incident or waits):
        yield "I7 it is open and waits for nothing"
    standing = {(token.state, token.visit): token.asked for token in case.position.tokens}
    if any(task.party not in standing.get((task.state, task.visit), ()) for task in todo):
        yield "I7 somebody is asked whom the position does not know"


def _for_message(kept: Kept, course: Course) -> bool:
    """Somebody outside has to say something."""
    return any(move.message for token in kept.case.position.tokens for move in course.moves(token.state).values())


def _of_messages(tx: Connection) -> Iterator[str]:
    """A complaint or nothing, for each message."""
    for message in audit.messages(tx):
        about = message.payload.get("case")
        if about is not None and not audit.has_case(tx, message.workspace, about):
            yield f"I5 {message.id}: it is about a case that is not there"
        elif message.sent_at and (message.dead_at or not message.attempts):
            yield f"I5 {message.id}: it counts as sent and was not"
        else:
            yield ""


def _of_files(tx: Connection, root: Path) -> Iterator[str]:
    """A complaint or nothing, for each file. Bytes without a row are no harm: their sender was cut off and was told nothing."""
    for file in audit.all_files(tx):
        yield _of_file(root / file.workspace / file.id, file)


def _of_file(path: Path, file: File) -> str:
    if not path.is_file():
        return f"I6 {file.id}: its bytes are missing"
    seal = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(_PIECE):
            seal.update(piece)
    return "" if seal.hexdigest() == file.sha256 else f"I6 {file.id}: its bytes were altered"
