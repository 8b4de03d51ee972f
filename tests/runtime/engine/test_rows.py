"""A loop goes on before all of its rows are done, and what becomes of the others."""

from dataclasses import replace
from typing import Any

import pytest

from runtime.engine.acts import step
from runtime.engine.acts.step import Act
from runtime.engine.events import Moved
from runtime.engine.facts import Facts
from runtime.engine.position import Position
from runtime.engine.tokens.machine import Course
from schemas.model.assignment import Who
from schemas.model.flow import Each, Flow, Join, Move, State
from tests.runtime.engine.conftest import NOON, Office


class Rows:
    """Three rows, of which one is enough; ``then`` is the step afterwards."""

    def __init__(self, order: Any, rest: Any, rows: int = 3, again: str = "end") -> None:
        asked = (Who("person", "a"),)
        states = (
            State("rows", "loop", join=Join("any", rest=rest), each=Each("list", order=order)),
            State("look", who=asked),
            State("then", who=asked),
            State("end", "end"),
        )
        moves = (
            Move("each", "rows", "look", branch=True),
            Move("on", "rows", "then"),
            Move("done", "look", "rows"),
            Move("over", "then", again),
        )
        self.course = Course(Flow("rows", states, moves))
        self.answers: dict[str, Any] = {"list": [{"v": number} for number in range(rows)]}
        self.at = step.begin(self.course, self.facts, NOON, "person:r")

    @property
    def facts(self) -> Facts:
        return Facts(self.answers, "person:r", None, Office())

    @property
    def position(self) -> Position:
        return self.at.position

    def take(self, state: str, move: str, visit: int | None = None) -> None:
        self.at = step.take(self.course, self.position, self.facts, Act("person:a", move, state, visit=visit), NOON)

    @property
    def stands(self) -> str:
        """Where it stands, with the row; what it has gone on from in brackets."""
        return " ".join(
            f"({one.state})" if one.left else one.state if one.row is None else f"{one.state}:{one.row}"
            for one in sorted(self.position.tokens, key=lambda one: (one.state, one.row or 0))
        )


@pytest.mark.parametrize(
    ("order", "rest", "begun", "once", "twice"),
    [
        ("parallel", "cancel", "look:0 look:1 look:2 rows", "then", None),
        ("parallel", "go_on", "look:0 look:1 look:2 rows", "look:1 look:2 (rows) then", "look:2 (rows) then"),
        ("parallel", "hold", "look:0 look:1 look:2 rows", "look:1 look:2 (rows) then", "look:2 (rows) then"),
        ("sequential", "cancel", "look:0 rows", "then", None),
        ("sequential", "go_on", "look:0 rows", "look:1 (rows) then", "look:2 (rows) then"),
        ("sequential", "hold", "look:0 rows", "look:1 (rows) then", "look:2 (rows) then"),
    ],
)
def test_the_rest_of_the_rows(order: str, rest: str, begun: str, once: str, twice: str | None) -> None:
    walk = Rows(order, rest)
    assert walk.stands == begun
    walk.take("look", "done", 1)
    assert walk.stands == once
    (moved,) = (
        event for event in walk.at.events if isinstance(event, Moved) and event.state == "rows" and not event.branch
    )
    assert moved.why.in_("en") == "Enough of the others are done."
    if twice is None:
        return
    walk.take("look", "done", 2)
    assert walk.stands == twice
    walk.take("then", "over")
    assert walk.position.ended == ""
    walk.take("look", "done", 3)
    assert walk.position.ended == "end"


@pytest.mark.parametrize("order", ["parallel", "sequential"])
def test_the_last_row_is_the_end_of_it(order: str) -> None:
    walk = Rows(order, "go_on", rows=1)
    walk.take("look", "done")
    assert walk.stands == "then"
    walk.take("then", "over")
    assert walk.position.ended == "end"


@pytest.mark.parametrize(("rest", "stands"), [("go_on", "look:0 look:1 (rows) rows"), ("hold", "look:1 (rows) rows")])
def test_it_comes_to_the_same_rows_again(rest: str, stands: str) -> None:
    """While those of the last visit go on; where they are waited for it begins when they are done."""
    walk = Rows("sequential", rest, rows=2, again="rows")
    walk.take("look", "done", 1)
    walk.take("then", "over")
    assert walk.stands == stands
    walk.take("look", "done", 2)
    assert walk.stands == "look:0 rows"


def test_a_row_that_is_added_meanwhile_begins_while_the_step_is_there() -> None:
    walk = Rows("parallel", "go_on", rows=2)
    walk.answers = {"list": [{"v": number} for number in range(3)]}
    walk.at = replace(walk.at, position=replace(walk.position))
    walk.take("look", "done", 1)
    assert walk.stands == "look:1 look:2 (rows) then"
