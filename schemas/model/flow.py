"""The steps of a process, and the named ways between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from schemas.model.assignment import Who
from schemas.model.form import Rule
from schemas.model.notices import Notice
from schemas.model.paper_deeds import Issue
from schemas.model.voting import Decide
from schemas.words import Words

StateKind = Literal["task", "approval", "choice", "parallel", "inclusive", "loop", "process", "wait", "action", "end"]
Asking: Final = ("task", "approval")
"""Kinds of step that people are asked at."""
Passing: Final = ("choice", "action")
"""Kinds of step that a request goes through at once, by the first of their ways that is open."""
Block: Final = ("parallel", "inclusive", "loop", "process")
"""Kinds of step that several branches leave and come back to."""
Right = Literal["require", "edit", "read", "hide"]
Rights = Mapping[str, Right]
"""Field key, page key or "*" to a right; the most particular line wins. ``require``: it may be written, and must be."""
Permit = Literal["return", "transfer", "delegate", "add", "take_back", "claim", "remind", "copy"]
"""What the people of a step may do besides its moves."""
USUAL_PERMITS: Final[tuple[Permit, ...]] = ("take_back", "claim", "remind", "copy")
Again = Literal["ask", "skip", "forbid"]
"""Whoever has acted before is asked like everybody, counts as having agreed, or is not asked."""


@dataclass(frozen=True)
class Deadline:
    """``after`` a length of time (ISO 8601, with ``WD`` and ``WH`` for working days and hours: P2WD), do something.

    It is counted from entry, or from the answer to the date field ``since``, and then anew whenever that changes; with a
    minus sign before that date (-P3D). ``remind`` writes to those who are asked, ``escalate`` also to ``to`` (or else
    their managers), ``hand_over`` asks ``to`` in place of whoever has not answered, ``close`` ends a vote with the votes
    there are, ``move`` takes the move of that key.
    """

    after: str
    do: Literal["remind", "escalate", "hand_over", "close", "move"] = "remind"
    to: tuple[Who, ...] = ()
    since: str = ""
    move: str = ""


@dataclass(frozen=True)
class Join:
    """When a step goes on that several branches have left. It does in any case once none is open any more.

    ``when`` reads ``@done``, ``@open`` and ``@all``, the numbers of branches. What becomes of the ``rest`` then: it stops,
    it is done to its end while the request goes on, or (``hold``) that, and the step does not begin again before.
    """

    rule: Literal["all", "any", "at_least", "when"] = "all"
    count: int = 1
    when: Rule = None
    rest: Literal["cancel", "go_on", "hold"] = "cancel"


@dataclass(frozen=True)
class Each:
    """One branch (or sub-request) for each row of the table ``over``, or ``times`` of them; all at once or in turn.

    Rows that are added while it runs get a branch of their own.
    """

    over: str = ""
    times: Rule = None
    order: Literal["parallel", "sequential"] = "parallel"


@dataclass(frozen=True)
class Calls:
    """A sub-request: of which process, what of ours it is ``given`` (its field to JSON Logic), what is ``taken`` back.

    ``taken`` maps our field to JSON Logic over its answers. With ``waits`` the step goes on when it has ended.
    """

    process: str = ""
    given: Mapping[str, Rule] = field(default_factory=dict)
    taken: Mapping[str, Rule] = field(default_factory=dict)
    waits: bool = True


PlanColumn = Literal["title", "kind", "begins", "ends", "days", "responsible", "participants", "after"]
"""What a row of steps may say of one; by default in the column of that key."""


@dataclass(frozen=True)
class PlanDeed:
    """What goes into the plan of the project that the field ``project`` names.

    Each row of the table ``steps`` becomes an activity; ``columns`` says which column holds what. ``delay`` works out by
    how many working days the open milestones move. What of it would book somebody twice is told, or stops it.
    """

    project: str
    steps: str = ""
    delay: Rule = None
    columns: Mapping[str, str] = field(default_factory=dict)
    if_double_booked: Literal["tell", "stop"] = "tell"


@dataclass(frozen=True)
class Deed:
    """One thing that an action does.

    The field ``set`` becomes the result of ``to``, ``record`` keeps a customer or contact, ``plan`` changes the plan of a
    project, ``issue`` makes a numbered paper.
    """

    set: str = ""
    to: Rule = None
    record: Literal["", "customer", "contact"] = ""
    fields: Mapping[str, Rule] = field(default_factory=dict)
    """Of a record: its column (name, email, phone, company) to JSON Logic."""
    plan: PlanDeed | None = None
    issue: Issue | None = None


@dataclass(frozen=True)
class State:
    """A step. ``who`` is resolved to people when the step is entered. ``fields`` are the rights of those people."""

    key: str
    kind: StateKind = "task"
    title: Words = field(default_factory=Words)
    help: Words = field(default_factory=Words)
    who: tuple[Who, ...] = ()
    not_who_did: tuple[str, ...] = ()
    if_requester: Again = "ask"
    if_acted: Again = "ask"
    """What of whoever has agreed at an earlier step."""
    permits: tuple[Permit, ...] = USUAL_PERMITS
    decide: Decide = field(default_factory=Decide)
    fields: Rights = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    notices: tuple[Notice, ...] = ()
    outcome: str = ""
    """Of an end: how it ended (``closed``, ``rejected``…); its key when empty."""
    ends: Literal["branch", "all"] = "branch"
    """Of an end inside of a branch: whether the branch ends, or everything."""
    join: Join = field(default_factory=Join)
    each: Each = field(default_factory=Each)
    calls: Calls = field(default_factory=Calls)
    deeds: tuple[Deed, ...] = ()
    reports: tuple[str, ...] = ()
    """Keys of the process's reports that whoever is asked here finds beside the decision."""

    @property
    def asks(self) -> bool:
        """Whether people are asked here, if any are found."""
        return self.kind in Asking or (self.kind in Block and bool(self.who))


