"""The steps of a process, and the named ways between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from schemas.assignment import Who
from schemas.form import Rule
from schemas.words import Words

StateKind = Literal["task", "approval", "choice", "end"]
Right = Literal["edit", "read", "hide"]
Rights = Mapping[str, Right]
"""Field key, page key or "*" to a right; the most particular line wins."""


@dataclass(frozen=True)
class Decide:
    """How the votes of an approval add up. `veto` is read and kept empty until weights and vetoes come."""

    rule: Literal["any", "all", "at_least"] = "any"
    count: int = 1
    order: Literal["parallel", "sequential"] = "parallel"
    one_rejection_ends: bool = False


@dataclass(frozen=True)
class Deadline:
    """After ``after`` (ISO 8601, with ``WD`` and ``WH`` for working days and hours: P2WD) from entry, do something.

    ``remind`` writes to those who are asked, ``escalate`` also to ``to`` (or else their managers).
    """

    after: str
    do: Literal["remind", "escalate"] = "remind"
    to: tuple[Who, ...] = ()


@dataclass(frozen=True)
class State:
    """A step. ``who`` is resolved to people when the step is entered. ``fields`` are the rights of those people."""

    key: str
    kind: StateKind = "task"
    title: Words = field(default_factory=Words)
    help: Words = field(default_factory=Words)
    who: tuple[Who, ...] = ()
    not_who_did: tuple[str, ...] = ()
    decide: Decide = field(default_factory=Decide)
    fields: Rights = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    outcome: str = ""
    """Of an end: how it ended (``closed``, ``rejected``…); its key when empty."""


@dataclass(frozen=True)
class Move:
    """A named way out of a state, taken by a person, by votes, or (out of a choice) by its condition.

    ``vote`` in an approval: "for" and "against" are counted and the move is taken once the rule is met; "" is
    taken at once by any one voter (send back, for instance). ``asks`` names what a person must give: "comment".
    ``when`` guards the move; out of a choice the first that holds is taken, and one without ``when`` is the otherwise.
    """

    key: str
    source: str
    target: str
    title: Words = field(default_factory=Words)
    when: Rule = None
    asks: tuple[str, ...] = ()
    vote: Literal["for", "against", ""] = ""
    help: Words = field(default_factory=Words)
    unfinished: bool = False
    """May be taken while required fields of the step are still empty: asking back, sending back, setting aside."""


@dataclass(frozen=True)
class Flow:
    """The states, the moves between them, and what the requester may do and see.

    ``fill`` are the rights when the form is first filled (missing: edit); ``tracking`` the requester's own view
    afterwards (missing: what they were asked may be read, the rest is hidden).
    """

    initial: str
    states: tuple[State, ...] = ()
    moves: tuple[Move, ...] = ()
    fill: Rights = field(default_factory=dict)
    tracking: Rights = field(default_factory=dict)
    fallback: tuple[Who, ...] = ()
    """Who is asked where a step finds nobody."""

    @cached_property
    def by_key(self) -> Mapping[str, State]:
        return {state.key: state for state in self.states}

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.source == state)
