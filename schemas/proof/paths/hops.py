"""From where to where a request can get, and by what: the flow as a graph for one who follows a single branch of it.

A step with branches has two places: where its branches begin, and, behind it, where they have come together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from schemas import logic
from schemas.filling import rights
from schemas.model.flow import Block, Flow, Move, State
from schemas.model.flow_graph import Ways
from schemas.model.form import Field, Rule
from schemas.model.process import Process

START: Final = ""
"""Where the form is filled at first."""
BEHIND: Final = ">"
"""Stands behind the key of a step with branches, for where they have come together."""
BACK: Final = "<"
"""Stands behind the key of a step with branches, for a branch that has come back to it: here the walk of that one ends."""


@dataclass(frozen=True)
class Hop:
    """``move`` is its number in the document; ``first``: taken by itself, if no earlier one of its kind is.

    ``writes``: whether whoever takes it has filled the fields of the step; ``whole``: and all of them that they must.
    ``free``: whether its condition is asked at all. ``joins``: past all branches.
    """

    source: str
    target: str
    move: int | None = None
    first: bool = False
    writes: Literal["never", "maybe", "always"] = "never"
    whole: bool = True
    free: bool = False
    joins: bool = False

    @property
    def taking(self) -> frozenset["Hop"]:
        """What it stands for, where a flow with branches is read as one without."""
        return frozenset((self,))


class Roads:
    """The hops of a flow, and the order in which a walk without going back meets its places."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.flow: Flow = process.flow
        self.ways = Ways(self.flow)
        self.hops: tuple[Hop, ...] = tuple(self._all())

    @cached_property
    def out(self) -> Mapping[str, Sequence[Hop]]:
        found: dict[str, list[Hop]] = {}
        for hop in self.hops:
            found.setdefault(hop.source, []).append(hop)
        return found

    def read_by(self, move: Move) -> frozenset[str]:
        """The fields of the form that its condition reads."""
        return logic.names(move.when) & self.process.form.fields.keys()

    @cached_property
    def _walked(self) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
        """The places that lines lead to, each behind those that lead to it; and the lines that lead back."""
        done: list[str] = []
        back: set[tuple[str, str]] = set()
        seen, open_ = {START}, {START}
        stack = [(START, iter(self.out.get(START, ())))]
        while stack:
            place, hops = stack[-1]
            hop = next(hops, None)
            if hop is None:
                done.append(place)
                open_.discard(place)
                stack.pop()
            elif hop.target in open_:
                back.add((place, hop.target))
            elif hop.target not in seen:
                seen.add(hop.target)
                open_.add(hop.target)
                stack.append((hop.target, iter(self.out.get(hop.target, ()))))
        return tuple(reversed(done)), frozenset(back)

    @property
    def order(self) -> tuple[str, ...]:
        return self._walked[0]

    @property
    def back(self) -> frozenset[tuple[str, str]]:
        return self._walked[1]

    @cached_property
    def circles(self) -> Mapping[str, frozenset[str]]:
        """Of every place that can come again, all that can come between."""
        place = {key: at for at, key in enumerate(self.order)}
        after = {key: {hop.target for hop in self.out.get(key, ())} for key in self.order}
        before: dict[str, set[str]] = {key: set() for key in self.order}
        for key, targets in after.items():
            for target in targets:
                before[target].add(key)
        found: dict[str, frozenset[str]] = {}
        for key in self.order:  # the first of a circle in this order is before all the others of it
            if key not in found and any(source in place and place[source] >= place[key] for source in before[key]):
                circle = _beyond(key, after) & _beyond(key, before)
                found.update(dict.fromkeys(circle, frozenset(circle)))
        return found

    @cached_property
    def once(self) -> frozenset[str]:
        """The steps that a request enters once at the most."""
        return frozenset(key for key in self.flow.by_key if self._is_once(key))

    def _is_once(self, key: str) -> bool:
        around = self.ways.around(key)
        again = key in self.circles or any(block.kind == "loop" or block.key in self.circles for block in around)
        return not again and all(self._branches_with(block, key) == 1 for block in around)

    def _branches_with(self, block: State, key: str) -> int:
        begun = [move for move in self.flow.moves_from(block.key) if move.branch]
        return sum(key in self.ways.branch(block.key, move) for move in begun)

    def asks(self, place: str) -> bool:
        """Whether somebody is asked there, after whom the rules of the form are settled anew."""
        return place in self._writable

    def written_at(self, place: str) -> frozenset[str]:
        """What those may write who are asked there."""
        return self._writable.get(place, frozenset())

    def row_at(self, place: str) -> Field | None:
        """The table whose row a branch there is about."""
        block = self.ways.by_rows(place)
        over = self.process.form.fields.get(block.each.over) if block else None
        return over if over is not None and over.columns else None

    def begins(self, hop: Hop) -> bool:
        """Whether a branch begins by it."""
        return hop.move is not None and self.flow.moves[hop.move].branch

    def sent_back_to(self, place: str) -> frozenset[str]:
        """The steps that it may be sent back to from there, and may come straight back from."""
        return frozenset(hop.target for hop in self.out.get(place, ()) if place and hop.move is None and not hop.joins)

    def counts(self, block: State) -> bool:
        """Whether answers say how many branches it has."""
        return block.kind in ("loop", "process") and (block.each.over != "" or isinstance(block.each.times, dict))

    def drawn(self, place: str) -> str:
        """The place of the flow whose answers are written or read there."""
        return place

    def stands(self, place: str) -> str:
        """The place of the flow that a request stands at there."""
        return place

    def counts_at(self, place: str) -> tuple[int, int, int] | None:
        """How many branches are done, open, and all there are, where it is known."""
        del place
        return None

    def begun_if(self, move: Move) -> Rule:
        """When a branch begins, of those that a step does not begin in any case."""
        block = self.flow.by_key.get(move.source)
        if block and block.kind == "loop" and block.each.over:
            return {"!!": [{"var": block.each.over}]}
        if block and block.kind == "loop" and block.each.times is not None:
            return {">=": [block.each.times, 1]}
        return move.when if block and block.kind == "inclusive" else None

    def most(self, block: State) -> int | None:
        """How many branches begin at the most, of all but "inclusive" in any case; None where answers decide."""
        if block.kind in ("parallel", "inclusive"):
            return sum(move.branch for move in self.flow.moves_from(block.key))
        times = 1 if block.each.times is None else block.each.times
        return max(0, times) if isinstance(times, int) and not block.each.over else None

    def is_strict(self, step: str) -> bool:
        """Whether nobody goes on from there without answering what they must."""
        return all(hop.whole and hop.writes == "always" for hop in self.out.get(step, ()) if hop.move is not None)

    def given_at(self, place: str) -> frozenset[str]:
        """What the step fills in by itself."""
        state = self.flow.by_key.get(place)
        if state is None:
            return frozenset()
        return frozenset((*(deed.set for deed in state.deeds if deed.set), *state.calls.taken))

    @property
    def gives(self) -> bool:
        """Whether any step fills in fields by itself: what is computed from them follows only when somebody writes."""
        return bool(self.fills)

    @cached_property
    def fills(self) -> frozenset[str]:
        """The steps that fill in something by themselves."""
        return frozenset(key for key in self.flow.by_key if self.given_at(key))

    def changed_in(self, places: frozenset[str]) -> frozenset[str]:
        return frozenset().union(*(self.written_at(place) | self.given_at(place) for place in places))

    @cached_property
    def _writable(self) -> Mapping[str, frozenset[str]]:
        form, flow = self.process.form, self.flow
        asked = {state.key: state.key for state in flow.states if state.asks}
        found = {key: rights.writable(rights.of(flow, form, key)) for key in asked}
        return {**found, START: rights.writable(rights.of(flow, form, None))}

    @cached_property
    def beside(self) -> Mapping[str, frozenset[str]]:
        """Of every step, the fields that may be changed elsewhere while a request stands there."""
        found: dict[str, set[str]] = {}
        for state in self.flow.states:
            if state.kind in Block:
                self._beside_in(state, found)
        return {key: frozenset(fields) for key, fields in found.items()}

    def _beside_in(self, block: State, found: dict[str, set[str]]) -> None:
        branches = [self.ways.branch(block.key, move) for move in self.flow.moves_from(block.key) if move.branch]
        inside = self.ways.inside[block.key]
        for number, branch in enumerate(branches):
            others = [one for at, one in enumerate(branches) if at != number or block.kind == "loop"]
            fields = self.changed_in(frozenset().union(*others)) | self.written_at(block.key)
            for key in branch:
                found.setdefault(key, set()).update(fields)
        if block.join.rest != "cancel":
            for key in self.ways.beyond(block.key) - inside:
                found.setdefault(key, set()).update(self.changed_in(inside))

    def _all(self) -> Iterator[Hop]:
        if self.flow.initial in self.flow.by_key:
            yield Hop(START, self.flow.initial, writes="always")
        for state in self.flow.states:
            if state.kind != "end":
                yield from self._from(state)

    def _from(self, state: State) -> Iterator[Hop]:
        moves = [
            (number, move)
            for number, move in enumerate(self.flow.moves)
            if move.source == state.key and move.target in self.flow.by_key
        ]
        tried = self.ways.on(state)
        on = set(map(id, tried))
        moves.sort(key=lambda one: tried.index(one[1]) if id(one[1]) in on else -1)
        if state.kind in Block:
            yield Hop(state.key, state.key + BEHIND, joins=True)
        for number, move in moves:
            if move.branch:
                yield Hop(state.key, move.target, number, writes="never")
                continue
            target = move.target + (BACK if self._joins(state, move) else "")
            if id(move) in on and state.kind in ("choice", "action", *Block):
                yield Hop(state.key + (BEHIND if state.kind in Block else ""), target, number, first=True)
            yield from self._taken(state, number, move, target)
        if "return" in state.permits and state.kind in ("task", "approval"):
            yield from (Hop(state.key, earlier) for earlier in self._earlier(state))

    def _taken(self, state: State, number: int, move: Move, target: str) -> Iterator[Hop]:
        """By somebody, by time, or by a message."""
        by_hand = state.asks and not move.message
        alone = bool(move.message) or any(one.do == "move" and one.move == move.key for one in state.deadlines)
        closed = state.kind == "approval" and any(one.do == "close" for one in state.deadlines) and move.vote != ""
        skipped = state.kind in ("task", "approval") and "skip" in (state.if_requester, state.if_acted)
        if state.kind in ("choice", "action") or not (by_hand or alone or closed or skipped):
            return
        writes: Literal["never", "maybe", "always"] = "never"
        if by_hand:
            writes = "maybe" if alone or closed or skipped else "always"
        several = state.kind == "approval" and move.vote != ""
        yield Hop(state.key, target, number, writes=writes, whole=not move.unfinished, free=several and closed)

    def _joins(self, state: State, move: Move) -> bool:
        """It comes back to a step whose branch it stands in: the walk of that branch is over."""
        return move.target in self.ways.inside and state.key in self.ways.inside[move.target] and not move.leaves

    def _earlier(self, state: State) -> list[str]:
        behind = self.ways.behind(state.key)
        return [
            one.key
            for one in self.flow.states
            if one.key in behind and one.kind in ("task", "approval") and one != state
        ]


def _beyond(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for one in edges[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found | {start}
