"""Flows drawn at random: mostly sensible ones, made of pieces that fit; some with lines and flags put wrong afterwards."""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from schemas.model.assignment import Who
from schemas.model.flow import Asking, Block, Calls, Deadline, Deed, Each, Flow, Join, Move, State
from schemas.model.voting import Decide, Weight

PEOPLE = tuple(f"person:{letter}" for letter in "abcdef")
MESSAGES = ("m0", "m1", "m2")
PERMITS = ("return", "transfer", "delegate", "add", "take_back", "claim", "remind", "copy")
DEEPEST = 2
MOST_STATES = 14
KINDS = ("task", "task", "approval", "approval", "choice", "parallel", "inclusive", "loop", "process", "wait", "action")
CONDITIONS: tuple[Any, ...] = (
    True,
    False,
    {">": [{"var": "n"}, 1]},
    {"==": [{"var": "n"}, 2]},
    {"in": ["s2", {"var": "@at"}]},
    {"<": [{"var": "@visits.s1"}, 3]},
    {"==": [{"var": "@row.v"}, 1]},
    {"no-such-operator": [1]},
)
JOINS: tuple[Any, ...] = ({">=": [{"var": "@done"}, 1]}, {"<": [{"var": "@open"}, 2]}, {"no-such-operator": [1]}, None)


@dataclass
class Drawing:
    """A flow while it is drawn, from its end to its beginning. ``around`` are the blocks that a piece stands in."""

    random: Random
    states: list[State] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def sequence(self, target: str, around: tuple[str, ...]) -> str:
        """A few steps that lead to ``target``: the key of the first."""
        for _ in range(self.random.randint(1, 3)):
            if len(self.states) < MOST_STATES:
                target = self.piece(target, around)
        return target

    def piece(self, target: str, around: tuple[str, ...]) -> str:
        kind = self.random.choice(KINDS if len(around) < DEEPEST else KINDS[:5])
        key = f"s{len(self.states)}"
        self.states.append(State(key))  # its place: what is drawn inside of it comes later
        place = len(self.states) - 1
        state = State(key, kind, **self._of_all(kind))  # type: ignore[arg-type]
        draw = self._block if kind in Block else self._asking if kind in Asking else self._plain
        self.states[place] = draw(state, target, around)
        return key

    def _of_all(self, kind: str) -> dict[str, Any]:
        said: dict[str, Any] = {"permits": tuple(one for one in PERMITS if self.chance(0.8))}
        if kind in Asking or (kind in Block and self.chance(0.3)):
            said["who"] = self.whos()
            said["not_who_did"] = ("s0",) if self.chance(0.1) else ()
            said["if_requester"] = self.random.choice(("ask", "ask", "skip", "forbid"))
            said["if_acted"] = self.random.choice(("ask", "ask", "ask", "skip", "forbid"))
        if kind == "approval":
            said["decide"] = self.decide()
        return said

    def whos(self) -> tuple[Who, ...]:
        choices = (*(Who("group", str(size)) for size in range(7)), Who("requester"), Who("manager"), Who("contact"))
        more = (*choices, Who("field", "doer"), Who("field", "v"), Who("person", "a"), Who("person", "gone"))
        return tuple(
            self.random.choice(more if self.chance(0.5) else choices[2:6]) for _ in range(self.random.randint(1, 2))
        )

    def decide(self) -> Decide:
        return Decide(
            rule=self.random.choice(("any", "all", "at_least", "share", "majority", "each_group")),
            count=self.random.randint(1, 3),
            share=self.random.choice((30, 50, 66.7, 100)),
            order=self.random.choice(("parallel", "parallel", "sequential")),
            one_rejection_ends=self.chance(0.2),
            early=self.chance(0.8),
            quorum=self.random.choice((0, 0, 0, 2)),
            weights=(Weight(Who("person", "a"), self.random.randint(0, 3)),) if self.chance(0.2) else (),
            veto=(Who("person", "b"),) if self.chance(0.2) else (),
        )

    def _asking(self, state: State, target: str, around: tuple[str, ...]) -> State:
        key = state.key
        if state.kind == "task":
            self._task_moves(key, target, around)
        else:
            self._line(key, "agree", target, vote="for")
            self._line(key, "refuse", self._elsewhere(), vote="against")
            if self.chance(0.4):
                self._line(key, "abstain", target, vote="abstain")
        if self.chance(0.15):
            self._line(key, "called", target, message=self.random.choice(MESSAGES), keeps=self.chance(0.5))
        return replace(state, deadlines=self._deadlines(key))

    def _plain(self, state: State, target: str, around: tuple[str, ...]) -> State:
        """One that asks nobody, and may stand in any block ``around``."""
        del around
        if state.kind == "wait":
            return self._wait(state, target)
        if state.kind == "action":
            self._line(state.key, "on", target)
            return replace(state, deeds=self._deeds())
        self._line(state.key, "high", target, when=self.random.choice(CONDITIONS))
        if self.chance(0.9):
            self._line(state.key, "rest", self.random.choice((target, self._elsewhere())))
        return state

    def _task_moves(self, key: str, target: str, around: tuple[str, ...]) -> None:
        self._line(key, "go", target, when=self._maybe_when(), asks=("comment",) if self.chance(0.1) else ())
        if self.chance(0.4):
            self._line(key, "back", self._elsewhere(), unfinished=True)
        if around and self.chance(0.3):
            self._line(key, "leave", self.random.choice(("yes", "no", "stop")), leaves=True)

    def _wait(self, state: State, target: str) -> State:
        self._line(state.key, "on", target, when=self._maybe_when())
        if self.chance(0.5):
            self._line(state.key, "called", target, message=self.random.choice(MESSAGES), keeps=self.chance(0.7))
            if self.chance(0.5):
                return state
        since = "day" if self.chance(0.4) else ""
        return replace(state, deadlines=(Deadline(self._period(), "move", move="on", since=since),))

    def _deeds(self) -> tuple[Deed, ...]:
        return (
            Deed(
                "n",
                self.random.choice(({"+": [{"var": "n"}, 1]}, 2, {"no-such-operator": [1]} if self.chance(0.2) else 0)),
            ),
            *((Deed(record="customer", fields={"name": {"var": "doer"}}),) if self.chance(0.3) else ()),
        )

    def _block(self, state: State, target: str, around: tuple[str, ...]) -> State:
        key, inside = state.key, (*around, state.key)
        if state.kind in ("parallel", "inclusive"):
            for number in range(self.random.randint(1, 3)):
                when = self.random.choice(CONDITIONS) if state.kind == "inclusive" else None
                self._line(key, f"branch{number}", self._branch(inside), branch=True, when=when)
        elif state.kind == "loop":
            self._line(key, "branch", self._branch(inside), branch=True)
        if self.chance(0.2):
            self._line(key, "high", target, when=self.random.choice(CONDITIONS))
        if self.chance(0.95):
            self._line(key, "on", target)
        if self.chance(0.2):
            self._line(key, "by-hand", self._elsewhere(), by_hand=True)
        if self.chance(0.15):
            self._line(key, "called", target, message=self.random.choice(MESSAGES), keeps=self.chance(0.5))
        join = Join(
            self.random.choice(("all", "all", "any", "at_least", "when")),
            self.random.randint(1, 3),
            self.random.choice(JOINS),
            self.random.choice(("cancel", "go_on", "hold")),
        )
        return replace(
            state,
            join=join,
            each=self._each(state.kind),
            calls=Calls("other", {"n": {"var": "n"}}, {"n": {"var": "theirs"}}, self.chance(0.8)),
            deadlines=self._deadlines(key) if self.chance(0.5) else (),
        )

    def _each(self, kind: str) -> Each:
        order = self.random.choice(("parallel", "sequential"))
        if kind == "process" and self.chance(0.4):
            return Each()
        over = self.chance(0.6)
        return Each("rows" if over else "", None if over else self.random.choice((0, 1, 2, 3, {"var": "n"})), order)

    def _branch(self, inside: tuple[str, ...]) -> str:
        """It comes back to its block, or to an end."""
        back = self.random.choice((inside[-1], inside[-1], inside[-1], inside[0], "yes", "done"))
        return self.sequence(back, inside)

    def _deadlines(self, key: str) -> tuple[Deadline, ...]:
        moves = [move.key for move in self.moves if move.source == key and not move.branch and not move.message] or [""]
        return tuple(
            Deadline(
                self._period(),
                self.random.choice(("remind", "escalate", "hand_over", "close", "move")),
                self.whos(),
                "day" if self.chance(0.3) else "",
                self.random.choice(moves),
            )
            for _ in range(self.random.choice((0, 0, 1, 2)))
        )

    def _period(self) -> str:
        return self.random.choice(("PT1H", "P1D", "P1WD", "P2D"))

    def _maybe_when(self) -> Any:
        return self.random.choice(CONDITIONS) if self.chance(0.15) else None

    def _elsewhere(self) -> str:
        """Back to an earlier or on to a later step, or to an end."""
        return self.random.choice(("yes", "no", "stop", self.states[0].key, self.random.choice(self.states).key))

    def _line(self, source: str, key: str, target: str, **said: Any) -> None:
        self.moves.append(Move(key, source, target, **said))


