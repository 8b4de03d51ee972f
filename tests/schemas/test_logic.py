"""JSON Logic on the server; tests/rules holds the browser to the same cases."""

import copy
import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.logic import LogicError, check, doubts, evaluate, names
from schemas.logic.lazy_operators import SPECIAL
from schemas.logic.limits import DEPTH
from schemas.logic.operators import OPERATORS
from schemas.problem import Problem
from tests.rules.cases import COMPATIBLE, RULES, same
from tests.rules.drawing import Drawing

OPERATOR_NAMES = [*OPERATORS, *SPECIAL, "var", "missing", "missing_some", "nonsense"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
JSON = st.recursive(
    SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3)
)
WILD = st.recursive(
    SCALARS | JSON,
    lambda one: st.dictionaries(
        st.sampled_from(OPERATOR_NAMES), st.lists(one, max_size=3) | one, min_size=1, max_size=1
    ),
    max_leaves=20,
)
UNKNOWABLE = (doubts.NAME_NOT_WRITTEN, *(doubts.COUNT.formatted(operator="var", given=count) for count in range(4)))
NAMES = {
    "amount": "number",
    "name": "text",
    "yes": "boolean",
    "several": "list",
    "items": "rows",
    "items.price": "number",
    "items.label": "text",
    "papers": "files",
    "boss": "person",
    "intro": "none",
    "period": "object",
    "period.from": "text",
    "items.stay": "object",
    "items.stay.nights": "number",
    "secret": "sealed",
    "@link": "any",
}


def test_all_cases_are_there() -> None:
    assert len(COMPATIBLE) == 278


@pytest.mark.parametrize("case", COMPATIBLE, ids=lambda case: case["description"])
def test_compatible(case: dict[str, Any]) -> None:
    assert same(evaluate(case["rule"], case.get("data")), case["result"])


@pytest.mark.parametrize("case", RULES["logic"], ids=lambda case: case["title"])
def test_peculiar(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(LogicError):
            evaluate(case["rule"], case["data"])
    else:
        assert same(evaluate(case["rule"], case["data"]), case["result"])


@given(WILD, JSON)
def test_a_rule_has_a_plain_result_or_none_and_changes_nothing(rule: Any, data: Any) -> None:
    before = copy.deepcopy((rule, data))
    try:
        result = evaluate(rule, data)
    except LogicError:
        result = None
    json.dumps(result, allow_nan=False)
    assert (rule, data) == before


@given(st.integers(0, 2**32))
def test_names_are_all_that_a_rule_reads(seed: int) -> None:
    """What a rule does not name may be gone without changing the result, unless `check` complains of its names."""
    drawing = Drawing(seed)
    rule, data = drawing.rule(3), drawing.values()
    assume(not any(one.params.get("why") in UNKNOWABLE for one in check(rule, {})))
    read = names(rule)
    assert outcome(rule, data) == outcome(rule, {key: value for key, value in data.items() if key in read})


def outcome(rule: Any, data: Any) -> str:
    try:
        return json.dumps(evaluate(rule, data))
    except LogicError:
        return "error"


@pytest.mark.parametrize("wrap", [lambda one: [one], lambda one: {"!": [one]}], ids=["list", "operation"])
def test_depth(wrap: Any) -> None:
    rule: Any = 1
    for _ in range(DEPTH):
        rule = wrap(rule)
    evaluate(rule, None)
    with pytest.raises(LogicError):
        evaluate(wrap(rule), None)


def test_data_nested_without_end() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for rule in ({"var": "a"}, {"cat": [{"var": "a"}]}, {"!": {"var": "a"}}):
        with pytest.raises(LogicError):
            evaluate(rule, {"a": deep})


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        ({"var": "a"}, {"a"}),
        ({"var": "a.b.c"}, {"a"}),
        ({"var": ["a", {"var": "b"}]}, {"a", "b"}),
        ({"var": 1}, {"1"}),
        ({"var": ""}, set()),
        ({"var": []}, set()),
        ({"var": {"if": [{"var": "x"}, "a", "b"]}}, {"x", "a", "b"}),
        ({"missing": ["a", "b.c"]}, {"a", "b"}),
        ({"missing": "a"}, {"a"}),
        ({"missing": {"merge": ["a", {"if": [{"var": "x"}, ["b"], []]}]}}, {"a", "b", "x"}),
        ({"missing_some": [1, ["a", "b"]]}, {"a", "b"}),
        ({"missing_some": [{"var": "n"}, ["a"]]}, {"n", "a"}),
        ({"map": [{"var": "items"}, {"+": [{"var": "price"}, 1]}]}, {"items"}),
        ({"reduce": [{"var": "items"}, {"var": "current.price"}, {"var": "first"}]}, {"items", "first"}),
        ({"some": [{"filter": [{"var": "items"}, {"var": "x"}]}, {"var": "y"}]}, {"items"}),
        ({"a": {"var": "b"}, "c": 1}, set()),
        ([{"var": "a"}, {"!": {"var": "b"}}], {"a", "b"}),
        ("a", set()),
    ],
)
def test_names(rule: Any, read: set[str]) -> None:
    assert names(rule) == read


