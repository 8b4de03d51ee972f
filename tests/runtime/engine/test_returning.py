"""To which earlier steps one may be sent back, and what becomes of the branches around."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import process_time
from typing import Any

import pytest

from runtime.engine import serialization
from runtime.engine.acts import special, step
from runtime.engine.acts.special import Special
from runtime.engine.acts.step import Act
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Token
from runtime.engine.tokens import returning
from runtime.engine.tokens.machine import Course
from schemas.model.assignment import Who
from schemas.model.flow import Each, Flow, Join, Move, State
from tests.runtime.engine.conftest import NOON, Office

KINDS = {"par": "parallel", "inc": "inclusive", "loop": "loop", "pick": "choice", "end": "end"}
"""What a step is by the beginning of its name; all others are tasks."""
WAYS = {"=>": {"branch": True}, "~>": {"leaves": True}, ">": {}}


@dataclass
class Walk:
    """``drawn``: ``a>b`` a way, ``par=>x`` a branch begins, ``x~>y`` it is left; ``acts``: from where to where, in order."""

    drawn: str
    acts: str = ""
    answers: Mapping[str, Any] | None = None
    rest: str = "cancel"

    def __post_init__(self) -> None:
        self.course = Course(_flow(self.drawn, self.rest))
        self.facts = Facts(dict(self.answers or {}), "person:r", None, Office())
        self.at = step.begin(self.course, self.facts, NOON, "person:r")
        for act in self.acts.split():
            self.take(act)

    def take(self, act: str) -> None:
        here, _, to = act.partition(">")
        place, _, visit = here.partition("#")
        taken = Act("person:a", f"{place}-{to}", place, visit=int(visit) if visit else None)
        self.at = step.take(self.course, self.at.position, self.facts, taken, NOON)

    def send_back(self, here: str, to: str, then: str = "again") -> Outcome:
        place, _, visit = here.partition("#")
        number = int(visit) if visit else None
        said = Special("person:a", "return", place, number, state=to, then=then, comment="Look again.")  # type: ignore[arg-type]
        self.at = special.do(self.course, self.at.position, self.facts, said, NOON)
        return self.at

    @property
    def stands(self) -> str:
        return " ".join(sorted(token.state for token in self.at.position.tokens))

    def earlier(self, here: str) -> str:
        place, _, visit = here.partition("#")
        token = self.at.position.at(place, int(visit) if visit else None)
        assert isinstance(token, Token)
        return " ".join(returning.earlier(self.course, self.at.position, token))


def _flow(drawn: str, rest: str) -> Flow:
    moves = [_way(line) for line in drawn.split()]
    keys = dict.fromkeys(key for move in moves for key in (move.source, move.target))
    return Flow(moves[0].source, tuple(_step(key, rest) for key in keys), tuple(moves))


def _way(line: str) -> Move:
    sign = next(one for one in WAYS if one in line)
    here, there = line.split(sign)
    when = {"==": [{"var": "go"}, there]} if here.startswith("pick") else None
    return Move(f"{here}-{there}", here, there, when=when, **WAYS[sign])  # type: ignore[arg-type]


def _step(key: str, rest: str) -> State:
    kind: Any = next((kind for start, kind in KINDS.items() if key.startswith(start)), "task")
    who = (Who("person", "a"),) if kind == "task" else ()
    join = Join(rule="any" if rest != "cancel" else "all", rest=rest)  # type: ignore[arg-type]
    return State(key, kind, who=who, permits=("return",), join=join, each=Each(times=2))


BRANCHES = "ask>par par=>legal par=>money legal>par money>pay pay>par par>sign sign>end"
NESTED = "ask>par par=>law law>par2 par2=>x par2=>y x>par2 y>y2 y2>par2 par2>sum sum>par par=>money money>par par>sign sign>end"
LOOP = "ask>loop loop=>look look>weigh weigh>loop loop>sign sign>end"
CIRCLE = "ask>try try>judge judge>mend mend>judge judge>sign sign>end"
CHOICE = "ask>pick pick>small pick>large small>sign large>sign sign>end"
LEAVING = "ask>par par=>legal legal>deep deep~>stopped legal>par par=>money money>par par>sign stopped>sign sign>end"
SHARED = "ask>par par=>a par=>b a>both b>both both>last last>par par>end"
BACK_IN = "ask>par par=>legal legal>check check>ask check>par par=>money money>par par>end"
BEYOND = "ask>par par=>legal legal>par par=>money money>par par>mid mid>par3 par3=>x x>x2 x2>par3 par3>sign sign>end"


@pytest.mark.parametrize(
    ("drawn", "acts", "earlier"),
    [
        (BRANCHES, "", {"ask": ""}),
        pytest.param(BRANCHES, "ask>par", {"legal": "ask", "money": "ask"}, id="no sibling"),
        pytest.param(BRANCHES, "ask>par money>pay", {"legal": "ask", "pay": "ask money"}, id="its own branch"),
        pytest.param(BRANCHES, "ask>par money>pay legal>par pay>par", {"sign": "ask"}, id="no branch that is over"),
        pytest.param(NESTED, "ask>par law>par2 y>y2", {"x": "ask law", "y2": "ask law y", "money": "ask"}, id="nested"),
        pytest.param(NESTED, "ask>par law>par2 y>y2 x>par2 y2>par2", {"sum": "ask law"}, id="past what is nested"),
        pytest.param(LOOP, "ask>loop look#1>weigh", {"weigh": "ask look", "look#2": "ask"}, id="a loop"),
        pytest.param(CIRCLE, "ask>try try>judge", {"judge": "ask try"}, id="not where a circle has not led yet"),
        pytest.param(CIRCLE, "ask>try try>judge judge>mend", {"mend": "ask try judge"}, id="in a circle"),
        pytest.param(CIRCLE, "ask>try try>judge judge>mend mend>judge", {"judge": "ask try mend"}, id="round again"),
        pytest.param(CHOICE, "ask>pick", {"small": "ask"}, id="after a choice"),
        pytest.param(CHOICE, "ask>pick small>sign", {"sign": "ask small"}, id="only the way that was gone"),
        pytest.param(LEAVING, "ask>par legal>deep", {"deep": "ask legal"}, id="before it leaves"),
        pytest.param(LEAVING, "ask>par legal>deep deep>stopped", {"stopped": "ask"}, id="after it has left"),
        pytest.param(LEAVING, "ask>par legal>deep deep>stopped stopped>sign", {"sign": "ask stopped"}, id="and on"),
        pytest.param(SHARED, "ask>par a>both", {"both": "ask", "b": "ask"}, id="shared by branches: from which?"),
        pytest.param(SHARED, "ask>par a>both both>last", {"last": "ask both"}, id="shared by branches: in both"),
        pytest.param(BACK_IN, "ask>par legal>check check>ask", {"ask": "legal check"}, id="a branch goes round"),
        pytest.param(BEYOND, "ask>par legal>par money>par mid>par3 x>x2", {"x2": "ask mid x"}, id="block after block"),
        pytest.param(
            BEYOND, "ask>par legal>par money>par mid>par3 x>x2 x2>par3", {"sign": "ask mid"}, id="after both of them"
        ),
    ],
)
def test_where_it_may_be_sent_back_to(drawn: str, acts: str, earlier: dict[str, str]) -> None:
    walk = Walk(drawn, acts, {"go": "small"})

    assert {here: walk.earlier(here) for here in earlier} == earlier


@pytest.mark.parametrize(
    ("drawn", "acts", "here", "to", "stands"),
    [
        pytest.param(BRANCHES, "ask>par money>pay", "pay", "money", "legal money par", id="inside of a branch"),
        pytest.param(BRANCHES, "ask>par money>pay", "pay", "ask", "ask", id="out of it: the others stop"),
        pytest.param(NESTED, "ask>par law>par2 y>y2", "y2", "y", "money par par2 x y", id="deep inside"),
        pytest.param(NESTED, "ask>par law>par2 y>y2", "y2", "law", "law money par", id="out of the inner one"),
        pytest.param(NESTED, "ask>par law>par2 y>y2", "x", "ask", "ask", id="out of both"),
        pytest.param(LOOP, "ask>loop look#1>weigh", "weigh", "look", "look look loop", id="its row alone"),
        pytest.param(LOOP, "ask>loop look#1>weigh", "weigh", "ask", "ask", id="out of all rows"),
    ],
)
def test_who_is_sent_back(drawn: str, acts: str, here: str, to: str, stands: str) -> None:
    walk = Walk(drawn, acts)
    walk.send_back(here, to)

    assert walk.stands == stands


@pytest.mark.parametrize(("here", "to"), [("legal", "money"), ("pay", "legal"), ("legal", "sign"), ("pay", "pay")])
def test_nowhere_else(here: str, to: str) -> None:
    walk = Walk(BRANCHES, "ask>par money>pay")

    with pytest.raises(NotAllowedHere, match=r"special\.no-return"):
        walk.send_back(here, to)


def test_straight_back_goes_past_what_lies_between() -> None:
    walk = Walk("ask>try try>judge judge>sign sign>end", "ask>try try>judge")
    walk.send_back("judge", "ask", "back")
    walk.take("ask>try")

    assert walk.stands == "judge"


def test_straight_back_into_branches_begins_all_of_them_again() -> None:
    walk = Walk(BRANCHES, "ask>par money>pay")
    walk.send_back("pay", "ask", "back")
    walk.take("ask>par")

    assert walk.stands == "legal money par"


def test_what_goes_on_by_itself_is_not_sent_out_of_its_branches() -> None:
    """The request has gone on from there long since."""
    walk = Walk(BRANCHES, "ask>par money>pay legal>par", rest="go_on")

    assert walk.stands == "par pay sign"
    assert (walk.earlier("pay"), walk.earlier("sign")) == ("money", "ask")


def test_a_kept_position_is_sent_back_as_well() -> None:
    walk = Walk(BRANCHES, "ask>par money>pay")
    kept = json.loads(json.dumps(serialization.to_json(walk.at.position)))

    token = walk.at.position.at("pay")
    assert token is not None
    assert returning.earlier(walk.course, serialization.from_json(kept), token) == ("ask", "money")


def test_a_long_flow_is_ready_soon() -> None:
    """Three hundred steps, all of which may be sent back; in time of the processor alone, with room for a slow one."""
    flow = _flow(" ".join(f"s{number}>s{number + 1}" for number in range(300)), "cancel")
    before = process_time()
    course = Course(flow)
    assert len(course.before((), "s299")) == 299
    assert process_time() - before < 0.5
