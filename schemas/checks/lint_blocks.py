"""Steps with branches: where branches begin and come together, what they go through, and what nothing ever takes."""

from collections.abc import Iterator

from schemas.fields.registry import type_of
from schemas.format.addresses import Addresses
from schemas.model.flow import Asking, Block, Each, Join, Move, State
from schemas.model.flow_graph import Ways
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.rules.constant_conditions import never
from schemas.rules.flow_names import LISTED
from schemas.words import Words, words

ROWS = ("loop", "process")
TOO_FEW = words(
    "it waits for {count} of them, and there are never more than {branches}",
    "要求 {count} 个分支完成，但最多只有 {branches} 个",
)
NO_COUNT = words("it must wait for at least one", "至少要等待一个分支")
NO_CONDITION = words("its condition can never hold", "汇合条件永远不成立")

Numbered = tuple[int, Move]


def joined(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    ways = Ways(process.flow)
    for index, state in enumerate(process.flow.states):
        path = pointer("flow", "states", index)
        moves = [(n, move) for n, move in enumerate(process.flow.moves) if move.source == state.key]
        if state.kind in Block:
            yield from _begun(state, moves, path)
            yield from _never_joined(state, moves, path)
        else:
            yield from (_at_move("branch.outside", n, move, state, "branch") for n, move in moves if move.branch)
        if state.kind in ROWS:
            yield from _rows(process, state, path)
        yield from _untaken(state, moves, path)
        yield from (_at_move("branch.not-left", *one, state, "leaves") for one in moves if _stays(ways, one[1]))
        yield from _twice(state, moves)


def _begun(state: State, moves: list[Numbered], path: str) -> Iterator[Problem]:
    branches = [one for one in moves if one[1].branch]
    if state.kind == "process":
        if not state.calls.process:
            yield Problem("call.nothing", path, _named(state))
        yield from (_at_move("branch.outside", n, move, state, "branch") for n, move in branches)
    elif not branches:
        yield Problem("branch.none", path, _named(state))
    elif state.kind != "inclusive":
        for number, move in branches:
            if move.when is not None:
                params = {**_named(state), "part": "when"}
                yield Problem("part.idle", pointer("flow", "moves", number, "when"), params, "warning")
    if state.kind == "loop":
        yield from (_at_move("branch.one-too-many", n, move, state, "branch") for n, move in branches[1:])


def _never_joined(state: State, moves: list[Numbered], path: str) -> Iterator[Problem]:
    join, why = state.join, Words()
    most = _most(state, moves)
    if join.rule == "at_least" and join.count < 1:
        why = NO_COUNT
    elif join.rule == "at_least" and most is not None and join.count > most:
        why = TOO_FEW.formatted(count=join.count, branches=most)
    elif join.rule == "when" and (join.when is None or never(join.when)):
        why = NO_CONDITION
    if why:
        yield Problem("join.never", path + ("/join" if join != Join() else ""), {**_named(state), "why": why})


def _most(state: State, moves: list[Numbered]) -> int | None:
    """How many branches there can be; None where the answers decide."""
    if state.kind in ("parallel", "inclusive"):
        return sum(move.branch for _, move in moves)
    if state.each.over:
        return None
    times = 1 if state.each.times is None else state.each.times
    return times if isinstance(times, int) else None


def _rows(process: Process, state: State, path: str) -> Iterator[Problem]:
    over = process.form.fields.get(state.each.over)
    if over is not None:
        if not over.columns and type_of(over).value_of(over) not in LISTED:
            yield Problem("each.no-rows", f"{path}/each/over", {**_named(state), "field": over.title or over.key})
    elif state.each.over:
        yield Problem("field.unknown", f"{path}/each/over", {"field": state.each.over})
    elif state.kind == "loop" and state.each.times is None:
        yield Problem("each.nothing", path, _named(state))
    if state.each.over and state.each.times is not None:
        yield Problem("part.idle", f"{path}/each/times", {**_named(state), "part": "times"}, "warning")


def _untaken(state: State, moves: list[Numbered], path: str) -> Iterator[Problem]:
    """Moves that nobody and nothing can take; of a wait that nothing ends the wait itself is blamed."""
    if state.kind == "end":
        return
    untaken = [(n, move) for n, move in moves if not _is_taken(state, move)]
    if state.kind == "wait" and len(untaken) == len(moves):
        yield Problem("wait.never", path, _named(state))
    else:
        yield from (Problem("move.never", pointer("flow", "moves", n), _moved(state, move)) for n, move in untaken)


def _is_taken(state: State, move: Move) -> bool:
    by_time = any(one.do == "move" and one.move == move.key for one in state.deadlines)
    by_message = bool(move.message) and state.kind not in ("choice", "action")
    by_itself = state.kind not in ("wait", *Asking) and not (move.by_hand or move.message)
    return state.asks or move.branch or by_time or by_message or by_itself


def _stays(ways: Ways, move: Move) -> bool:
    """It is said to leave a branch, and there is none, or it leads to a step of the same."""
    around = ways.around(move.source)
    return move.leaves and (not around or move.target in ways.inside[around[0].key])


def _twice(state: State, moves: list[Numbered]) -> Iterator[Problem]:
    """A message that an earlier move out of the same step always takes."""
    taken: set[str] = set()
    for number, move in moves:
        if move.message in taken:
            yield Problem("key.duplicate", pointer("flow", "moves", number, "message"), {"key": move.message})
        if move.message and move.when is None:
            taken.add(move.message)
        if move.keeps and not move.message:
            params = {**_named(state), "part": "keeps"}
            yield Problem("part.idle", pointer("flow", "moves", number, "keeps"), params, "warning")


def idle(process: Process, at: Addresses) -> Iterator[Problem]:
    """Parts of a step that mean nothing for a step of its kind."""
    del at
    for index, state in enumerate(process.flow.states):
        said = {
            "join": state.join != Join() and state.kind not in Block,
            "each": state.each != Each() and state.kind not in ROWS,
            "calls": state.calls.process and state.kind != "process",
            "deeds": state.deeds and state.kind != "action",
            "ends": state.ends != "branch" and state.kind != "end",
        }
        for part in (part for part, is_idle in said.items() if is_idle):
            path = pointer("flow", "states", index, part)
            yield Problem("part.idle", path, {**_named(state), "part": part}, "warning")
        if state.kind == "action" and not state.deeds:
            yield Problem("deed.none", pointer("flow", "states", index), _named(state), "warning")


def _at_move(code: str, number: int, move: Move, state: State, part: str) -> Problem:
    return Problem(code, pointer("flow", "moves", number, part), _moved(state, move))


def _moved(state: State, move: Move) -> dict[str, Words | str]:
    return {"move": move.title or move.key, **_named(state)}


def _named(state: State) -> dict[str, Words | str]:
    return {"state": state.title or state.key}
