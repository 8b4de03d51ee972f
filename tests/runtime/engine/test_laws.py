"""What holds of every flow and every act, drawn at random."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.engine import serialization
from runtime.engine.acts.step import Act, NotAllowedHere, Outcome, available, begin, take
from runtime.engine.acts.timing import elapse
from runtime.engine.events import Entered, Moved, Voted
from runtime.engine.facts import Facts
from runtime.engine.position import Position, Recall, Seat, Token, Vote
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally
from schemas.model.assignment import Who
from schemas.model.flow import Deadline, Flow, Move, State
from schemas.model.voting import Decide

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PEOPLE = tuple(f"person:{letter}" for letter in "abcdef")
KEYS = ("s0", "s1", "s2", "s3", "s4", "end")


class Village:
    """Groups of several sizes; one of them is empty."""

    def group(self, key: str) -> tuple[str, ...]:
        return PEOPLE[: int(key)]

    def person(self, key: str) -> str | None:
        return key if key in PEOPLE else None

    def manager_of(self, party: str) -> str | None:
        return None if party == PEOPLE[0] else PEOPLE[0]

    def deputy_of(self, party: str, now: datetime) -> str | None:
        del now
        return PEOPLE[1] if party == PEOPLE[4] else None

    def name(self, party: str) -> str:
        return party


whos = st.one_of(
    st.sampled_from("0123456").map(lambda key: Who("group", key)),
    st.sampled_from([*PEOPLE, "person:gone"]).map(lambda key: Who("person", key)),
    st.sampled_from([Who("requester"), Who("manager"), Who("contact"), Who("field", "n"), Who("field", "doer")]),
)
conditions = st.one_of(
    st.none(),
    st.sampled_from([{">": [{"var": "n"}, 1]}, {"==": [{"var": "n"}, 2]}, {"no-such-operator": [1]}, True]),
)
decisions = st.builds(
    Decide,
    rule=st.sampled_from(["any", "all", "at_least"]),
    count=st.integers(1, 4),
    order=st.sampled_from(["parallel", "sequential"]),
    one_rejection_ends=st.booleans(),
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    states = [
        State(
            key,
            draw(st.sampled_from(["task", "approval", "approval", "choice"])),
            who=tuple(draw(st.lists(whos, max_size=3))),
            not_who_did=tuple(draw(st.lists(st.sampled_from(KEYS[:-1]), max_size=2))),
            decide=draw(decisions),
            deadlines=tuple(
                draw(st.lists(st.sampled_from([Deadline("PT1H"), Deadline("P1WD", "escalate")]), max_size=2))
            ),
        )
        for key in KEYS[:-1]
    ]
    moves = [
        Move(
            f"m{number}",
            state.key,
            draw(st.sampled_from(KEYS)),
            when=draw(conditions),
            vote=draw(st.sampled_from(["for", "against", ""])),
            asks=draw(st.sampled_from([(), ("comment",)])),
        )
        for state in states
        for number in range(draw(st.integers(1, 3)))
    ]
    return Flow("s0", (*states, State("end", "end")), tuple(moves), fallback=tuple(draw(st.lists(whos, max_size=1))))


facts = st.builds(
    lambda n, doer, contact: Facts({"n": n, "doer": doer}, PEOPLE[0], contact, Village()),
    st.integers(0, 3),
    st.sampled_from([*PEOPLE, None]),
    st.sampled_from(["contact:c", None]),
)
acts = st.builds(
    lambda by, move, comment: (by, move, comment),
    st.sampled_from([*PEOPLE, "contact:c", "person:stranger"]),
    st.sampled_from(["m0", "m1", "m2", "m9"]),
    st.sampled_from(["", "a word"]),
)


@dataclass
class Walk:
    """A case that is walked as far as it goes; everything that happened, in order."""

    flow: Flow
    outcomes: list[Outcome] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    """Where the case stood, and where the refusal said that it stands."""

    @property
    def events(self) -> list[Any]:
        return [event for outcome in self.outcomes for event in outcome.events]

    @property
    def position(self) -> Position:
        return self.outcomes[-1].position


def walked(flow: Flow, facts: Facts, script: list[tuple[str, str, str]]) -> Walk:
    course, walk = Course(flow), Walk(flow)
    try:
        walk.outcomes.append(begin(course, facts, NOON, PEOPLE[0]))
    except NotAllowedHere:
        return walk
    for number, (by, move, comment) in enumerate(script):
        before = walk.position
        at = before.tokens[0].state if before.tokens else "end"
        now = NOON + timedelta(minutes=number + 1)
        try:
            walk.outcomes.append(take(course, before, facts, Act(by, move, at, comment), now))
        except NotAllowedHere as refused:
            walk.refusals.append((at if before.tokens else before.ended, refused.state))
    return walk


cases = st.tuples(flows(), facts, st.lists(acts, max_size=30))


@given(cases)
@settings(max_examples=200)
def test_only_drawn_moves_lead_from_place_to_place(case: tuple[Flow, Facts, list[Any]]) -> None:
    walk = walked(*case)
    lines = {(move.source, move.key, move.target) for move in walk.flow.moves}
    moves = [event for event in walk.events if isinstance(event, Moved)]

    assert all((event.state, event.move, event.to) in lines for event in moves)
    assert all(before.to == after.state for before, after in pairwise(moves))
    if walk.outcomes:
        last = moves[-1].to if moves else "s0"
        assert (walk.position.tokens[0].state if walk.position.tokens else "end") == last


@given(cases)
def test_a_refusal_says_where_the_case_stands(case: tuple[Flow, Facts, list[Any]]) -> None:
    assert all(stood == said for stood, said in walked(*case).refusals)


@given(cases)
def test_an_open_case_asks_somebody_or_is_flagged(case: tuple[Flow, Facts, list[Any]]) -> None:
    for outcome in walked(*case).outcomes:
        if outcome.position.ended:
            assert outcome.position.tokens == ()
            continue
        (token,) = outcome.position.tokens
        state = case[0].by_key[token.state]
        assert tally.pending(state, token) or token.incident


@given(cases)
def test_one_vote_each_by_those_asked(case: tuple[Flow, Facts, list[Any]]) -> None:
    for outcome in walked(*case).outcomes:
        for token in outcome.position.tokens:
            voters = [vote.party for vote in token.votes]
            assert len(voters) == len(set(voters))
            assert set(voters) <= set(token.asked)


@given(cases)
def test_votes_are_of_one_visit(case: tuple[Flow, Facts, list[Any]]) -> None:
    """Each vote that is told of stands in the position or has just decided; a new visit starts with none."""
    for outcome in walked(*case).outcomes:
        entered = any(isinstance(event, Entered) for event in outcome.events)
        voted = [event for event in outcome.events if isinstance(event, Voted)]
        assert len(voted) <= 1
        for token in outcome.position.tokens:
            assert not (entered and token.votes)
            assert entered or not voted or token.votes[-1].party == voted[0].by


@given(cases)
def test_who_acted_does_not_act_where_they_are_barred(case: tuple[Flow, Facts, list[Any]]) -> None:
    for outcome in walked(*case).outcomes:
        if not any(isinstance(event, Entered) for event in outcome.events):
            continue
        for token in outcome.position.tokens:
            barred = case[0].by_key[token.state].not_who_did
            did = {party for state in barred for party in outcome.position.acted.get(state, ())}
            assert not did & set(token.asked)


@given(cases)
def test_the_same_again(case: tuple[Flow, Facts, list[Any]]) -> None:
    assert walked(*case).outcomes == walked(*case).outcomes


@given(cases)
def test_available_is_what_can_be_taken(case: tuple[Flow, Facts, list[Any]]) -> None:
    walk = walked(*case)
    if not walk.outcomes or walk.position.ended:
        return
    course, (token,) = Course(case[0]), walk.position.tokens
    for party in (*PEOPLE, "contact:c"):
        open_to = {move.key for move in available(course, walk.position, case[1], party, NOON)}
        for key in ("m0", "m1", "m2"):
            assert (key in open_to) == _can_take(course, walk.position, case[1], Act(party, key, token.state, "a word"))


def _can_take(course: Course, position: Position, facts: Facts, act: Act) -> bool:
    try:
        take(course, position, facts, act, NOON)
    except NotAllowedHere:
        return False
    return True


@given(cases, st.integers(0, 1), st.integers(0, 100))
def test_time_moves_nothing(case: tuple[Flow, Facts, list[Any]], deadline: int, hours: int) -> None:
    """Where a deadline only tells people, nothing of the position changes but that it has passed."""
    walk = walked(*case)
    if not walk.outcomes:
        return
    course = Course(case[0])
    for token in walk.position.tokens:
        if deadline < len(case[0].by_key[token.state].deadlines):
            now = NOON + timedelta(hours=hours)
            late = elapse(course, walk.position, case[1], token.state, token.visit, deadline, now).position
            there = late.at(token.state, token.visit)
            assert there is not None
            assert replace(there, fired=()) == replace(token, fired=())
            assert (late.visits, late.acted, late.recall) == (
                walk.position.visits,
                walk.position.acted,
                walk.position.recall,
            )


@given(cases)
def test_a_position_survives_json(case: tuple[Flow, Facts, list[Any]]) -> None:
    for outcome in walked(*case).outcomes:
        assert (
            serialization.from_json(json.loads(json.dumps(serialization.to_json(outcome.position)))) == outcome.position
        )


# Everything is drawn by its type, so that a new part of a position is not forgotten in its JSON.
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
tokens = st.builds(
    Token,
    seats=st.lists(st.from_type(Seat), max_size=3).map(tuple),
    votes=st.lists(st.from_type(Vote), max_size=2).map(tuple),
    fired=st.lists(st.integers(0, 9), max_size=2).map(tuple),
    id=st.integers(1, 99),
    row=st.none() | st.integers(0, 9),
    back=st.text(max_size=3),
    extra=st.integers(0, 3),
    incident=st.text(max_size=3),
    claimed=st.text(max_size=3),
    parent=st.integers(0, 9),
    begun=st.integers(0, 9),
    done=st.integers(0, 9),
    left=st.booleans(),
    held=st.booleans(),
    sub=st.text(max_size=3),
)
positions = st.builds(
    Position,
    tokens=st.lists(tokens, max_size=3).map(tuple),
    ended=st.text(max_size=3),
    acted=st.dictionaries(st.text(max_size=3), st.lists(st.text(max_size=3), max_size=2).map(tuple), max_size=3),
    visits=st.dictionaries(st.text(max_size=3), st.integers(1), max_size=3),
    kept=st.lists(st.text(max_size=3), max_size=2).map(tuple),
    recall=st.none() | st.builds(Recall, token=tokens),
    reached=st.text(max_size=3),
    last=st.integers(1, 99),
)


@given(positions)
def test_any_position_survives_json(position: Position) -> None:
    assert serialization.from_json(json.loads(json.dumps(serialization.to_json(position)))) == position
