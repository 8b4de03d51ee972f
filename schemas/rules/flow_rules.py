"""Every rule of a flow: where it stands in the document, and what it may read there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from schemas import logic
from schemas.fields.kind import Value
from schemas.logic.kinds import Kind
from schemas.model.flow import Deed, Move, State
from schemas.model.flow_graph import Ways
from schemas.model.form import Rule
from schemas.model.process import Process
from schemas.problem import pointer
from schemas.rules.flow_names import COUNTED, OUTCOME, names_in, names_of_row

TODAY: Final = "@today"


@dataclass(frozen=True)
class FlowRule:
    rule: Rule
    path: str
    names: Mapping[str, Kind]


def flow_rules(process: Process, names: Mapping[str, Value]) -> Iterator[FlowRule]:
    """``names`` are those of the form; of what is around it, a flow knows only the day."""
    ways, flow = Ways(process.flow), process.flow
    answered = {name: kind for name, kind in names.items() if not name.startswith("@") or name == TODAY}
    standing = {**answered, **names_in(flow)}
    for index, move in enumerate(flow.moves):
        if move.when is not None:
            read = {**standing, **_of_move(process, ways, move)}
            yield FlowRule(move.when, pointer("flow", "moves", index, "when"), read)
    for index, state in enumerate(flow.states):
        read = {**standing, **row_around(process, ways, state.key)}
        yield from _of_state(process, state, pointer("flow", "states", index), read)
    yield from _of_follows(process, answered)


def _of_follows(process: Process, names: Mapping[str, Kind]) -> Iterator[FlowRule]:
    """What is given to a request that this one becomes."""
    for index, one in enumerate(process.follows):
        for key, rule in one.given.items():
            yield FlowRule(rule, f"{pointer('follows', index, 'given')}{pointer(key)}", names)


def row_around(process: Process, ways: Ways, step: str) -> Mapping[str, Value]:
    """What the innermost branch that the step stands in says of its row."""
    found = ways.by_rows(step)
    return names_of_row(process.form, found) if found else {}


def _of_move(process: Process, ways: Ways, move: Move) -> Mapping[str, Value]:
    counted = COUNTED if move.source in ways.inside and not move.branch else {}
    return {**row_around(process, ways, move.source), **counted}


def _of_state(process: Process, state: State, path: str, names: Mapping[str, Kind]) -> Iterator[FlowRule]:
    if state.join.when is not None:
        yield FlowRule(state.join.when, f"{path}/join/when", {**names, **COUNTED})
    if state.each.times is not None:
        yield FlowRule(state.each.times, f"{path}/each/times", names)
    row = {**names, **names_of_row(process.form, state)}
    for key, rule in state.calls.given.items():
        yield FlowRule(rule, f"{path}/calls/given{pointer(key)}", row)
    for key, rule in state.calls.taken.items():
        yield FlowRule(rule, f"{path}/calls/taken{pointer(key)}", theirs(rule))
    for number, deed in enumerate(state.deeds):
        yield from _of_deed(deed, f"{path}/deeds/{number}", names)


def _of_deed(deed: Deed, path: str, names: Mapping[str, Kind]) -> Iterator[FlowRule]:
    if deed.to is not None:
        yield FlowRule(deed.to, f"{path}/to", names)
    if deed.plan and deed.plan.delay is not None:
        yield FlowRule(deed.plan.delay, f"{path}/plan/delay", names)
    for key, rule in deed.fields.items():
        yield FlowRule(rule, f"{path}/fields{pointer(key)}", names)


def theirs(rule: Rule) -> Mapping[str, Kind]:
    """What is taken from a sub-request reads its answers, and nobody here knows which it has."""
    named: dict[str, Kind] = {name: "any" for name in logic.names(rule) if not name.startswith("@")}
    return {**named, OUTCOME: "text"}
