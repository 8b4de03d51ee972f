"""What the people of a meeting are asked about a request that stands on its agenda. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from runtime.engine.acts.step import offered
from runtime.engine.position import Party, Token
from runtime.engine.votes import tally, tally_words
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.meetings.meeting_rows import Meeting
from schemas.model.flow import Move
from schemas.words import Words


@dataclass(frozen=True)
class Ballot:
    """One who is asked: what they may choose now, or what they have chosen already."""

    party: Party
    name: str
    present: bool
    moves: tuple[Move, ...] = ()
    voted: Words | str = ""


@dataclass(frozen=True)
class Question:
    """The step that is decided: ``seen`` stands for it as it was looked at, and changes with the first vote that comes."""

    state: str
    visit: int
    title: Words
    is_vote: bool
    rule: Words
    standing: Words | None
    ballots: tuple[Ballot, ...]
    seen: str

    @property
    def moves(self) -> tuple[Move, ...]:
        """Everything that one of them may choose, each once."""
        return tuple({move.key: move for one in self.ballots for move in one.moves}.values())

    @property
    def able(self) -> tuple[Ballot, ...]:
        return tuple(one for one in self.ballots if one.present and one.moves)


def question(compiled: Compiled, case: Case, meeting: Meeting) -> Question | None:
    """The first place where somebody of the meeting can act; None where the request asks nothing of them."""
    names = {one.party: one.name for one in meeting.people}
    for token in case.position.tokens:
        state = compiled.course.states[token.state]
        if token.left or not any(party in names for party in tally.pending(state, token)):
            continue
        is_vote = state.kind == "approval"
        return Question(
            token.state,
            token.visit,
            compiled.title(token.state),
            is_vote,
            tally_words.rule(state, token),
            tally_words.standing(state, token) if is_vote else None,
            tuple(_ballots(compiled, case, token, meeting)),
            stamp(token),
        )
    return None


def stamp(token: Token) -> str:
    votes = sorted(f"{vote.party} {vote.move}" for vote in token.votes)
    seats = sorted(seat.party for seat in token.seats)
    said = "\n".join((token.state, str(token.visit), token.claimed, *votes, *seats))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def in_order(token: Token, chosen: Sequence[tuple[Party, Move]]) -> list[tuple[Party, Move]]:
    """Refusals first, so that none is cut off by a majority; moves that are no votes last.

    Where people speak in turn, nobody is heard before their turn (`tally.pending`), whatever stands here.
    """
    sides = {"against": 0, "abstain": 1, "for": 2}
    turns = {seat.party: number for number, seat in enumerate(token.seats)}
    return sorted(chosen, key=lambda one: (sides.get(one[1].vote, 3), turns.get(one[0], len(turns))))


def _ballots(compiled: Compiled, case: Case, token: Token, meeting: Meeting) -> Iterator[Ballot]:
    visit, voted = (token.state, token.visit), {vote.party: vote.move for vote in token.votes}
    for one in meeting.people:
        if one.party not in token.asked:
            continue
        move = compiled.drawn(token.state, voted[one.party]) if one.party in voted else None
        spoken: Words | str = (move.title or move.key) if move else voted.get(one.party, "")
        moves = offered(compiled.course, case.position, one.party, visit)
        yield Ballot(one.party, one.name, one.party in meeting.present, () if spoken else moves, spoken)
