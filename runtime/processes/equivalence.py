"""What stands for what: steps of a process and statuses of a tracker. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from runtime.engine.acts import outsider
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.mirrors.mirrors import Mirror
from schemas.model.flow import Flow, Move, State
from schemas.words import Words

TAKEN_BACK: Final = ("withdrawn", "cancelled")
"""Outcomes of no step of its own: whoever asked has taken it back, or an administrator has."""
BETWEEN: Final = "/"
OUTCOME: Final = "="
SHOWN: Final = ("task", "approval", "wait", "parallel", "inclusive", "loop", "process", "end")
"""Kinds of step at which a request is seen standing."""
ALIKE: Final = 0.7
"""From here on two names are taken for the same, between 0 and 1."""
_WELL: Final = ("closed", "done")
"""Outcomes of what was done as it was asked for."""
_BEGIN: Final = ("to do", "todo", "backlog", "open", "new", "selected for development", "待办", "待处理", "未开始")
_DONE: Final = ("done", "closed", "resolved", "complete", "completed", "finished", "已完成", "完成", "已关闭")
_NOT_DONE: Final = ("won't do", "wont do", "declined", "rejected", "cancelled", "canceled", "已拒绝", "已取消", "不做")


@dataclass(frozen=True)
class Way:
    """A move that a program may take, as a row of the mapping; ``key`` is ``step/move``."""

    state: State
    move: Move

    @property
    def key(self) -> str:
        return f"{self.state.key}{BETWEEN}{self.move.key}"


@dataclass(frozen=True)
class Verdict:
    """What follows from how the sides stand. ``way`` is what is to be taken for ``take``; ``odds`` for ``differ``."""

    do: Literal["agree", "push", "take", "note", "differ", "stay"]
    way: tuple[str, str] = ("", "")
    odds: str = ""


def wanted(mirror: Mirror, case: Case) -> str:
    """The status that a case calls for as it stands; empty where nothing stands for it."""
    if case.ended in TAKEN_BACK:
        return mirror.out.get(f"{OUTCOME}{case.ended}", "")
    if case.ended:
        return mirror.out.get(case.state, "")
    here = (case.state, *(token.state for token in case.position.tokens if not token.left))
    return next((mirror.out[state] for state in here if mirror.out.get(state)), "")


def way(mirror: Mirror, case: Case, status: str) -> tuple[str, str] | None:
    """State and move that are taken where the case stands, now that the other side is at this status."""
    for token in () if case.ended else case.position.tokens:
        for key, at in mirror.into.items():
            state, _, move = key.partition(BETWEEN)
            if at == status and state == token.state and not token.left:
                return state, move
    return None


def is_known(mirror: Mirror, status: str) -> bool:
    """Whether the mapping says anything of this status; what it does not name means nothing to us."""
    return status in mirror.out.values() or status in mirror.into.values()


def judge(mirror: Mirror, case: Case, ours: str, theirs: str, status: str) -> Verdict:
    """``ours`` and ``theirs`` are what both sides stood at when they were last compared, ``status`` is theirs now."""
    calls_for = wanted(mirror, case)
    if calls_for == status:
        return Verdict("agree")
    ours_moved = bool(calls_for) and calls_for != ours
    theirs_moved = status != theirs
    if theirs_moved and mirror.takes:
        found = way(mirror, case, status)
        if found:
            return Verdict("take", found)
        if is_known(mirror, status) and calls_for:
            return Verdict("differ", odds="both" if ours_moved else "no-move")
    if ours_moved and mirror.sends:
        return Verdict("push")
    return Verdict("note" if theirs_moved else "stay")


def steps(compiled: Compiled) -> Iterator[tuple[str, Words]]:
    """Everything of ours that a status may stand for, in the order of the flow, with what it is called."""
    for state in compiled.process.flow.states:
        if state.kind in SHOWN:
            yield state.key, compiled.title(state.key)


def ways(compiled: Compiled) -> Iterator[Way]:
    """Every move that a program may take, in the order of the flow."""
    flow = compiled.process.flow
    for state in flow.states:
        for move in flow.moves_from(state.key):
            if outsider.may_be_left(state, move):
                yield Way(state, move)


def doubled(into: Mapping[str, str]) -> list[str]:
    """Keys whose status would mean two moves out of the same step."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for key, status in into.items():
        place = (key.partition(BETWEEN)[0], status)
        if seen.setdefault(place, key) != key:
            found.append(key)
    return found


def suggested(compiled: Compiled, statuses: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """``out`` and ``into`` by what things are called; what is not plain is left open."""
    flow = compiled.process.flow
    out = {}
    for key, title in steps(compiled):
        found = _like(flow.by_key[key], title, statuses, is_first=key == flow.initial)
        if found:
            out[key] = found
    return out, _ways_to(compiled, flow, out)


def _ways_to(compiled: Compiled, flow: Flow, out: Mapping[str, str]) -> dict[str, str]:
    """A status takes the move that leads to the step which it stands for."""
    into: dict[str, str] = {}
    for one in ways(compiled):
        status = out.get(_reached(flow, one.move.target), "")
        if status and status != out.get(one.state.key) and _is_harmless(flow, one):
            into[one.key] = status
    for key in doubled(into):
        del into[key]
    return into


def _is_harmless(flow: Flow, way: Way) -> bool:
    """What decides for a client, or ends it otherwise than done, nobody is talked into."""
    target = flow.by_key[_reached(flow, way.move.target)]
    ends_well = target.kind != "end" or target.outcome in ("", *_WELL)
    return ends_well and not any(who.kind == "contact" for who in way.state.who)


def _reached(flow: Flow, state: str) -> str:
    """What passes by itself by its only way is passed."""
    seen: set[str] = set()
    while flow.by_key[state].kind in ("choice", "action") and state not in seen:
        seen.add(state)
        on = flow.moves_from(state)
        if len(on) != 1:
            break
        state = on[0].target
    return state


def _like(state: State, title: Words, statuses: Mapping[str, str], *, is_first: bool) -> str:
    names = {name.strip().casefold(): key for key, name in statuses.items()}
    own = [text.strip().casefold() for text in (*title.values(), state.key.replace("_", " ").replace("-", " "))]
    for text in own:
        if text in names:
            return names[text]
    scored = [(SequenceMatcher(None, text, name).ratio(), key) for text in own for name, key in names.items()]
    best = max(scored, default=(0.0, ""))
    if best[0] >= ALIKE:
        return best[1]
    return next((names[name] for name in _usual(state, is_first=is_first) if name in names), "")


def _usual(state: State, *, is_first: bool) -> tuple[str, ...]:
    """What trackers call the place where things begin, and those where they end."""
    if state.kind == "end":
        return (*_NOT_DONE, *_DONE) if state.outcome == "rejected" else _DONE
    return _BEGIN if is_first else ()
