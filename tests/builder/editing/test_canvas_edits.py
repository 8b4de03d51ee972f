"""What a canvas asks of a flow: steps put on ways, ways from step to step."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.editing.blank import blank
from builder.editing.edits import apply
from builder.editing.new_steps import KIND_TITLES
from builder.editing.refusal import CannotEdit
from builder.editing.step_places import AddStateOn, PutState, Spur, way_between
from schemas.model.flow import Flow, Move, State
from schemas.model.process import Process
from schemas.words import Words, words

NONE = Words()


def process_of(flow: str, *ways: str) -> Process:
    """``flow``: keys of steps, the first begins, "end" is the end. ``ways``: "a-b" each; their key is where they lead."""
    states = tuple(State(key, "end" if key == "end" else "task") for key in flow.split())
    moves = tuple(Move(target, source, target) for source, _, target in (way.partition("-") for way in ways))
    return replace(blank("p", words("P", "P")), flow=Flow(states[0].key, states, moves))


CHAIN = process_of("a b c end", "a-b", "b-c", "c-end")
LOOPED = process_of("a b c end", "a-b", "b-c", "c-end", "c-b")


def drawn(process: Process) -> list[str]:
    return [f"-{process.flow.initial}", *(f"{move.source}-{move.target}" for move in process.flow.moves)]


@pytest.mark.parametrize(
    ("process", "key", "way", "drawn_then", "order"),
    [
        (CHAIN, "a", Spur("b", "c"), ["-b", "a-c", "b-a", "c-end"], "b a c end"),
        (CHAIN, "c", Spur("a", "b"), ["-a", "a-c", "b-end", "c-b"], "a c b end"),
        (CHAIN, "c", Spur(), ["-c", "a-b", "b-end", "c-a"], "c a b end"),
        (CHAIN, "b", Spur("c", "end"), ["-a", "a-c", "b-end", "c-b"], "a c b end"),
        (CHAIN, "b", Spur("a", "b"), ["-a", "a-b", "b-c", "c-end"], "a b c end"),
        (CHAIN, "b", Spur("b", "c"), ["-a", "a-b", "b-c", "c-end"], "a b c end"),
        # The way back to it goes past it, to where it led: there it would stay where it is, so it goes.
        (LOOPED, "b", Spur("c", "end"), ["-a", "a-c", "b-end", "c-b"], "a c b end"),
    ],
)
def test_a_step_is_put_on_a_way(process: Process, key: str, way: Spur, drawn_then: list[str], order: str) -> None:
    made = apply(process, PutState(key, way))
    assert drawn(made) == drawn_then
    assert [one.key for one in made.flow.states] == order.split()


def block() -> Process:
    flow = process_of("a all x y z end", "a-all", "all-x", "all-y", "x-all", "y-all", "all-z", "z-end")
    states = tuple(replace(one, kind="parallel") if one.key == "all" else one for one in flow.flow.states)
    moves = tuple(replace(one, branch=one.target in ("x", "y")) for one in flow.flow.moves)
    return replace(flow, flow=replace(flow.flow, states=states, moves=moves))


def test_a_step_with_branches_takes_them_along() -> None:
    made = apply(block(), PutState("all", Spur("z", "end")))
    assert drawn(made) == ["-a", "a-z", "all-x", "all-y", "x-all", "y-all", "all-end", "z-all"]
    assert [one.key for one in made.flow.states] == ["a", "z", "all", "x", "y", "end"]


@pytest.mark.parametrize(
    ("key", "way", "code"),
    [
        ("all", Spur("x", "all"), ""),
        ("all", Spur("all", "x"), "edit.not-there"),
        ("end", Spur("a", "all"), "edit.not-there"),
        ("a", Spur("a", "elsewhere"), "edit.unknown"),
        ("nobody", Spur("a", "all"), "edit.unknown"),
    ],
)
def test_what_cannot_be_put_there_stays(key: str, way: Spur, code: str) -> None:
    if not code:
        assert apply(block(), PutState(key, way)) == block()
        return
    with pytest.raises(CannotEdit) as refused:
        apply(block(), PutState(key, way))
    assert refused.value.problem.code == code


@given(st.sampled_from("abc"), st.sampled_from([Spur(), Spur("a", "b"), Spur("b", "c"), Spur("c", "end")]))
def test_a_chain_stays_a_chain(key: str, way: Spur) -> None:
    made = apply(CHAIN, PutState(key, way)).flow
    after = {move.source: move.target for move in made.moves}
    walked, at = [made.initial], made.initial
    while at in after:
        at = after[at]
        walked.append(at)
    assert (len(made.moves), sorted(walked), walked[-1]) == (3, ["a", "b", "c", "end"], "end")


@pytest.mark.parametrize("kind", KIND_TITLES)
@pytest.mark.parametrize("way", [Spur(), Spur("b", "c"), Spur("c", "end")])
def test_a_step_of_every_kind_comes_onto_a_way(kind: Any, way: Spur) -> None:
    made = apply(CHAIN, AddStateOn(kind, way, words("New one", "新步骤")))
    target = way.target(CHAIN.flow)
    assert way.target(made.flow) == "new-one"
    leads = [move.target for move in made.flow.moves_from("new-one") if not move.branch]
    assert leads[:1] == ([] if kind == "end" else [target])
    keys = [one.key for one in made.flow.states]
    assert keys.index("new-one") == (keys.index(way.source) + 1 if way.source else 0)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("a", "end", ("Go on", "")),
        ("c", "a", ("Send back", "")),
        ("b", "b", ("Send back", "")),
        ("free", "a", ("Done", "")),
        ("vote", "b", ("Agree", "for")),
        ("voted", "end", ("Refuse", "against")),
    ],
)
def test_a_way_is_called_after_what_it_usually_means(source: str, target: str, expected: tuple[str, str]) -> None:
    more = (State("free"), State("vote", "approval"), State("voted", "approval"))
    moves = (*CHAIN.flow.moves, Move("yes", "voted", "end", vote="for"))
    flow = replace(CHAIN.flow, states=(*CHAIN.flow.states, *more), moves=moves)
    made = way_between(flow, source, target, NONE)
    assert (made.title.in_("en"), made.vote) == expected
    assert way_between(flow, source, target, words("Mine", "我的")).title.in_("en") == "Mine"


@pytest.mark.parametrize(("source", "target"), [("end", "a"), ("a", "nobody"), ("nobody", "a")])
def test_no_way_leaves_an_end_or_joins_what_is_not_there(source: str, target: str) -> None:
    with pytest.raises(CannotEdit):
        way_between(CHAIN.flow, source, target, NONE)
