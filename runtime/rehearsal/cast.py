"""The people that a rehearsal invents. A party is called here as a script calls it: ``group:ccb#1``, ``contact``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from runtime.engine.position import Party
from schemas.model.flow import Flow

REQUESTER = "requester"
CONTACT = "contact"
MANAGER = "manager"

USUAL_SIZE = 3


@dataclass(frozen=True)
class Cast:
    """A directory in which everybody whom the flow names exists, and every group is large enough to decide."""

    flow: Flow

    def group(self, key: str) -> tuple[Party, ...]:
        return tuple(f"group:{key}#{number + 1}" for number in range(self._sizes.get(key, USUAL_SIZE)))

    def person(self, key: str) -> Party | None:
        """Everybody is somebody; who is named as in a script is that very party."""
        named = key in {REQUESTER, CONTACT, MANAGER} or key.startswith(("person:", "group:", "contact:"))
        return key if named else f"person:{key}"

    def manager_of(self, party: Party) -> Party | None:
        """A client has none."""
        if party == CONTACT:
            return None
        return MANAGER if party == REQUESTER else f"{MANAGER} of {party}"

    def deputy_of(self, party: Party, now: datetime) -> Party | None:
        """Everybody is there."""
        del party, now
        return None

    def name(self, party: Party) -> str:
        return party

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        """Enough for the count even where one from every barred step is missing."""
        sizes: dict[str, int] = {}
        for state in self.flow.states:
            enough = (state.decide.count if state.kind == "approval" else 1) + len(state.not_who_did)
            for who in state.who:
                if who.kind == "group":
                    sizes[who.key] = max(enough, sizes.get(who.key, USUAL_SIZE))
        return sizes
