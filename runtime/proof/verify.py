"""The invariants I1 to I7 of a database, proved row by row."""

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from runtime.files.storeroom import Storeroom
from runtime.papers.paper_trail import PaperTrail
from runtime.processes import deployment
from runtime.proof import proofs
from runtime.proof.kinship import Kinship
from runtime.store.connection.database import Connection
from runtime.store.files.files import File
from runtime.store.operations import audit

INVARIANTS: Final = ("I1", "I2", "I3", "I4", "I5", "I6", "I7")
_PIECE = 1 << 20  # bytes read of a file at once


def verify(tx: Connection, room: Storeroom) -> dict[str, Any]:
    """``{"ok", "checked": {"I1": how many …}, "violations": ["I3 <case>: …"]}``.

    I1 an acknowledged submission is there; I2 one decision per version of a case, and nobody votes twice; I3 the
    journal is whole, its chain holds, it tells how the case came to stand where it stands, and requests inside of requests
    know each other; I4 no deadline twice or early; I5 every message is sent, waiting or given up, and known; I6 files and
    rows match, and papers are what the journal says; I7 every open case waits for somebody or something, and those who
    may act have a to-do.
    """
    checked = dict.fromkeys(INVARIANTS, 0)
    violations: list[str] = []
    for case_id, is_there in audit.acknowledged(tx):
        checked["I1"] += 1
        violations += [] if is_there else [f"I1 {case_id}: it was acknowledged and is not there"]
    kinship = Kinship()
    papers = PaperTrail()
    for said in _of_messages(tx, kinship):
        checked["I5"] += 1
        violations += [said] if said else []
    for kept in audit.everything(tx):
        for invariant in ("I2", "I3", "I4", "I7"):
            checked[invariant] += 1
        course = deployment.version(tx, kept.case.workspace, kept.case.version_id).course
        violations += [f"{said[:2]} {kept.case.id}:{said[2:]}" for said in proofs.of_case(kept, course)]
        kinship.see(kept.case)
        papers.see(kept.journal)
    violations += kinship.complaints()
    for said in chain(papers.complaints(tx), _of_files(tx, room)):
        checked["I6"] += 1
        violations += [said] if said else []
    return {"ok": not violations, "checked": checked, "violations": violations}


def _of_messages(tx: Connection, kinship: Kinship) -> Iterator[str]:
    """A complaint or nothing, for each message."""
    for message in audit.messages(tx):
        kinship.hear(message)
        about = message.payload.get("case")
        if about is not None and not audit.has_case(tx, message.workspace, about):
            yield f"I5 {message.id}: it is about a case that is not there"
        elif message.sent_at and (message.dead_at or not message.attempts):
            yield f"I5 {message.id}: it counts as sent and was not"
        else:
            yield ""


def _of_files(tx: Connection, room: Storeroom) -> Iterator[str]:
    """A complaint or nothing, for each file. Bytes without a row are no harm: their sender was cut off and was told nothing."""
    for file in audit.all_files(tx):
        yield _of_file(room, file)


def _of_file(room: Storeroom, file: File) -> str:
    seal = hashlib.sha256()
    try:
        with room.opened(file) as content:
            while piece := content.read(_PIECE):
                seal.update(piece)
    except FileNotFoundError:
        return f"I6 {file.id}: its bytes are missing"
    return "" if seal.hexdigest() == file.sha256 else f"I6 {file.id}: its bytes were altered"
