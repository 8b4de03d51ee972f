"""What all proofs of one process stand on: its journeys, read in both ways, and what was found out about them."""

from collections.abc import Callable
from functools import cached_property
from typing import Final

from schemas import logic
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import type_of
from schemas.model.flow import Asking, State
from schemas.model.form import Form
from schemas.model.process import Process
from schemas.proof.paths import demands
from schemas.proof.paths.hops import Hop, Roads
from schemas.proof.paths.journeys import Journeys
from schemas.proof.paths.tangles import BEYOND, Tangle, tangled
from schemas.proof.solving import Found, Solver
from schemas.proof.symbolic.premises import COUNTS, Setting
from schemas.proof.symbolic.reckoning import Reckoning, literals_in
from schemas.proof.symbolic.unions import Guard
from schemas.rules.compiled_rules import RULES

ROUNDS: Final = 3
"""So often a circle is walked to find out whether something can happen."""
Question = Callable[[Journeys], Guard]


class Ground:
    """Raises CyclicRules where the rules of the form wait for one another."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.roads = Roads(process)
        self._come: dict[str, bool | None] = {}
        self._taken: dict[Hop, bool | None] = {}
        self.setting = Setting(process.form, Reckoning(_literals(process)), self.roads.once)
        begun = [self.roads.begun_if(move) for move in process.flow.moves if move.branch]
        rules = (*_conditions(process), *begun)
        read = frozenset().union(*map(logic.names, rules)) & process.form.fields.keys()
        read |= {
            who.key for state in process.flow.states for who in state.who if who.kind == "field"
        } & process.form.fields.keys()
        read |= {key for state in process.flow.states for key in demands.hideable_at(process, state)}
        self.deciding = read.union(*map(self.setting.about, read))

    def names_people(self, state: State) -> bool:
        """Whether a step asks only whom fields of the form name, and nobody else makes up for it."""
        fields = self.process.form.fields
        named = all(who.kind == "field" and who.key in fields for who in state.who)
        in_row = self.roads.row_at(state.key) if named else None
        columns = {column.key for column in in_row.columns} if in_row else set()
        alone = bool(state.who) and named and not columns & {who.key for who in state.who}
        return alone and state.kind in Asking and not self.process.flow.fallback

    @cached_property
    def walked(self) -> Roads:
        """Of a flow with branches, if there are not too many, all its standings; else the flow as it is drawn."""
        return tangled(self.roads, self.setting.about) or self.roads

    def is_sure(self, key: str) -> bool:
        """Whether what is found to be possible at a step really is.

        Where branches are read one by one it is not, at a step beside or behind them that goes by what they write.
        """
        ways = self.roads.ways
        blocks = frozenset() if isinstance(self.walked, Tangle) else frozenset(ways.inside)
        near = frozenset().union(*(ways.inside[block] | ways.beyond(block) | {block} for block in blocks))
        if key not in near:
            return True
        read = frozenset().union(*(logic.names(move.when) for move in self.roads.flow.moves_from(key)))
        fields = read & self.process.form.fields.keys()
        written = self.roads.changed_in(blocks.union(*(ways.inside[block] for block in blocks)))
        return not written & fields.union(*map(self.setting.about, fields)) and not read & {*COUNTS}

    @cached_property
    def exact(self) -> Solver:
        return Solver(Journeys(self.walked, self.setting, self.deciding))

    @cached_property
    def wide(self) -> Solver:
        """Everything that can be in the standings that are told apart is in it."""
        return self._opened(self.walked)

    @cached_property
    def open(self) -> Solver:
        """Everything that can be is in it."""
        if (
            BEYOND not in self.walked.order
            or self.wide.ask(self.wide.journeys.coming(BEYOND), shown=False).can is False
        ):
            return self.wide
        return self._opened(self.roads)

    def _opened(self, roads: Roads) -> Solver:
        turning: frozenset[str] = frozenset()
        while roads.circles:
            solver = Solver(Journeys(roads, self.setting, self.deciding, open_=True, turning=turning))
            more = self._turning(roads, solver, turning)
            if not more:
                return solver
            turning |= more
        return self.exact if roads is self.walked else Solver(Journeys(roads, self.setting, self.deciding))

    def _turning(self, roads: Roads, solver: Solver, known: frozenset[str]) -> frozenset[str]:
        """Of the circles that nobody was thought to go round, those that a request can go back in after all."""
        found: frozenset[str] = frozenset()
        for hop in roads.hops:
            back = (hop.source, hop.target) in roads.back and hop.target not in known | found
            if back and self._goes(solver, hop) is not False:
                found |= roads.circles[hop.target]
        return found

    @cached_property
    def deep(self) -> Solver:
        return Solver(Journeys(self.walked, self.setting, self.deciding, rounds=ROUNDS))

    def can(self, question: Question) -> Found:
        """Whether it can be."""
        return self.decide(lambda solver: solver.ask(question(solver.journeys)))

    def decide(self, ask: Callable[[Solver], Found], *, within: bool = False) -> Found:
        """Asks for a walk that shows it, then whether no walk can, and last for a longer one.

        ``within`` the standings that are told apart, which is all that it is about.
        """
        found = ask(self.exact)
        if found.can or (all_ := self.wide if within else self.open) is self.exact:
            return found
        wide = ask(all_)
        if wide.can is False or not self.walked.circles:
            return Found(False if wide.can is False else None)
        found = ask(self.deep)
        return found if found.can else Found(None)

    def comes_to(self, place: str) -> bool | None:
        """Whether a request ever comes there; None where nobody knows."""
        if place not in self._come:
            drawn = place in self.roads.order
            self._come[place] = self._whether(lambda journeys: journeys.coming(place)) if drawn else False
        return self._come[place]

    def takes(self, hop: Hop) -> bool | None:
        """Whether a request ever goes that way."""
        if hop not in self._taken:
            self._taken[hop] = self._whether(lambda journeys: journeys.going(hop))
        return self._taken[hop]

    def turns(self, hop: Hop) -> bool | None:
        """The same of a hop between standings."""
        if hop not in self._taken:
            self._taken[hop] = self._turned(hop)
        return self._taken[hop]

    def _turned(self, hop: Hop) -> bool | None:
        can = self._goes(self.exact, hop)
        if can or not self.walked.circles:
            return can
        return False if self._goes(self.wide, hop) is False else self._goes(self.deep, hop) or None

    def _goes(self, solver: Solver, hop: Hop) -> bool | None:
        return solver.ask(solver.journeys.going(hop), shown=False).can

    def _whether(self, question: Question) -> bool | None:
        return self.decide(lambda solver: solver.ask(question(solver.journeys), shown=False)).can


def _conditions(process: Process) -> list[object]:
    flow = process.flow
    rules: list[object] = [move.when for move in flow.moves if move.when is not None]
    return rules + [state.join.when for state in flow.states if state.join.when is not None]


def _literals(process: Process) -> list[str]:
    found = [text for rule in _conditions(process) for text in literals_in(rule)]
    found += [text for state in process.flow.states for deed in state.deeds for text in literals_in(deed.to)]
    return found + list(_of_form(process.form))


def _of_form(form: Form) -> list[str]:
    found: list[str] = []
    for field in form.fields.values():
        found += [choice.const for choice in choices_of(field)]
        found += [text for kind in RULES for text in literals_in(getattr(field, kind))]
        found += [text for rule in type_of(field).worked(field).values() for text in literals_in(rule)]
        found += [const for part in type_of(field).parts(field).values() for const, _ in part.choices]
        found += [text for remark in field.remarks for text in literals_in(remark.when)]
    for page in form.pages:
        rules = [page.show, *(jump.when for jump in page.jumps), *(section.show for section in page.sections)]
        found += [text for rule in rules for text in literals_in(rule)]
    return found