@dataclass(frozen=True)
class Move:
    """A named way out of a state, taken by a person, by votes, by time or a message, or (out of a choice) by its condition.

    ``vote`` in an approval: "for", "against" and "abstain" are counted and the move is taken once the rule is met; "" is
    taken at once by any one voter (send back, for instance). ``asks`` names what a person must give. ``when`` guards the
    move. Where a request goes on by itself (out of a choice, an action, a step with branches) the first that holds is
    taken, and one without ``when`` is the otherwise: it is taken when no other holds, wherever it is drawn.
    """

    key: str
    source: str
    target: str
    title: Words = field(default_factory=Words)
    when: Rule = None
    asks: tuple[Literal["comment", "signature", "file"], ...] = ()
    vote: Literal["for", "against", "abstain", ""] = ""
    help: Words = field(default_factory=Words)
    unfinished: bool = False
    """May be taken while required fields of the step are still empty: asking back, sending back, setting aside."""
    branch: bool = False
    """Out of a step with branches: here a branch begins. The others are the ways on."""
    leaves: bool = False
    """In a branch: the branch leaves its block by this, and the others of the block stop."""
    by_hand: bool = False
    """Out of a step that goes on by itself: never taken by itself, only by its people or a deadline."""
    message: str = ""
    """Taken when a message of this name comes from outside."""
    keeps: bool = False
    """A message that came too early is kept until somebody waits for it."""
    accepts: str = ""
    """Whoever takes it accepts the paper of this key that the request has issued last."""
    notices: tuple[Notice, ...] = ()


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
    withdraw: Literal["undecided", "always", "never"] = "undecided"
    """May the requester take the request back: until somebody else has acted, until it ends, or not."""
    notices: tuple[Notice, ...] = ()
    """Of every step, and of beginning and ending."""

    @cached_property
    def by_key(self) -> Mapping[str, State]:
        return {state.key: state for state in self.states}

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.source == state)
