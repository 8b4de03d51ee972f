"""What is shown, required and computed; tests/rules holds the browser to the same cases."""

import gc
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.filling.visible import CyclicRules, compiled, cycles, order, settle
from schemas.logic import names
from schemas.model.form import Field
from schemas.rules import compiled_rules
from schemas.rules.rule_order import groups_of
from tests.rules.cases import RULES, STEERED, form_of, form_of_pages, same
from tests.rules.drawing import Drawing


@pytest.mark.parametrize("case", RULES["forms"], ids=lambda case: case["title"])
def test_settle(case: dict[str, Any]) -> None:
    before = json.dumps(case["answers"])
    settled = settle(form_of(case["fields"]), case["answers"])
    assert same(settled.values, case["values"])
    assert settled.shown == set(case["shown"])
    assert settled.required == set(case["required"])
    assert json.dumps(case["answers"]) == before


@pytest.mark.parametrize("case", RULES["cycles"], ids=lambda case: case["title"])
def test_cycles(case: dict[str, Any]) -> None:
    form = form_of(case["fields"])
    found = cycles(form)
    assert [problem.params["fields"] for problem in found] == case["cycles"]
    assert all(problem.code == "rule.cycle" for problem in found)
    if not case["cycles"]:
        settle(form, {})
        return
    for settling in (lambda: settle(form, {}), lambda: compiled(form)):
        with pytest.raises(CyclicRules, match=" → ".join([*case["cycles"][0], case["cycles"][0][0]])):
            settling()


@pytest.mark.parametrize("case", STEERED["forms"], ids=lambda case: case["title"])
def test_what_rules_steer(case: dict[str, Any]) -> None:
    before = json.dumps(case)
    settled = settle(form_of_pages(case["pages"]), case["answers"], case.get("around"), case.get("kept"))
    for name, wanted in case["settled"].items():
        got = getattr(settled, name)
        assert same(got, wanted) if isinstance(wanted, dict) else got == set(wanted), name
    assert json.dumps(case) == before


@pytest.mark.parametrize("case", STEERED["cycles"], ids=lambda case: case["title"])
def test_pages_and_steering_go_in_circles_too(case: dict[str, Any]) -> None:
    found = [problem.params["fields"] for problem in cycles(form_of_pages(case["pages"]))]
    assert found == ([case["cycle"]] if case["cycle"] else [])


def test_a_cycle_within_a_row_leaves_the_order_of_the_fields() -> None:
    form = form_of(next(case for case in RULES["cycles"] if case["title"] == "Two columns of a row")["fields"])
    assert order(form) == ("items",)


@given(st.integers(0, 2**32))
def test_the_laws_of_settling(seed: int) -> None:
    drawing = Drawing(seed)
    form = drawing.form()
    if cycles(form):
        return
    settled = settle(form, drawing.answers(form))
    assert settled.required <= settled.shown
    assert settled.values.keys() <= settled.shown
    assert settle(form, settled.values) == settled, "settling twice is settling once"
    json.dumps([settled.values, compiled(form)], allow_nan=False)


@given(st.integers(0, 2**32))
def test_who_is_read_comes_first(seed: int) -> None:
    form = Drawing(seed).form()
    if cycles(form):
        return
    place = {key: at for at, key in enumerate(order(form))}
    assert {key for key in place if ":" not in key} == form.fields.keys()
    for key, field in form.fields.items():
        read = names([field.show, field.compute, field.set, field.lock]) | {*groups_of(form).get(key, ())}
        assert all(place[name] < place[key] for name in read & place.keys())


def test_a_chain_longer_than_the_stack() -> None:
    length = sys.getrecursionlimit() + 100
    fields = [{"key": f"f{at}", "show": {"var": f"f{at + 1}"}} for at in range(length)]
    form = form_of([*fields, {"key": f"f{length}"}])
    assert len(settle(form, {f"f{at}": 1 for at in range(length + 1)}).shown) == length + 1
    ring = form_of([*fields, {"key": f"f{length}", "show": {"var": f"f{length - 3}"}}])
    assert [problem.params["fields"] for problem in cycles(ring)] == [
        [f"f{at}" for at in range(length - 3, length + 1)]
    ]


def test_a_form_is_compiled_once_and_forgotten_with_it() -> None:
    form = form_of([{"key": "a"}])
    assert compiled(form) is compiled(form)
    known = id(compiled(form))
    del form
    gc.collect()
    assert known not in {id(entries) for entries in compiled_rules._COMPILED.values()}


def test_a_computed_field_is_never_required() -> None:
    form = form_of([{"key": "a", "type": "computed", "compute": 1, "required": True, "require": True}])
    assert settle(form, {}).required == frozenset()


def test_a_plain_field_that_is_computed_is_rounded_by_its_own_type() -> None:
    form = form_of([{"key": "a", "type": "money", "compute": 1.005}])
    assert settle(form, {}).values == {"a": 1.01}
    assert Field("a", "money").options == {}
