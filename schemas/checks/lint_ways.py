"""Steps that nothing leads to, and steps that lead nowhere. A published process always ends."""

from collections.abc import Iterator
from dataclasses import replace

from schemas.format.addresses import Addresses
from schemas.model.flow import Block, Flow, Move, State
from schemas.model.flow_graph import Steps, Ways
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.words import Words


def lost(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    flow, ways = process.flow, Ways(process.flow)
    yield from _to_nowhere(flow)
    if not any(state.kind == "end" for state in flow.states):
        yield Problem("flow.no-end", pointer("flow", "states"))
    for index, state in enumerate(flow.states):
        path, params = pointer("flow", "states", index), {"state": state.title or state.key}
        if flow.initial in flow.by_key and state.key not in ways.reachable:
            yield Problem("state.unreachable", path, params)
        if _dead(state, ways):
            yield Problem("state.dead-end", path, {**params, "such": Words()})


def _to_nowhere(flow: Flow) -> Iterator[Problem]:
    """Steps that are named somewhere and are not there."""
    named = [(flow.initial, pointer("flow", "initial"))]
    for index, move in enumerate(flow.moves):
        named += [(move.source, pointer("flow", "moves", index, "from"))]
        named += [(move.target, pointer("flow", "moves", index, "to"))]
    for index, state in enumerate(flow.states):
        named += [(k, pointer("flow", "states", index, "not_who_did", n)) for n, k in enumerate(state.not_who_did)]
    yield from (Problem("move.unknown-target", path, {"state": key}) for key, path in named if key not in flow.by_key)


def _dead(state: State, ways: Ways) -> bool:
    """Whether a request that comes here stays: no way out, or ways that only lead round and round.

    Not blamed are a step that leads into one without a way out, and one whose ways lead to what is not there.
    """
    flow = ways.flow
    if state.kind == "end" or any(move.target not in flow.by_key for move in flow.moves_from(state.key)):
        return False
    return all(ways.after[key] for key in ways.beyond(state.key))


def by_themselves(ways: Ways) -> Flow:
    """The flow of the steps that go on at once. A branch that comes back to its step goes nowhere from there."""
    flow = ways.flow
    states = tuple(state for state in flow.states if state.kind in ("choice", "action") or state.kind in Block)
    there = frozenset(state.key for state in states)
    moves = tuple(
        move
        for state in states
        for move in (*ways.on(state), *_begins(ways, state))
        if move.target not in ways.inside or state.key not in ways.inside[move.target]
        if move.branch or state.kind not in Block or _is_passed(ways, state, there)
    )
    return replace(flow, states=states, moves=moves)


def _begins(ways: Ways, state: State) -> tuple[Move, ...]:
    return tuple(move for move in ways.flow.moves_from(state.key) if move.branch)


def _is_passed(ways: Ways, block: State, there: Steps) -> bool:
    """Whether its branches need nobody and no time."""
    if block.kind == "process":
        return not block.calls.waits
    inside = (ways.flow.by_key[key] for key in ways.inside[block.key])
    return all(state.kind == "end" or state.key in there for state in inside)
