"""What mends a problem in one step, as operations of a JSON Patch on the document."""

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.model.flow import Flow, State
from schemas.model.process import Process
from schemas.problem import pointer

Repair = tuple[Mapping[str, Any], ...]


def without(*steps: str | int) -> Repair:
    return ({"op": "remove", "path": pointer(*steps)},)


def put(value: Any, *steps: str | int) -> Repair:
    """Also in the place of what stands there."""
    return ({"op": "add", "path": pointer(*steps), "value": value},)


def condition(move: int, value: Any) -> Repair:
    return put(value, "flow", "moves", move, "when")


def otherwise(move: int) -> Repair:
    """The move is for all the rest."""
    return without("flow", "moves", move, "when")


def without_move(move: int) -> Repair:
    return without("flow", "moves", move)


def without_state(process: Process, index: int) -> Repair:
    """With the moves that leave it and lead to it; none where something else names it, or it is the first."""
    flow = process.flow
    key = flow.states[index].key
    if key == flow.initial or any(key in state.not_who_did for state in flow.states):
        return ()
    moves = [number for number, move in enumerate(flow.moves) if key in (move.source, move.target)]
    gone = (one for number in reversed(moves) for one in without_move(number))
    return (*gone, *without("flow", "states", index))


def right(flow: Flow, index: int, field: str, value: str) -> Repair:
    """At a step, what its people may do with a field."""
    state: State = flow.states[index]
    if state.fields:
        return put(value, "flow", "states", index, "fields", field)
    return put({field: value}, "flow", "states", index, "fields")


def all_of(repairs: Iterable[Repair]) -> Repair:
    return tuple(one for repair in repairs for one in repair)
