"""Every place where a case stands: who is asked there, how the votes stand, what hinders it, what the reader may do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from runtime.access import Actor
from runtime.engine.acts import special
from runtime.engine.acts.special import Do
from runtime.engine.facts import Facts
from runtime.engine.position import Party, Seat, Side, Token, Vote
from runtime.engine.tokens import returning
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import tally, tally_words
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.visibility import blockers, row_words
from schemas.logic import LogicError
from schemas.logic.mentions import names
from schemas.model.flow import Move, State
from schemas.words import Words, words

Names = Mapping[Party, str]


@dataclass(frozen=True)
class Voter:
    """Somebody who was asked; ``move`` is the title of what they chose, None while they have not.

    ``turn``: they may act now. ``adviser``: they are heard, and have no vote. ``by`` has added them, or was asked before.
    """

    name: str
    move: Words | None = None
    side: Side | None = None
    at: datetime | None = None
    turn: bool = False
    adviser: bool = False
    by: str = ""
    party: Party = ""


@dataclass(frozen=True)
class Place:
    """One token as its reader sees it.

    ``rule`` and ``standing`` are the arithmetic in words, ``standing`` only of an approval. ``row`` says which row of a
    table it is about. ``incident`` is why it cannot go on. ``sub`` is the id of the request that it waits for.
    ``acts`` are what the reader may do here besides the moves, ``earlier`` the steps that it may be sent back to, and
    ``added`` the people whom the reader may take off again.
    """

    state: str
    visit: int
    title: Words
    kind: str
    since: datetime
    due: datetime | None = None
    rule: Words | None = None
    standing: Words | None = None
    voters: tuple[Voter, ...] = ()
    claimed: str = ""
    row: Words | None = None
    incident: Words | None = None
    sub: str = ""
    acts: tuple[Do, ...] = ()
    earlier: tuple[tuple[str, Words], ...] = ()
    added: tuple[Voter, ...] = ()

    @property
    def asks(self) -> bool:
        return bool(self.voters)


@dataclass(frozen=True)
class Standing:
    """What is needed to say it. ``facts`` are those of the case, as the engine is told them; ``tasks`` all its to-dos."""

    actor: Actor
    compiled: Compiled
    case: Case
    facts: Facts
    called: Names
    readable: frozenset[str]
    tasks: Sequence[Task]

    def places(self) -> Iterator[Place]:
        """Blocks only where somebody is asked at them; those who are asked are told to colleagues alone."""
        for token in self.case.position.tokens:
            if not (token.left or (token.begun and not token.seats)):
                yield self.place(token)

    def at_large(self) -> tuple[Do, ...]:
        """What the reader may do that is no matter of one place: withdraw, and take back."""
        if not self.actor.is_colleague and self.actor.party != self.case.requester:
            return ()
        return tuple(one for one in self._possible(None) if one in ("withdraw", "take_back"))

    def voters(self, token: Token) -> tuple[Voter, ...]:
        turn = tally.pending(self.compiled.course.states[token.state], token)
        votes = {vote.party: vote for vote in token.votes}
        return tuple(self._voter(token, seat, votes.get(seat.party), turn=seat.party in turn) for seat in token.seats)

    def _voter(self, token: Token, seat: Seat, vote: Vote | None, *, turn: bool) -> Voter:
        before = seat.by or next(iter(seat.instead[-1:]), "")
        return Voter(
            self.name(seat.party),
            self._chosen(token, vote.move) if vote else None,
            vote.side if vote else None,
            vote.at if vote else None,
            turn,
            not seat.weight,
            self.name(before) if before else "",
            seat.party,
        )

    def name(self, party: Party) -> str:
        return self.called.get(party, party)

    def place(self, token: Token) -> Place:
        state, inside = self.compiled.course.states[token.state], self.actor.is_colleague
        acts = self._possible((token.state, token.visit)) if inside else ()
        voters = self.voters(token) if inside else ()
        return Place(
            token.state,
            token.visit,
            self.compiled.title(token.state),
            state.kind,
            token.since,
            self._due((token.state, token.visit)),
            tally_words.rule(state, token) if inside and token.seats else _waiting(state, token),
            tally_words.standing(state, token) if inside and state.kind == "approval" and token.seats else None,
            voters,
            self.name(token.claimed) if token.claimed and inside else "",
            row_words.of(self.compiled, self.case.position, token, self.case.answers, self.readable),
            blockers.why(token.incident) if token.incident and inside else None,
            token.sub,
            tuple(one for one in acts if one != "withdraw"),
            tuple((key, self.compiled.title(key)) for key in self._earlier(token)),
            tuple(one for one in voters if one.move is None and self._added(token, one)),
        )

    def _due(self, here: tuple[str, int]) -> datetime | None:
        """As the inbox has it: when its to-dos fall due. Where nobody is asked, when it goes on by itself at the latest."""
        dues = [one.due_at for one in self.tasks if one.open and one.due_at and (one.state, one.visit) == here]
        return min(dues, default=None) or max(
            (one.due for one in self.case.timers if (one.state, one.visit) == here), default=None
        )

    def ready(self, token: Token, move: Move) -> bool:
        """Whether its condition holds as the answers stand. One that asks for the day is left to the engine."""
        if move.when is None or "@today" in names(move.when):
            return True
        try:
            return self.compiled.course.holds(move, self._progress.data(token))
        except LogicError:
            return False

    @cached_property
    def _progress(self) -> Progress:
        """Only looked into: what it would say of the time is not asked."""
        return Progress(self.compiled.course, self.case.position, self.facts, self.case.opened_at)

    def _possible(self, visit: tuple[str, int] | None) -> tuple[Do, ...]:
        """No rule of what is possible reads the clock."""
        case = self.case
        return special.possible(
            self.compiled.course, case.position, self.facts, self.actor.party, case.opened_at, visit
        )

    def _added(self, token: Token, voter: Voter) -> bool:
        return any(seat.party == voter.party and seat.by == self.actor.party for seat in token.seats)

    def _chosen(self, token: Token, move: str) -> Words:
        if not move:
            return words("Opinion given", "已提出意见")
        drawn = self.compiled.drawn(token.state, move)
        return (drawn.title if drawn else None) or Words({"en": move})

    def _earlier(self, token: Token) -> tuple[str, ...]:
        return returning.earlier(self.compiled.course, self.case.position, token)


def _waiting(state: State, token: Token) -> Words | None:
    """What a place waits for at which nobody is asked."""
    if state.kind == "wait":
        return words("It waits for a time or a message.", "等待到时或外部消息。")
    if state.kind == "process" or token.sub:
        return words("It waits for another request.", "等待子申请结束。")
    return None
