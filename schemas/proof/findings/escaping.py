"""Rounds that a request may be caught in: people go on and on, and what would open a way out can no longer be answered.

What is written on the way round is tried, as it is in `shutting`: each finding is asked of all other requests that come,
until one is left for which nothing opens a way out, or none is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import z3

from schemas.model.flow import Asking, Block, State
from schemas.problem import Problem, pointer
from schemas.proof.examples import example, such_as
from schemas.proof.findings.shutting import symbols
from schemas.proof.ground import Ground
from schemas.proof.paths.hops import Hop, Roads
from schemas.proof.paths.journeys import Journeys, Place, Stop
from schemas.proof.paths.tangles import Tangle
from schemas.proof.solving import Found, Solver
from schemas.proof.symbolic.answer_sheets import Filled
from schemas.proof.symbolic.unions import Guard, against, both, either, said
from schemas.words import Words, words

Circle = frozenset[str]
TRIES: Final = 40
LARGEST: Final = 40
"""Of a round through more standings than these it is not known."""
OUT = words("that a request always finds out of this round", "申请总能离开这一循环")


def caught(ground: Ground) -> Iterator[Problem]:
    told: set[Circle] = set()
    for index, state in enumerate(ground.process.flow.states):
        circle = ground.roads.circles.get(state.key)
        if circle is None or circle in told or not _stays(state) or not ground.comes_to(state.key):
            continue
        if state.key not in _surely_out(ground.roads, circle):
            problem = _asked(ground, index, state, circle)
            told |= {circle} if problem else set()
            yield from (problem,) if problem else ()


def _stays(state: State) -> bool:
    """Rounds with nobody and no time in them are looked at by `circling`."""
    return state.kind in (*Asking, "wait", *Block)


def _surely_out(roads: Roads, circle: Circle) -> set[str]:
    """Of the places of the circle, those from which a way out is open whatever is answered.

    Where a request goes on by itself, some way is open (or `forks` says so): there all of them have to lead out.
    """
    found = set[str]()
    while more := {key for key in circle - found if _leads_out(roads, key, circle - found)}:
        found |= more
    return found


def _leads_out(roads: Roads, key: str, inside: Circle) -> bool:
    hops = roads.out.get(key, ())
    drawn = [hop for hop in hops if hop.first]
    if drawn and len(drawn) == len(hops):
        return all(hop.target not in inside for hop in drawn)
    moves = roads.flow.moves
    sure = (hop for hop in hops if not hop.first and (hop.move is None or moves[hop.move].when is None))
    return any(_is_out(roads, hop, inside) for hop in sure)


def _is_out(roads: Roads, hop: Hop, inside: Circle) -> bool:
    """A branch is no way out of a round that its step is in, unless it can leave that step."""
    if hop.target in inside or hop.move is None or isinstance(roads, Tangle):
        return hop.target not in inside
    flow, move = roads.flow, roads.flow.moves[hop.move]
    steps = roads.ways.branch(move.source, move) if move.branch else frozenset()
    leaves = any(one.leaves for one in flow.moves if one.source in steps)
    return not move.branch or leaves or any(flow.by_key[key].ends == "all" for key in steps)


def _asked(ground: Ground, index: int, state: State, circle: Circle) -> Problem | None:
    named: dict[str, Words | str] = {"state": state.title or state.key, "such": Words()}
    path = pointer("flow", "states", index)
    found = ground.decide(lambda solver: _caught_at(ground.roads, solver, state.key, circle))
    if found.can is not False and isinstance(ground.walked, Tangle):
        found = _caught_beside(ground, ground.walked, state.key)
    if found.can is False:
        return None
    shown = example(ground, found, state.key)
    if shown is None or not ground.is_sure(state.key):
        return Problem("proof.unknown", path, {**named, "what": OUT}, "warning")
    moves = ground.process.flow.moves
    hops = (hop for key in circle for hop in ground.roads.out.get(key, ()) if hop.move is not None)
    read = {name for hop in hops if hop.move is not None for name in ground.roads.read_by(moves[hop.move])}
    return Problem(
        "state.dead-end",
        path,
        {**named, "such": such_as(ground.process, shown.read, read)},
        example=dict(shown.answers) or None,
    )


def _caught_at(roads: Roads, solver: Solver, key: str, circle: Circle) -> Found:
    """``key``: of a place of these roads, which may be those of another reading than the solver has."""
    journeys = solver.journeys
    here = [(place, stop) for place, stop in journeys.stops.items() if place[0] == key]
    stops = here if roads is journeys.roads else journeys.standing(key)
    return _any(_try(_Round(roads, journeys, key, place, stop, circle), solver) for place, stop in stops)


def _caught_beside(ground: Ground, walked: Tangle, key: str) -> Found:
    """Whether they are caught whatever the other branches do meanwhile."""
    return _any(_caught_in(ground, walked, place) for place in walked.circles if walked.drawn(place) == key)


def _caught_in(ground: Ground, walked: Tangle, place: str) -> Found:
    circle = walked.circles[place]
    left = circle - _surely_out(walked, circle)
    if place not in left:
        return Found(can=False)
    if len(left) > LARGEST:
        return Found(None)
    return ground.decide(lambda solver: _caught_at(walked, solver, place, left), within=True)


def _any(found: Iterable[Found]) -> Found:
    """The first that can be; none of them can only where that is known of all."""
    all_ = list(found)
    unknown = (one for one in all_ if one.can is None)
    return next((one for one in all_ if one.can), next(unknown, Found(can=False)))


@dataclass
class _Round:
    """From a stop on: the conditions of all ways in and out of the circle, whatever is written meanwhile."""

    roads: Roads
    journeys: Journeys
    key: str
    place: Place
    stop: Stop
    circle: Circle
    open: Mapping[Hop, Guard] = field(default_factory=dict)
    found: dict[Hop, list[Guard]] = field(default_factory=dict)
    """Of each way, under which answers something was found that opens it."""

    def __post_init__(self) -> None:
        self.name = f"round {self.stop.moment}"
        changed = self.roads.changed_in(self.circle) & self.journeys.deciding
        sheet = Filled(self.journeys.setting, self.stop.after, changed, self.name, None) if changed else self.stop.after
        all_ = {hop: one for key in sorted(self.circle) for hop, one in self._at(key, sheet)}
        inside = self.circle
        self.open = {h: one for h, one in all_.items() if h.target in inside or _is_out(self.roads, h, inside)}
        self.found = {hop: [one] if isinstance(one, bool) else [] for hop, one in self.open.items()}

    def _at(self, key: str, sheet: Any) -> Iterator[tuple[Hop, Guard]]:
        stop = self.journeys.stop_at(key, sheet, f"{key} {self.name}")
        earlier: list[Guard] = []
        for hop in self.roads.out.get(key, ()):
            condition = self.journeys.condition(hop, stop)
            yield hop, both(condition, *map(against, earlier))
            if hop.first:
                earlier.append(condition)

    def goes_on(self) -> Guard:
        """Whether a request is there, and stays in the circle with its next step."""
        return either(
            leg.taken
            for leg in self.journeys.leaving(self.place)
            if any(one.target in self.circle for one in leg.hop.taking)
        )

    def out(self) -> Guard:
        """Whether a way out is among what was found."""
        leads: dict[str, Guard] = dict.fromkeys(self.circle, False)
        for _ in self.circle:
            leads = {key: either(self._leads(hop, leads) for hop in self.open if hop.source == key) for key in leads}
        return leads[self.key]

    def _leads(self, hop: Hop, leads: Mapping[str, Guard]) -> Guard:
        return both(either(self.found[hop]), leads.get(hop.target, True))

    def more(self, solver: Solver, model: z3.ModelRef) -> bool | None:
        """Looks for ways that something opens for the request of the model; whether there are any."""
        any_ = False
        for hop, guard in self.open.items():
            if isinstance(guard, bool) or z3.is_true(model.eval(said(either(self.found[hop])), model_completion=True)):
                continue
            theirs = {name: one for name, one in symbols(guard).items() if self.name in name}
            others = [one for name, one in symbols(guard).items() if name not in theirs]
            found = solver.ask(both(guard, *(one == model.eval(one, model_completion=True) for one in others)))
            if found.can is None:
                return None
            if found.model is not None:
                written = [(one, found.model.eval(one, model_completion=True)) for one in theirs.values()]
                self.found[hop].append(z3.substitute(said(guard), *written))
                any_ = True
        return any_


def _try(round_: _Round, solver: Solver) -> Found:
    for _ in range(TRIES):
        comes = solver.ask(both(round_.goes_on(), against(round_.out())))
        if not comes.can or comes.model is None:
            return comes
        more = round_.more(solver, comes.model)
        if not more:
            return comes if more is False else Found(None)
    return Found(None)
