"""Requests inside of requests: whether those that wait, and those that they wait for, know of each other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from runtime.engine.position import PENDING
from runtime.store.cases.cases import Case
from runtime.store.notices.outbox import Message

Place = tuple[str, str, str, int]
"""Workspace, case, state and visit."""


@dataclass(frozen=True)
class _Sub:
    parent: Place
    ended: bool


class Kinship:
    """Is told every message that has not been carried out, then every case; keeps only what concerns sub-requests."""

    def __init__(self) -> None:
        self._starting: set[Place] = set()
        self._reporting: set[str] = set()
        self._waiting: dict[Place, tuple[str, bool]] = {}
        self._subs: dict[str, _Sub] = {}

    def hear(self, message: Message) -> None:
        """What waits, or was given up and stands among the incidents, is not lost."""
        said = message.payload
        if message.sent_at is not None:
            return
        if message.kind == "start":
            self._starting.add((message.workspace, said["case"], said["state"], said["visit"]))
        elif message.kind == "report":
            self._reporting.add(said["sub"])

    def see(self, case: Case) -> None:
        if case.parent_id:
            place = (case.workspace, case.parent_id, case.parent_state, case.parent_visit)
            self._subs[case.id] = _Sub(place, bool(case.ended))
        for token in case.position.tokens:
            if token.sub:
                self._waiting[case.workspace, case.id, token.state, token.visit] = (token.sub, bool(token.incident))

    def complaints(self) -> Iterator[str]:
        for place, (sub, stuck) in self._waiting.items():
            yield from self._about(place, sub, stuck=stuck)
        begun = Counter(sub.parent for sub in self._subs.values() if not sub.ended)
        for place, count in begun.items():
            if count > 1:
                yield f"I3 {place[1]}: {count} requests run that were asked for once, at {place[2]}"

    def _about(self, place: Place, sub: str, *, stuck: bool) -> Iterator[str]:
        case, state = place[1], place[2]
        if sub == PENDING:
            if not stuck and place not in self._starting:
                yield f"I7 {case}: nobody begins the request that {state} waits for"
            return
        known = self._subs.get(sub)
        if known is None or known.parent != place:
            yield f"I3 {case}: {state} waits for the request {sub}, which knows nothing of it"
        elif known.ended and not stuck and sub not in self._reporting:
            yield f"I7 {case}: the request that {state} waits for has ended, and nobody says so"
