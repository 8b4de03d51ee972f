"""Somebody who is asked in turn leaves the house, before or when it is their turn."""

import pytest

from runtime.engine.acts import rescue, step
from runtime.engine.acts.step import Act
from runtime.engine.effects import OpenTask
from runtime.engine.facts import Facts
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally
from schemas.model.assignment import Who
from schemas.model.flow import Flow, Move, State
from schemas.model.voting import Decide
from tests.runtime.engine.conftest import NOON, Office


class Vote:
    """The board of three in turn; those ``fallback`` are asked where somebody is missing."""

    def __init__(self, decide: Decide, fallback: str = "") -> None:
        board = State("board", "approval", who=(Who("group", "board"),), decide=decide)
        moves = (Move("agree", "board", "end", vote="for"), Move("refuse", "board", "end", vote="against"))
        asked = tuple(Who("person", key) for key in fallback)
        self.course = Course(Flow("board", (board, State("end", "end")), moves, fallback=asked))
        self.office = Office()
        self.facts = Facts({}, "person:r", None, self.office)
        self.at = step.begin(self.course, self.facts, NOON, "person:r")

    def agree(self, who: str) -> None:
        self.at = step.take(self.course, self.at.position, self.facts, Act(f"person:{who}", "agree", "board"), NOON)

    def leave(self, who: str, heir: str = "") -> None:
        """They are in no group any more; an administrator hands over what is asked of them."""
        self.office.groups["board"] = tuple(one for one in self.office.groups["board"] if one != f"person:{who}")
        here = (self.course, self.at.position, self.facts, ("board", 1))
        if heir:
            self.at = rescue.reassign(*here, (f"person:{who}", f"person:{heir}"), "person:admin", NOON)
        else:
            self.at = rescue.vacate(*here, f"person:{who}", "person:admin", NOON)

    @property
    def turn(self) -> str:
        token = self.at.position.at("board")
        asked = tally.pending(self.course.states["board"], token) if token else ()
        return " ".join(one.removeprefix("person:") for one in asked)

    @property
    def opened(self) -> str:
        parties = [one for effect in self.at.effects if isinstance(effect, OpenTask) for one in effect.parties]
        return " ".join(one.removeprefix("person:") for one in parties)


IN_TURN = Decide("at_least", count=2, order="sequential")
ALL = Decide("all", order="sequential")


@pytest.mark.parametrize(
    ("before", "leaver", "heir", "now", "then"),
    [
        ("", "a", "", "b", ["b", "c"]),
        ("", "b", "", "a", ["a", "c"]),
        ("", "c", "", "a", ["a", "b"]),
        ("a", "b", "", "c", ["c"]),
        ("a", "c", "", "b", ["b"]),
        ("", "a", "x", "x", ["x", "b"]),
        ("", "b", "x", "a", ["a", "x"]),
        ("a", "b", "x", "x", ["x"]),
        ("a", "c", "x", "b", ["b"]),
    ],
)
def test_the_turn_goes_past_whoever_has_left(before: str, leaver: str, heir: str, now: str, then: list[str]) -> None:
    """Two of three must agree, and the two who are left are enough."""
    vote = Vote(IN_TURN)
    for who in before:
        vote.agree(who)
    vote.leave(leaver, heir)
    assert vote.turn == now
    whose_it_was = "b" if before else "a"
    assert vote.opened == ("" if now == whose_it_was else now)
    for who in then:
        assert vote.turn == who
        vote.agree(who)
    assert vote.at.position.ended == "end"


def test_the_fallback_takes_their_turn() -> None:
    vote = Vote(ALL, fallback="x")
    vote.leave("b")
    vote.agree("a")
    assert vote.turn == "x"


def test_all_but_one_leave() -> None:
    vote = Vote(ALL)
    vote.leave("a")
    vote.leave("c")
    vote.agree("b")
    assert vote.at.position.ended == "end"


def test_where_too_few_are_left_it_waits_for_somebody_who_looks_after_it() -> None:
    vote = Vote(IN_TURN)
    vote.leave("b")
    vote.agree("a")
    vote.leave("c")
    token = vote.at.position.at("board")
    assert token is not None
    assert (token.incident, vote.turn) == ("step.nobody", "c")
    vote.leave("c", "y")
    assert vote.turn == "y"
    vote.agree("y")
    assert vote.at.position.ended == "end"


def test_what_a_leaver_has_said_counts() -> None:
    vote = Vote(IN_TURN)
    vote.agree("a")
    vote.office.groups["board"] = ("person:b", "person:c")
    vote.agree("b")
    assert vote.at.position.ended == "end"
