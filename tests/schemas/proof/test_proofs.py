"""Every kind of flaw is found in documents that have it, subtle ones among them; of sound ones nothing is said."""

import gc
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import z3

from schemas import document
from schemas.filling.visible import settle
from schemas.lint import lint
from schemas.logic import evaluate
from schemas.logic.coercion import truthy
from schemas.messages.problem_words import say, to_json
from schemas.problem import Problem
from tests.schemas.proof.documents import BOTH, BUYING, PAIRED, is_, made, move, over, step, way, ways
from tests.schemas.proof.flaws import FINE, GAP, KINDS_OF_FLAW, OVERLAP, Flaw

LEAST = 10
ALL = [(kind, flaw) for kind, flaws in KINDS_OF_FLAW.items() for flaw in flaws]
TOLD_AS_WELL = {"text.missing-language"}


@pytest.mark.parametrize(
    ("kind", "flaw"), ALL, ids=lambda one: one if isinstance(one, str) else json.dumps(one[1])[:80]
)
def test_the_flaw_is_found_at_its_place(kind: str, flaw: Flaw) -> None:
    del kind
    base, changes, expected = flaw
    raw = made(base, changes)
    found = lint(document.load(raw), raw)
    assert expected in [f"{one.code} {one.path}" for one in found], [(one.code, one.path) for one in found]
    for one in found:
        assert "…" not in say(one, "en").replace("…,", "").replace("= …", "") or one.example


@pytest.mark.parametrize("kind", KINDS_OF_FLAW)
def test_there_are_enough_of_each_kind(kind: str) -> None:
    assert len(KINDS_OF_FLAW[kind]) >= LEAST


@pytest.mark.parametrize(("base", "changes"), FINE, ids=lambda one: json.dumps(one)[:80] if "format" not in one else "")
def test_nothing_is_said_of_what_is_sound(base: dict[str, Any], changes: dict[str, Any]) -> None:
    raw = made(base, changes)
    assert [
        (one.code, one.path, say(one, "en")) for one in lint(document.load(raw), raw) if one.code not in TOLD_AS_WELL
    ] == []


@pytest.mark.parametrize("flaw", [flaw for flaw in GAP if flaw[0] is BUYING], ids=lambda one: json.dumps(one[1])[:80])
def test_the_example_of_a_gap_opens_no_way(flaw: Flaw) -> None:
    assert _open_ways(flaw, "choice.gap") == 0


@pytest.mark.parametrize("flaw", OVERLAP, ids=lambda one: json.dumps(one[1])[:80])
def test_the_example_of_an_overlap_opens_two(flaw: Flaw) -> None:
    if flaw[1] != ways(*[{">=": [{"var": "amount"}, 500]}] * 2, None):  # the same condition twice needs no example
        assert _open_ways(flaw, "choice.overlap") >= 2


def _open_ways(flaw: Flaw, code: str) -> int:
    raw = made(flaw[0], flaw[1])
    process = document.load(raw)
    problem = next(one for one in lint(process, raw) if one.code == code)
    data = dict(settle(process.form, problem.example).values)
    whens = [move.when for move in process.flow.moves_from("size") if move.when is not None]
    return sum(truthy(evaluate(when, data)) for when in whens)


@pytest.mark.parametrize(("field", "said"), [("kind", "proof.unknown"), ("amount", "choice.gap")])
def test_of_too_many_branches_it_is_not_known_what_hangs_on_who_is_faster(field: str, said: str) -> None:
    """Eight people write the kind side by side, in any order; nobody of them writes the amount."""
    raw = made(PAIRED, {move(4): is_("kind", "goods") if field == "kind" else over(500)})
    for key in (f"more{n}" for n in range(8)):
        raw["flow"]["states"].append(step(key, fields={"kind": "edit"}))
        raw["flow"]["moves"] += [way(key, "both", key, branch=True), way("said", key, "both")]
    found = lint(document.load(raw), raw)
    assert [(one.code, one.path) for one in found if one.code not in TOLD_AS_WELL] == [(said, BOTH)]


def test_several_threads_prove_at_once() -> None:
    """The solver itself is not made for that."""
    flaws = [flaw for flaw in GAP for _ in range(3)]
    gc.disable()
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda flaw: [one.code for one in _linted(flaw)], flaws))
        assert all("choice.gap" in codes for codes in found)
    finally:
        gc.enable()


def test_no_term_of_the_solver_outlives_its_proof() -> None:
    """What waited for the collector could be freed by another thread, while the solver works."""
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(one, z3.AstRef) for one in gc.get_objects())
        for flaw in (*GAP, *OVERLAP):
            _linted(flaw)
        assert sum(isinstance(one, z3.AstRef) for one in gc.get_objects()) == before
    finally:
        gc.enable()


def _linted(flaw: Flaw) -> tuple[Problem, ...]:
    raw = made(flaw[0], flaw[1])
    return lint(document.load(raw), raw)


def test_the_boundary_is_named_in_words() -> None:
    raw = made(BUYING, ways({">": [{"var": "amount"}, 500]}, {"<": [{"var": "amount"}, 500]}))
    (gap,) = [one for one in lint(document.load(raw), raw) if one.code == "choice.gap"]
    assert "Amount = 500" in say(gap, "en")
    assert "Amount = 500" in say(gap, "zh-Hans")
    assert gap.example["amount"] == 500
    assert to_json(gap, "en")["repair"] == [{"op": "remove", "path": "/flow/moves/2/when"}]
