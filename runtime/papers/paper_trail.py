"""I6, of papers: their bytes are those that the journal has named, to whoever issued and whoever accepted them."""

import hashlib
from collections.abc import Iterable, Iterator

from runtime.store.cases.journal import Entry
from runtime.store.connection.database import Connection
from runtime.store.files import paper_rows


class PaperTrail:
    """What the journals of all cases say of papers, gathered while they are read."""

    def __init__(self) -> None:
        self._said: dict[str, set[str]] = {}

    def see(self, journal: Iterable[Entry]) -> None:
        for entry in journal:
            if entry.kind == "issued":
                self._said.setdefault(entry.body["paper"], set()).add(entry.body["sha256"])
            if accepted := entry.body.get("accepted"):
                self._said.setdefault(accepted["paper"], set()).add(accepted["sha256"])

    def complaints(self, tx: Connection) -> Iterator[str]:
        """A complaint or nothing, for each paper that there is, and a complaint for each that there is not."""
        left = dict(self._said)
        for paper, content in paper_rows.everything(tx):
            said = left.pop(paper.id, set())
            if hashlib.sha256(content).hexdigest() != paper.sha256:
                yield f"I6 {paper.id}: the bytes of paper {paper.number} were altered"
            elif said != {paper.sha256}:
                yield f"I6 {paper.id}: paper {paper.number} is not the one of which the journal speaks"
            else:
                yield ""
        yield from (f"I6 {paper_id}: the journal speaks of a paper that is not there" for paper_id in left)