@pytest.mark.parametrize(
    "rule",
    [
        {"+": [{"var": "amount"}, 1, "2.5"]},
        {"+": [{"var": "name"}]},
        {"==": [{"var": "amount"}, None]},
        {"==": [{"var": "amount"}, "5"]},
        {"==": [{"var": "name"}, {"var": "boss"}]},
        {"==": [{"var": "several.length"}, 2]},
        {"<": [1, {"var": "amount"}, 9]},
        {"<=": [{"var": "name"}, "2026-11-22"]},
        {"in": ["web", {"var": "several"}]},
        {"in": ["x", {"var": "name"}]},
        {"if": [{"var": "yes"}, 1, {"==": [{"var": "name"}, ""]}, 2, 3]},
        {"+": [{"if": [{"var": "yes"}, 1, 2]}, {"or": [{"var": "amount"}, 0]}]},
        {"reduce": [{"var": "items"}, {"+": [{"var": "accumulator"}, {"var": "current.price"}]}, 0]},
        {"reduce": [{"map": [{"var": "items"}, {"var": "price"}]}, {"max": [{"var": "current"}, {"var": "x"}]}, 0]},
        {"some": [{"filter": [{"var": "items"}, {"var": "label"}]}, {">": [{"var": "price"}, 1]}]},
        {"some": [{"var": "several"}, {"==": [{"var": ""}, "x"]}]},
        {">": [{"var": "items.0.price"}, 1]},
        {"missing": {"merge": ["amount", {"if": [{"var": "yes"}, "name", []]}]}},
        {"!": {"var": "papers"}},
        {"cat": [{"var": "name"}, {"var": "amount"}, {"var": "several"}]},
        {"+": [{"days": [{"var": "name"}, {"add_months": ["2026-11-22", {"var": "amount"}]}]}, 1]},
        {"round": [{"sum": [{"var": "items"}, "price"]}, 2]},
        {"sum": [{"filter": [{"var": "items"}, {"==": [{"var": "label"}, "x"]}]}, "stay.nights"]},
        {"==": [{"upper": {"var": "name"}}, {"trim": "X"}]},
        {">": [{"count": {"var": "items"}}, {"length": {"var": "papers"}}]},
        {"<": [{"var": "period.from"}, {"var": "@link.until"}]},
        {"and": [{"!=": [{"var": "secret"}, None]}, {"!": {"var": "period"}}]},
    ],
    ids=json.dumps,
)
def test_check_finds_nothing(rule: Any) -> None:
    assert check(rule, NAMES) == ()


