"""Edits of a flow. Each is what a designer asked for, and what it makes of the process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from builder.editing.naming import key_for
from builder.editing.refusal import cannot, known, moved
from schemas.model.flow import Flow, Move, Rights, State
from schemas.model.process import Process
from schemas.words import Words

STATE_CHANGES = frozenset(one.name for one in fields(State)) - {"key", "kind", "fields"}
MOVE_CHANGES = frozenset(one.name for one in fields(Move)) - {"key", "source"}
FLOW_CHANGES = frozenset({"withdraw", "notices", "fallback"})


def forward(flow: Flow, state: str) -> Move | None:
    """The way on from a step: its first move that is not against and begins no branch."""
    ways = (move for move in flow.moves_from(state) if not move.branch and not move.by_hand)
    return next((move for move in ways if move.vote != "against"), None)


@dataclass(frozen=True)
class ChangeState:
    """``changes`` may hold all that is said of a step but its key, its kind and its rights."""

    key: str
    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        if not self.changes.keys() <= STATE_CHANGES:
            raise cannot("edit.unknown", key=", ".join(sorted(self.changes.keys() - STATE_CHANGES)))
        return on_state(process, self.key, lambda state: replace(state, **self.changes))


@dataclass(frozen=True)
class SetRights:
    """What those who are asked in a step may do with the fields.

    ``place`` is a state's key, or "fill" or "tracking" where it is ``of`` the flow itself.
    """

    place: str
    rights: Rights
    of: Literal["state", "flow"] = "state"

    def on(self, process: Process) -> Process:
        if self.of == "state":
            return on_state(process, self.place, lambda state: replace(state, fields=dict(self.rights)))
        if self.place not in {"fill", "tracking"}:
            raise cannot("edit.unknown", key=self.place)
        return with_flow(process, **{self.place: dict(self.rights)})


@dataclass(frozen=True)
class ChangeFlow:
    """``changes`` may hold withdraw, notices and fallback."""

    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        if not self.changes.keys() <= FLOW_CHANGES:
            raise cannot("edit.unknown", key=", ".join(sorted(self.changes.keys() - FLOW_CHANGES)))
        return with_flow(process, **self.changes)


@dataclass(frozen=True)
class MoveState:
    """Earlier or later in the list; what leads where stays as it is."""

    key: str
    by: int

    def on(self, process: Process) -> Process:
        return with_flow(process, states=moved(process.flow.states, self.key, self.by))


@dataclass(frozen=True)
class SetInitial:
    key: str

    def on(self, process: Process) -> Process:
        known(process.flow.states, self.key)
        return with_flow(process, initial=self.key)


@dataclass(frozen=True)
class RemoveState:
    """The step goes with its moves. What led to it leads on to where it led first, or ends with it."""

    key: str

    def on(self, process: Process) -> Process:
        flow = process.flow
        known(flow.states, self.key)
        if len(flow.states) == 1:
            raise cannot("edit.last-state")
        way = forward(flow, self.key)
        onward = way.target if way and way.target != self.key else ""
        states = tuple(_unlinked(state, self.key) for state in flow.states if state.key != self.key)
        moves = tuple(replace(move, target=onward) if move.target == self.key else move for move in flow.moves)
        kept = tuple(move for move in moves if move.source != self.key and move.target and move.source != move.target)
        initial = (onward or states[0].key) if flow.initial == self.key else flow.initial
        return with_flow(process, states=states, moves=kept, initial=initial)


def _unlinked(state: State, key: str) -> State:
    return replace(state, not_who_did=tuple(one for one in state.not_who_did if one != key))


@dataclass(frozen=True)
class AddMove:
    source: str
    target: str
    title: Words
    vote: Literal["for", "against", "abstain", ""] = ""
    asks: tuple[Literal["comment", "signature", "file"], ...] = ()
    unfinished: bool = False

    def on(self, process: Process) -> Process:
        flow = process.flow
        known(flow.states, self.source)
        known(flow.states, self.target)
        key = key_for(self.title, "move", (move.key for move in flow.moves_from(self.source)), joint="-")
        made = Move(
            key,
            self.source,
            self.target,
            self.title,
            asks=self.asks,
            vote=self.vote,
            unfinished=self.unfinished,
        )
        return with_flow(process, moves=(*flow.moves, made))


@dataclass(frozen=True)
class ChangeMove:
    """``changes`` may hold all that is said of a way but its key and where it begins."""

    source: str
    key: str
    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        if not self.changes.keys() <= MOVE_CHANGES:
            raise cannot("edit.unknown", key=", ".join(sorted(self.changes.keys() - MOVE_CHANGES)))
        if "target" in self.changes:
            known(process.flow.states, self.changes["target"])
        return on_moves(process, self.source, self.key, lambda move: (replace(move, **self.changes),))


@dataclass(frozen=True)
class MoveMove:
    """Earlier or later among the ways out of its step: out of a choice the first that holds is taken."""

    source: str
    key: str
    by: int

    def on(self, process: Process) -> Process:
        flow = process.flow
        order = iter(moved(flow.moves_from(self.source), self.key, self.by))
        return with_flow(
            process, moves=tuple(next(order) if move.source == self.source else move for move in flow.moves)
        )


@dataclass(frozen=True)
class RemoveMove:
    source: str
    key: str

    def on(self, process: Process) -> Process:
        return on_moves(process, self.source, self.key, lambda _: ())


def with_flow(process: Process, **changes: Any) -> Process:
    return replace(process, flow=replace(process.flow, **changes))


def on_state(process: Process, key: str, change: Callable[[State], State]) -> Process:
    known(process.flow.states, key)
    return with_flow(
        process, states=tuple(change(state) if state.key == key else state for state in process.flow.states)
    )


def on_moves(process: Process, source: str, key: str, change: Callable[[Move], tuple[Move, ...]]) -> Process:
    """The process with one move replaced by those that ``change`` makes of it."""
    wanted = known(process.flow.moves_from(source), key)
    return with_flow(
        process,
        moves=tuple(new for move in process.flow.moves for new in (change(move) if move is wanted else (move,))),
    )
