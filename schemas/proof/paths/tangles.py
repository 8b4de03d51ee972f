"""A flow with branches as one without: its places are all the standings that a request can have, with who acts next.

So what goes side by side goes one after the other, in every order, and nothing is left open of what others write meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from schemas.model.flow import Block
from schemas.model.form import Field
from schemas.proof.paths.hops import BEHIND, START, Hop, Roads
from schemas.proof.paths.quiet import quiet, turns_of
from schemas.proof.paths.standings import MORE_ROWS, Asked, Counts, Happened, Question, Standing, Token
from schemas.proof.paths.tokens import Play

MOST: Final = 400
"""Of a flow with more places than this the branches are read one by one."""
BEYOND: Final = "beyond"
"""The place of those with more rows than are told apart."""
ASIDE: Final = "aside"
"""The place of those who are seen to go on elsewhere."""
NOWHERE: Final = "~"
"""Where only something is decided."""


class Spot(NamedTuple):
    """A standing in the middle of a step, with what was answered in it; or at rest, with who acts."""

    standing: Standing
    act: tuple[int, Hop] | None = None
    answers: tuple[Any, ...] = ()
    question: Question | None = None
    actor: int = 0


@dataclass(frozen=True, eq=False)
class Turn(Hop):
    """A hop between such places: what it brings with it, of the flow as it is drawn; the answer that it stands for.

    Each is only the same as itself.
    """

    happened: Happened = field(default_factory=Happened)
    question: Question | None = None
    answer: Any = None

    __hash__, __eq__ = object.__hash__, object.__eq__

    @property
    def taking(self) -> frozenset[Hop]:
        return self.happened.taken | {self}

    @property
    def entered(self) -> frozenset[str]:
        return self.happened.entered


class Tangle(Roads):
    """Raises TooMany."""

    def __init__(self, roads: Roads, about: Callable[[str], frozenset[str]]) -> None:
        self.process, self.flow, self.ways = roads.process, roads.flow, roads.ways
        self._drawn, self._quiet = roads, quiet(roads, about)
        self._names: dict[Spot, str] = {}
        self._spots: dict[str, Spot] = {}
        self._waiting: list[str] = []
        self.hops = tuple(self._explored())

    @property
    def once(self) -> frozenset[str]:
        return self._drawn.once

    def drawn(self, place: str) -> str:
        """The place of the flow whose answers are written or read there."""
        spot = self._spots.get(place)
        if spot is None:
            return place
        if spot.question is not None:
            return spot.question.place if spot.question.what == "ways" else NOWHERE
        return next((one.state for one in spot.standing.tokens if one.id == spot.actor), NOWHERE)

    def stands(self, place: str) -> str:
        spot = self._spots.get(place)
        first = spot is not None and spot.question is not None and spot.question.what == "branch" and not spot.answers
        if spot is not None and first and spot.question is not None:
            return spot.question.place
        drawn = self.drawn(place)
        state = self.flow.by_key.get(drawn)
        return NOWHERE if state is not None and state.kind in Block else drawn

    def rests(self, place: str, key: str) -> bool:
        """Whether a request waits there, for anybody, with that step among those where it stands."""
        spot = self._spots.get(place)
        if spot is None or spot.question is not None or (spot.actor and len(self._acting(spot.standing)) > 1):
            return False
        return any(one.state == key and not one.left for one in spot.standing.tokens)

    def is_over(self, place: str) -> bool:
        """Whether nothing of a request is left there."""
        spot = self._spots.get(place)
        return spot is not None and spot.question is None and not spot.standing.tokens

    def row_at(self, place: str) -> Field | None:
        spot = self._spots.get(place)
        asked = spot.question.place.removesuffix(BEHIND) if spot and spot.question else self.drawn(place)
        return self._drawn.row_at(asked)

    def counts_at(self, place: str) -> Counts | None:
        spot = self._spots.get(place)
        return spot.question.counts if spot and spot.question else None

    def asks(self, place: str) -> bool:
        return self._drawn.asks(self.drawn(place))

    def written_at(self, place: str) -> frozenset[str]:
        return self._drawn.written_at(self.drawn(place))

    def given_at(self, place: str) -> frozenset[str]:
        """Of a step that begins sub-requests: where one of them has ended."""
        spot, drawn = self._spots.get(place), self.drawn(place)
        state = self.flow.by_key.get(drawn)
        waits = spot is not None and spot.actor > 0 and not self._token(spot).sub
        return frozenset() if state and state.kind == "process" and waits else self._drawn.given_at(drawn)

    def sent_back_to(self, place: str) -> frozenset[str]:
        turns = (hop for hop in self.out.get(place, ()) if place and hop.move is None and not hop.joins)
        return frozenset().union(*(hop.entered for hop in turns if isinstance(hop, Turn)))

    @cached_property
    def fills(self) -> frozenset[str]:
        return self._drawn.fills

    @property
    def beside(self) -> Mapping[str, frozenset[str]]:
        """Nothing is written beside: whoever else acts has a place of their own."""
        return {}

    def _explored(self) -> Iterator[Hop]:
        first = next(iter(self._drawn.out.get(START, ())), None)
        if first is None:
            return
        play = Play(self._drawn, Standing())
        play.begin()
        yield self._turn(START, first, Spot(play.standing), play.happened)
        while self._waiting:
            name = self._waiting.pop()
            yield from self._out_of(name, self._spots[name])

    def _out_of(self, name: str, spot: Spot) -> Iterator[Hop]:
        if spot.question is not None:
            for answer, hop in self._answers(spot.question):
                after = spot._replace(answers=(*spot.answers, answer), question=None)
                yield self._turn(name, hop, after, Happened())
        elif spot.actor:
            for hop in self._taken_from(spot.standing, self._token(spot)):
                yield self._turn(name, hop, Spot(spot.standing, (spot.actor, hop)), Happened())
        else:
            for token in self._acting(spot.standing):
                yield Turn(name, self._named(spot._replace(actor=token.id)), joins=True)

    def _answers(self, question: Question) -> Iterator[tuple[Any, Hop]]:
        """Each with the hop whose condition it is, or with one of its own."""
        own = Hop(question.place, "", first=True, joins=True)
        if question.what == "ways":
            ways = [hop for hop in self._drawn.out.get(question.place, ()) if hop.first]
            sure = [at for at, hop in enumerate(ways) if self.flow.moves[hop.move or 0].when is None]
            yield from ((hop, hop) for hop in ways[: sure[0] + 1 if sure else None])
            if not sure:
                yield None, own
        elif question.what == "branch" and question.hop:
            yield True, Hop(question.place, "", question.hop.move, first=True)
            yield False, own
        else:
            yield from ((answer, own) for answer in ((True, False) if question.what == "met" else range(MORE_ROWS + 1)))

    def _turn(self, source: str, hop: Hop, spot: Spot, before: Happened) -> Hop:
        """The hop to wherever it goes on by itself from that spot."""
        question = self._spots[source].question if source in self._spots else None
        test = question if question is not None and question.what in ("met", "rows") else None
        answer = spot.answers[-1] if spot.answers else None
        target, happened = BEYOND, before
        if test is None or test.what != "rows" or answer != MORE_ROWS:
            after, more = self._settled(spot)
            target = self._named(after) if after is not None else ASIDE
            happened = before + more
        return Turn(
            source,
            target,
            hop.move,
            hop.first,
            hop.writes,
            hop.whole,
            hop.free,
            hop.joins,
            happened=happened,
            question=test,
            answer=answer,
        )

    def _settled(self, spot: Spot) -> tuple[Spot | None, Happened]:
        """Where it waits for somebody, or for what is answered; None where it goes on is seen elsewhere."""
        happened, moved = Happened(), True
        while moved:
            play = Play(self._drawn, spot.standing, spot.answers, self._quiet)
            try:
                moved = play.step() if spot.act is None else play.take(*spot.act)
            except Asked as asked:
                return spot._replace(question=asked.question), happened
            happened, spot = happened + play.happened, Spot(play.standing)
            if play.aside:
                return None, happened
        acting = self._acting(spot.standing)
        spot = Spot(spot.standing._replace(rows=()))
        return (spot._replace(actor=acting[0].id) if len(acting) == 1 else spot), happened

    def _acting(self, standing: Standing) -> list[Token]:
        open_ = (one for one in standing.tokens if not (one.left or one.held))
        return turns_of(standing, [one for one in open_ if self._taken_from(standing, one)], self._quiet)

    def _token(self, spot: Spot) -> Token:
        return next(one for one in spot.standing.tokens if one.id == spot.actor)

    def _taken_from(self, standing: Standing, token: Token) -> list[Hop]:
        """By people, by time, by a message, or since a sub-request has ended."""
        if token.sub:
            return [Hop(token.state, "", joins=True)]
        hops = [hop for hop in self._drawn.out.get(token.state, ()) if not (hop.first or hop.joins)]
        play = Play(self._drawn, standing)
        back = {hop for hop in hops if hop.move is None and play.sent_back(token, hop.target) is None}
        return [hop for hop in hops if hop not in back and not self._drawn.begins(hop)]

    def _named(self, spot: Spot) -> str:
        if spot not in self._names:
            if len(self._names) >= MOST:
                raise TooMany
            name = f"~{len(self._names)}"
            self._names[spot] = name
            self._spots[name] = spot
            self._waiting.append(name)
        return self._names[spot]


class TooMany(Exception):
    """More places than are looked at."""


def tangled(roads: Roads, about: Callable[[str], frozenset[str]]) -> Tangle | None:
    """None where there are no branches, or too many."""
    if not any(state.kind in Block for state in roads.flow.states):
        return None
    try:
        return Tangle(roads, about)
    except TooMany:
        return None
