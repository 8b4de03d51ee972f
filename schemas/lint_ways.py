"""Steps that nothing leads to, and steps that lead nowhere. A published process always ends."""

from collections.abc import Iterator
from dataclasses import replace

from schemas.addresses import Addresses
from schemas.flow import Flow, State
from schemas.problem import Problem, pointer
from schemas.process import Process
from schemas.ways import Ways


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
            yield Problem("state.dead-end", path, params)
    yield from _circles(flow)


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


def _circles(flow: Flow) -> Iterator[Problem]:
    """Choices that lead back to themselves with nobody in between: nothing could change, and it would never stop."""
    choices = tuple(state for state in flow.states if state.kind == "choice")
    alone = Ways(replace(flow, states=choices))
    told: set[str] = set()
    for index, state in enumerate(flow.states):
        if state.kind == "choice" and state.key in alone.beyond(state.key) and state.key not in told:
            circle = alone.beyond(state.key) & alone.behind(state.key)
            told |= circle
            names = ", ".join(key for key in flow.by_key if key in circle)
            yield Problem("flow.endless-loop", pointer("flow", "states", index), {"states": names})
