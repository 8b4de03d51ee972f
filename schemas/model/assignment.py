"""Who is asked to act, as a designer says it; `runtime.engine.votes.assignees` turns it into people."""

from dataclasses import dataclass
from typing import Literal

WhoKind = Literal["person", "group", "requester", "manager", "field", "contact"]


@dataclass(frozen=True)
class Who:
    """One line of "who".

    In JSON ``{"group": "ccb"}``, ``{"person": KEY}``, ``{"field": FIELD_KEY}``,
    ``{"requester": true}``, ``{"manager": true}`` (the requester's), ``{"contact": true}`` (the client's contact).

    ``key`` is empty for the last three. A person's key is their e-mail address or their short key.
    """

    kind: WhoKind
    key: str = ""
