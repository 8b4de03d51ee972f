"""Ways to steps that are not there yet, and the groups that a flow comes to name."""

from dataclasses import replace

import pytest

from builder.drafts import teams
from builder.drafts.teams import Team
from builder.editing.blank import blank
from builder.editing.edits import apply
from builder.editing.new_ways import AddWay, AddWayToNew
from builder.sentences.step_sentences import decide
from schemas.model.assignment import Who
from schemas.model.flow import Flow, Move, State
from schemas.model.process import Process
from schemas.model.voting import Decide
from schemas.words import words

SPLIT = Flow(
    "split",
    (State("split", "choice"), State("small", "task"), State("end", "end")),
    (Move("otherwise", "split", "small"), Move("done", "small", "end")),
)
BOARD = Team(words("Board", "委员会"), ("ada", "kai", "mei"))


def process_of(flow: Flow) -> Process:
    return replace(blank("p", words("P", "P")), flow=flow)


def drawn(process: Process) -> list[str]:
    return [f"{move.source}-{move.target}" for move in process.flow.moves]


def test_a_way_out_of_a_choice_comes_before_the_otherwise() -> None:
    assert drawn(apply(process_of(SPLIT), AddWay("split", "end", words("Large", "大额")))) == [
        "split-end",
        "split-small",
        "small-end",
    ]


def test_a_new_step_leads_on_to_where_the_step_before_it_leads() -> None:
    made = apply(process_of(SPLIT), AddWayToNew("split", "approval", words("Large", "大额"))).flow
    assert [state.key for state in made.states] == ["split", "approval", "small", "end"]
    assert [(move.source, move.target, move.vote) for move in made.moves] == [
        ("split", "approval", ""),
        ("split", "small", ""),
        ("small", "end", ""),
        ("approval", "small", "for"),
        ("approval", "end", "against"),
    ]


def test_a_way_back_is_called_by_what_it_means() -> None:
    made = apply(process_of(SPLIT), AddWay("small", "split")).flow.moves[-1]
    assert (made.target, made.title["en"], made.title["zh-Hans"]) == ("split", "Send back", "退回")


def test_whoever_refuses_or_sends_back_need_not_fill_in_everything() -> None:
    made = apply(process_of(SPLIT), AddWayToNew("split", "approval", words("Large", "大额")))
    without = replace(made, flow=replace(made.flow, moves=made.flow.moves[:-2]))
    by_hand = apply(apply(without, AddWay("approval", "small")), AddWay("approval", "end"))
    for process in (made, by_hand, blank("p", words("P", "P"))):
        judged = {move.vote: move.unfinished for move in process.flow.moves if move.vote}
        assert judged == {"for": False, "against": True}
    assert apply(made, AddWay("small", "split")).flow.moves[-1].unfinished


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ((Who("group", "board"),), 3),
        ((Who("group", "gone"),), 0),
        ((Who("person", "ada"), Who("person", "kai")), 2),
        ((Who("group", "board"), Who("person", "zoe")), 0),
        ((Who("requester"),), 0),
    ],
)
def test_how_many_are_asked_is_said_where_it_is_known(who: tuple[Who, ...], asked: int) -> None:
    assert teams.asked(who, {"board": BOARD}) == asked


@pytest.mark.parametrize(
    ("rule", "asked", "said"),
    [
        (Decide("all", one_rejection_ends=True), 3, "All 3 must agree; one refusal ends it."),
        (Decide("at_least", 2), 3, "At least 2 of the 3 must agree."),
        (Decide("at_least", 2), 0, "At least 2 of them must agree."),
        (Decide("any"), 1, "Any one of them decides."),
    ],
)
def test_a_vote_is_said_in_numbers_where_they_are_known(rule: Decide, asked: int, said: str) -> None:
    assert decide(rule, asked)["en"] == said
