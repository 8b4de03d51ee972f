"""Steps put where a way runs, and ways drawn from one step to another: what a canvas asks for. See `flow_edits`."""

from dataclasses import dataclass, field, replace
from typing import Final

from builder.editing.flow_edits import AddMove, forward, with_flow
from builder.editing.new_steps import AGREE, DONE, ON, REFUSE, AddState, first_moves
from builder.editing.refusal import cannot, known
from schemas.model.flow import Flow, Move, State, StateKind
from schemas.model.flow_graph import Ways
from schemas.model.process import Process
from schemas.words import Words, words

SEND_BACK: Final = words("Send back", "退回")


@dataclass(frozen=True)
class Spur:
    """A way by where it begins and its key; neither: the one by which every request comes in."""

    source: str = ""
    key: str = ""

    def target(self, flow: Flow) -> str:
        """Where it leads. Raises CannotEdit: there is no such way."""
        return known(flow.moves_from(self.source), self.key).target if self.source else flow.initial

    def led_to(self, flow: Flow, target: str) -> Flow:
        if not self.source:
            return replace(flow, initial=target)
        return replace(
            flow,
            moves=tuple(
                replace(move, target=target) if (move.source, move.key) == (self.source, self.key) else move
                for move in flow.moves
            ),
        )


@dataclass(frozen=True)
class AddStateOn:
    """A new step on a way: the way leads to it now, and it leads on to where the way led; an end leads nowhere."""

    kind: StateKind
    way: Spur
    title: Words = field(default_factory=Words)

    def on(self, process: Process) -> Process:
        flow = process.flow
        target = self.way.target(flow)
        grown = AddState(self.kind, self.title).on(process).flow
        new = grown.states[len(flow.states) :]
        made = new[0]
        wired = self.way.led_to(replace(grown, initial=flow.initial), made.key)
        leads = bool(target) and made.kind != "end"
        moves = (*wired.moves, *first_moves(grown, made, target)) if leads else wired.moves
        return with_flow(process, initial=wired.initial, states=_behind(flow.states, self.way.source, new), moves=moves)


@dataclass(frozen=True)
class PutState:
    """A step, with its branches if it has any, taken from where it stands and put on a way.

    What led to it leads on to where it led first; from the way it goes on to where that led.
    """

    key: str
    way: Spur

    def on(self, process: Process) -> Process:
        flow = process.flow
        state, target = known(flow.states, self.key), self.way.target(flow)
        if target == self.key or self.way == _way_on(flow, self.key):
            return process
        inside = Ways(flow).inside.get(self.key, frozenset())
        on = forward(flow, self.key)
        if on is None or on.target == self.key or self.way.source in {self.key, *inside} or target in inside:
            raise cannot("edit.not-there", title=state.title or state.key)
        out = _taken_out(flow, self.key, on.target, {self.key, *inside})
        put = Spur(self.key, on.key).led_to(self.way.led_to(out, self.key), target)
        own = tuple(one for one in flow.states if one.key in {self.key, *inside})
        rest = tuple(one for one in flow.states if one not in own)
        there = {(move.source, move.key) for move in flow.moves if move.source == move.target}
        moves = tuple(one for one in put.moves if one.source != one.target or (one.source, one.key) in there)
        return with_flow(process, initial=put.initial, states=_behind(rest, self.way.source, own), moves=moves)


def _way_on(flow: Flow, key: str) -> Spur | None:
    on = forward(flow, key)
    return Spur(key, on.key) if on else None


def _taken_out(flow: Flow, key: str, onward: str, own: set[str]) -> Flow:
    """What leads to the step from outside of it leads past it."""
    moves = tuple(
        replace(move, target=onward) if move.target == key and move.source not in own else move for move in flow.moves
    )
    return replace(flow, moves=moves, initial=onward if flow.initial == key else flow.initial)


def _behind(states: tuple[State, ...], key: str, new: tuple[State, ...]) -> tuple[State, ...]:
    at = next((number for number, one in enumerate(states, 1) if one.key == key), 0)
    return (*states[:at], *new, *states[at:])


def way_between(flow: Flow, source: str, target: str, title: Words) -> AddMove:
    """A new way; where nobody has said what it is called, by what such a way usually means.

    Raises:
        CannotEdit: nothing leads on from an end, or one of the two is not there.
    """
    state, end = known(flow.states, source), known(flow.states, target)
    if state.kind == "end":
        raise cannot("edit.end-leads-on", title=state.title or state.key)
    usual = _usual(flow, state, end)
    return replace(usual, title=title) if title else usual


def _usual(flow: Flow, state: State, end: State) -> AddMove:
    if end.key == state.key or state.key in Ways(flow).beyond(end.key):
        return AddMove(state.key, end.key, SEND_BACK, unfinished=True)
    ways: tuple[Move, ...] = flow.moves_from(state.key)
    votes = {move.vote for move in ways}
    if state.kind == "approval" and "for" not in votes:
        return AddMove(state.key, end.key, AGREE, "for")
    if state.kind == "approval" and "against" not in votes:
        return AddMove(state.key, end.key, REFUSE, "against", ("comment",), unfinished=True)
    return AddMove(state.key, end.key, DONE if state.kind == "task" and not ways else ON)
