"""Every way that a request can go, with every answer that it can have on it, as one formula.

What is drawn without going back is in it exactly. Of what goes round there are two readings: ``rounds`` walks each circle so
often and no more, so that whatever is found there can happen; ``open_`` lets a request come back with anything that can have
been written meanwhile, so that whatever is not found there cannot happen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import z3

from schemas.proof.paths import demands
from schemas.proof.paths.hops import BEHIND, START, Hop, Roads
from schemas.proof.paths.row_counts import as_answered, counted
from schemas.proof.paths.tangles import Tangle, Turn
from schemas.proof.paths.written_surely import surely_written
from schemas.proof.symbolic.answer_sheets import Changed, Empty, Filled, Merged
from schemas.proof.symbolic.premises import Setting, Sheet
from schemas.proof.symbolic.supposing import supposed
from schemas.proof.symbolic.unions import Guard, Union, against, both, either, said

Place = tuple[str, int]
"""A place of the flow, and how often the walk has gone back before."""
GONE: Final = -1
"""Instead of that number: further than is walked."""


@dataclass
class Stop:
    """A place of the walk: whether it is come to, with which answers, and with which it is left by those who write there."""

    key: str
    here: Guard
    sheet: Sheet
    after: Sheet
    moment: str
    written: Guard = True
    complete: Guard = True


@dataclass(frozen=True)
class Leg:
    """One hop of the walk: whether it is taken."""

    source: Place
    target: Place
    hop: Hop
    taken: Guard
    condition: Guard
    sheet: Sheet


@dataclass
class Journeys:
    """``deciding`` are the fields that any condition reads, through whatever rules."""

    roads: Roads
    setting: Setting
    deciding: frozenset[str]
    rounds: int = 1
    open_: bool = False
    turning: frozenset[str] = frozenset()
    """Where it is open: the places of the circles that a request can go round."""
    stops: dict[Place, Stop] = field(default_factory=dict)
    facts: list[z3.BoolRef] = field(default_factory=list)
    _into: dict[Place, list[Leg]] = field(default_factory=dict)
    _by: dict[Hop, list[Leg]] = field(default_factory=dict)
    _from: dict[Place, list[Leg]] = field(default_factory=dict)
    _gates: dict[frozenset[str], tuple[Guard, Sheet, list[Guard]]] = field(default_factory=dict)

    @property
    def _label(self) -> str:
        return f"{self.rounds}{f' open {len(self.turning)}' if self.open_ else ''}"

    def __post_init__(self) -> None:
        for at in range(self.rounds):
            for key in self.roads.order:
                self._come((key, at))

    def coming(self, key: str) -> Guard:
        """Whether a request comes to that place."""
        if isinstance(self.roads, Tangle) and not key.endswith(BEHIND):
            return either(leg.taken for leg in self.legs if isinstance(leg.hop, Turn) and key in leg.hop.entered)
        return either(stop.here for _, stop in self.standing(key))

    def standing(self, key: str) -> Iterator[tuple[Place, Stop]]:
        return ((place, stop) for place, stop in self.stops.items() if self.roads.stands(place[0]) == key)

    def leaving(self, place: Place) -> Iterator[Leg]:
        return iter(self._from.get(place, ()))

    @property
    def legs(self) -> Iterator[Leg]:
        return (leg for legs in self._from.values() for leg in legs)

    def going(self, hop: Hop) -> Guard:
        return either(leg.taken for leg in self._by.get(hop, ()))

    def _come(self, place: Place) -> None:
        ways = [(leg.taken, leg.sheet) for leg in self._into.get(place, ())]
        if place == (START, 0):
            ways = [(True, Empty())]
        ways = self._through_gate(place, ways)
        if not ways:
            return
        name = f"{place[0]}/{place[1]}/{self._label}"
        here = either(guard for guard, _ in ways)
        if not isinstance(here, bool):
            self.facts.append(z3.Bool(f"at {name}") == here)
            here = z3.Bool(f"at {name}")
        self._around(place[0], name)
        sheet = ways[0][1] if len(ways) == 1 else Merged(ways)
        self.stops[place] = stop = self._stop(place[0], here, self._stirred(place[0], sheet, name), name)
        if place[0].endswith(BEHIND):
            block = self.roads.flow.by_key[place[0].removesuffix(BEHIND)]
            self.facts += counted(self.setting, block, self.roads.most(block), stop.sheet, stop.moment)
        self._leave(place, stop)

    def stop_at(self, key: str, sheet: Sheet, name: str) -> Stop:
        """Of its own, for somebody who stands there with such answers."""
        self._around(key, name)
        return self._stop(key, True, sheet, name)

    def _around(self, key: str, name: str) -> None:
        """What else than answers is known there."""
        counts, table = self.roads.counts_at(key), self.roads.row_at(key)
        if counts is not None:
            self.setting.counts[name] = counts
        if table is not None:
            self.setting.rows[name] = table

    def _stop(self, key: str, here: Guard, sheet: Sheet, name: str) -> Stop:
        given = self.roads.given_at(key) & self.deciding
        if given:
            return Stop(key, here, sheet, Changed(sheet, self._given(key, given, sheet, name)), name)
        writable = self.roads.written_at(key) & self.deciding
        if not (writable or key == START or (self.roads.gives and self.roads.asks(key))):
            return Stop(key, here, sheet, sheet, name)
        maybe: Guard = True
        if any(hop.writes == "maybe" for hop in self.roads.out.get(key, ())):
            maybe = z3.Bool(f"written at {name}")
        after = Filled(self.setting, sheet, writable, name, maybe, self._demanded(key))
        complete = either((against(maybe), both(*map(after.complete, sorted(writable)))))
        return Stop(key, here, sheet, after, name, maybe, complete)

    def _demanded(self, key: str) -> frozenset[str]:
        """What everybody has to answer who goes on from there."""
        place = self.roads.drawn(key)
        state = self.roads.flow.by_key.get(place)
        return demands.surely(self.roads.process, state) if state or place == START else frozenset()

    def _given(self, key: str, fields: frozenset[str], sheet: Sheet, name: str) -> Mapping[str, Union]:
        """What an action sets, one after the other; of what a sub-request gives nothing is known."""
        state, known = self.roads.flow.by_key[self.roads.drawn(key)], self.setting
        made: dict[str, Union] = {
            one: supposed(known.reckoning, known.form.fields[one], f"{one}#{name}")
            for one in fields & state.calls.taken.keys()
        }
        for deed in state.deeds:
            if deed.set in fields:
                made[deed.set] = known.reckoning.union(deed.to, known.lookup(Changed(sheet, dict(made)), name))
        return made

    def _stirred(self, key: str, sheet: Sheet, name: str) -> Sheet:
        """What else may have been written when it comes here, or while it stands here."""
        fields = self.roads.beside.get(key.removesuffix(BEHIND), frozenset())
        if key.endswith(BEHIND):
            block = key.removesuffix(BEHIND)
            fields |= self.roads.changed_in(self.roads.ways.inside[block] | {block})
        else:
            fields |= self.roads.changed_in(self.roads.sent_back_to(key))
        fields &= self.deciding
        if not fields:
            return sheet
        made = Filled(self.setting, sheet, fields, f"{name} beside", None)
        if key.endswith(BEHIND):
            sure = surely_written(self.roads, self.roads.flow.by_key[key.removesuffix(BEHIND)]) & fields
            self.facts += [said(both(made.written(one), made.complete(one))) for one in sorted(sure)]
        return made

    def _leave(self, place: Place, stop: Stop) -> None:
        key, at = place
        earlier: list[Guard] = []
        taken: list[z3.BoolRef] = []
        for number, hop in enumerate(self.roads.out.get(key, ())):
            back = (key, hop.target) in self.roads.back
            target = (hop.target, at + back if at + back < self.rounds else GONE)
            condition = self.condition(hop, stop)
            guard = both(stop.here, condition, *map(against, earlier))
            if hop.first:
                earlier.append(condition)
            if not hop.first and key != START:
                free = z3.Bool(f"go {number} from {stop.moment}")
                self.facts.append(z3.Implies(free, said(guard)))
                taken.append(free)
                guard = free
            leg = Leg(place, target, hop, guard, condition, self._sheet(hop, stop))
            for one in hop.taking:
                self._by.setdefault(one, []).append(leg)
            self._from.setdefault(place, []).append(leg)
            self._into.setdefault(target, []).append(leg)
        if len(taken) > 1:
            self.facts.append(z3.AtMost(*taken, 1))

    def condition(self, hop: Hop, stop: Stop) -> Guard:
        """What must hold where it is taken, the answers of whoever takes it among it."""
        if hop.writes == "never":
            return self.open_to(hop, stop)
        written = stop.written if hop.writes == "always" else True
        return both(self.open_to(hop, stop), written, stop.complete if hop.whole else True)

    def open_to(self, hop: Hop, stop: Stop) -> Guard:
        """Whether its own condition holds."""
        if isinstance(hop, Turn) and hop.question is not None:
            block = self.roads.flow.by_key[hop.question.place]
            return as_answered(self.setting, block, hop, stop.sheet, stop.moment)
        if hop.move is None or hop.free:
            return True
        move = self.roads.flow.moves[hop.move]
        when = self.roads.begun_if(move) if move.branch else move.when
        if when is None:
            return True
        read = self.setting.lookup(self._sheet(hop, stop), stop.moment)
        return self.setting.reckoning.holds(when, read)

    def _sheet(self, hop: Hop, stop: Stop) -> Sheet:
        """What stands as the answers once it is taken."""
        return stop.after if hop.writes != "never" or self.roads.given_at(hop.source) else stop.sheet

    def _through_gate(self, place: Place, ways: list[tuple[Guard, Sheet]]) -> list[tuple[Guard, Sheet]]:
        """Into a circle a request comes once; from then on it may be anywhere where the circle leads back to."""
        circle = self.roads.circles.get(place[0])
        if not self.open_ or circle is None or place[0] not in self.turning:
            return ways
        if circle not in self._gates:
            self._gates[circle] = self._gate(circle, place[1])
        inside, sheet, loops = self._gates[circle]
        straight = against(either(loops))
        ways = (
            [
                (both(leg.taken, straight) if leg.source[0] not in circle else leg.taken, leg.sheet)
                for leg in self._into.get(place, ())
            ]
            if place[0] != START
            else ways
        )
        looped = z3.Bool(f"back at {place[0]} {self._label}")
        if any(target == place[0] for _, target in self.roads.back) and any(map(looped.eq, _terms(loops))):
            ways.append((both(inside, looped), self._anything(circle, sheet, place[0])))
        return ways

    def _gate(self, circle: frozenset[str], at: int) -> tuple[Guard, Sheet, list[Guard]]:
        legs = [leg for key in circle for leg in self._into.get((key, at), ()) if leg.source[0] not in circle]
        heads = sorted({target for source, target in self.roads.back if target in circle})
        loops: list[Guard] = [z3.Bool(f"back at {head} {self._label}") for head in heads]
        if len(loops) > 1:
            self.facts.append(z3.AtMost(*_terms(loops), 1))
        return either(leg.taken for leg in legs), Merged([(leg.taken, leg.sheet) for leg in legs]), loops

    def _anything(self, circle: frozenset[str], before: Sheet, head: str) -> Sheet:
        """What has been written on the way round, in any order, as far as it must have been whole."""
        fields = self.roads.changed_in(circle) & self.deciding
        if not fields:
            return before
        sheet = Filled(self.setting, before, fields, f"round to {head} {self._label}", None)
        for key in sorted(fields):
            if self._is_whole(circle, key):
                written = sheet.written(key)
                self.facts.append(said(either((against(written), sheet.complete(key)))))
        return sheet

    def _is_whole(self, circle: frozenset[str], key: str) -> bool:
        """Whoever writes it, or what its rules read, on the way round has to answer it if it must be answered."""
        about = self.setting.about(key)
        steps = [step for step in circle if (self.roads.written_at(step) | self.roads.given_at(step)) & (about | {key})]
        return all(
            key in self.roads.written_at(step) and not self.roads.given_at(step) and self.roads.is_strict(step)
            for step in steps
        )


def _terms(guards: list[Guard]) -> list[z3.BoolRef]:
    return [said(one) for one in guards]