@pytest.mark.parametrize(
    ("rule", "code", "path"),
    [
        ({"nonsense": [1]}, "rule.type", "/nonsense"),
        ({"!": {"nonsense": 1}}, "rule.type", "/!/nonsense"),
        ({"var": "other"}, "rule.unknown-name", "/var"),
        ({"and": [True, {"var": ["other", 1]}]}, "rule.unknown-name", "/and/1/var/0"),
        ({"missing": ["amount", "other"]}, "rule.unknown-name", "/missing/1"),
        ({"missing_some": [1, ["amount", "other"]]}, "rule.unknown-name", "/missing_some/1/1"),
        ({"some": [{"var": "items"}, {"var": "amount"}]}, "rule.unknown-name", "/some/1/var"),
        (
            {"reduce": [{"var": "items"}, {"+": [{"var": "current.prize"}, 1]}, 0]},
            "rule.unknown-name",
            "/reduce/1/+/0/var",
        ),
        ({"var": {"cat": ["a", "mount"]}}, "rule.type", "/var"),
        ({"var": ""}, "rule.type", "/var"),
        ({"missing": {"var": "several"}}, "rule.type", "/missing"),
        ({"var": "intro"}, "rule.type", "/var"),
        ({"var": "items.price"}, "rule.type", "/var"),
        ({"+": [{"var": "name"}, 1]}, "rule.type", "/+/0"),
        ({"*": [2, {"var": "several"}]}, "rule.type", "/*/1"),
        ({"-": [{"var": "yes"}]}, "rule.type", "/-/0"),
        ({"/": [1]}, "rule.type", "/~1"),
        ({">": [{"var": "amount"}, "high"]}, "rule.type", "/>/1"),
        ({">": [{"var": "name"}, 3]}, "rule.type", "/>/1"),
        ({"<": [{"var": "yes"}, 3]}, "rule.type", "/</1"),
        ({"==": [{"var": "amount"}, "high"]}, "rule.type", "/==/1"),
        ({"===": [{"var": "amount"}, "5"]}, "rule.type", "/===/1"),
        ({"==": [{"var": "several"}, "web"]}, "rule.type", "/==/1"),
        ({"==": [{"var": "several"}, {"var": "name"}]}, "rule.type", "/==/1"),
        ({"in": [1, {"var": "amount"}]}, "rule.type", "/in/1"),
        ({"map": [{"var": "name"}, 1]}, "rule.type", "/map/0"),
        ({"cat": [{"var": "items"}]}, "rule.type", "/cat/0"),
        ({"+": [{"if": [{"var": "yes"}, "a", "b"]}, 1]}, "rule.type", "/+/0"),
        ({"days": [{"var": "amount"}, "2026-11-22"]}, "rule.type", "/days/0"),
        ({"days": ["2026-11-22", "tomorrow"]}, "rule.type", "/days/1"),
        ({"add_days": ["2026-11-22", {"var": "name"}]}, "rule.type", "/add_days/1"),
        ({"year": []}, "rule.type", "/year"),
        ({"upper": {"var": "amount"}}, "rule.type", "/upper"),
        ({"round": {"var": "yes"}}, "rule.type", "/round"),
        ({"count": {"var": "name"}}, "rule.type", "/count"),
        ({"length": {"var": "amount"}}, "rule.type", "/length"),
        ({"sum": [{"var": "name"}, "price"]}, "rule.type", "/sum/0"),
        ({"sum": [{"var": "items"}, "label"]}, "rule.type", "/sum/1"),
        ({"sum": [{"var": "items"}, "prize"]}, "rule.unknown-name", "/sum/1"),
        ({"+": [{"year": {"var": "name"}}, {"upper": {"var": "name"}}]}, "rule.type", "/+/1"),
        ({"==": [{"var": "period"}, "2026-11-22"]}, "rule.type", "/==/1"),
        ({"var": "period.till"}, "rule.unknown-name", "/var"),
        ({"cat": ["a", {"var": "secret"}]}, "rule.type", "/cat/1"),
        ({"==": [{"var": "secret"}, "x"]}, "rule.type", "/==/1"),
        ({"var": "secret.part"}, "rule.unknown-name", "/var"),
    ],
    ids=json.dumps,
)
def test_check_finds(rule: Any, code: str, path: str) -> None:
    (problem,) = check(rule, NAMES)
    assert (problem.code, problem.path) == (code, path)
    assert says(problem)


def says(problem: Problem) -> bool:
    if problem.code == "rule.unknown-name":
        return bool(problem.params["name"])
    return all("{" not in problem.params["why"][lang] for lang in ("en", "zh-Hans"))


@given(WILD)
def test_check_and_names_take_anything(rule: Any) -> None:
    assert all(map(says, check(rule, NAMES)))
    assert all(isinstance(name, str) for name in names(rule))
