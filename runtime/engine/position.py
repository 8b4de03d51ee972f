"""Where a case stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Party = str
"""Somebody who can act: ``person:ID`` or ``contact:ID``."""


Side = Literal["for", "against"]


@dataclass(frozen=True)
class Vote:
    """``side`` is what the move counted for when it was chosen."""

    party: Party
    move: str
    at: datetime
    side: Side


@dataclass(frozen=True)
class Token:
    """One place where the case stands. ``asked`` are those who may act, in order; ``visit`` counts entries of the state."""

    state: str
    since: datetime
    visit: int = 1
    asked: tuple[Party, ...] = ()
    votes: tuple[Vote, ...] = ()
    id: int = 1


@dataclass(frozen=True)
class Position:
    """Where the whole case stands, and what of its past still matters.

    ``ended`` is the outcome of the end that was reached, else empty. ``acted``: state to all who took a move or
    voted there, in any visit. ``visits``: how often each state has been entered.
    """

    tokens: tuple[Token, ...] = ()
    ended: str = ""
    acted: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
