"""The server and the browser come to the same, in node and in a real Chromium."""

from collections import Counter
from functools import cache
from typing import Any

import pytest

from schemas.filling.rights import is_answered
from schemas.filling.visible import Settled, compiled, settle
from schemas.logic import LogicError, evaluate
from schemas.model.form import Form
from schemas.rules.rule_order import CyclicRules
from tests.rules.cases import COMPATIBLE, RULES, STEERED, form_of, form_of_pages, outcome, same
from tests.rules.conftest import Twin
from tests.rules.drawing import Drawing

SEED = pytest.mark.parametrize("seed", [20261122])
LOGIC = [*({**case, "title": case["description"]} for case in COMPATIBLE), *RULES["logic"]]


def ours(rule: object, data: object) -> dict[str, object]:
    try:
        return {"result": evaluate(rule, data)}
    except LogicError:
        return {"error": True}


def test_the_cases_of_logic(twin: Twin) -> None:
    found = twin(rules=[(case["rule"], case.get("data")) for case in LOGIC])["rules"]
    wrong = [(case["title"], got) for case, got in zip(LOGIC, found, strict=True) if not same(got, outcome(case))]
    assert not wrong


def test_the_cases_of_forms(twin: Twin) -> None:
    cases = RULES["forms"]
    found = twin(forms=[(compiled(form_of(case["fields"])), case["answers"]) for case in cases])["forms"]
    wrong = [
        (case["title"], got)
        for case, got in zip(cases, found, strict=True)
        if not (
            same(got["values"], case["values"])
            and sorted(got["shown"]) == sorted(case["shown"])
            and sorted(got["required"]) == sorted(case["required"])
        )
    ]
    assert not wrong


@SEED
def test_two_thousand_random_rules(twin: Twin, seed: int) -> None:
    drawing = Drawing(seed)
    drawn = [(drawing.rule(), drawing.values()) for _ in range(2_000)]
    found = twin(rules=drawn)["rules"]
    wrong = [(*one, ours(*one), got) for one, got in zip(drawn, found, strict=True) if not same(ours(*one), got)]
    assert not wrong, f"{len(wrong)} differ, the first: {wrong[0]}"
    telling = [got for got in found if got.get("result") is not None]
    assert len(telling) > 1_500
    assert any("error" in got for got in found)


def test_the_cases_of_steering(twin: Twin) -> None:
    cases = STEERED["forms"]
    drawn = [
        (compiled(form_of_pages(one["pages"])), one["answers"], one.get("around", {}), one.get("kept", {}))
        for one in cases
    ]
    for case, got in zip(cases, twin(forms=drawn)["forms"], strict=True):
        wanted = case["settled"]
        assert all(same(got[name], wanted[name]) for name in ("values", "limited")), (case["title"], got)
        assert all(sorted(got[name]) == sorted(wanted[name]) for name in SETS), (case["title"], got)


SETS = ("shown", "required", "wanted", "locked", "remarked", "skipped")


@cache
def settled_forms(seed: int) -> list[tuple[Form, frozenset[str], tuple[Any, Any, Any], Settled]]:
    """Forms with answers, surroundings and what was kept, and what the server makes of them; a step demands more of half."""
    drawing = Drawing(seed)
    drawn: list[tuple[Form, frozenset[str], tuple[Any, Any, Any], Settled]] = []
    while len(drawn) < 5_000:
        form = drawing.form()
        try:
            compiled(form)
        except CyclicRules:
            continue  # a column was called as a field that comes after the table, a page skipped by its own
        given = (drawing.answers(form), drawing.around(), drawing.answers(form))
        demanded = frozenset([key for key, one in form.fields.items() if is_answered(one)][:: 1 + len(drawn) % 3])
        demanded = demanded if len(drawn) % 2 else frozenset()
        drawn.append((form, demanded, given, settle(form, *given, demanded)))
    return drawn


@SEED
def test_five_thousand_random_forms(twin: Twin, seed: int) -> None:
    drawn = settled_forms(seed)
    found = twin(forms=[(compiled(form, demanded), *given) for form, demanded, given, _ in drawn])["forms"]
    seen: Counter[str] = Counter()
    for (form, _, (answers, *_), settled), got in zip(drawn, found, strict=True):
        assert same(got["values"], settled.values), (form, answers)
        assert same(got["limited"], settled.limited), (form, answers)
        assert all(set(got[name]) == getattr(settled, name) for name in SETS), (form, answers)
        seen.update(name for name in (*SETS, "limited") if getattr(settled, name))
    assert min(seen[name] for name in (*SETS, "limited")) > 250, seen


@pytest.mark.parametrize("length", [100_000, 100_001])
def test_the_longest_text(twin: Twin, length: int) -> None:
    rule, data = {"cat": [{"var": "a"}, "x"]}, {"a": "x" * (length - 1)}
    assert [ours(rule, data)] == twin(rules=[(rule, data)])["rules"]
    assert ("error" in ours(rule, data)) is (length > 100_000)


@pytest.mark.parametrize(("element", "most"), [(0, 24_999), ("x" * 99, 24_999), ("x" * 100, 16_666)])
def test_the_last_step(twin: Twin, element: object, most: int) -> None:
    """Three steps for the rule; and for each element one to read, one to judge, one to keep and one to give back.

    A text of a hundred units costs one more whenever it passes.
    """
    rule = {"filter": [{"var": "a"}, True]}
    drawn = [(rule, {"a": [element] * count}) for count in (most, most + 1)]
    assert [ours(*one) for one in drawn] == twin(rules=drawn)["rules"]
    assert ["error" in ours(*one) for one in drawn] == [False, True]


def test_every_character_in_both_cases(twin: Twin) -> None:
    """Also those that only one side knows a capital of: what is not surely alike stays as it is."""
    everything = [chr(one) for one in range(0x110000) if not 0xD800 <= one < 0xE000]
    texts = ["".join(everything[at : at + 1000]) for at in range(0, len(everything), 1000)]
    drawn = [({name: text}, None) for text in texts for name in ("upper", "lower", "trim", "length")]
    assert [ours(*one) for one in drawn] == twin(rules=drawn)["rules"]
