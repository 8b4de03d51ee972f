"""Positions as they were stored by earlier versions are read, acted upon, and written as they are now."""

import json
from typing import Any

import pytest

from runtime.engine import serialization
from runtime.engine.acts import special, step
from runtime.engine.acts.step import Act
from runtime.engine.facts import Facts
from runtime.engine.position import Position
from runtime.engine.tokens import returning
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally
from schemas.model.assignment import Who
from schemas.model.flow import Flow, Move, State
from schemas.model.voting import Decide
from tests.runtime.engine.conftest import NOON, Office

BOARD = ["person:a", "person:b", "person:c"]
AGREED = {"party": "person:a", "move": "agree", "at": NOON.isoformat(), "side": "for"}


def course(if_acted: Any = "ask") -> Course:
    board = State("board", "approval", who=(Who("group", "board"),), decide=Decide("at_least", count=2))
    sign = State("sign", who=(Who("person", "a"),), if_acted=if_acted, permits=("return",))
    moves = (
        Move("agree", "board", "sign", vote="for"),
        Move("refuse", "board", "end", vote="against"),
        Move("on", "sign", "end"),
    )
    return Course(Flow("board", (board, sign, State("end", "end")), moves))


def stored(votes: tuple[dict[str, str], ...] = (), **more: Any) -> Position:
    """Of the first version: who is asked was a list of parties, and no token had more than a name, a time and votes."""
    token = {"id": 1, "state": "board", "since": NOON.isoformat(), "visit": 1, "asked": BOARD, "votes": list(votes)}
    kept = {"tokens": [token], "ended": "", "acted": {"board": ["person:a"]}, "visits": {"board": 1}}
    return serialization.from_json(json.loads(json.dumps(kept | more)))


def act(position: Position, by: str, of: Course) -> step.Outcome:
    return step.take(of, position, Facts({}, "person:r", None, Office()), Act(by, "agree", "board"), NOON)


@pytest.mark.parametrize(
    ("votes", "pending"), [((), BOARD), ((AGREED,), BOARD[1:])], ids=["nobody has voted", "one has voted"]
)
def test_everybody_who_was_asked_is_asked(votes: tuple[dict[str, str], ...], pending: list[str]) -> None:
    token = stored(votes).tokens[0]

    assert [*tally.pending(course().states["board"], token)] == pending
    assert all((seat.weight, seat.heads, seat.veto, seat.after) == (1, 1, False, ()) for seat in token.seats)


def test_the_votes_that_were_given_count() -> None:
    outcome = act(stored((AGREED,)), "person:b", course())

    assert [token.state for token in outcome.position.tokens] == ["sign"]
    assert outcome.position.last == 1


def test_ids_go_on_from_the_highest() -> None:
    raw = {"id": 7, "state": "board", "since": NOON.isoformat(), "visit": 1, "asked": BOARD, "votes": []}

    assert stored(tokens=[raw]).last == 7
    assert stored(tokens=[]).last == 1


def test_what_somebody_takes_up_is_written_as_it_is_now() -> None:
    position = act(stored(), "person:a", course()).position
    written = serialization.to_json(position)

    assert "asked" not in written["tokens"][0]
    assert written["tokens"][0]["seats"] == BOARD
    assert serialization.from_json(json.loads(json.dumps(written))) == position


def test_it_may_be_sent_back_and_taken_back() -> None:
    drawn = course()
    position = act(stored((AGREED,)), "person:b", drawn).position

    assert returning.earlier(drawn, position, position.tokens[0]) == ("board",)
    assert special.recalled(position, "person:b")


def test_who_had_agreed_somewhere_has_agreed_before() -> None:
    """It was a list of people once, of which nobody knew where they had."""
    drawn = course(if_acted="skip")
    position = stored((AGREED,), agreed=["person:a"])

    assert position.agreed == {"": ("person:a",)}
    assert act(position, "person:b", drawn).position.ended == "end"
