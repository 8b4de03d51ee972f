"""What keeps a process from being published: every kind of flaw, at its place, and nothing said of sound ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from schemas import document, gallery
from schemas.filling import visible
from schemas.lint import lint
from schemas.logic import evaluate
from schemas.logic.coercion import truthy
from schemas.messages.problem_words import CODES, say
from schemas.model.flow import Flow, State
from schemas.model.process import Process
from schemas.problem import Problem
from tests.schemas.strategies import processes
from tests.schemas.test_document import changed
from tests.schemas.test_problem_words import DESIGN

CASES = json.loads((Path(__file__).parent.parent / "data/flawed/flows.json").read_text())
FOUND_ELSEWHERE = {"join.never", "test.failed"}
LEAST_CASES = 4


def linted(changes: dict[str, Any]) -> tuple[Problem, ...]:
    raw = changed(CASES["document"], changes)
    return lint(document.load(raw), raw)


def places(problems: tuple[Problem, ...]) -> list[list[str]]:
    return sorted([one.code, one.path] for one in problems)


@pytest.mark.parametrize("case", CASES["sound"], ids=lambda case: case["why"])
def test_nothing_is_said_of_what_is_sound(case: dict[str, Any]) -> None:
    found = linted(case["changes"])
    assert places(found) == case.get("warnings", [])
    assert {one.severity for one in found} <= {"warning"}


@pytest.mark.parametrize("case", CASES["flawed"], ids=lambda case: json.dumps(case["changes"])[:100])
def test_every_flaw_is_said_at_its_place(case: dict[str, Any]) -> None:
    found = linted(case["changes"])
    if case.get("also"):
        assert all(problem in places(found) for problem in case["problems"]), places(found)
    else:
        assert places(found) == sorted(case["problems"])
    if "severity" in case:
        assert {one.severity for one in found} == {case["severity"]}
    for problem in found:
        assert problem.code in CODES
        assert "…" not in say(problem, "en") + say(problem, "zh-Hans")


@pytest.mark.parametrize("code", sorted(set(DESIGN) - FOUND_ELSEWHERE))
def test_every_code_has_flaws_that_show_it(code: str) -> None:
    shown = [case for case in CASES["flawed"] if any(code == found for found, _ in case["problems"])]
    assert len(shown) >= LEAST_CASES


@pytest.mark.parametrize("case", [case for case in CASES["flawed"] if "example" in case], ids=str)
def test_the_example_of_a_gap_finds_no_way(case: dict[str, Any]) -> None:
    raw = changed(CASES["document"], case["changes"])
    process = document.load(raw)
    gap = next(one for one in lint(process, raw) if one.code == "choice.gap")
    assert case["example"].items() <= gap.example.items()
    values = dict(visible.settle(process.form, gap.example).values)
    assert not any(truthy(evaluate(move.when, values)) for move in process.flow.moves_from("size"))


def test_paths_lead_into_the_document_that_was_written_not_into_ours() -> None:
    rules = list(reversed(CASES["document"]["form"]["rules"]))
    raw = changed(CASES["document"], {"/form/rules": rules, "/form/rules/2/show": {"var": "urgnt"}})
    assert places(lint(document.load(raw), raw)) == [["rule.unknown-name", "/form/rules/2/show/var"]]
    assert places(lint(document.load(raw))) == [["rule.unknown-name", "/form/rules/1/show/var"]]


@pytest.mark.parametrize("key", gallery.keys())
def test_the_gallery_is_sound(key: str) -> None:
    assert lint(document.load(gallery.document(key))) == ()


@given(processes())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_process_is_linted_with_paths_into_its_document(process: Process) -> None:
    written = document.dump(process)
    for problem in lint(process):
        assert problem.code in CODES
        assert resolves(written, problem.path), problem


@given(processes())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_where_nothing_is_wrong_with_the_ways_every_step_can_end(process: Process) -> None:
    flow = process.flow
    if {one.code for one in lint(process)} & {"flow.no-end", "state.dead-end", "move.unknown-target", "key.duplicate"}:
        return
    assert all(ends(flow, state, frozenset()) for state in flow.states)


def ends(flow: Flow, state: State, been: frozenset[str]) -> bool:
    """Whether some way leads from here to an end, tried one after the other."""
    if state.kind == "end":
        return True
    ways = [move for move in flow.moves_from(state.key) if move.target not in been]
    return any(ends(flow, flow.by_key[move.target], been | {state.key}) for move in ways)


def resolves(written: Any, path: str) -> bool:
    """Whether something stands there, or could stand there as the missing key of an object."""
    at = written
    for step in [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]:
        if isinstance(at, dict) and step not in at:
            return step in {"title", "description", "label", "text", "who", "count", "placeholder"}
        at = at[int(step)] if isinstance(at, list) else at[step]
    return True