def drawn(random: Random) -> Flow:
    drawing = Drawing(random)
    initial = drawing.sequence("yes", ())
    ends = (
        State("yes", "end"),
        State("no", "end", outcome="refused"),
        State("done", "end"),
        State("stop", "end", ends="all"),
    )
    flow = Flow(
        initial,
        (*drawing.states, *ends),
        tuple({(move.source, move.key): move for move in drawing.moves}.values()),
        fallback=drawing.whos() if drawing.chance(0.7) else (),
        withdraw=random.choice(("undecided", "always", "never")),
    )
    return odd(random, flow) if drawing.chance(0.25) else flow


def odd(random: Random, flow: Flow) -> Flow:
    """What a drawing that was never checked may have: lines that lead anywhere, flags where they mean nothing."""
    keys = [state.key for state in flow.states]
    moves = list(flow.moves)
    for _ in range(random.randint(1, 4) if moves else 0):
        at = random.randrange(len(moves))
        change: dict[str, Any] = random.choice(
            (
                {"target": random.choice(keys)},
                {"branch": not moves[at].branch},
                {"leaves": not moves[at].leaves},
                {"by_hand": not moves[at].by_hand},
                {"vote": random.choice(("for", "against", "abstain", ""))},
                {"message": random.choice((*MESSAGES, ""))},
                {"when": random.choice(CONDITIONS)},
            )
        )
        moves[at] = replace(moves[at], **change)
    return replace(flow, moves=tuple(moves))
